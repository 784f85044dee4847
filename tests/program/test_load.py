"""Sharing the load: cards for every kind; two estimates are added, and no number of one person comes out."""

from __future__ import annotations

import re
import tomllib
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenstep.by_kind import KINDS, Kind, Place
from evenstep.errors import ContentError, OptionError
from evenstep.program import load
from evenstep.program.load import FELT, PARTS, Added, Estimates, alone, outcome, pack, reveal, to_talk_about

FEWEST = {"partner": 40, "friend": 20, "family": 30, "work": 30}
CARDS = ("dishes", "bills", "pets")
FILE = Path(load.__file__).parent / "content" / "load.toml"
estimates = st.dictionaries(st.tuples(st.sampled_from(CARDS), st.sampled_from(PARTS)), st.integers(0, 100))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_cards_and_each_heading_has_some(kind: Kind) -> None:
    cards = pack(kind).cards
    assert len(cards) >= FEWEST[kind]
    assert len({card.name for card in cards}) == len(cards)
    assert {card.area for card in cards} == set(pack(kind).areas)
    for card in cards:
        assert len({card.notice, card.plan, card.do}) == 3, card.slug
        assert all(each.endswith(".") for each in (card.notice, card.plan, card.do)), card.slug


def test_a_card_that_is_not_there_and_a_kind_that_is_not_there_are_refused() -> None:
    with pytest.raises(OptionError):
        pack("partner").card("nothing")
    with pytest.raises(OptionError):
        pack("strangers")  # type: ignore[arg-type]
    assert pack("partner").card("dishes").area == "food"


def broken(change: str) -> dict[str, Any]:
    table = tomllib.loads(FILE.read_text(encoding="utf-8"))
    match change:
        case "area":
            table["cards"]["friend"][0]["area"] = "nowhere"
        case "twice":
            table["cards"]["friend"][1]["slug"] = table["cards"]["friend"][0]["slug"]
        case "part":
            del table["cards"]["friend"][0]["plan"]
        case "key":
            table["cards"]["friend"][0]["weight"] = "3"
        case "gone":
            del table["answers"]
    return table


@pytest.mark.parametrize("change", ["area", "twice", "part", "key", "gone"])
def test_a_table_that_is_wrong_is_refused(change: str) -> None:
    with pytest.raises(ContentError):
        load.read_pack(broken(change), Place("load.toml"), "friend")


def test_two_estimates_are_added_card_by_card() -> None:
    one: Estimates = {("dishes", "do"): 70, ("bills", "plan"): 80, ("pets", "do"): 10}
    two: Estimates = {("dishes", "do"): 57, ("bills", "plan"): 40}
    seen = reveal(["bills", "dishes", "pets"], one, two)
    assert seen.sums == (Added("bills", "plan", 120), Added("dishes", "do", 127))
    assert (seen.sum, seen.said) == (124, "over")  # 123.5
    said = pack("partner").said[seen.said].format(sum=127)
    assert said == "Your estimates add up to 127 %. That is usual: we each see our own effort best."


@pytest.mark.parametrize(
    ("mine", "theirs", "said"),
    [(50, 50, "even"), (50, 55, "even"), (50, 56, "over"), (50, 44, "under"), (0, 0, "under")],
)
def test_which_sentence_fits(mine: int, theirs: int, said: str) -> None:
    key = ("dishes", "do")
    assert reveal(["dishes"], {key: mine}, {key: theirs}).said == said  # type: ignore[dict-item]
    assert alone(["dishes"], {key: mine}, {key: theirs}).said == f"alone_{said}"  # type: ignore[dict-item]


def test_what_one_left_open_is_not_added() -> None:
    seen = reveal(["dishes"], {("dishes", "do"): 70}, {("dishes", "plan"): 50})
    assert (seen.sums, seen.sum, seen.said) == ((), None, "none")


def test_no_share_beyond_a_hundred() -> None:
    with pytest.raises(OptionError):
        reveal(["dishes"], {("dishes", "do"): 101}, {})
    with pytest.raises(OptionError):
        alone(["dishes"], {}, {("dishes", "do"): -1})


@given(estimates, estimates)
def test_nothing_of_one_person_comes_out(one: Estimates, two: Estimates) -> None:
    """The same whichever comes first: so no number in it belongs to one of the two, and nobody is ranked."""
    assert reveal(CARDS, one, two) == reveal(CARDS, two, one)
    assert [each.card for each in reveal(CARDS, one, two).sums] == sorted(
        (each.card for each in reveal(CARDS, one, two).sums), key=CARDS.index
    ), "in the order that was chosen, not by size"


@given(estimates)
def test_only_the_sum_of_two_shares_can_be_read(mine: Estimates) -> None:
    """Two pairs of views with the same sums look the same: whose share was whose cannot be told from what is shown."""
    inverse = {key: 100 - share for key, share in mine.items()}
    halves = dict.fromkeys(mine, 50)
    assert reveal(CARDS, mine, inverse) == reveal(CARDS, halves, halves)


def test_the_parts_of_what_is_shown_name_no_person() -> None:
    seen = reveal(["dishes"], {("dishes", "do"): 70}, {("dishes", "do"): 57})
    assert set(asdict(seen)) == {"sums", "sum", "said"}
    assert set(asdict(seen.sums[0])) == {"card", "part", "sum"}


def test_at_most_three_cards_are_talked_about_those_of_both_first() -> None:
    cards = [card.slug for card in pack("partner").cards]
    assert to_talk_about(["pets", "bills", "dishes"], ["laundry", "pets", "floors"], cards) == (
        "pets",
        "dishes",
        "laundry",
    )
    assert to_talk_about([], [], cards) == ()


@given(st.sets(st.sampled_from(CARDS)), st.sets(st.sampled_from(CARDS)))
def test_neither_of_two_has_the_first_say(one: set[str], two: set[str]) -> None:
    assert to_talk_about(one, two, CARDS) == to_talk_about(two, one, CARDS)


@pytest.mark.parametrize(
    ("fair", "heard", "said"),
    [
        (("yes", "yes"), ("yes", "yes"), "both"),
        (("yes", "yes"), ("yes", "nearly"), "talk"),
        (("no", "yes"), ("yes", "unsaid"), "talk"),
        (("yes", "unsaid"), ("yes", "yes"), "unsaid"),
    ],
)
def test_it_is_done_when_each_says_fair_enough_and_heard(fair: Any, heard: Any, said: str) -> None:
    assert outcome(fair, heard) == said
    assert outcome(fair[::-1], heard[::-1]) == said
    assert said in pack("work").outcome


@pytest.mark.parametrize("kind", KINDS)
def test_the_pages_have_all_their_words(kind: Kind) -> None:
    whole = pack(kind)
    ends = {f"{who}{end}" for who in ("", "alone_") for end in ("over", "even", "under")}
    assert ends | {"none", "ask", "alone_ask", "alone_end", "no_right"} == set(whole.said)
    assert all(("{sum}" in words) == (slug in ends) for slug, words in whole.said.items())
    assert {"fair", "heard", "both", "talk", "unsaid"} == set(whole.outcome)
    assert tuple(whole.answers) == FELT
    assert len(whole.standard) >= 4
    assert not re.search(
        r"\b(?:points?|rank\w*|winner|total)\b", " ".join([*whole.said.values(), *whole.outcome.values()])
    )
