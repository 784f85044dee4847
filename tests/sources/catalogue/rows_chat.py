"""Bad chats: invisible marks, days in doubt, other calendars, pasted chats, names with colons, kinds in words."""

from __future__ import annotations

from typing import Any, Final

from app_lines import LANGUAGES
from bad_file import Bad, Verdict
from valid_chats import CHATS

NAME: Final = "WhatsApp Chat with Ben.txt"
NNBSP, NBSP, LRM = chr(0x202F), chr(0xA0), chr(0x200E)


def lines(*rows: str) -> bytes:
    return "".join(f"{row}\n" for row in rows).encode()


def said(  # noqa: PLR0917 - a row of the table
    row: int,
    what: str,
    rows: tuple[str, ...],
    kept: int,
    codes: tuple[str, ...] = (),
    place: str = "",
    says: str = "",
    verdict: Verdict | None = None,
    aside: int = 0,
    seen: int | None = None,
    people: int | None = None,
    **answers: Any,
) -> Bad:
    """A WhatsApp chat of these lines."""
    found: Verdict = verdict or ("ok" if not codes else "partial" if aside else "note")
    return Bad(
        row, what, NAME, lambda: lines(*rows), found, codes, place, says, seen, kept, aside, answers, people=people
    )


def more(kind: str, rest: str) -> bytes:
    """Two messages of a kind of chat, and what follows."""
    return (CHATS[kind][1]("hi") + rest).encode()


def asked(row: int, what: str, option: str, says: str, *rows: str) -> Bad:
    return Bad(row, what, NAME, lambda: lines(*rows), "ask", (option,), says=says)


MARKS: Final = (
    said(33, "a narrow space before PM", (f"5/21/24, 9:00{NNBSP}PM - Ada: hi", f"5/21/24, 9:05{NNBSP}PM - Ben: ho"), 2),
    said(33, "a mark before each line", (f"{LRM}[21/05/24, 09:00:01] Ada: hi", f"{LRM}[21/05/24, 09:00:02] Ben: a"), 2),
    said(
        33, "p. m. with a hard space", (f"21/5/24, 9:00 p.{NBSP}m. - Ada: a", f"21/5/24, 9:05 p.{NBSP}m. - Ben: b"), 2
    ),
)
AMBIGUOUS: Final = ("03/04/2024, 10:00 - Ada: a", "03/04/2024, 10:05 - Ben: b")
ORDER: Final = (
    asked(34, "one day in doubt", "date_order", "dmy = 3 April 2024; mdy = 4 March 2024", *AMBIGUOUS),
    said(34, "one day in doubt, answered", AMBIGUOUS, 2, date_order="dmy"),
    said(34, "a day past 12 decides", (*AMBIGUOUS, "13/04/2024, 10:00 - Ada: c"), 3),
    said(
        34,
        "only one order runs forward",
        tuple(f"{d}/2024, 10:00 - Ada: x" for d in ("01/04", "05/04", "02/05", "07/05", "03/06")),
        5,
    ),
)
DAYS_FIRST: Final = tuple(f"{d}/05/24, 10:00 - Ada: x" for d in range(13, 20))
MONTHS_AFTER: Final = tuple(f"06/{d}/24, 10:00 - Ben: y" for d in range(13, 16))
FLIPPED: Final = (
    asked(
        35,
        "day first, then month first",
        "date_order",
        "seems to change inside the file (13/05/24 and 06/15/24)",
        *DAYS_FIRST,
        *MONTHS_AFTER,
    ),
    asked(35, "one line the other way", "date_order", "seems to change inside the file", *DAYS_FIRST, MONTHS_AFTER[0]),
    said(
        35,
        "day first, then month first, answered",
        (*DAYS_FIRST, *MONTHS_AFTER),
        7,
        ("E211",),
        "line 8",
        aside=3,
        date_order="dmy",
    ),
    said(35, "the other answer", (*DAYS_FIRST, *MONTHS_AFTER), 3, ("E211",), "line 1", aside=7, date_order="mdy"),
)
LINE_FLIPPED: Final = (
    "[LINE] Chat history with Ben\n\nTue, 02/01/2024\n09:05\tAda\thi\n\nFri, 02/09/2024\n09:06\tBen\tho\n"
)
LINE_ROWS: Final = (
    Bad(
        35,
        "LINE, day first, then month first",
        CHATS["LINE"][0],
        LINE_FLIPPED.encode,
        "ask",
        ("date_order",),
        says="seems to change inside the file (Tue 2/1/2024, Fri 2/9/2024)",
    ),
    Bad(
        35,
        "LINE, day first, then month first, answered",
        CHATS["LINE"][0],
        LINE_FLIPPED.encode,
        "partial",
        ("E211",),
        "line 7",
        kept=1,
        aside=1,
        answers={"date_order": "dmy"},
    ),
)


def digits(text: str, zero: int) -> str:
    return "".join(chr(zero + int(c)) if c.isdigit() else c for c in text)


