"""The cards: enough for every kind and depth, open, unlike each other, kind; drawn without repeats."""

from __future__ import annotations

import re
from itertools import combinations
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from words_of_steps import strings, troubles, troubles_at_work

from evenstep.by_kind import KINDS, Kind, table
from evenstep.errors import ContentError, OptionError
from evenstep.program.cards import DEPTHS, FILE, OWN, Card, Depth, cards, deck, draw, own_card, read_deck
from readability import sentences, words

GIVEN: dict[str, Any] = dict(table("program/content", FILE))
ALL = deck().cards
OPEN = re.compile(r"^(?:What|Which|How|When|Where|Who)\b")
# Questions that press for a reason, ask to be told that all is well, test, compare, or take stock of who did what.
CLOSING_IN = re.compile(
    r"\bwhy\b|\bdo you (?:still|really|even)\b|\bhow much do you\b|\bhow often do you think\b|\bhow come\b|"
    r"\bbest about me\b|\blike about me\b|\bprove\b|\bpromise\b|\bwho else\b|\bwhere were you\b|\bwhat took you\b|"
    r"\bmore than me\b|\bmy mistakes?\b|\bdid I do\b|\bwrong\b|\bhide from me\b|\bsecrets?\b|\bex\b",
    re.IGNORECASE,
)
kinds = st.sampled_from(KINDS)
depths = st.sampled_from(DEPTHS)


def test_there_are_many() -> None:
    assert len(ALL) >= 160


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_sixty_spread_over_the_depths(kind: Kind) -> None:
    assert len(cards(kind)) >= 60
    for depth in DEPTHS:
        assert sum(card.depth == depth for card in cards(kind)) >= 20


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_cards_of_its_own(kind: Kind) -> None:
    assert sum(card.kinds == {kind} for card in ALL) >= 15


def test_no_two_are_alike() -> None:
    assert len({card.slug for card in ALL}) == len(ALL)
    bags = [(card.says, frozenset(word.lower() for word in words(card.says))) for card in ALL]
    assert len({says.casefold() for says, _ in bags}) == len(bags)
    alike = [(one, two) for (one, a), (two, b) in combinations(bags, 2) if len(a & b) / len(a | b) > 0.75]
    assert alike == []


@pytest.mark.parametrize("card", ALL, ids=lambda card: card.slug)
def test_a_card_is_one_open_short_question(card: Card) -> None:
    first, *others = sentences(card.says)
    assert OPEN.search(first)
    assert card.says.endswith("?")
    assert all(OPEN.search(other.strip()) for other in others)
    assert 4 <= len(words(card.says)) <= 20
    assert not CLOSING_IN.search(card.says)
    assert troubles(card.says) == []


@pytest.mark.parametrize("bad", ["Why were you late?", "How much do you love me?", "What did I do wrong?"])
def test_a_question_that_closes_in_would_be_seen(bad: str) -> None:
    assert CLOSING_IN.search(bad)


def test_what_is_for_work_fits_work() -> None:
    assert [problem for card in cards("work") for problem in troubles_at_work(card.says)] == []
    odd = re.compile(r"\b(?:loved|closeness|alone|afraid|childhood|body|home|touch|near|dreams?)\b", re.IGNORECASE)
    assert [card.says for card in cards("work") if odd.search(card.says)] == []


def test_words_for_one_kind_stay_with_it() -> None:
    for kind, own in (("friend", r"friend"), ("family", r"famil"), ("partner", r"tenderness|touch\b|\bour home")):
        assert [card.slug for card in ALL if re.search(own, card.says) and card.kinds != {kind}] == []


def test_other_words_of_the_deck_are_plain() -> None:
    assert {card.theme for card in ALL} == set(deck().themes)
    assert [problem for text in strings([GIVEN["themes"], GIVEN["depths"]]) for problem in troubles(text)] == []


@given(st.integers(), kinds, depths)
def test_a_deck_is_drawn_to_its_end_without_a_repeat(seed: int, kind: Kind, depth: Depth) -> None:
    rng, seen = Random(seed), list[str]()
    while (card := draw(rng, kind, depth, seen)) is not None:
        assert card.slug not in seen
        seen.append(card.slug)
    assert set(seen) == {card.slug for card in cards(kind) if card.depth == depth}


@given(st.integers(), kinds, depths)
def test_the_same_seed_draws_the_same_card(seed: int, kind: Kind, depth: Depth) -> None:
    assert draw(Random(seed), kind, depth, ()) == draw(Random(seed), kind, depth, ())


@given(st.integers(), kinds, depths)
def test_own_cards_are_in_the_deck(seed: int, kind: Kind, depth: Depth) -> None:
    own = own_card("1", " What  next? ", kind, depth)
    assert own.says == "What next?"
    assert draw(Random(seed), kind, depth, {card.slug for card in ALL}, [own]) == own
    assert own.slug not in {card.slug for card in ALL}


@pytest.mark.parametrize(("says", "depth"), [(" ", 1), ("x" * 301, 1), ("What next?", 4)])
def test_an_own_card_needs_words_and_a_depth(says: str, depth: int) -> None:
    with pytest.raises(OptionError):
        own_card("1", says, "friend", depth)  # type: ignore[arg-type]


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(OptionError):
        cards("neighbour")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        ({"depth": 4}, "morning.depth"),
        ({"kinds": []}, "morning.kinds"),
        ({"kinds": ["neighbour"]}, "morning.kinds"),
        ({"theme": "weather"}, "morning.theme"),
        ({"says": "What is {other}?"}, "morning.says"),
        ({"slug": f"{OWN}1"}, f"{OWN}1.slug"),
        ({"extra": 1}, "morning"),
    ],
)
def test_a_broken_card_is_refused_with_its_place(changed: dict[str, Any], place: str) -> None:
    with pytest.raises(ContentError) as refused:
        read_deck(GIVEN | {"cards": [GIVEN["cards"][0] | changed]})
    assert (refused.value.file, refused.value.place) == (FILE, place)


def test_a_slug_that_stands_twice_is_refused() -> None:
    with pytest.raises(ContentError):
        read_deck(GIVEN | {"cards": [GIVEN["cards"][0]] * 2})
