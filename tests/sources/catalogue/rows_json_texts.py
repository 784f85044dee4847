"""Small JSON texts, valid, invalid and left open by the standard: each as a file, and as a message of Telegram."""

from __future__ import annotations

from typing import Final

from bad_file import Bad
from valid_exports import MARK, telegram, telegram_message

Texts = dict[str, str | bytes]

VALUES: Final[Texts] = {
    "true": "true",
    "null": "null",
    "a number": "7",
    "minus zero": "-0",
    "a number with all its parts": "-1.5e+3",
    "no letters": '""',
    "a word": '"a"',
    "escapes": '"\\u00e9\\n\\/\\\\"',
    "an emoji of two halves": '"\\ud83d\\ude00"',
    "delete": '"\x7f"',
    "an empty list": "[]",
    "lists": "[1, [2, []]]",
    "white space around": " \t\n[ ]\r ",
    "60 levels": "[" * 60 + "]" * 60,
}
OBJECTS: Final[Texts] = {"nothing in it": "{}", "objects": '{"a": {"b": []}}', "no name": '{"": 0}'}

INVALID: Final[Texts] = {
    "comma at the end": "[1,]",
    "comma at the start": "[,1]",
    "two commas": "[1,,2]",
    "no comma": "[1 2]",
    "no comma between fields": '{"a": 1 "b": 2}',
    "no colon": '{"a" 1}',
    "two colons": '{"a":: 1}',
    "no value": '{"a":}',
    "no name but a word": "{a: 1}",
    "comma behind the last field": '{"a": 1,}',
    "a number for a name": "{1: 1}",
    "single quotes": "'a'",
    "half a word": "[tru]",
    "a capital": "True",
    "no word": "[nope]",
    "undefined": "undefined",
    "zero in front": "01",
    "plus in front": "+1",
    "nothing before the point": ".5",
    "nothing behind the point": "1.",
    "no exponent": "1e",
    "hexadecimal": "0x1",
    "space in a number": "- 1",
    "line in a number": "1_000",
    "short escape": '["\\u12"]',
    "tab in a word": '"\t"',
    "line end in a word": '"a\nb"',
    "bracket too many": "[1]]",
    "two texts": "[1] [2]",
    "comment in front": "/* a */ 1",
    "other comment": "# a",
    "hard space": "\u00a0[]",
    "a bracket": "]",
    "a brace": "}",
    "a colon": ":",
    "a comma": ",",
    "a tag": "<a>",
    "an asterisk": "*",
    "NUL": b"[\0]",
}
CUT: Final[Texts] = {"open list": "[1", "open object": '{"a": 1', "open word": '"a', "half a word": "tru"}

OPEN: Final[Texts] = {
    "far too large": "1e999",
    "far too small": "-1e999",
    "next to nothing": "1e-999",
    "NaN": "NaN",
    "Infinity": "Infinity",
    "-Infinity": "-Infinity",
    "30 digits": "9" * 30,
    "5,000 digits": "9" * 5_000,
    "400 places": "0." + "1" * 400,
    "half a letter": '"\\ud800"',
    "halves the wrong way round": '"\\udc00\\ud800"',
    "escaped NUL": '"\\u0000"',
}
NO_UNICODE: Final[Texts] = {
    "Latin-1": b'"\xe9"',
    "half a character": b'["\xe2\x82"]',
    "a letter written too long": b'["\xc0\xaf"]',
    "half a letter in UTF-8": b'["\xed\xa0\x80"]',
}


def as_bytes(piece: str | bytes) -> bytes:
    return piece if isinstance(piece, bytes) else piece.encode()


def as_message(piece: str | bytes) -> bytes:
    """A Telegram chat of three, the second of which is this text."""
    chat = telegram(telegram_message(1), MARK, telegram_message(3))
    return chat.replace(f'"{MARK}"'.encode(), as_bytes(piece))


def refused(texts: Texts, group: str, code: str, place: str = "") -> tuple[Bad, ...]:
    """Each text as a file."""
    return tuple(
        Bad(55, f"{group}: {what}", "text.json", lambda piece=piece: as_bytes(piece), "refuse", (code,), place)
        for what, piece in texts.items()
    )


def refused_in_chat(texts: Texts, group: str) -> tuple[Bad, ...]:
    """Each text as a message, with which nobody can say where the next one begins."""
    return tuple(
        Bad(
            55,
            f"in a chat, {group}: {what}",
            "result.json",
            lambda piece=piece: as_message(piece),
            "refuse",
            ("E223",),
            "line ",
        )
        for what, piece in texts.items()
    )


def one_aside(texts: Texts, group: str, *codes: str) -> tuple[Bad, ...]:
    """Each text as a message that is kept aside, while its neighbours are read."""
    return tuple(
        Bad(
            55,
            f"in a chat, {group}: {what}",
            "result.json",
            lambda piece=piece: as_message(piece),
            "partial",
            codes,
            "/messages/1",
            "",
            3,
            2,
            1,
        )
        for what, piece in texts.items()
    )


TWICE_ALIKE: Final[Texts] = {"a field twice, alike": '{"a": 1, "a": 1}'}
TWICE_OTHER: Final[Texts] = {"a field twice, not alike": '{"a": 1, "a": 2}'}
TOO_DEEP: Final[Texts] = {"70 levels": "[" * 70 + "]" * 70, "200,000 open lists": "[" * 200_000}
MARKED: Final[Texts] = {"UTF-8 mark": "\ufeff[]", "UTF-16": "[1]".encode("utf-16")}
NO_ESCAPE: Final[Texts] = {"escape that is none": '["\\x41"]'}
NOTHING: Final[Texts] = {"nothing": ""}

JSON_TEXTS: Final = (
    *refused({**VALUES, **OBJECTS}, "valid", "E228"),
    *refused({**INVALID, **CUT}, "invalid", "E223", "line "),
    *refused(NO_ESCAPE, "invalid", "E223", "line 1, column"),
    *refused(NOTHING, "invalid", "E110"),
    *refused({**OPEN, **NO_UNICODE, **TWICE_ALIKE, **TWICE_OTHER, **MARKED}, "left open", "E228"),
    *refused(TOO_DEEP, "left open", "E221", "byte "),
    *one_aside(VALUES, "valid", "E227"),
    *one_aside(OBJECTS, "valid", "E230"),
    *refused_in_chat({**INVALID, **CUT, **NOTHING}, "invalid"),
    *one_aside(NO_ESCAPE, "an escape Telegram is known to write", "E227", "E233"),
    *one_aside(OPEN, "left open", "E227"),
    *one_aside(NO_UNICODE, "left open", "E201", "E227"),
    *one_aside(TWICE_ALIKE, "left open", "E224", "E230"),
    *refused_in_chat(MARKED, "left open"),
)
"""55: a text that is no export is never taken for one, and nothing but our own errors comes of it."""
