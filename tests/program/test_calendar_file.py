"""The calendar file, read back by a strict reader of RFC 5545: dates, folding, escapes, and words that say nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strict_calendar import plain, read, unfolded

from evenstep.errors import OptionError
from evenstep.program.calendar_file import Dated, calendar_file

NOW = datetime(2026, 11, 23, 14, 30, tzinfo=timezone(timedelta(hours=2)))
DAY = date(2026, 12, 1)
SWIM = Dated("a1b2", DAY, "Time for me", time(18, 30), 45)


def made(*plans: Dated) -> bytes:
    return calendar_file(plans, NOW).encode()


def test_a_plan_with_a_time_floats_so_that_it_is_that_hour_wherever_one_is() -> None:
    (event,) = read(made(SWIM))
    assert event.title == "Time for me"
    assert event.values["UID"] == "a1b2"
    assert event.values["DTSTART"] == "20261201T183000"
    assert event.values["DTEND"] == "20261201T191500"
    assert event.values["DTSTAMP"] == "20261123T123000Z"
    assert event.note == ""


def test_a_time_with_a_zone_is_written_in_utc() -> None:
    (event,) = read(made(Dated("a", DAY, "Swim", time(0, 30, tzinfo=timezone(timedelta(hours=2))))))
    assert event.values["DTSTART"] == "20261130T223000Z"
    assert event.values["DTEND"] == "20261130T233000Z"


def test_a_whole_day_ends_on_the_next_and_a_late_plan_after_midnight() -> None:
    whole, late = read(made(Dated("a", date(2026, 12, 31), "Day out"), Dated("b", DAY, "Stars", time(23, 50), 20)))
    assert (whole.when("DTSTART"), whole.when("DTEND")) == (date(2026, 12, 31), date(2027, 1, 1))
    assert late.values["DTEND"] == "20261202T001000"


def test_several_plans_are_one_file_and_none_is_an_empty_one() -> None:
    events = read(made(*(Dated(f"u{n}", DAY + timedelta(days=7 * n), "Time for me") for n in range(5))))
    assert [event.values["UID"] for event in events] == ["u0", "u1", "u2", "u3", "u4"]
    assert calendar_file([], NOW).count("\r\n") == 5  # four lines of the head, one end


def test_nothing_in_the_file_rings_or_says_where_it_comes_from() -> None:
    raw = made(SWIM).decode()
    assert "ALARM" not in raw
    assert "evenstep" not in raw.lower()
    assert "CLASS:PRIVATE" in raw
    assert "URL" not in raw


def test_long_words_in_any_script_are_folded_between_characters() -> None:
    title = "Ein Spaziergang am Wasser, später Tee; 散歩と、お茶と、友だち 🌊👩🏽‍🌾 " * 4
    raw = made(Dated("a", DAY, title))
    assert max(len(line) for line in raw.split(b"\r\n")) == 75
    assert read(raw)[0].title == title.strip()


def test_signs_that_mean_something_to_a_calendar_are_escaped() -> None:
    (event,) = read(made(Dated("a", DAY, "a,b;c\\n:d\nEND:VEVENT", note="one\r\ntwo\u2028three\ttab\x00\x1b[31m")))
    assert event.title == "a,b;c\\n:d END:VEVENT"
    assert event.note == "one\ntwo\nthree tab[31m"


@given(st.text(min_size=1, max_size=200), st.text(max_size=400))
def test_whatever_is_written_comes_back_as_it_was(title: str, note: str) -> None:
    """Line ends and blanks at the ends aside; a lone surrogate or control character is no text and is left out."""
    try:
        raw = made(Dated("a", DAY, title, note=note))
    except OptionError:
        assert not "".join(each for each in title if each.isprintable()).strip()
        return
    (event,) = read(raw)
    assert "".join(event.title.split()) == "".join(
        "".join(each for each in title if each.isprintable() or each.isspace() or ord(each) > 0x9F).split()
    )
    assert len(event.note) <= len(note)


@pytest.mark.parametrize(
    "plan",
    [
        Dated("", DAY, "Swim"),
        Dated("a\nb", DAY, "Swim"),
        Dated("a", DAY, " \x00 "),
        Dated("a", DAY, "Swim", minutes=0),
        Dated("a", DAY, "Swim", minutes=1441),
    ],
)
def test_a_plan_that_no_calendar_can_hold_is_refused(plan: Dated) -> None:
    with pytest.raises(OptionError):
        calendar_file([plan], NOW)


def test_the_clock_needs_a_zone() -> None:
    with pytest.raises(OptionError):
        calendar_file([SWIM], NOW.replace(tzinfo=None))


def test_the_same_plan_makes_the_same_file() -> None:
    assert calendar_file([SWIM], NOW) == calendar_file([SWIM], NOW.astimezone(UTC))


@pytest.mark.parametrize(
    "raw",
    [b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", b"X:" + b"a" * 74 + b"\r\n", b"X:\xc3\r\n \xa4\r\n", b"X:\x07\r\n"],
)
def test_the_strict_reader_bites(raw: bytes) -> None:
    with pytest.raises((AssertionError, UnicodeDecodeError)):
        read(raw)
    with pytest.raises(AssertionError):
        plain("a,b")
    assert unfolded(b"A:b\r\n c\r\n") == ["A:bc"]
