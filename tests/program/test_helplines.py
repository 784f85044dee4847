"""Help for every country: emergency first, sourced lines where there are any, and a word when they are old."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from evenstep.program.countries import countries
from evenstep.program.helplines import DIRECTORIES, OLD_AFTER_DAYS, Checked, Kind, all_lines, for_country, silent_ways

CHECKED = max(line.checked_on for line in all_lines())


@pytest.mark.parametrize("country", list(countries()))
def test_every_country_gets_something(country: str) -> None:
    help_there = for_country(country, CHECKED)
    assert help_there.emergency or help_there.anywhere == "112"
    assert len(help_there.directories) == 2
    assert help_there.lines == {} or all(help_there.lines.values())


def test_an_unknown_code_gets_the_fallback() -> None:
    nowhere = for_country("", CHECKED)
    assert nowhere.emergency == ()
    assert nowhere.anywhere == "112"
    assert nowhere.directories == DIRECTORIES
    assert not nowhere.old


def test_a_line_is_found_under_each_of_its_kinds_in_its_own_country_only() -> None:
    here = for_country("NL", CHECKED).lines
    assert [line.key for line in here[Kind.PARTNER]] == ["nl-veilig-thuis"]
    assert [line.key for line in here[Kind.OWN_WAYS]] == ["nl-veilig-thuis"]
    assert all(line.country == "NL" for lines in here.values() for line in lines)


def test_kinds_come_in_the_pages_order() -> None:
    order = list(Kind)
    for country in {line.country for line in all_lines()}:
        kinds = list(for_country(country, CHECKED).lines)
        assert kinds == sorted(kinds, key=order.index)


def test_after_a_year_the_lines_are_old() -> None:
    """The clock travels: the same file, opened years from now."""
    assert not for_country("GB", CHECKED + timedelta(days=OLD_AFTER_DAYS)).old
    assert for_country("GB", CHECKED + timedelta(days=OLD_AFTER_DAYS + 1)).old
    assert not for_country("KE", date(2099, 1, 1)).old


def test_addresses_are_text_for_people() -> None:
    assert not [line.key for line in all_lines() if "/" in line.url or ":" in line.url]


def test_the_file_says_truly_how_it_was_checked() -> None:
    """Nobody has rung these numbers. When someone has, the entry says so, and this test gets smaller."""
    assert {line.how_checked for line in all_lines()} == {Checked.SAVED_COPY}


def test_the_silent_ways_are_known_ones() -> None:
    assert set(silent_ways().values()) <= {"press_55"}
    assert set(silent_ways()) <= set(countries())
