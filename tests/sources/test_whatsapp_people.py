"""WhatsApp text: what a few pasted lines may not decide, and who is a person of the chat."""

from __future__ import annotations

import polars as pl
import pytest

from evenstep.errors import EvenstepError, InputError, NeedsAnswer
from evenstep.sources.archive import NamedBytes, open_export
from evenstep.sources.base import Parsed, ReadOptions
from evenstep.sources.read import read_export
from evenstep.sources.whatsapp.source import WhatsApp


def read(text: str, name: str = "chat.txt", **options: object) -> Parsed:
    """Read a chat in UTC, its text kept."""
    answers: dict[str, object] = {"zone": "UTC", "keep_text": True} | options
    parsed = WhatsApp().parse(open_export(NamedBytes(name, text.encode())), ReadOptions(**answers))  # type: ignore[arg-type]
    assert parsed.reading.balances
    return parsed


def senders(parsed: Parsed) -> list[str]:
    return parsed.events["sender"].cast(pl.String).to_list()


def people(parsed: Parsed) -> set[str]:
    return set(senders(parsed))


def days(parsed: Parsed) -> list[str]:
    return [t.strftime("%Y-%m-%d") for t in parsed.events["time"]]


def days_of(month: int, first: int, last: int) -> str:
    """A US chat of Ann and Bob, a line each a day, no day above 12."""
    rows = [f"{month}/{d}/24, 9:0{i} PM - {'Ann' if i else 'Bob'}: a\n" for d in range(first, last + 1) for i in (0, 1)]
    return "".join(rows)


# --- the order of dates -------------------------------------------------------------------------

XMAS = "25/12/23, 9:00 PM - Xmas: dinner\n"


@pytest.mark.parametrize(
    "text",
    [
        f"1/5/24, 9:02 PM - Ann: a\n1/6/24, 9:02 PM - Bob: plan\n{XMAS}1/7/24, 9:02 PM - Ann: ok\n",
        days_of(1, 1, 7) + XMAS + days_of(1, 8, 12),
        days_of(1, 1, 12) + "25/12/24, 9:00 PM - Xmas: dinner\n",  # planned, at the end: it even runs forward
        days_of(1, 1, 7) + XMAS.replace("Xmas", "Ann") + days_of(1, 8, 12),
        days_of(1, 1, 7) + "25/12/24, 9:00 PM - dinner with all\n" + days_of(1, 8, 12),
        days_of(1, 1, 7) + XMAS + "26/12/23, 9:00 PM - Dora: yes\n26/12/23, 9:01 PM - Xmas: ok\n" + days_of(1, 8, 12),
    ],
)
def test_one_pasted_line_does_not_decide_the_order_of_dates(text: str) -> None:
    with pytest.raises(NeedsAnswer) as asked:
        read(text)
    assert asked.value.option == "date_order"
    assert [c.value for c in asked.value.choices][:2] == ["dmy", "mdy"]
    assert days(read(text, date_order="mdy"))[0].startswith("2024-01-0")


def test_a_pasted_line_does_not_decide_against_day_first_either() -> None:
    rows = [f"{d:02d}/02/24, 1{i}:00 - {'Ann' if i % 2 else 'Bob'}: a\n" for d in range(2, 12) for i in range(4)]
    with pytest.raises(NeedsAnswer):
        read("".join([*rows[:32], "02/14/24, 10:00 - Carl: x\n", *rows[32:]]))


def test_people_of_the_chat_decide_the_order_though_a_stranger_fits_another() -> None:
    parsed = read(days_of(1, 1, 7) + XMAS + days_of(1, 8, 14))
    assert (parsed.reading.date_order, parsed.reading.date_order_decided_by) == ("mdy", "a day above 12")
    assert (days(parsed)[0], days(parsed)[-1]) == ("2024-01-01", "2024-01-14")
    assert parsed.rejects["code"].to_list() == ["E211"]


def test_one_line_out_and_back_does_not_decide_what_runs_forward() -> None:
    for who in ("Carl", "Ann"):
        text = days_of(2, 5, 5) + f"1/6/24, 9:00 PM - {who}: hello\n" + days_of(2, 7, 9)
        with pytest.raises(NeedsAnswer) as asked:
            read(text)
        assert asked.value.option == "date_order"


def test_a_new_person_of_a_group_who_stays_may_decide() -> None:
    text = days_of(2, 3, 4) + "".join(f"2/{d}/24, 9:00 PM - {p}: x\n" for d in (14, 15) for p in ("Carl", "Ann"))
    assert read(text).reading.date_order == "mdy"
    assert read("13/02/2024, 09:00 - Ann: a\n13/02/2024, 09:01 - Bob: b\n").reading.date_order == "dmy"


