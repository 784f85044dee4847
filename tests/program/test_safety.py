"""Only a clear no to every question, and the person's own choice, turns anything on; all combinations are tried."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenstep.program.safety import (
    QUESTIONS,
    SWITCHES,
    Answer,
    Switches,
    after_answers,
    after_choosing,
    allowed,
    asked_to_stop,
    is_clear,
    stop_undone,
    switches_of,
)

CLEAR = dict.fromkeys(QUESTIONS, "no")
EVERY_SWITCH = frozenset(SWITCHES)
before_any = st.builds(Switches, st.booleans(), st.booleans(), st.booleans(), st.booleans())
said = st.dictionaries(
    st.sampled_from([*QUESTIONS, "other"]), st.sampled_from([*Answer, "", "NO", "No ", "0", "maybe"])
)


def everything_answered() -> list[dict[str, str]]:
    """All 4^6 ways to fill the page."""
    return [dict(zip(QUESTIONS, answers, strict=True)) for answers in itertools.product(Answer, repeat=len(QUESTIONS))]


def test_of_all_ways_to_fill_the_page_exactly_one_is_clear() -> None:
    clear = [answers for answers in everything_answered() if is_clear(answers)]
    assert len(everything_answered()) == 4096
    assert clear == [CLEAR]


def test_every_other_way_leaves_all_off_whatever_was_on_or_chosen() -> None:
    on = Switches(joint=True, reaching=True, loop=True)
    for answers in everything_answered():
        if answers == CLEAR:
            continue
        assert after_answers(on, answers) == Switches()
        assert after_choosing(on, answers, EVERY_SWITCH) == Switches()


def test_after_a_clear_no_nothing_is_on_until_it_is_chosen() -> None:
    assert after_answers(Switches(), CLEAR) == Switches()
    assert after_choosing(Switches(), CLEAR, frozenset()) == Switches()
    assert after_choosing(Switches(), CLEAR, frozenset({"loop"})) == Switches(loop=True)
    assert after_choosing(Switches(), CLEAR, EVERY_SWITCH) == Switches(joint=True, reaching=True, loop=True)
    assert after_choosing(Switches(joint=True), CLEAR, frozenset()) == Switches()


@pytest.mark.parametrize("missing", QUESTIONS)
def test_one_line_left_empty_is_not_clear(missing: str) -> None:
    assert not is_clear({question: answer for question, answer in CLEAR.items() if question != missing})
    assert not is_clear({**CLEAR, missing: ""})


@given(before_any, said, st.frozensets(st.sampled_from([*SWITCHES, "stopped", "all"])))
def test_whatever_arrives_nothing_turns_on_without_a_clear_no(
    before: Switches, answers: dict[str, str], chosen: frozenset[str]
) -> None:
    after = after_choosing(before, answers, chosen)
    assert after.stopped == before.stopped
    for switch in SWITCHES:
        if getattr(after, switch):
            assert is_clear(answers) and switch in chosen and not before.stopped


@given(before_any, said)
def test_answering_alone_turns_nothing_on_and_never_undoes_a_stop(before: Switches, answers: dict[str, str]) -> None:
    after = after_answers(before, answers)
    assert after.stopped == before.stopped
    assert all(getattr(before, switch) or not getattr(after, switch) for switch in SWITCHES)


@given(before_any)
def test_yes_not_sure_and_rather_not_say_do_the_same(before: Switches) -> None:
    for question in QUESTIONS:
        after = {after_answers(before, {**CLEAR, question: answer}) for answer in ("yes", "unsure", "unsaid", "")}
        assert len(after) == 1


def test_asked_to_stop_turns_all_off_and_files_cannot_be_brought() -> None:
    stopped = asked_to_stop(Switches(joint=True))
    now = allowed(stopped)
    assert not (now.joint or now.reaching or now.loop or now.bringing)
    assert after_choosing(stopped, CLEAR, EVERY_SWITCH) == stopped
    assert allowed(Switches(True, True, True, stopped=True)) == now


def test_undoing_a_stop_brings_nothing_back_by_itself() -> None:
    assert stop_undone(Switches(True, True, True, stopped=True)) == Switches()
    assert stop_undone(Switches(joint=True)) == Switches(joint=True)
    assert allowed(stop_undone(asked_to_stop(Switches(joint=True)))).bringing


@dataclass
class Row:
    joint_on: bool = True
    reaching_on: bool = False
    loop_on: bool = True
    stopped: bool = False


def test_what_is_stored_is_read_as_it_is_and_a_broken_value_is_off() -> None:
    assert switches_of(Row()) == Switches(joint=True, loop=True)
    broken = Row(joint_on="yes", loop_on=1, stopped=None)  # type: ignore[arg-type]
    assert switches_of(broken) == Switches(stopped=True)