CALENDARS: Final = (
    said(36, "Arabic digits", tuple(digits(f"{d}/05/2024, 10:00", 0x660) + " - Ada: x" for d in (13, 14)), 2),
    said(36, "Persian digits", tuple(digits(f"{d}/05/2024, 10:00", 0x6F0) + " - Ada: x" for d in (13, 14)), 2),
    said(36, "the Thai year 2567", ("13/5/2567 10:00 - Ada: a", "14/5/2567 10:00 - Ben: b"), 2),
    said(36, "years of two digits", ("13/5/24, 10:00 - Ada: a", "14/5/24, 10:00 - Ben: b"), 2),
    Bad(
        36,
        "12 hours without a word beside them",
        NAME,
        lambda: lines(
            "13/05/24, 11:00 - Ada: a",
            "13/05/24, 01:00 - Ada: a",
            "13/05/24, 05:00 - Ada: a",
            "14/05/24, 11:00 - Ben: b",
            "14/05/24, 02:00 - Ada: a",
            "15/05/24, 11:00 - Ben: b",
            "15/05/24, 02:00 - Ada: a",
        ),
        "refuse",
        ("E220",),
        "",
        "nothing tells morning from afternoon",
    ),
)
PASTED: Final = (
    "21/05/24, 09:00 - Ada: look what he wrote",
    "12/03/24, 21:00 - Bob: you never call",
    "21/05/24, 09:05 - Ben: oh",
)
EIGHT: Final = tuple(f"{d}/05/24, 09:00 - {'Ada' if d % 2 else 'Ben'}: x" for d in range(13, 21))
WITHIN: Final = (
    said(37, "a line of another chat", (*EIGHT, *PASTED), 10, ("E212",), "line 10"),
    said(
        37,
        "three lines of another chat",
        (*EIGHT, PASTED[0], PASTED[1], "12/03/24, 21:05 - Cy: nor you", PASTED[1], PASTED[2]),
        10,
        ("E212",),
        "line 10",
        "3 times",
    ),
    Bad(
        37,
        "Signal text, a line of another chat",
        "chat.md",
        lambda: (CHATS["Signal text"][1](*["hi"] * 12, "look\n[2023-01-01 10:00:00] Cy: no")).encode(),
        "note",
        ("E212",),
        "",
        "1 lines",
        14,
        14,
        0,
    ),
    Bad(
        37,
        "KakaoTalk, a line of another chat",
        "KakaoTalk.txt",
        lambda: more("KakaoTalk", "[Bob] [오전 9:00] no\n[Ada] [오전 10:09] oh\n"),
        "note",
        ("E212",),
        "line 7",
        kept=3,
        people=2,
    ),
)
COLON: Final = (
    said(
        38,
        "a name with a colon",
        tuple(f"{d}/05/24, 09:00 - {'Re: us' if d % 2 else 'Ben'}: x" for d in range(13, 25)),
        12,
        people=2,
    ),
    said(
        38,
        "a name with a colon and no space",
        tuple(f"{d}/05/24, 09:00 - {'Dr:Ada' if d % 2 else 'Ben'}: x" for d in range(13, 25)),
        12,
        people=2,
    ),
    said(
        38,
        "two names with one beginning",
        tuple(f"{d}/05/24, 09:00 - {('Ada', 'Ada: work', 'Ben')[d % 3]}: hello {d}" for d in range(10, 29)),
        19,
    ),
)
KINDS: Final = (
    said(
        39,
        "media and deleted",
        (
            "21/05/24, 09:00 - Ada: <Media omitted>",
            "21/05/24, 09:01 - Ben: You deleted this message",
            "21/05/24, 09:02 - Ada: hi",
        ),
        3,
    ),
    said(
        39,
        "a notice in English",
        (
            "21/05/24, 09:00 - Messages and calls are end-to-end encrypted. Tap to learn more.",
            "21/05/24, 09:02 - Ada: hi",
        ),
        1,
        seen=2,
    ),
    said(
        39,
        "media and deleted in German",
        (
            "21.05.24, 09:00 - Ada: <Medien ausgeschlossen>",
            "21.05.24, 09:01 - Ben: Diese Nachricht wurde gelöscht.",
            "21.05.24, 09:02 - Ada: hi",
        ),
        3,
    ),
    *(
        said(
            39,
            f"deleted, a file and a notice in {language}",
            (
                f"21/05/24, 09:00 - {line.notice}.",
                f"21/05/24, 09:01 - Ada: {line.deleted}",
                f"21/05/24, 09:02 - Ben: plan.pdf ({line.file})",
            ),
            2,
            seen=3,
        )
        for language, line in LANGUAGES.items()
        if line.notice and line.file
    ),
    Bad(
        39,
        "LINE, photo, sticker, missed call",
        CHATS["LINE"][0],
        lambda: CHATS["LINE"][1]("[Photo]", "[Sticker]", "☎ Missed call").encode(),
        "ok",
        seen=4,
        kept=4,
    ),
    Bad(
        39,
        "LINE, taken back, an album, a notice",
        CHATS["LINE"][0],
        lambda: more("LINE", "10:05\tBen unsent a message.\n10:06\tBen\tBen created an album.\n10:07\tCy joined it.\n"),
        "ok",
        seen=5,
        kept=4,
    ),
    Bad(
        39,
        "KakaoTalk, a call and how it went, a notice",
        "KakaoTalk.txt",
        lambda: more(
            "KakaoTalk", "[Ada] [오전 10:05] 보이스톡 해요\n[Ada] [오전 10:09] 보이스톡 4:00\n민수님이 나갔습니다.\n"
        ),
        "ok",
        seen=5,
        kept=3,
    ),
    Bad(
        39,
        "KakaoTalk, photo and deleted",
        "KakaoTalk.txt",
        lambda: CHATS["KakaoTalk"][1]("사진", "삭제된 메시지입니다.").encode(),
        "ok",
        seen=3,
        kept=3,
    ),
)
CHAT_ROWS: Final = (*MARKS, *ORDER, *FLIPPED, *LINE_ROWS, *CALENDARS, *WITHIN, *COLON, *KINDS)
