"""Bad text: broken bytes, other encodings, invisible and doubled letters, names that are code, endless lines."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from bad_file import Bad, Verdict
from valid_chats import CHATS
from valid_exports import name as file_name
from valid_exports import three, written

Of = Callable[..., bytes]


def text(kind: str, *bodies: str, names: tuple[str, ...] = ("Ada", "Ben")) -> str:
    return CHATS[kind][1](*bodies, names=names)


def chat(  # noqa: PLR0917 - a row of the table
    row: int,
    kind: str,
    what: str,
    make: Callable[[], bytes],
    codes: tuple[str, ...] = (),
    place: str = "",
    says: str = "",
    verdict: Verdict = "ok",
    seen: int = 3,
) -> Bad:
    """A chat of which every message is kept."""
    return Bad(row, f"{kind}, {what}", CHATS[kind][0], make, verdict, codes, place, says, seen, seen, 0)


FOUR: Final = tuple(CHATS)
BROKEN: Final = (
    *(
        chat(
            18,
            kind,
            "a broken byte among good letters",
            lambda kind=kind: text(kind, "h\u00e9llo @", "gr\u00fc\u00dfe").encode().replace(b"@", b"\xff"),
            ("E201",),
            "line ",
            "",
            "repair",
        )
        for kind in FOUR
    ),
    chat(
        18,
        "WhatsApp",
        "a letter cut in two",
        lambda: text("WhatsApp", "h\u00e9", "gr\u00fc\u00dfe @").encode().replace(b"@", b"\xc3"),
        ("E201",),
        "line 2",
        "1 unknown letters",
        "repair",
    ),
)
UNICODE: Final = {"a mark of UTF-8": "utf-8-sig", "UTF-16": "utf-16"}
ENCODED: Final = (
    *(
        chat(19, kind, what, lambda kind=kind, name=name: text(kind, "h\u00e9llo", "hi").encode(name))
        for kind in FOUR
        for what, name in UNICODE.items()
    ),
    *(
        chat(
            19,
            kind,
            "UTF-16, the other way round",
            lambda kind=kind: codecs.BOM_UTF16_BE + text(kind, "h\u00e9llo", "hi").encode("utf-16-be"),
        )
        for kind in FOUR
    ),
)
GREEK: Final = ("\u00e9t\u00e9 \u00e0 l\u00e0", "\u00f6 \u00e4 \u00fc", "\u00e7a")
KANJI: Final = ("\u304a\u306f\u3088\u3046", "\u306f\u3044\u306f\u3044", "\u305d\u3046")
ASKED: Final = (
    *(
        Bad(
            20,
            f"{kind} in {what}",
            CHATS[kind][0],
            lambda kind=kind, bodies=bodies, name=name: text(kind, *bodies).encode(name),
            "ask",
            ("encoding",),
            says=f"{name} = ",
        )
        for kind in ("WhatsApp", "LINE", "Signal text", "Table")
        for what, bodies, name in (
            ("Windows-1252", GREEK, "cp1252"),
            ("Mac Roman", GREEK, "mac_roman"),
            ("Shift-JIS", KANJI, "shift_jis"),
        )
    ),
    Bad(
        20,
        "WhatsApp in Windows-1252, answered",
        CHATS["WhatsApp"][0],
        lambda: text("WhatsApp", *GREEK).encode("cp1252"),
        "ok",
        seen=4,
        kept=4,
        answers={"encoding": "cp1252"},
    ),
)


def mojibake(words: str) -> str:
    return words.encode().decode("latin-1")


WRONG: Final = (
    *(
        Bad(
            21,
            f"{kind}, {what}",
            file_name(kind),
            lambda kind=kind, words=words: three(kind, content=mojibake(words)),
            "repair" if repaired else "ok",
            ("E202",) if repaired else (),
            seen=3,
            kept=3,
        )
        for kind in ("Messenger", "Instagram")
        for what, words, repaired in (
            ("a Polish letter", "\u0142", True),
            ("emoji", chr(0x1F600) * 3, True),
            ("plain letters need none", "hello", False),
        )
    ),
)
CONTROLS: Final = "a" + chr(0) + "b" + chr(27) + "[31m" + chr(7) + "c"
CONTROL: Final = (
    *(chat(22, kind, "controls in a message", lambda kind=kind: text(kind, CONTROLS, "hi").encode()) for kind in FOUR),
    *(
        chat(
            22,
            kind,
            "NUL in a name",
            lambda kind=kind: text(kind, "hello", "hi", names=("A" + chr(0) + "da", "Ben")).encode(),
            ("E203",),
            verdict="repair",
        )
        for kind in FOUR
    ),
)
HALF: Final = {
    "the first half": b'"\\ud83d x"',
    "the second half": b'"x \\ude00"',
    "halves changed": b'"\\ude00\\ud83d"',
}
BODY: Final = {
    "Telegram": "text",
    "Messenger": "content",
    "Discord": "content",
    "Slack": "text",
    "WhatsApp JSON": "data",
}
HALVES: Final = tuple(
    Bad(
        23,
        f"{kind}, {what}",
        file_name(kind),
        lambda kind=kind, field=field, piece=piece: written(kind, piece, **{field: "@@"}),
        "repair",
        ("E204",),
        seen=3,
        kept=3,
    )
    for kind, field in BODY.items()
    for what, piece in HALF.items()
)
BREAKS: Final = {"U+2028": 0x2028, "U+0085": 0x85, "a vertical tab": 11, "a form feed": 12, "U+001C": 28}
ONE_LINE: Final = tuple(
    chat(24, kind, f"{what} in a message", lambda kind=kind, n=n: text(kind, f"one{chr(n)}two", "hi").encode())
    for kind in FOUR
    for what, n in BREAKS.items()
)
ENDS: Final = tuple(
    chat(25, kind, f"lines end in {what}", lambda kind=kind, end=end: text(kind, "a", "b").replace("\n", end).encode())
    for kind in FOUR
    for what, end in {"CR LF": "\r\n", "CR": "\r"}.items()
)
LONG: Final = tuple(
    Bad(
        26,
        f"{kind}, a line of 3 MB",
        CHATS[kind][0],
        lambda kind=kind: text(kind, "hello", "x" * 3 * 2**20).encode(),
        "refuse",
        ("E205",),
        "line ",
    )
    for kind in FOUR
)
HIDDEN: Final = {"turned round": 0x202E, "isolated": 0x2066, "no width": 0x200B, "a mark inside": 0x200E}
NAMES: Final = tuple(
    chat(
        27,
        kind,
        f"a name {what}",
        lambda kind=kind, n=n: text(kind, "a", "b", names=(f"Ada{chr(n)}txt.exe", "Ben")).encode(),
        ("E206",),
        says="names",
        verdict="note",
    )
    for kind in FOUR
    for what, n in HIDDEN.items()
)
ALIKE: Final = {
    "a Cyrillic letter": ("Anna", "Ann\u0430"),
    "capitals": ("Anna", "anna"),
    "a letter in two ways": ("Ren\u00e9", "Rene\u0301"),
}
TWO_PEOPLE: Final = tuple(
    replace(
        chat(28, kind, f"by {what}", lambda kind=kind, names=names: text(kind, "a", "b", names=names).encode()),
        people=2,
    )
    for kind in ("WhatsApp", "LINE", "Table")
    for what, names in ALIKE.items()
)
CODE: Final = {
    "a script": "<script>alert(1)</script>",
    "a picture that runs": "<svg/onload=alert(1)>",
    "a template": "{{7*7}}",
    "an address that runs": "java" + "script:alert(1)",
    "the end of XML": "]]>",
}
CODED: Final = tuple(
    chat(29, kind, f"a name is {what}", lambda kind=kind, n=n: text(kind, "a", "b", names=(n, "Ben")).encode())
    for kind in ("WhatsApp", "LINE", "Signal text", "Table")
    for what, n in CODE.items()
)
FORMULAS: Final = ("=cmd|' /C calc'!A0", "+1", "-2", "@SUM(A1)", "\uff1d1+1")
SUMS: Final = tuple(
    chat(
        30,
        kind,
        "messages are formulas",
        lambda kind=kind: text(kind, *FORMULAS).encode(),
        seen=len(FORMULAS) + 1,
    )
    for kind in FOUR
)
MARKED: Final = {
    "10,000 marks on a letter": "z" + "\u0301" * 10_000,
    "a chain of 20,000 emoji": "\u200d".join(chr(0x1F468) for _ in range(20_000)),
}
HEAPED: Final = tuple(
    chat(31, kind, what, lambda kind=kind, body=body: text(kind, body, "hi").encode())
    for kind in FOUR
    for what, body in MARKED.items()
)
WHERE_DATES_ARE: Final = {"Telegram": "date_unixtime", "Messenger": "timestamp_ms", "Slack": "ts"}
WHERE_DATES_ARE |= {"WhatsApp JSON": "timestamp", "Matrix": "origin_server_ts"}
DIGITS: Final = tuple(
    Bad(
        32,
        f"{kind}, 5,000 digits for a time",
        file_name(kind),
        lambda kind=kind, field=field: written(kind, b"9" * 5_000, **{field: "@@"}),
        "partial",
        ("E207",),
        seen=3,
        kept=2,
        aside=1,
    )
    for kind, field in WHERE_DATES_ARE.items()
)
TEXTS: Final = (
    *(*BROKEN, *ENCODED, *ASKED, *WRONG, *CONTROL, *HALVES, *ONE_LINE, *ENDS, *LONG, *NAMES, *TWO_PEOPLE),
    *(*CODED, *SUMS, *HEAPED, *DIGITS),
)