def test_korean_dots_with_the_half_of_the_day_before_the_hour_are_year_first() -> None:
    parsed = read("23. 5. 25. PM 1:15 - 지수: a\n23. 5. 25. PM 1:16 - 민수: b\n")
    assert parsed.reading.date_order == "ymd"
    assert [t.strftime("%Y-%m-%d %H:%M") for t in parsed.events["time"]] == ["2023-05-25 13:15", "2023-05-25 13:16"]
    with pytest.raises(NeedsAnswer):
        read("23. 5. 25. 13:15 - Ann: a\n23. 5. 25. 13:16 - Bob: b\n")


# --- who is a person ----------------------------------------------------------------------------

PAIR = "13/05/2024, 09:00 - Ann: a\n13/05/2024, 09:01 - Bob: b\n"


@pytest.mark.parametrize(
    "notice",
    [
        'Ann changed the subject from "Trip: 13" to "Trip: 14"',
        "Ann hat den Betreff von „A: 1“ zu „B“ geändert",
        "Ann将主题从“旅行: 13”更改为“新”",
    ],
)
def test_a_notice_with_a_colon_in_quotes_is_no_person_however_often(notice: str) -> None:
    parsed = read(PAIR + "".join(f"{d}/05/2024, 10:00 - {notice}\n" for d in range(14, 19)))
    assert people(parsed) == {"Ann", "Bob"}
    assert parsed.reading.system == 5


def test_a_person_with_a_quote_in_the_name_stays_one() -> None:
    parsed = read(PAIR + "".join(f'{d}/05/2024, 10:00 - 5" Mike: x "y"\n' for d in range(14, 19)))
    assert people(parsed) == {"Ann", "Bob", '5" Mike'}


def test_notices_about_a_name_with_a_colon_leave_it_whole() -> None:
    said = "".join(f"{d}/05/2024, 10:00 - Dr: Alice: hi\n{d}/05/2024, 10:01 - Bob: b\n" for d in range(14, 18))
    icon = "".join(f"{d}/05/2024, 11:00 - Dr: Alice changed this group's icon\n" for d in range(18, 21))
    code = "21/05/2024, 11:00 - Your security code with Dr: Alice changed. Tap to learn more.\n"
    for text in (icon + code + said, said + icon + code + code):
        parsed = read(text)
        assert people(parsed) == {"Dr: Alice", "Bob"}
        assert parsed.reading.imported == 8


def test_a_contact_and_a_stranger_of_one_name_are_two_people() -> None:
    stranger = "13/05/2024, 10:00 - ~ Ann: x\n13/05/2024, 10:01 - ~\u202fCarl: y\n"
    assert people(read(PAIR + stranger)) == {"Ann", "Bob", "~ Ann", "Carl"}


def test_the_title_tells_a_name_from_a_name_with_a_colon() -> None:
    game = "".join(f"{d}/05/2024, 10:00 - Bob: Wordle: {d}\n{d}/05/2024, 10:01 - Ann: ok\n" for d in range(13, 18))
    parsed = read(game, "WhatsApp Chat with Bob.txt")
    assert people(parsed) == {"Ann", "Bob"}
    assert parsed.events["text"][0] == "Wordle: 13"
    assert parsed.reading.me == "Ann"
    doctor = game.replace("Bob: Wordle", "Dr: Alice")
    assert people(read(doctor, "WhatsApp Chat with Dr_ Alice.txt")) == {"Ann", "Dr: Alice"}


# --- two shapes of header in one file -----------------------------------------------------------


def test_a_pasted_chat_longer_than_its_host_stays_inside_a_message() -> None:
    pasted = "".join(f"[21.02.23, 10:00:{i:02d}] Dora: ok\n" for i in range(30))
    host = "".join(f"{d}/05/2024, 10:0{i} - {'Bob' if i else 'Ann'}: a\n" for d in range(14, 20) for i in (0, 1))
    parsed = read("13/05/2024, 10:00 - Ann: log\n" + pasted + host)
    assert people(parsed) == {"Ann", "Bob"}
    assert parsed.reading.imported == 13
    assert parsed.events["text"][0] == "log\n" + pasted.strip()
    assert [n.count for n in parsed.reading.notes if n.code == "E212"] == [30]


def test_two_short_exports_of_one_pair_in_one_file_are_both_read() -> None:
    later = "[14.05.24, 10:00:01] Ann: c\n[14.05.24, 10:00:05] Bob: d\n"
    for text in (PAIR + later, later + PAIR):
        parsed = read(text)
        assert sorted(parsed.events["text"]) == ["a", "b", "c", "d"]
        assert sorted(days(parsed)) == ["2024-05-13"] * 2 + ["2024-05-14"] * 2
    strangers = later.replace("Ann", "Carl").replace("Bob", "Dora")
    assert people(read(PAIR + strangers)) == {"Ann", "Bob"}


