"""Numbers: both people or none, and nothing finer than a week about the other."""

from __future__ import annotations

import polars as pl
import pytest
from pages import report
from results import Table, invented

from evenstep.report.document import compose
from evenstep.report.names import People
from evenstep.report.numbers import Number, Numbers, share_lead

PEOPLE = People.of("Ada", "B", "Ada")


def test_pairs_follow_the_order_of_the_people() -> None:
    mine, theirs = Numbers(invented(), PEOPLE), Numbers(invented(), People.of("Ada", "B", "B"))
    one, other = mine.pair("initiation_share", "8 h"), theirs.pair("initiation_share", "8 h")
    assert one is not None and other is not None
    assert (one.first, one.second) == (other.second, other.first)


def test_a_number_that_only_one_person_has_is_no_pair() -> None:
    table = Table()
    table.add("runs_mean", "b", 1.4)
    assert Numbers(table.frame(), PEOPLE).pair("runs_mean") is None


def test_a_pair_has_enough_only_when_both_have() -> None:
    table = Table()
    table.add("runs_mean", "a", 1.4, enough=True)
    table.add("runs_mean", "b", 1.4, enough=False)
    pair = Numbers(table.frame(), PEOPLE).pair("runs_mean")
    assert pair is not None
    assert not pair.enough


@pytest.mark.parametrize("me", ["Ada", "B", None])
def test_the_lead_is_the_same_person_whoever_looks(me: str | None) -> None:
    numbers = Numbers(invented(start=0.7), People.of("Ada", "B", me))
    pair = numbers.pair("initiation_share", "8 h")
    assert pair is not None
    leader = numbers.people.first if numbers.lead(pair.first) == "first" else numbers.people.second
    assert leader.name == "Ada"


@pytest.mark.parametrize(
    ("low", "high", "lead"),
    [
        (0.51, 0.7, "first"),
        (0.3, 0.49, "second"),
        (0.42, 0.58, "even"),
        (0.35, 0.58, "cant_tell"),
        (None, None, "cant_tell"),
    ],
)
def test_a_share_leads_only_when_its_whole_range_does(low: float | None, high: float | None, lead: str) -> None:
    assert share_lead(Number("", None, 0.5, low, high, 9, 9, True, None, None)) == lead


def test_the_other_persons_hours_never_get_into_a_report() -> None:
    both = pl.concat([invented(me="a"), invented(me="b").filter(pl.col("measure") == "rhythm_hours")])
    base = report()
    made = compose(both, PEOPLE, base.history, base.readings, now=base.written, options=base.options)
    hours = made.measures.filter(pl.col("measure") == "rhythm_hours")
    assert set(hours["person"]) == {"a"}
    nobody = compose(
        both, People.of("Ada", "B", None), base.history, base.readings, now=base.written, options=base.options
    )
    assert nobody.measures.filter(pl.col("measure") == "rhythm_hours").is_empty()
    assert "week" not in {section.slug for section in nobody.sections}
