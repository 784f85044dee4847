"""JSON that is sound with values in it that are not: times, numbers, texts, senders, answers to nothing."""

from __future__ import annotations

from typing import Any, Final

from bad_file import Bad
from rows_json import SECOND
from valid_exports import EXPORTS, MARK, message, name, second, telegram, three, whatsapp, written

TIME: Final = {
    "Telegram": "date_unixtime",
    "Messenger": "timestamp_ms",
    "Instagram": "timestamp_ms",
    "Discord": "timestamp",
    "Slack": "ts",
    "Signal": "dateSent",
    "WhatsApp JSON": "timestamp",
    "Matrix": "origin_server_ts",
    "Teams": "originalarrivaltime",
}
TEXT: Final = {
    "Telegram": "text",
    "Messenger": "content",
    "Instagram": "content",
    "Discord": "content",
    "Slack": "text",
    "WhatsApp JSON": "data",
    "Matrix": "content",
    "Teams": "content",
}
SENDER: Final = {
    "Telegram": "from",
    "Messenger": "sender_name",
    "Instagram": "sender_name",
    "Discord": "author",
    "Slack": "user",
    "WhatsApp JSON": "from_me",
    "Matrix": "sender",
    "Teams": "from",
}


def place_of(kind: str, field: str) -> str:
    return f"{SECOND[kind]}, /chatItem/{field}" if kind == "Signal" else f"{SECOND[kind]}/{field}"


def aside(row: int, kind: str, what: str, field: str, piece: bytes, code: str, place: str | None = None) -> Bad:
    """The second of three messages has a piece of JSON in a field, and is kept aside."""
    where = place_of(kind, field) if place is None else place
    holds: dict[str, Any] = {field: MARK}
    made = f"{kind}, {what}"
    return Bad(row, made, name(kind), lambda: written(kind, piece, **holds), "partial", (code,), where, "", 3, 2, 1)


def good(row: int, kind: str, what: str, field: str, piece: bytes) -> Bad:
    """The same, with a value that is understood."""
    holds: dict[str, Any] = {field: MARK}
    return Bad(row, f"{kind}, {what}", name(kind), lambda: written(kind, piece, **holds), "ok", seen=3, kept=3, aside=0)


NO_NUMBERS: Final = tuple(
    aside(49, kind, f"{piece} for a time", TIME[kind], piece.encode(), "E226" if kind == "Discord" else "E225")
    for kind in EXPORTS
    for piece in ("NaN", "Infinity", "1e999")
)

S, MS, US = (str(second(2) * scale).encode() for scale in (1, 1_000, 1_000_000))
UNITS: Final = (
    good(50, "Telegram", "seconds as a number", TIME["Telegram"], S),
    good(50, "Messenger", "seconds", TIME["Messenger"], S),
    good(50, "Slack", "seconds as a number", TIME["Slack"], S),
    good(50, "Slack", "seconds and a half", TIME["Slack"], S + b".5"),
    *(
        good(50, "WhatsApp JSON", what, TIME["WhatsApp JSON"], piece)
        for what, piece in (("milliseconds", MS), ("microseconds", US), ("seconds and a half", S + b".5"))
    ),
    good(50, "Signal", "milliseconds as a number", TIME["Signal"], MS),
    aside(50, "Telegram", "milliseconds", TIME["Telegram"], MS, "E226"),
    aside(50, "Telegram", "seconds and a half", TIME["Telegram"], S + b".5", "E225"),
    aside(50, "Messenger", "microseconds", TIME["Messenger"], US, "E226"),
    aside(50, "Slack", "milliseconds", TIME["Slack"], MS, "E226"),
    aside(50, "Matrix", "seconds", TIME["Matrix"], S, "E226", "record 2"),
    aside(50, "Signal", "seconds", TIME["Signal"], S, "E226", "record 7"),
    aside(50, "Discord", "a number", TIME["Discord"], MS, "E226"),
    aside(50, "Teams", "a number", TIME["Teams"], MS, "E225"),
)
NEGATIVE: Final = {
    "Telegram": "record 2",
    "Messenger": None,
    "Slack": None,
    "Signal": "record 7",
    "WhatsApp JSON": "record 2",
    "Matrix": None,
}
"""Where a time before 1990 is told: by its field, or by its record once all times are known."""

OUT_OF_RANGE: Final = (
    *(aside(50, kind, "a time below 0", TIME[kind], b"-5", "E226", place) for kind, place in NEGATIVE.items()),
    *(aside(50, kind, "1e18 for a time", TIME[kind], b"1" + b"0" * 18, "E226") for kind in NEGATIVE),
    *(aside(50, kind, "a list for a time", TIME[kind], b"[]", "E225") for kind in NEGATIVE),
    aside(50, "Messenger", "a time as a word", TIME["Messenger"], b'"%s"' % MS, "E225"),
    aside(50, "Telegram", "noon", TIME["Telegram"], b'"noon"', "E225"),
)

