"""The release check passes on the file as it is, and fails on each thing that may go wrong with it."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from typing import Any

import pytest

from evenstep.program.check_helplines import LARGEST, MOST_DAYS, MOST_DAYS_LARGEST, problems, report
from evenstep.program.helplines import Line, Source, all_lines

CHECKED = max(line.checked_on for line in all_lines())
GERMAN = next(line for line in all_lines() if line.country == "DE")
DUTCH = next(line for line in all_lines() if line.country == "NL")
NUMBER_TWICE = (
    Source("https://own.example/", "service", True),
    Source("https://www.other.example/", "independent", True),
)


def with_(line: Line, **changes: Any) -> Line:
    return dataclasses.replace(line, **changes)


def test_the_file_passes_on_the_day_it_was_checked() -> None:
    assert problems(all_lines(), CHECKED) == []


def test_the_clock_makes_it_fail_sooner_for_the_largest_countries() -> None:
    assert "DE" in LARGEST and "NL" not in LARGEST
    assert problems([GERMAN, DUTCH], CHECKED + timedelta(days=MOST_DAYS_LARGEST)) == []
    after_90 = problems([GERMAN, DUTCH], CHECKED + timedelta(days=MOST_DAYS_LARGEST + 1))
    assert after_90 == [f"{GERMAN.key}: checked 91 days ago; at most 90 for DE"]
    after_180 = problems([DUTCH], CHECKED + timedelta(days=MOST_DAYS + 1))
    assert after_180 == [f"{DUTCH.key}: checked 181 days ago; at most 180 for NL"]


def test_the_next_check_falls_before_the_release_check_would_fail() -> None:
    for line in all_lines():
        most = MOST_DAYS_LARGEST if line.country in LARGEST else MOST_DAYS
        assert line.next_check <= line.checked_on + timedelta(days=most)


def test_a_date_still_to_come_is_refused() -> None:
    assert "still to come" in problems([with_(DUTCH, checked_on=CHECKED + timedelta(days=1))], CHECKED)[0]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"sources": NUMBER_TWICE[:1]}, "two pages of two different sites"),
        (
            {"sources": (NUMBER_TWICE[0], Source("https://www.own.example/b", "independent", True))},
            "two different sites",
        ),
        ({"sources": (NUMBER_TWICE[0], Source("https://other.example", "independent", False))}, "two different sites"),
        (
            {"sources": tuple(dataclasses.replace(s, whose="independent") for s in NUMBER_TWICE)},
            "the service's own page",
        ),
        ({"sources": (*NUMBER_TWICE, Source("", "service", True))}, "needs an address"),
        ({"sources": (*NUMBER_TWICE, Source("https://x.example", "friend", True))}, "to be one of"),
        ({"phone": "12"}, "no full or short number"),
        ({"phone": "0800"}, "no full or short number"),
        ({"sms": "not a number"}, "no full or short number"),
        ({"country": "XX"}, "no country"),
        ({"kinds": ()}, "kinds, name and checked_by"),
        ({"hours": "office"}, "no page has words for"),
        ({"audience": "ladies"}, "no page has words for"),
        ({"url": "https://x.example"}, "without http"),
        ({"next_check": date(2000, 1, 1)}, "after the last"),
    ],
)
def test_each_thing_that_is_wrong_is_said(changes: dict[str, Any], said: str) -> None:
    assert any(said in problem for problem in problems([with_(DUTCH, **changes)], CHECKED))


def test_two_sites_and_an_own_page_are_enough() -> None:
    assert problems([with_(DUTCH, sources=NUMBER_TWICE)], CHECKED) == []


def test_a_key_used_twice_is_said() -> None:
    assert problems([DUTCH, DUTCH], CHECKED) == [f"{DUTCH.key}: this key is used more than once"]


def test_the_report_says_that_saved_copies_were_read_and_what_is_missing() -> None:
    text = report(all_lines(), CHECKED)
    assert f"{len(all_lines())} of them were checked against saved copies only" in text
    assert "CA partner_abuse" in text
    assert "AQ" in text
