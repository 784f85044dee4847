"""When to see someone: help lines first, joint help never where there is fear, and nothing promised."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenstep.by_kind import KINDS, Kind
from evenstep.errors import OptionError
from evenstep.program.helplines import Kind as LineKind
from evenstep.program.helplines import all_lines
from evenstep.program.safety import Switches
from evenstep.program.someone import (
    LINES,
    ROUNDS,
    Known,
    answer,
    by_itself,
    kinds_of_help,
    questions,
    someone,
)

SLUGS = [trigger.slug for trigger in someone("partner").triggers]
ALL_SWITCHES = [Switches(*each) for each in itertools.product([False, True], repeat=4)]
OPEN = Switches(joint=True, reaching=True, loop=True)
ticks = st.frozensets(st.sampled_from(SLUGS))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_triggers_help_and_questions(kind: Kind) -> None:
    pages = someone(kind)
    assert {"no_change", "worse", "contempt", "fear", "low", "harm"} <= {trigger.slug for trigger in pages.triggers}
    slugs = [each.slug for each in pages.help]
    assert {"counsellor", "peers", "advice", "coach"} <= set(slugs)
    assert any(each.together for each in pages.help)
    assert len(questions(kind, OPEN)) >= 8
    assert len(pages.telling) >= 5
    for trigger in pages.triggers:
        assert set(trigger.lines) <= LINES
        assert answer(kind, frozenset({trigger.slug}), Known(), Switches()).help, trigger.slug


def test_each_kind_of_relationship_has_its_own_help() -> None:
    by_kind = {kind: {each.slug for each in someone(kind).help} for kind in KINDS}
    assert {"couples", "eft", "ibct"} <= by_kind["partner"]
    assert not {"couples", "eft", "ibct"} & (by_kind["friend"] | by_kind["family"] | by_kind["work"])
    assert "family" in by_kind["family"]
    assert "team" in by_kind["work"]


def test_the_kinds_of_lines_are_those_of_the_help_page() -> None:
    """Each kind of line that a trigger names is one the help page has lines for."""
    assert {kind.value for kind in LineKind} == LINES
    assert {kind.value for line in all_lines() for kind in line.kinds} >= LINES


@pytest.mark.parametrize("kind", KINDS)
def test_thoughts_of_harming_oneself_bring_help_lines_before_all_else(kind: Kind) -> None:
    for more in ((), ("contempt",), ("no_change", "fear")):
        seen = answer(kind, frozenset({"harm", *more}), Known(), OPEN)
        assert seen.lines[0] == "crisis"
        assert seen.said[0] == someone(kind).said["first"]
        assert "emergency" in seen.said[1]


@given(ticks, st.sampled_from(KINDS), st.sampled_from(ALL_SWITCHES))
def test_joint_help_is_never_named_where_there_is_fear_or_no_clear_check(
    ticked: frozenset[str], kind: Kind, switches: Switches
) -> None:
    seen = answer(kind, ticked, Known(), switches)
    joint = [each.slug for each in seen.help if each.together]
    if ticked & {"fear", "hurt", "harm", "own_ways"}:
        assert seen.apart
        assert someone(kind).said["apart"] in seen.said
    if seen.apart or not switches.joint or switches.stopped:
        assert not joint
    assert bool(seen.lines) == bool(ticked & {"fear", "hurt", "harm", "own_ways"})
    assert (someone(kind).said["no_promise"] in seen.said) == (bool(ticked) and not seen.lines), (
        "no doubt beside a line"
    )


@pytest.mark.parametrize("switches", ALL_SWITCHES)
@pytest.mark.parametrize("kind", KINDS)
def test_help_of_ones_own_is_there_whatever_is_on_or_off(kind: Kind, switches: Switches) -> None:
    own = {each.slug for each in someone(kind).help if not each.together}
    shown = {each.slug for each in kinds_of_help(kind, switches)}
    assert own <= shown
    assert (shown > own) == (switches.joint and not switches.stopped)
    assert {each.slug for each in kinds_of_help(kind, switches, apart=True)} == own
    assert all(not ask.together for ask in questions(kind, switches)) == (not switches.joint or switches.stopped)
    assert all(not ask.together for ask in questions(kind, switches, apart=True))


def test_two_tries_without_change_and_a_change_for_the_worse_count_by_themselves() -> None:
    assert by_itself(Known(ROUNDS - 1)) == frozenset()
    assert by_itself(Known(ROUNDS, worse=True)) == {"no_change", "worse"}
    seen = answer("partner", frozenset(), Known(ROUNDS), OPEN)
    assert seen.said[0].startswith("Two honest tries")
    assert "couples" in {each.slug for each in seen.help}


def test_with_nothing_ticked_no_help_is_pressed_on_anyone() -> None:
    seen = answer("work", frozenset(), Known(), OPEN)
    assert (seen.lines, seen.help) == ((), ())
    assert seen.said == (someone("work").said["nothing"],)


def test_a_tick_that_the_page_does_not_have_is_refused() -> None:
    with pytest.raises(OptionError):
        answer("work", frozenset({"jealousy"}), Known(), OPEN)


@given(ticks)
def test_the_answer_is_the_same_each_time_and_names_nothing_twice(ticked: frozenset[str]) -> None:
    seen = answer("partner", ticked, Known(), OPEN)
    assert seen == answer("partner", frozenset(sorted(ticked, reverse=True)), Known(), OPEN)
    for each in (seen.lines, seen.said, seen.help):
        assert len(set(each)) == len(each)


@pytest.mark.parametrize("kind", KINDS)
def test_no_kind_of_help_is_promised_to_work(kind: Kind) -> None:
    said = " ".join(f"{each.what} {each.fits} {each.limits}" for each in someone(kind).help)
    assert not re.search(r"\b(?:will help|cures?|heals?|saves?|works for (?:all|everyone)|proven)\b", said)
    assert not re.search(r"\d", said), "no figure that was not checked"