SHAPES: Final = {"a number": b"5", "an object": b'{"a": 1}', "numbers in a list": b"[1, 2]", "true": b"true"}
TEXTS: Final = (
    good(51, "Telegram", "a text of parts", "text", b'["a ", {"type": "bold", "text": "b"}]'),
    *(good(51, kind, "no text", TEXT[kind], b"null") for kind in TEXT),
    *(
        aside(51, kind, f"{what} for a text", TEXT[kind], piece, "E227")
        for kind in TEXT
        for what, piece in SHAPES.items()
        if (kind, what) != ("Matrix", "an object")  # which is what its content always is
    ),
    aside(51, "Matrix", "a list for a text", "content", b'{"msgtype": "m.text", "body": []}', "E227"),
    aside(
        51,
        "Signal",
        "a number for a text",
        "standardMessage",
        b'{"text": {"body": 5}}',
        "E227",
        "record 7, /chatItem/standardMessage/text/body",
    ),
)


def without_sender() -> bytes:
    bare = {field: value for field, value in message("Telegram", 2).items() if not field.startswith("from")}
    return telegram(message("Telegram", 1), bare, message("Telegram", 3))


SENDERS: Final = (
    *(
        aside(52, kind, "nobody wrote it", field, b"null", "E230", "" if kind in ("Slack",) else SECOND[kind])
        for kind, field in SENDER.items()
        if kind not in ("Telegram", "Teams")
    ),
    *(aside(52, kind, "a list for a sender", field, b"[]", "E227") for kind, field in SENDER.items()),
    aside(52, "Signal", "a list for a sender", "authorId", b"[]", "E225"),
    Bad(
        52,
        "Telegram, no name and no id",
        "result.json",
        without_sender,
        "partial",
        ("E230",),
        "/messages/1",
        "",
        3,
        2,
        1,
    ),
    Bad(
        52,
        "Teams, nobody wrote it",
        name("Teams"),
        lambda: three("Teams", **{"from": None, "displayName": None}),
        "partial",
        ("E230",),
        place_of("Teams", "from"),
        "",
        3,
        2,
        1,
    ),
    good(52, "Teams", "a name without an id", "from", b"null"),
)


def lost(what: str, kind: str, counted: str = "1", kept: int = 3, **has: Any) -> Bad:
    """The second of three messages refers to one that is not there, or to itself."""
    made = f"{kind}, {what}"
    return Bad(54, made, name(kind), lambda: three(kind, **has), "note", ("E229",), "", counted, 3, kept, 0)


def answering_each_other(kind: str, field: str, *ids: Any) -> Bad:
    made = (message(kind, number, **{field: other}) for number, other in zip((1, 2), reversed(ids), strict=True))
    both = tuple(made)
    export = {"Telegram": telegram, "WhatsApp JSON": whatsapp}[kind]
    return Bad(54, f"{kind}, answers in a ring", name(kind), lambda: export(*both), "note", ("E229",), "", "1", 2, 2, 0)


def matrix_content(rel: dict[str, Any]) -> dict[str, Any]:
    return {"msgtype": "m.text", "body": "x", "m.new_content": {"body": "y"}, "m.relates_to": rel}


GONE: Final = {"event_id": "$gone"}
QUOTE: Final = {"text": {"body": "x"}, "quote": {"targetSentTimestamp": "5", "authorId": "1"}}
REFERENCES: Final = (
    lost("an answer to nothing", "Telegram", reply_to_message_id=99),
    lost("an answer to itself", "Telegram", reply_to_message_id=2),
    lost("an answer to nothing", "Discord", type="Reply", reference={"messageId": "99"}),
    lost("an answer to nothing", "Slack", thread_ts="1704100000.000100"),
    lost("an answer to nothing", "WhatsApp JSON", reply="NOSUCH"),
    lost("a quote of nothing", "Signal", standardMessage=QUOTE),
    lost("a quote of nothing", "Teams", content='<quote messageid="1500000000000">gone</quote>an answer'),
    lost("an answer to nothing", "Matrix", content=matrix_content({"m.in_reply_to": GONE})),
    lost(
        "a reaction to nothing",
        "Matrix",
        type="m.reaction",
        content=matrix_content({"rel_type": "m.annotation"} | GONE),
    ),
    lost("an edit of nothing", "Matrix", kept=2, content=matrix_content({"rel_type": "m.replace"} | GONE)),
    lost("an edit of itself", "Matrix", kept=2, content=matrix_content({"rel_type": "m.replace", "event_id": "$e2"})),
    answering_each_other("Telegram", "reply_to_message_id", 1, 2),
    answering_each_other("WhatsApp JSON", "reply", "KEY1", "KEY2"),
)

JSON_VALUES: Final = (*NO_NUMBERS, *UNITS, *OUT_OF_RANGE, *TEXTS, *SENDERS, *REFERENCES)
