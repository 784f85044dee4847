"""A practice is shown only when all its tags are known and met; everything else hides it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenstep.program.safety import Switches
from evenstep.program.tags import ALWAYS, Tags, may_show

ALL_ON = Switches(joint=True, reaching=True, loop=True)
OWN = Tags(ALWAYS, needs=frozenset(), never_with=frozenset())
any_switches = st.builds(Switches, st.booleans(), st.booleans(), st.booleans(), st.booleans())


@pytest.mark.parametrize("switch", ["joint", "reaching", "loop"])
def test_a_practice_is_shown_with_its_own_switch_and_no_other(switch: str) -> None:
    assert may_show(Tags(switch), ALL_ON)
    assert may_show(Tags(switch), Switches(**{switch: True}))
    others = {"joint", "reaching", "loop"} - {switch}
    assert not may_show(Tags(switch), Switches(**dict.fromkeys(others, True)))
    assert not may_show(Tags(switch), Switches(True, True, True, stopped=True))


def test_a_practice_without_tags_is_never_shown() -> None:
    assert not may_show(Tags(), ALL_ON)


@given(any_switches)
def test_a_private_thing_of_ones_own_is_always_there(switches: Switches) -> None:
    assert may_show(OWN, switches)


@given(any_switches, st.sampled_from(["joint", "reaching", "loop", ALWAYS]), st.text(min_size=1))
def test_an_unknown_word_hides_it(switches: Switches, switch: str, word: str) -> None:
    assert not may_show(Tags(switch, needs=frozenset({f"{word}?"})), switches)
    assert not may_show(Tags(switch, never_with=frozenset({f"{word}?"})), switches)
    assert not may_show(Tags(f"{word}?"), switches)


def test_an_always_practice_may_still_be_kept_from_the_frightened_and_the_stopped() -> None:
    careful = Tags(ALWAYS, needs=frozenset(), never_with=frozenset({"fear"}))
    assert not may_show(careful, ALL_ON)  # hangs on no switch, so nothing is known
    no_stop = Tags(ALWAYS, needs=frozenset(), never_with=frozenset({"stopped"}))
    assert may_show(no_stop, Switches())
    assert not may_show(no_stop, Switches(stopped=True))
