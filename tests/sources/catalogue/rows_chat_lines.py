"""Bad chats: half a line, clocks that turn twice or back, forty people."""

from __future__ import annotations

from typing import Final

from bad_file import Bad
from rows_chat import NAME, lines, more, said
from valid_chats import CHATS

BEFORE: Final = (
    said(
        40,
        "lines before the first",
        ("what is this", "21/05/24, 09:00 - Ada: hi", "21/05/24, 09:05 - Ben: ho"),
        2,
        ("E214",),
        "line 1",
        aside=1,
    ),
    Bad(
        40,
        "WhatsApp, half a line at the end",
        NAME,
        lambda: lines("21/05/24, 09:00 - Ada: hi", "21/05/24, 09:05 - Ben: ho") + b"21/05/24, 09:0",
        "partial",
        ("E215",),
        "line 3",
        kept=2,
    ),
    Bad(
        40,
        "LINE, lines before the first",
        CHATS["LINE"][0],
        lambda: (CHATS["LINE"][1]("hi").replace("2024.05.03 Friday", "10:00\tAda\tlost\n2024.05.03 Friday")).encode(),
        "partial",
        ("E214",),
        "line ",
        kept=2,
        aside=1,
    ),
    Bad(
        40,
        "KakaoTalk, half a line at the end",
        "KakaoTalk.txt",
        lambda: CHATS["KakaoTalk"][1]("hi").encode() + "[Ada] [오전".encode(),
        "partial",
        ("E215",),
        "line ",
        kept=2,
    ),
    Bad(
        40,
        "Signal text, lines before the first",
        "chat.md",
        lambda: b"what is this\n" + CHATS["Signal text"][1]("hi").encode(),
        "partial",
        ("E214",),
        "line 1",
        kept=2,
        aside=1,
    ),
)
CLOCK: Final = (
    said(
        41,
        "an hour that comes twice",
        (
            "27/10/24, 01:59 - Ada: a",
            "27/10/24, 02:30 - Ben: b",
            "27/10/24, 02:40 - Ada: c",
            "27/10/24, 02:10 - Ben: d",
            "27/10/24, 03:30 - Ada: e",
        ),
        5,
        ("E219",),
        "",
        "in the hour that comes twice",
    ),
    said(
        41,
        "an hour that never comes",
        ("31/03/24, 01:59 - Ada: a", "31/03/24, 02:30 - Ben: b", "31/03/24, 03:30 - Ada: e"),
        3,
        ("E219",),
        "",
        "1 in the one that never comes",
    ),
    Bad(
        41,
        "no zone given",
        NAME,
        lambda: lines("31/03/24, 01:59 - Ada: a", "31/03/24, 04:30 - Ben: b"),
        "ask",
        ("zone",),
        says="time zone",
        answers={"zone": None},
    ),
    Bad(
        41,
        "LINE, no zone given",
        CHATS["LINE"][0],
        lambda: CHATS["LINE"][1]("hi").encode(),
        "ask",
        ("zone",),
        says="carry no zone",
        answers={"zone": None},
    ),
    Bad(
        41,
        "Signal text, an hour that never comes",
        "chat.md",
        lambda: CHATS["Signal text"][1]("hi").replace("2024-05-03 10", "2024-03-31 02").encode(),
        "note",
        ("E219",),
        kept=2,
    ),
)
BACK: Final = (
    said(
        42,
        "three days back",
        (
            "21/05/2024, 09:00 - Ada: a",
            "24/05/2024, 09:00 - Ben: b",
            "21/05/2024, 09:05 - Ada: c",
            "21/05/2024, 09:06 - Ben: d",
        ),
        4,
        ("E216",),
        "line 3",
        "once",
    ),
    said(
        42,
        "back and forth",
        (
            "21/05/2024, 09:00 - Ada: a",
            "24/05/2024, 09:00 - Ben: b",
            "21/05/2024, 09:05 - Ada: c",
            "24/05/2024, 09:05 - Ada: c",
            "21/05/2024, 09:06 - Ben: d",
        ),
        5,
        ("E216",),
        "line 3",
        "2 times",
    ),
    Bad(
        42,
        "LINE, three days back",
        CHATS["LINE"][0],
        lambda: more("LINE", "\n2024.04.30 Tuesday\n10:00\tBen\tbefore\n"),
        "note",
        ("E216",),
        "line ",
        kept=3,
    ),
    Bad(
        42,
        "KakaoTalk, three days back",
        "KakaoTalk.txt",
        lambda: more("KakaoTalk", "--------------- 2024년 4월 30일 화요일 ---------------\n[Ben] [오전 10:00] hi\n"),
        "note",
        ("E216",),
        "line ",
        kept=3,
    ),
)


def group(kind: str) -> Bad:
    """All forty are read with their names; which two, is asked later, where a pair is chosen."""
    names = tuple(f"P{n:02}" for n in range(40))
    return Bad(
        43,
        f"{kind}, forty people",
        CHATS[kind][0],
        lambda: CHATS[kind][1](*["hi"] * 50, names=names).encode(),
        "ok",
        kept=51,
        people=40 + (kind == "Signal text"),
    )


FORTY: Final = tuple(group(kind) for kind in CHATS)
CHAT_LINES: Final = (*BEFORE, *CLOCK, *BACK, *FORTY)
