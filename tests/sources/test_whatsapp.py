"""WhatsApp text: header shapes, date order, encodings, lines, and the balance of the reading."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenstep.errors import InputError, NeedsAnswer, WrongKind
from evenstep.events.schema import check_conversations, check_events
from evenstep.sources.archive import NamedBytes, open_export
from evenstep.sources.base import Limits, Parsed, ReadOptions
from evenstep.sources.whatsapp.source import WhatsApp


def read(text: str | bytes, name: str = "chat.txt", **options: object) -> Parsed:
    """Read a chat in UTC unless told otherwise; both tables are held to their contract."""
    data = text.encode() if isinstance(text, str) else text
    answers: dict[str, object] = {"zone": "UTC", "keep_text": True} | options
    parsed = WhatsApp().parse(open_export(NamedBytes(name, data)), ReadOptions(**answers))  # type: ignore[arg-type]
    check_events(parsed.events)
    check_conversations(parsed.conversations)
    assert parsed.reading.balances
    assert parsed.reading.imported == parsed.events.height
    assert parsed.reading.skipped == parsed.rejects.height
    return parsed


def times(parsed: Parsed) -> list[str]:
    return [t.strftime("%Y-%m-%d %H:%M:%S") for t in parsed.events["time"]]


def senders(parsed: Parsed) -> list[str]:
    return parsed.events["sender"].cast(pl.String).to_list()


def score(text: str) -> float:
    return WhatsApp().score(open_export(NamedBytes("x", text.encode())))


TWO = "13/01/2023, 09:00 - Alice: hi\n13/01/2023, 09:05 - Bob: yo\n"


# --- what is a chat -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "other",
    [
        "time,sender\n2023-01-13T09:00:00,Alice\n2023-01-13T09:05:00,Bob\n",
        "2023-01-13 09:00:00\tAlice\thi\n2023-01-13 09:05:00\tBob\tyo\n",
        '13/01/2023, 09:00,"Alice - Bob: hi"\n',
        '{"messages": [{"date": "2023-01-13T09:00:00", "from": "Alice: x"}]}',
        "Source Destination Timestamp\n1 2 1082040961\n",
        "just words\nand more: words - here\n",
    ],
)
def test_tables_json_and_prose_are_no_chat(other: str) -> None:
    assert score(other) == 0


def test_a_chat_is_known_by_its_text_alone() -> None:
    assert score(TWO) > 0.9
    with pytest.raises(WrongKind):
        read("nothing here\nat all\n")


# --- dates --------------------------------------------------------------------------------------


def test_order_by_the_only_one_that_runs_forward(samples: Path) -> None:
    parsed = read((samples / "synthetic-adversarial" / "ambig.txt").read_bytes())
    assert parsed.reading.date_order == "dmy"
    assert parsed.reading.date_order_decided_by == "only this order runs forward"
    assert times(parsed)[-1] == "2023-03-01 09:00:00"


def test_one_message_on_one_day_is_asked_with_days_spelled_out() -> None:
    with pytest.raises(NeedsAnswer) as asked:
        read("03/04/2024, 09:00 - Alice: hi\n")
    assert asked.value.option == "date_order"
    assert {c.value: c.meaning for c in asked.value.choices} == {"dmy": "3 April 2024", "mdy": "4 March 2024"}
    answered = read("03/04/2024, 09:00 - Alice: hi\n", date_order="mdy")
    assert times(answered) == ["2024-03-04 09:00:00"]
    assert answered.reading.date_order_decided_by == "you said so"


def test_three_small_numbers_offer_three_orders() -> None:
    with pytest.raises(NeedsAnswer) as asked:
        read("10/11/12, 09:00 - Alice: hi\n")
    assert [c.value for c in asked.value.choices] == ["dmy", "mdy", "ymd"]


def test_a_year_may_lead_only_where_the_form_or_the_file_says_so() -> None:
    assert read("13/01/23, 09:00 - Alice: hi\n").reading.date_order == "dmy"
    for text in ("23/1/13 (19:05) - Alice: hi\n", "23/01/13, 9:00 - A: b\n23/01/14, 9:00 - A: b\n"):
        with pytest.raises(NeedsAnswer) as asked:
            read(text)
        assert "ymd" in [c.value for c in asked.value.choices]
    basque = read("23/1/4 (19:05) - Alice: hi\n23/1/13 (19:05) - Bob: hi\n")
    assert (basque.reading.date_order, basque.reading.date_order_decided_by) == ("ymd", "a day above 12")


def test_zone_is_asked_first_and_date_order_is_still_reached() -> None:
    with pytest.raises(NeedsAnswer) as asked:
        read("03/04/2024, 09:00 - Alice: hi\n", zone=None)
    assert asked.value.option == "zone"


def test_order_that_changes_inside_the_file_is_asked_then_kept_aside() -> None:
    text = "".join(f"{d:02d}/01/2023, 09:00 - Alice: a\n" for d in range(13, 20))
    text += "".join(f"02/{d:02d}/2023, 09:00 - Bob: b\n" for d in range(13, 20))
    with pytest.raises(NeedsAnswer, match="change inside the file"):
        read(text)
    parsed = read(text, date_order="dmy")
    assert parsed.rejects["code"].to_list() == ["E211"] * 7
    assert parsed.rejects["line"].to_list() == list(range(8, 15))
    assert parsed.reading.imported == 7


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("13/1/2566 09:05 - ", "2023-01-13 09:05:00"),  # Buddhist years
        ("13/1/66 09:05 - ", "2023-01-13 09:05:00"),
        ("١٣\u200f/١\u200f/٢٠٢٣، ٩:٠٥ ص - ", "2023-01-13 09:05:00"),
        ("۲۰۲۳/۱/۱۳،\u200f ۰۹:۰۵ - ", "2023-01-13 09:05:00"),
        ("2023년 1월 13일 오후 7:05 - ", "2023-01-13 19:05:00"),
        ("23. 1. 4. PM 7:05 - ", "2023-01-04 19:05:00"),
        ("2023-01-13 19 h 05 - ", "2023-01-13 19:05:00"),
        ("13.1.2023 klo 19.05 - ", "2023-01-13 19:05:00"),
        ("13/01/2023 à 19:05 - ", "2023-01-13 19:05:00"),
        ("2023/1/13 凌晨12:05 - ", "2023-01-13 00:05:00"),
        ("2023/1/13 中午12:05 - ", "2023-01-13 12:05:00"),
        ("2023/1/13 晚上7:05 - ", "2023-01-13 19:05:00"),
        ("01/13/2023, 00:08 a. m. - ", "2023-01-13 00:08:00"),
        ("01/13/2023, 12:08 p.\u00a0m. - ", "2023-01-13 12:08:00"),
        ("[13/11/2025, 12:25:55\u202fPM] ", "2025-11-13 12:25:55"),
        ("[13/11/2025, 12:25:55\u202fAM] ", "2025-11-13 00:25:55"),
        ("13/12/2012 17:02:35: ", "2012-12-13 17:02:35"),
        ("\ufeff1/13/12, 3:20:08 PM: ", "2012-01-13 15:20:08"),
        ("09/17/19, 8:30:52 AM – ", "2019-09-17 08:30:52"),
        ("[\ufeff29.01.18, 10:00:00] ", "2018-01-29 10:00:00"),
        ("19:05 13/1/23 - ", "2023-01-13 19:05:00"),
        ("13-01-2023 - 19:05 - ", "2023-01-13 19:05:00"),
        ("[1/13/R5, 19:05:00] ", "2023-01-13 19:05:00"),  # years of a Japanese era
        ("R5/01/13 19:05 - ", "2023-01-13 19:05:00"),
        ("R5/01/02 19:05 - ", "2023-01-02 19:05:00"),
        ("令和5年1月13日 19:05 - ", "2023-01-13 19:05:00"),
        ("H25/01/13 19:05 - ", "2013-01-13 19:05:00"),
    ],
)
def test_shapes_beyond_the_samples(head: str, expected: str) -> None:
    parsed = read(f"{head}Alice: hi\n{head}Bob: yo\n")
    assert times(parsed) == [expected, expected]
    assert senders(parsed) == ["Alice", "Bob"]


def test_another_calendar_is_refused_never_misread() -> None:
    with pytest.raises(InputError, match="E217"):
        read("1402/10/23, 09:00 - Alice: hi\n1402/10/24, 09:00 - Bob: hi\n")
    with pytest.raises(InputError, match="two eras"):
        read("H31/4/30 09:00 - Alice: hi\nR1/5/1 09:00 - Bob: hi\n")


def test_unknown_words_for_the_halves_of_the_day_are_learned_from_the_order_of_a_day() -> None:
    text = "13/01/2023, 9:00 Zaa - Alice: a\n13/01/2023, 1:00 Zoo - Bob: b\n14/01/2023, 8:00 Zaa - Alice: c\n"
    assert [t[11:16] for t in times(read(text))] == ["09:00", "13:00", "08:00"]


def test_a_word_that_means_both_is_settled_by_the_other_one() -> None:
    finnish = "13.1.2023 klo 9.00 ap. - Alice: a\n13.1.2023 klo 1.00 ip. - Bob: b\n"
    assert [t[11:16] for t in times(read(finnish))] == ["09:00", "13:00"]


def test_a_clock_without_its_words_is_refused() -> None:
    rows = [f"{d:02d}/01/2023, {h}:00 - Alice: a\n" for d in range(13, 17) for h in (9, 12, 1, 7)]
    with pytest.raises(InputError, match="E220"):
        read("".join(rows))


def test_future_and_impossible_dates_are_kept_aside() -> None:
    text = TWO + "31/02/2023, 09:00 - Bob: x\n14/01/2033, 09:00 - Bob: y\n14/01/2023, 09:61 - Bob: z\n"
    parsed = read(text, now=datetime(2024, 1, 1, tzinfo=UTC))
    assert list(parsed.rejects.select("code", "line").iter_rows()) == [("E217", 3), ("E217", 4), ("E217", 5)]
    assert parsed.reading.imported == 2


def test_fold_keeps_the_order_of_the_file(samples: Path) -> None:
    parsed = read((samples / "synthetic-adversarial" / "order.txt").read_bytes(), zone="Europe/Berlin")
    assert times(parsed)[:3] == ["2023-10-29 00:50:00", "2023-10-29 01:10:00", "2023-10-29 01:20:00"]
    assert "E219" in [n.code for n in parsed.reading.notes]


def test_utc_by_days_equals_utc_by_rows() -> None:
    days = pl.date_range(datetime(2023, 1, 1), datetime(2023, 12, 31), eager=True).to_list()
    text = "".join(f"{d:%d/%m/%Y}, {h:02d}:30 - Alice: a\n" for d in days for h in (1, 2, 3, 12, 23))
    from evenstep.events.clock import to_utc

    parsed = read(text, zone="America/New_York")
    local = pl.Series([datetime(d.year, d.month, d.day, h, 30) for d in days for h in (1, 2, 3, 12, 23)])
    exact = to_utc(local, "America/New_York")
    assert parsed.events["time"].to_list() == exact.time.to_list()
    assert exact.folds + exact.gaps == sum(n.count for n in parsed.reading.notes if n.code == "E219")


# --- lines --------------------------------------------------------------------------------------


def test_crlf_ends_a_message_and_lf_does_not() -> None:
    text = (
        "[13/01/2023, 09:00:00] Alice: one\n[12/01/2023, 08:00:00] Carl: pasted\r\n[13/01/2023, 09:01:00] Bob: two\r\n"
    )
    parsed = read(text)
    assert parsed.events["text"].to_list() == ["one\n[12/01/2023, 08:00:00] Carl: pasted", "two"]


def test_all_crlf_reads_as_lf() -> None:
    lf, crlf = read(TWO), read(TWO.replace("\n", "\r\n"))
    assert lf.events.drop("import_id").equals(crlf.events.drop("import_id"))


def test_lone_cr_ends_lines_where_there_is_no_lf() -> None:
    assert senders(read(TWO.replace("\n", "\r"))) == ["Alice", "Bob"]


def test_other_line_separators_stay_inside_a_message() -> None:
    body = "a\u2028b\x85c\x0bd\x0ce\x1cf\u2029g\n\nh"
    parsed = read(f"13/01/2023, 09:00 - Alice: {body}\n13/01/2023, 09:05 - Bob: yo\n")
    assert parsed.events["text"].to_list() == [body, "yo"]
    assert parsed.events["n_chars"][0] == len(body)
    assert parsed.events["n_words"][0] == len(body.split())
    assert parsed.events["source_line"].to_list() == [1, 4]


def test_marks_at_line_starts_and_in_names() -> None:
    text = (
        "\ufeff13/01/2023, 09:00 - \u202a+44\u00a07123\u00a0456\u2011789\u202c: hi\n"
        "\u200e13/01/2023, 09:01 - ~\u202fBob : hi\n"
        "\ufeff13/01/2023, 09:02 - ~ Bob: hi\n"
    )
    assert senders(read(text)) == ["+44 7123 456-789", "Bob", "Bob"]


def test_lines_before_the_first_date_and_a_cut_end_are_kept_aside() -> None:
    parsed = read("hello\n\nthere\n" + TWO + "13/01/2023, 09:0")
    assert list(parsed.rejects.select("code", "line").iter_rows()) == [("E214", 1), ("E214", 3), ("E215", 6)]
    assert parsed.events["text"].to_list() == ["hi", "yo"]
    cut = read(TWO + "13/01/2023, 09:07 - Ali")
    assert list(cut.rejects.select("code", "line").iter_rows()) == [("E215", 3)]
    assert cut.reading.system == 0


def test_time_going_back_is_noted_and_nothing_is_sorted() -> None:
    parsed = read(TWO + "09/01/2023, 09:00 - Alice: back\n" + TWO)
    assert times(parsed)[2] == "2023-01-09 09:00:00"
    note = next(n for n in parsed.reading.notes if n.code == "E216")
    assert (note.place, note.count) == ("line 3", 1)
    assert parsed.events["event_id"].to_list() == [0, 1, 2, 3, 4]


def test_a_line_of_more_than_the_limit_is_refused() -> None:
    with pytest.raises(InputError, match=r"E205.*line 2"):
        read(TWO.split("\n", maxsplit=1)[0] + "\n" + "x" * 5_000 + "\n", limits=Limits(line_bytes=4_000))


def test_two_exports_in_one_file_with_two_shapes() -> None:
    first = "".join(f"{d:02d}/01/2023, 09:00 - Alice: a\n" for d in range(1, 29))
    second = "".join(f"2023-02-{d:02d} 9:00 PM - Bob: b\n" for d in range(1, 20))
    parsed = read(first + second)
    assert parsed.reading.imported == 28 + 19
    assert times(parsed)[-1] == "2023-02-19 21:00:00"
    assert len(parsed.reading.shapes) == 2


def test_blocks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("Dr: Al", "Bób", "Carl")
    heads = [f"{1 + i % 28:02d}/01/2023, 19:{i % 60:02d} - {names[i % 3]}: " for i in range(500)]
    text = "".join(f"{head}wörd {i}\nmore\n" for i, head in enumerate(heads))
    whole = read(text)
    for size in (97, 1_000, 4_096):
        monkeypatch.setattr("evenstep.sources.whatsapp.text.BLOCK", size)
        assert read(text).events.equals(whole.events), size


# --- encodings ----------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_encodings_read_the_same(encoding: str) -> None:
    text = TWO.replace("hi", "héllo 😀 мир")
    parsed = read(text.encode(encoding))
    assert parsed.events["text"].to_list() == ["héllo 😀 мир", "yo"]
    assert parsed.events["n_chars"].to_list() == [11, 2]


def test_a_few_bad_bytes_are_repaired_and_counted() -> None:
    parsed = read(TWO.encode().replace(b"yo", b"y\xffo"))
    assert parsed.events["n_chars"].to_list() == [2, 3]
    note = next(n for n in parsed.reading.notes if n.code == "E201")
    assert (note.place, note.count) == ("line 2", 1)


def test_another_encoding_is_asked_with_readings_of_a_line() -> None:
    data = TWO.replace("hi", "café déjà vu, où ça").encode("cp1252")
    with pytest.raises(NeedsAnswer) as asked:
        read(data)
    assert asked.value.option == "encoding"
    assert any(c.value == "cp1252" and "déjà" in c.meaning for c in asked.value.choices)
    assert read(data, encoding="cp1252").events["text"][0] == "café déjà vu, où ça"


# --- the report ---------------------------------------------------------------------------------


def test_the_conversation_row_and_me_from_the_title() -> None:
    for name in ("WhatsApp Chat with Bob.txt", "WhatsApp-Chat mit Bob.txt", "Chat de WhatsApp con Bob (1).txt"):
        parsed = read(TWO, name)
        row = parsed.conversations.row(0, named=True)
        assert (row["person_a"], row["person_b"], row["me"]) == ("Alice", "Bob", "Alice"), name
        assert parsed.reading.title == "Bob"
    assert read(TWO, "_chat.txt").reading.me is None
    assert read(TWO, "_chat.txt", me="Bob").conversations["me"].to_list() == ["Bob"]


def test_a_group_has_no_pair() -> None:
    parsed = read(TWO + "13/01/2023, 09:06 - Carl: x\n", me="Carl")
    row = parsed.conversations.row(0, named=True)
    assert (row["person_a"], row["person_b"], row["me"]) == (None, None, None)
    assert parsed.reading.me == "Carl"


@pytest.mark.parametrize(("messages", "capped"), [(40_000, True), (39_000, False), (10_000, True), (10_500, False)])
def test_the_export_limit_is_noticed(messages: int, capped: bool) -> None:
    lines = [f"13/01/2023, {i // 60 % 24:02d}:{i % 60:02d} - {'AB'[i % 2]}: x\n" for i in range(messages)]
    parsed = read("".join(lines), keep_text=False)
    assert parsed.reading.capped is capped
    assert parsed.conversations["capped"].to_list() == [capped]
    assert ("E218" in [n.code for n in parsed.reading.notes]) is capped


def test_a_long_silence_in_a_busy_chat_is_a_gap() -> None:
    busy = "".join(f"{d:02d}/0{m}/2023, 1{h}:00 - Alice: a\n" for m in (1, 4) for d in range(1, 29) for h in range(3))
    gaps = read(busy).reading.gaps
    assert [(g.start.date().isoformat(), g.end.date().isoformat()) for g in gaps] == [("2023-01-28", "2023-04-01")]
    sparse = "".join(f"15/{m:02d}/2023, 10:00 - Alice: a\n" for m in range(1, 13))
    assert read(sparse).reading.gaps == ()


def test_ids_are_stable_and_hold_no_name() -> None:
    one, two = read(TWO), read(TWO)
    assert one.events.equals(two.events)
    assert one.events["conversation_id"][0].startswith("whatsapp:")
    assert "Alice" not in one.events["conversation_id"][0]
    assert one.events["import_id"][0] != read(TWO + TWO).events["import_id"][0]


def test_text_is_kept_only_on_request() -> None:
    assert "text" not in read(TWO, keep_text=False).events.columns


# --- the law ------------------------------------------------------------------------------------

bodies = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=40)
headers = st.builds(
    lambda d, h, m, s, b: f"{d:02d}/01/2023, {h:02d}:{m:02d} - {s}{b}",
    st.integers(1, 33),
    st.integers(0, 25),
    st.integers(0, 61),
    st.sampled_from(["Alice: ", "Bob: ", "Dr: Al: ", "Carl:", "", "~ Bob: ", "x changed the subject from “a: b”"]),
    bodies,
)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.one_of(headers, bodies), max_size=25), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_every_record_is_accounted_for(lines: list[str], ending: str, closed: bool) -> None:
    text = ending.join(["13/01/2023, 09:00 - Alice: hi", *lines]) + (ending if closed else "")
    parsed = read(text, date_order="dmy")
    assert parsed.reading.seen == parsed.reading.imported + parsed.reading.skipped + parsed.reading.system
    words = [len(t.split()) for t, k in parsed.events.select("text", "kind").iter_rows() if k == "text"]
    assert parsed.events.filter(pl.col("kind") == "text", ~pl.col("edited"))["n_words"].to_list()[: len(words)] == words


def test_a_chat_of_notices_only_and_a_crowd_are_refused() -> None:
    with pytest.raises(InputError, match="E110"):
        read("13/01/2023, 09:00 - Alice was added\n13/01/2023, 09:01 - Bob left\n")
    crowd = "".join(f"13/01/2023, 09:00 - P{i}: x\n" for i in range(12))
    with pytest.raises(InputError, match="E236"):
        read(crowd, limits=Limits(people=10))
