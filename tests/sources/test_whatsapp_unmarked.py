"""WhatsApp text whose invisible marks were lost, as editors and chat apps drop them: what only the app writes."""

from __future__ import annotations

import polars as pl
import pytest

from evenstep.sources.archive import NamedBytes, open_export
from evenstep.sources.base import Parsed, ReadOptions
from evenstep.sources.whatsapp.calls import CALLS, MISSED
from evenstep.sources.whatsapp.source import WhatsApp

LRM = "\u200e"


def read(text: str, **options: object) -> Parsed:
    """Read a chat in UTC, its text kept."""
    answers: dict[str, object] = {"zone": "UTC", "keep_text": True} | options
    parsed = WhatsApp().parse(open_export(NamedBytes("chat.txt", text.encode())), ReadOptions(**answers))  # type: ignore[arg-type]
    assert parsed.reading.balances
    return parsed


def iphone(*lines: str) -> Parsed:
    return read("".join(f"[13/01/2023, 19:00:{i:02d}] {line}\n" for i, line in enumerate(lines)))


def android(*lines: str) -> Parsed:
    return read("".join(f"13/01/2023, 19:{i:02d} - {line}\n" for i, line in enumerate(lines)))


def kinds(parsed: Parsed) -> list[tuple[str, float | None]]:
    return list(zip(parsed.events["kind"].cast(pl.String), parsed.events["duration_s"], strict=True))


CALL_LINES = {
    "Missed voice call": ("missed_call", None),
    "Missed group video call, Tap to call back": ("missed_call", None),
    "Video call, 5 min": ("call", 300.0),
    "Voice call, 1 hr 5 min": ("call", 3900.0),
    "Voice call, No answer": ("missed_call", None),
    "Verpasster Sprachanruf": ("missed_call", None),
    "Sprachanruf, 5 Min.": ("call", 300.0),
    "Videollamada perdida": ("missed_call", None),
    "Пропущенный видеозвонок": ("missed_call", None),
    "未接语音通话": ("missed_call", None),
    "Voice call. 12 min • 3 joined": ("call", 720.0),
    "Missed video call. 2 min • 4 joined": ("missed_call", None),
    "Voice call, Answered on another device": ("call", None),
    "You missed a voice call": ("missed_call", None),
    "video call, 5 people": ("text", None),
    "Video call": ("text", None),
    "Voice call, shall we?": ("text", None),
    "Missed voice call from you, sorry": ("text", None),
}


def test_calls_are_known_by_their_whole_line_where_no_line_is_marked() -> None:
    lines = [f"Ann: {line}" for line in CALL_LINES]
    for parsed in (iphone(*lines, "Bob: yes"), android(*lines, "Bob: yes")):
        assert kinds(parsed) == [*CALL_LINES.values(), ("text", None)]


def test_a_file_with_marks_has_them_before_calls_too() -> None:
    parsed = iphone("Ann: Missed voice call", "Ann: Video call, 5 min", f"Bob: {LRM}image omitted")
    assert kinds(parsed) == [("text", None), ("text", None), ("media", None)]
    assert parsed.events["n_chars"].to_list() == [17, 17, 0]
    assert parsed.events["n_words"].to_list() == [3, 4, 0]


def test_every_named_call_is_found_among_other_lines() -> None:
    missed = iphone(*[f"Ann: {name}" for name in MISSED[:40]], "Bob: yes")
    assert set(kinds(missed)[:-1]) == {("missed_call", None)}
    parsed = iphone(*[f"Ann: {name}, 12 min" for name in CALLS], "Bob: yes")
    assert set(kinds(parsed)[:-1]) == {("call", 720.0)}


@pytest.mark.parametrize(
    ("body", "kind", "n_chars"),
    [
        ("<attached: some-image.jpg>", "media", 0),
        ("<adjunto: a song.opus>", "voice", 0),
        ("report.pdf • 3 pages <attached: report.pdf>", "media", 0),
        ("look <attached: a.jpg>", "media", 4),
        ("look image omitted", "media", 4),
        ("contract.pdf • 2 pages document omitted", "media", 0),
        ("schau mal Kontaktkarte weggelassen", "media", 9),
        ("the word is omitted", "text", 19),
        ("<main.py>", "text", 9),
        ("see <main: a>", "text", 13),
    ],
)
def test_files_beside_their_word_need_no_mark(body: str, kind: str, n_chars: int) -> None:
    parsed = iphone(f"Ann: {body}", "Bob: yes")
    assert (parsed.events["kind"][0], parsed.events["n_chars"][0]) == (kind, n_chars)
    marked = iphone(f"Ann: {body}", f"Bob: {LRM}image omitted")
    assert (marked.events["kind"][0], marked.events["n_chars"][0]) == ("text", len(body))


def test_a_documents_name_before_its_file_is_not_typed() -> None:
    parsed = iphone(f"Ann: report.pdf • {LRM}3 pages {LRM}<attached: 00000012-report.pdf>", "Bob: yes")
    assert (parsed.events["kind"][0], parsed.events["n_chars"][0]) == ("media", 0)


def test_the_encryption_notice_is_nobodys_message_on_android_either() -> None:
    notice = "Messages and calls are end-to-end encrypted. Only people in this chat can read them."
    parsed = android(f"Ann: {notice}", "Ann: hi", "Bob: yes")
    assert (parsed.reading.system, parsed.reading.senders) == (1, {"Ann": 1, "Bob": 1})


def test_a_thai_notice_ends_with_a_space_and_its_lines_are_known() -> None:
    notice = "ข้อความและการโทรได้รับการเข้ารหัสจากต้นทางถึงปลายทาง ผู้ที่ไม่ได้อยู่ในแชทนี้จะไม่สามารถอ่านหรือฟังได้"
    parsed = iphone(f"Ann: {notice}", "Ann: ไม่มีรูปภาพ", "Bob: ไม่มีสติกเกอร์", "Bob: ไม่มีไฟล์เสียง")
    assert parsed.reading.system == 1
    assert parsed.events["kind"].to_list() == ["media", "sticker", "voice"]


MARKED = {
    "Voice call. 12 min • 3 joined": "call",
    "Missed video call. 2 min • 4 joined": "missed_call",
    "Du hast einen Videoanruf verpasst": "missed_call",
    "This message was deleted by an admin.": "deleted",
    "This message is not supported on this version of WhatsApp.": "other",
    "You received a message but your version of WhatsApp doesn’t support it. Update WhatsApp.": "other",
    "You received a view once message. For added privacy, you can only open it on your phone.": "view_once",
    "<Sticker omitted>": "sticker",
    "<Audio omitted>": "voice",
    "<Media omitted>": "media",
    "<View once video omitted>": "view_once",
    "Videonotiz weggelassen": "media",
    "sesli mesaj dahil edilmedi": "voice",
}


def test_marked_lines_of_later_versions_are_no_notices() -> None:
    parsed = iphone(*[f"Ann: {LRM}{line}" for line in MARKED], "Bob: yes")
    assert [kind for kind, _ in kinds(parsed)] == [*MARKED.values(), "text"]
    assert parsed.events["duration_s"][0] == 720.0
    assert parsed.reading.system == 0
