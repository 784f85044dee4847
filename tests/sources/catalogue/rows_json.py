"""Bad JSON: too deep, cut off, hand-made, fields named twice, numbers that are none, files of no known kind."""

from __future__ import annotations

from typing import Final

from bad_file import Bad
from valid_exports import EXPORTS, MARK, around, dumped, name, packed, text, written

SECOND: Final = {
    "Telegram": "/messages/1",
    "Messenger": "/messages/1",
    "Instagram": "/messages/1",
    "Discord": "/messages/1",
    "Slack": "/1",
    "Signal": "record 7",
    "WhatsApp JSON": "/4915112345@s.whatsapp.net/messages/2",
    "Matrix": "/messages/1",
    "Teams": "/conversations/0/MessageList/1",
}
"""What the second of three messages is called."""
ONE_TEXT: Final = tuple(kind for kind in EXPORTS if kind != "Signal")
"""Signal's file has a text on each line, so that a line that is no JSON takes no other with it."""


def deep(levels: int, left: str = "[", right: str = "]") -> bytes:
    return (left * levels + right * levels).encode()


def inside(row: int, kind: str, levels: int) -> Bad:
    """Three messages, the second with lists inside lists."""
    return Bad(
        row,
        f"{kind}, {levels:,} lists in a message",
        name(kind),
        lambda: written(kind, deep(levels), extra=MARK),
        "refuse",
        ("E221",),
        "byte ",
        "more than 64 levels",
    )


DEEP: Final = (
    *(inside(45, kind, 100_000) for kind in EXPORTS),
    inside(45, "Telegram", 65),
    Bad(45, "bare lists", "x.json", lambda: deep(100_000), "refuse", ("E221",), "byte 0", "more than 64 levels"),
    Bad(45, "bare objects", "x.json", lambda: b'{"a":' * 50_000 + b"1" + b"}" * 50_000, "refuse", ("E221",), "byte 0"),
    Bad(
        45,
        "60 lists are no fault",
        name("Telegram"),
        lambda: written("Telegram", deep(60), extra=MARK),
        "ok",
        seen=3,
        kept=3,
    ),
)


def cut(kind: str) -> Bad:
    """The file ends in the middle of the last message's text."""

    def made() -> bytes:
        whole = text(kind)
        return around(kind, whole[: whole.rindex(b"hello") + 2])

    says = "file ends early"
    return Bad(46, f"{kind}, cut in a text", name(kind), made, "partial", ("E222",), "line ", says, 3, 2, 1)


def cut_between() -> bytes:
    whole = text("Telegram")
    return whole[: whole.rindex(b"{")]


CUT: Final = (
    *(cut(kind) for kind in EXPORTS),
    Bad(
        46,
        "Telegram, cut between two messages",
        "result.json",
        cut_between,
        "partial",
        ("E222",),
        "line 24, column 3",
        "ends early",
        seen=2,
        kept=2,
        aside=0,
    ),
    Bad(
        46,
        "Telegram, without its last bracket",
        "result.json",
        lambda: text("Telegram")[:-1],
        "partial",
        ("E222",),
        "line ",
        "ends early",
        seen=3,
        kept=3,
        aside=0,
    ),
)


HAND_MADE: Final = {
    "a comma too many": (b'"x",', "Expecting property name"),
    "a comment": (b'"x" // not here', "Expecting ',' delimiter"),
    "single quotes": (b"'x'", "Expecting value"),
}
NO_JSON: Final = (
    *(
        Bad(
            47,
            f"{kind}, {what}",
            name(kind),
            lambda kind=kind, piece=piece: written(kind, piece, extra=MARK),
            "refuse",
            ("E223",),
            "line ",
            said,
        )
        for kind in ONE_TEXT
        for what, (piece, said) in HAND_MADE.items()
    ),
    *(
        Bad(
            47,
            f"{kind}, two documents in one file",
            name(kind),
            lambda kind=kind: around(kind, text(kind) + b"\n" + text(kind)),
            "refuse",
            ("E223",),
            "line ",
            "more follows after the end",
        )
        for kind in ONE_TEXT
    ),
    *(
        Bad(
            47,
            f"Signal, {what} on one line",
            name("Signal"),
            lambda piece=piece: written("Signal", piece, extra=MARK),
            "partial",
            ("E227",),
            "line 7, column 1",
            "no whole record on this line",
            3,
            2,
            1,
        )
        for what, (piece, _) in HAND_MADE.items()
    ),
    Bad(
        47,
        "Signal, the same lines again",
        name("Signal"),
        lambda: text("Signal") + b"\n" + text("Signal"),
        "ok",
        seen=6,
        kept=3,
        aside=0,
    ),
)

TWICE: Final = (
    *(
        Bad(
            48,
            f"{kind}, a field twice, alike",
            name(kind),
            lambda kind=kind: written(kind, b'1, "extra": 1', extra=MARK),
            "note",
            ("E224",),
            seen=3,
            kept=3,
            aside=0,
        )
        for kind in EXPORTS
    ),
    *(
        Bad(
            48,
            f"{kind}, a field twice, not alike",
            name(kind),
            lambda kind=kind: written(kind, b'1, "extra": 2', extra=MARK),
            "note",
            ("E224",),
            SECOND[kind],
            seen=3,
            kept=2,
            aside=1,
        )
        for kind in EXPORTS
    ),
)


def unknown(what: str, value: object, says: str) -> Bad:
    """A file that is JSON and no export we know."""
    return Bad(53, what, "x.json", lambda: dumped(value), "refuse", ("E228",), "", says)


def telegram_without(**fields: object) -> bytes:
    return dumped({"name": "Bob", "type": "personal_chat", "id": 2, **fields})


NO_EXPORT: Final = (
    unknown("posts and friends", {"posts": [{"a": 1}], "friends": []}, "fields seen: posts, a, friends"),
    unknown("a list of posts", [{"post": 1, "at": 2}], "fields seen: post, at"),
    unknown("an answer of a bot", {"ok": True, "result": [{"update_id": 1}]}, "fields seen: ok, result, update_id"),
    unknown("messages one level down", {"threads": {"messages": [{"x": 1}]}}, "fields seen: threads, messages, x"),
    unknown("messages that are words", {"messages": ["a", "b"]}, "fields seen: messages"),
    unknown("an empty object", {}, "we read "),
    unknown("an empty list", [], "we read "),
    Bad(
        53,
        "a zip of two unknown files",
        "x.zip",
        lambda: packed({"posts.json": dumped({"posts": []}), "likes.json": b"[]"}),
        "refuse",
        ("E228",),
        says="fields seen: posts",
    ),
    Bad(
        53,
        "Telegram's head without messages",
        "result.json",
        lambda: telegram_without(records=[]),
        "refuse",
        ("E228",),
        says="fields seen: name, type, id, records",
    ),
    Bad(
        53,
        "Telegram's messages are an object",
        "result.json",
        lambda: telegram_without(messages={}),
        "refuse",
        ("E228",),
        "line 5, column 14",
        "here should be [",
    ),
)

JSON_ROWS: Final = (*DEEP, *CUT, *NO_JSON, *TWICE, *NO_EXPORT)