# --- lines of one word, and none ----------------------------------------------------------------


def test_a_name_with_nothing_behind_it_is_a_line_of_that_person() -> None:
    parsed = read("[13.05.24, 10:00:05] Anna:\r\n[13.05.24, 10:00:09] Bob: hi\r\n")
    assert senders(parsed) == ["Anna", "Bob"]
    assert parsed.events["kind"].to_list() == ["other", "text"]
    assert people(read(PAIR + "13/05/2024, 10:00 - These people were added to the group:\n")) == {"Ann", "Bob"}


def test_a_chat_without_a_message_is_no_unknown_kind() -> None:
    notice = "Messages and calls are end-to-end encrypted. No one outside of this chat can read them."
    for text in (f"13/05/2024, 10:00 - {notice}\n", f"[13.05.24, 10:00:00] Bob: \u200e{notice}\r\n"):
        opened = open_export(NamedBytes("WhatsApp Chat with Bob.txt", text.encode()))
        assert WhatsApp().score(opened) > 0.5
        with pytest.raises(InputError, match="E110"):
            read(text)
    assert WhatsApp().score(open_export(NamedBytes("x.txt", b"13/05/2024, 10:00 - a line of a diary\n"))) < 0.5


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "idna", "unicode_escape", "utf-7", "no such thing"])
def test_an_encoding_that_cannot_be_is_an_answer_not_a_fault(encoding: str) -> None:
    """A UTF-8 chat read with a wrong encoding given by hand: refused or unreadable, never a fault of ours."""
    chat = NamedBytes("chat.txt", b"13/05/2024, 10:00 - Ann: hi\n13/05/2024, 10:01 - Bob: ho\n")
    with pytest.raises(EvenstepError) as caught:
        read_export(chat, zone="UTC", encoding=encoding)
    assert getattr(caught.value, "code", "") not in {"E291", "E292"}


# --- headers that are written otherwise ----------------------------------------------------------

MIXED = (
    "[26.06.26, 15:30:00] Ann: a\n[26.06.26, 3:40:00 PM] Bob: b\n[27.06.26, 9:15:00 AM] Ann: c\n"
    "[2026/06/27, 9:20:00 AM] Bob: d\n[27.06.26, 10:30:00 PM] Bob: e\n"
)


def test_messages_that_are_newer_than_the_one_before_are_no_pasted_lines() -> None:
    parsed = read(MIXED)
    assert [f"{t:%d %H:%M}" for t in parsed.events["time"]] == [
        "26 15:30",
        "26 15:40",
        "27 09:15",
        "27 09:20",
        "27 22:30",
    ]
    assert senders(parsed) == ["Ann", "Bob", "Ann", "Bob", "Bob"]
    assert parsed.reading.notes == ()


@pytest.mark.parametrize(
    "line",
    [
        "[2026/06/27, 9:10:00 AM] Bob: d",  # older than the message it stands in
        "[2026/06/27, 11:20:00 PM] Bob: d",  # newer than the message behind it
        "[2026/06/27, 9:20:00 AM] Carl: d",  # nobody of this chat
        "2026/06/27, 9:20 AM - Bob: d",  # another system's
    ],
)
def test_a_line_of_another_shape_that_may_be_pasted_stays_in_its_message(line: str) -> None:
    parsed = read(MIXED.replace("[2026/06/27, 9:20:00 AM] Bob: d", line))
    assert parsed.events["text"].to_list() == ["a", "b", f"c\n{line}", "e"]
    assert [note.code for note in parsed.reading.notes] == ["E212"]


# --- what a file is called -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "Conversa do WhatsApp com *.txt",
        "Чат WhatsApp с контактом *.txt",
        "* ile WhatsApp Sohbeti.txt",
        "צ'אט וואטסאפ עם *.txt",
        "محادثة واتساب مع *.txt",
        "与*的 WhatsApp 聊天.txt",
        "與「*」的 WhatsApp 對話.txt",
        "*とのWhatsAppチャット.txt",
        "*님과의 WhatsApp 대화.txt",
        "Chat WhatsApp s uživatelem *.txt",
    ],
)
def test_a_title_in_any_language(name: str) -> None:
    two = "13/01/2023, 19:00 - Ann: hi\n13/01/2023, 19:01 - Bob: yo\n"
    reading = read(two, name.replace("*", "Bob")).reading
    assert (reading.title, reading.me) == ("Bob", "Ann")
    assert read(two + "13/01/2023, 19:02 - Cy: yo\n", name.replace("*", "Club 7")).reading.title == "Club 7"


def test_a_part_of_a_title_is_no_title() -> None:
    two = "13/01/2023, 19:00 - Ann: hi\n13/01/2023, 19:01 - Bob: yo\n"
    assert read(two, "WhatsApp Chat with Ann Bobby.txt").reading.me is None
