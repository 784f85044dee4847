"""Each language's lines are read as the page of languages says; what no language is known for is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from app_lines import LANGUAGES, Lines

from evenstep.sources.archive import NamedBytes
from evenstep.sources.base import Parsed
from evenstep.sources.read import read_export

LRM = "\u200e"
PAGE = Path(__file__).parents[3] / "docs" / "reference" / "whatsapp-languages.md"


def read(*rows: str) -> Parsed:
    return read_export(NamedBytes("chat.txt", "".join(f"{row}\n" for row in rows).encode()), zone="UTC")


def kinds(parsed: Parsed) -> list[str]:
    return [str(kind) for kind in parsed.events["kind"]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_lines_of_a_language(language: str) -> None:
    lines = LANGUAGES[language]
    android = ["13/01/2023, 19:00 - Ann: hi", f"13/01/2023, 19:01 - Ann: {lines.deleted}"]
    if lines.edited:
        android.append(f"13/01/2023, 19:02 - Ann: hey <{lines.edited}>")
    if lines.file:
        android.append(f"13/01/2023, 19:03 - Ann: plan.pdf ({lines.file})")
    parsed = read(*android)
    assert kinds(parsed) == ["text", "deleted", *["text"] * bool(lines.edited), *["media"] * bool(lines.file)]
    assert parsed.events["edited"].to_list().count(True) == bool(lines.edited)
    iphone = ["[13/01/2023, 19:00:00] Ann: hi", f"[13/01/2023, 19:00:01] Ann: {LRM}{lines.deleted}."]
    if lines.notice:
        iphone.append(f"[13/01/2023, 19:00:02] Ann: {lines.notice}. X.")  # its mark was lost
    if lines.missed:
        iphone.append(f"[13/01/2023, 19:00:03] Ann: {LRM}{lines.missed}")
    parsed = read(*iphone)
    assert kinds(parsed) == ["text", "deleted", *["missed_call"] * bool(lines.missed)]
    assert parsed.reading.system == bool(lines.notice)


def test_other_words_of_another_version_are_read_too() -> None:
    deleted = (
        *("这条消息已被删除。", "यह मैसेज डिलीट कर दिया गया है", "Usunąłeś(-ęłaś) tę wiadomość", "لقد حذَفت هذه الرسالة"),
        *("یہ میسج حذف کر دیا گیا ہے۔", "Tuto zprávu jste smazal/a", "Ezt az üzenetet törölted", "ข้อความนี้ได้ถูกลบ"),
    )
    assert kinds(read(*(f"{day}/01/2023, 19:01 - Ann: {line}" for day, line in enumerate(deleted, 13)))) == (
        ["deleted"] * len(deleted)
    )
    missed = ("Nieodebrane poł. głosowe", "Panggilan video terlepas", "تماس صوتی پاسخ داده نشده", "वॉइस कॉल मिस हुई")
    assert kinds(read(*(f"[{day}/01/2023, 19:01:00] Ann: {LRM}{line}" for day, line in enumerate(missed, 13)))) == (
        ["missed_call"] * len(missed)
    )


def test_the_page_of_languages_says_what_is_tried() -> None:
    rows = [
        f"| {language} | {' | '.join('yes' if line else '' for line in lines)} |"
        for language, lines in LANGUAGES.items()
    ]
    assert [row for row in PAGE.read_text(encoding="utf-8").splitlines() if row.startswith("| ")][1:] == rows


def test_a_language_nobody_knows_loses_no_line() -> None:
    unknown = Lines("qo zat", "qo edz", "zu fip", "Zu kel", "Miq tol")
    parsed = read(
        *(
            "13/01/2023, 19:00 - Zu kel qo zat",
            "13/01/2023, 19:00 - Ann: hi",
            f"13/01/2023, 19:01 - Ann: {unknown.deleted}",
        ),
        *(f"13/01/2023, 19:0{n} - Ann: <Zu wex>" for n in (2, 3, 4)),
        *("13/01/2023, 19:05 - Ann: PTT-20230113-WA0001.opus (zu fip)", "13/01/2023, 19:06 - Ann:"),
    )
    assert kinds(parsed) == ["text", "text", "media", "media", "media", "voice", "other"]
    assert (parsed.reading.seen, parsed.reading.system, parsed.reading.skipped) == (8, 1, 0)
