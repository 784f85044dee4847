"""If-then plans: whole in every kind, for both sides, and nothing about contact where it may not be."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from words_of_steps import strings, troubles, troubles_at_work

from evenstep.by_kind import KINDS, Kind, table
from evenstep.errors import ContentError
from evenstep.program.plans import clause, offered, plan_words, read_plan_words
from evenstep.program.safety import Switches, allowed
from evenstep.program.tags import ALWAYS

GIVEN = dict(table("program/content", "slips.toml"))
EVERY = [Switches(*each) for each in itertools.product((False, True), repeat=4)]


@pytest.mark.parametrize("kind", KINDS)
def test_both_sides_have_as_many_moments_and_about_as_many_words(kind: Kind) -> None:
    words = plan_words(kind)
    sides = {side: [one.words for one in words.triggers if one.side == side] for side in ("reach", "back")}
    assert len(sides["reach"]) == len(sides["back"]) >= 6
    lengths = [sum(len(one.split()) for one in said) for said in sides.values()]
    assert max(lengths) / min(lengths) < 1.2


@pytest.mark.parametrize("switches", EVERY)
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_toward_the_other_without_a_clear_no_and_nothing_about_contact_after_stop(
    kind: Kind, switches: Switches
) -> None:
    shown = offered(kind, switches)
    if not allowed(switches).reaching:
        assert all(idea.tags.switch == ALWAYS for idea in shown.ideas)
        assert not any(slug in {idea.slug for idea in shown.ideas} for slug in ("until_eight", "one_line", "ask_once"))
    if switches.stopped:
        assert {one.slug for one in shown.triggers} == {"urge", "night", "looking", "heavy_talk", "full", "not_enough"}
    assert len(shown.triggers) >= 6
    assert len(shown.ideas) >= 6


def test_a_private_idea_speaks_to_nobody() -> None:
    """By hand: those that hang on nothing name no word to the other person."""
    private = {idea.slug for idea in plan_words("partner").ideas if idea.tags.switch == ALWAYS}
    assert private == {
        "phone_away", "outside", "paper", "someone_else", "breathe", "sleep", "hands", "kind_line", "water",
    }  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_every_moment_and_idea_reads_as_one_sentence(kind: Kind) -> None:
    words = plan_words(kind)
    for trigger, idea in itertools.product(words.triggers, words.ideas):
        whole = words.said["sentence"].format(trigger=trigger.words, idea=idea.words)
        assert not any("words:" in trouble or "forbidden" in trouble for trouble in troubles(whole)), whole
        assert clause(trigger.words) == trigger.words
        assert clause(idea.words) == idea.words


def test_at_work_nothing_is_odd() -> None:
    words = plan_words("work")
    assert [t for one in (*words.triggers, *words.ideas) for t in troubles_at_work(one.words)] == []


@given(text=st.text())
def test_own_words_fit_into_the_sentence(text: str) -> None:
    fitted = clause(text)
    assert clause(fitted) == fitted
    assert not fitted.endswith((".", ",", ";", " "))
    assert "\n" not in fitted


@pytest.mark.parametrize(
    "changed",
    [
        {"plan": {"sentence": {"any": "If {trigger}, then."}}},
        {"plan": {"sentence": {"any": "If {trigger}, then {idea} and {other}."}}},
        {"triggers": []},
        {"triggers": [*GIVEN["triggers"], GIVEN["triggers"][0]]},
        {"triggers": [{"slug": "x", "side": "reach", "any": "it rains"}]},
        {"triggers": [{"slug": "x", "side": "left", "never_after_stop": False, "any": "it rains"}]},
        {"ideas": [{"slug": "x", "any": "go home"}]},
        {"ideas": [{"slug": "x", "switch": "loop", "any": "go home"}]},
        {"ideas": [{"slug": "x", "switch": "always", "work": "go home"}]},
        {"ideas": [{"slug": "x", "switch": "always", "any": "go home", "colour": "red"}]},
    ],
)
def test_what_leaves_something_out_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(ContentError):
        read_plan_words(GIVEN | changed, "partner")


@pytest.mark.parametrize("text", sorted({*strings({k: GIVEN[k] for k in ("plan", "triggers", "ideas")})}))
def test_every_text_reads_easily(text: str) -> None:
    assert troubles(text) == []
