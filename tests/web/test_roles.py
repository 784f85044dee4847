"""Roles by period and by topic: reversals in words, can't tell where it can't, both sides alike, nothing of a type."""

from __future__ import annotations

from typing import Any

import pytest

from evenstep.inventory.said import fenced
from evenstep.program.noticed import Split
from evenstep.web.roles import by_period, by_topic

ME = {"lead": "me", "value": 0.7, "low": 0.6, "high": 0.8, "n": 100}
OTHER = {"lead": "other", "value": 0.3, "low": 0.2, "high": 0.4, "n": 100}
OPEN = {"lead": "open", "value": 0.55, "low": 0.4, "high": 0.7, "n": 100}
EVEN = {"lead": "even", "value": 0.5, "low": 0.45, "high": 0.55, "n": 400}
FEW = {"lead": "", "value": 0.9, "low": None, "high": None, "n": 10}
MIRROR = {"me": "other", "other": "me"}
JON = fenced("Jon")  # a name runs in its own direction


def stretches(*kinds: dict[str, Any]) -> list[dict[str, Any]]:
    days = [f"2025-{month:02d}-01" for month in range(1, 13)]
    return [{"months": 3, "last_day": days[n], **kind} for n, kind in enumerate(kinds)]


def mirrored(each: dict[str, Any]) -> dict[str, Any]:
    lead = MIRROR.get(each["lead"], each["lead"])
    if each["low"] is None:
        return each | {"lead": lead, "value": 1 - each["value"]}
    return each | {"lead": lead, "value": 1 - each["value"], "low": 1 - each["high"], "high": 1 - each["low"]}


def test_a_reversal_is_said_first_and_then_the_counts() -> None:
    found = by_period(stretches(ME, OPEN, OTHER), "Jon")
    assert found.finding == (
        "This has turned around. Three months to 1 January 2025: more by you. "
        f"Three months to 1 March 2025: more by {JON}."
    )
    assert found.more == (
        f"In 1 of 3 stretches you began more conversations. In 1 of 3 stretches {JON} began more conversations. "
        "In 1 of 3 stretches it can’t be told."
    )


def test_the_newest_reversal_is_the_one_that_is_said() -> None:
    found = by_period(stretches(ME, OTHER, ME), "Jon")
    assert (
        f"Three months to 1 February 2025: more by {JON}. Three months to 1 March 2025: more by you." in found.finding
    )


@pytest.mark.parametrize("kinds", [(ME, ME, OPEN), (OTHER, OTHER), (ME, EVEN), (OPEN, EVEN, OTHER)])
def test_what_did_not_turn_is_not_said_to_have_turned(kinds: tuple[dict[str, Any], ...]) -> None:
    assert "turned" not in by_period(stretches(*kinds), "Jon").finding


def test_when_nothing_can_be_told_it_says_so() -> None:
    assert "In none of the stretches can it be told" in by_period(stretches(OPEN, OPEN), "Jon").finding


@pytest.mark.parametrize("kinds", [(), (ME,), (ME, FEW), (FEW, FEW, FEW)])
def test_one_stretch_alone_is_not_enough(kinds: tuple[dict[str, Any], ...]) -> None:
    found = by_period(stretches(*kinds), "Jon")
    assert (found.finding, found.more) == ("", "")
    assert len(found.rows) == len(kinds)


def test_a_stretch_with_too_few_is_in_the_table_without_a_range_and_not_in_the_picture() -> None:
    found = by_period(stretches(ME, FEW, OTHER), "Jon")
    assert [row.range for row in found.rows] == ["60 to 80 of 100", "not enough yet", "20 to 40 of 100"]
    assert [row.lead for row in found.shown] == ["me", "other"]
    assert (found.rows[1].mine, found.rows[1].theirs) == (9, 1)


@pytest.mark.parametrize("kinds", [(ME, OTHER), (ME, ME, OPEN), (OTHER, EVEN, FEW)])
def test_the_two_sides_get_the_same_words(kinds: tuple[dict[str, Any], ...]) -> None:
    given = by_period(stretches(*kinds), "Jon")
    turned = by_period([mirrored(each) for each in stretches(*kinds)], "Jon")
    swapped = {"you": JON, JON: "you"}
    words = " ".join(
        swapped.get(word.strip(".,"), word.strip(".,")) for word in f"{given.finding} {given.more}".split()
    )
    assert set(words.split()) == {word.strip(".,") for word in f"{turned.finding} {turned.more}".split()}
    for one, two in zip(given.shown, turned.shown, strict=True):
        assert one.x + two.x == pytest.approx(320, abs=0.2)


def topic(lead: str, mine: int, n: int) -> Split:
    low, high = {"me": (0.6, 1.0), "other": (0.0, 0.4), "open": (0.2, 0.8)}.get(lead, (None, None))
    return Split("x", mine, n, 0, low, high)


def test_topics_are_named_by_who_moved_and_the_open_ones_too() -> None:
    topics = [("Money", topic("me", 9, 9)), ("Plans", topic("other", 0, 9)), ("Home", topic("open", 4, 9))]
    found = by_topic([*topics, ("Time", topic("", 1, 2))], "Jon")
    assert found.finding == (
        "About “Money”, more of the moves you noted were yours. "
        f"About “Plans”, more of the moves you noted were by {JON}."
    )
    assert found.more == "About “Home”, it can’t be told."
    assert [row.range for row in found.rows][-1] == "not enough yet"


def test_few_moments_say_nothing_by_topic() -> None:
    assert by_topic([("Money", topic("", 2, 3))], "Jon").finding == ""
    assert by_topic([], "Jon").rows == ()
