"""The catalogue of practices: complete for every kind, tagged, sourced; a file that breaks its rules is refused."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from evenstep.by_kind import KINDS, Kind
from evenstep.errors import ContentError, OptionError
from evenstep.program.practices import GROUPS, practice, practices, read_group
from evenstep.program.safety import Switches
from evenstep.program.tags import ALWAYS, DANGERS, NEEDS, STOPPED, Tags, may_show

ONE: dict[str, Any] = {
    "slug": "walk",
    "switch": "always",
    "needs": [],
    "never_with": [],
    "who": "one",
    "minutes": [10, 20],
    "source": "Own words.",
    "title": {"any": "A walk"},
    "purpose": {"any": "To be outside.", "work": "To leave the desk."},
    "reach": {"any": "Before you write again."},
    "back": {"any": "Before you answer."},
    "not_for": {"any": "A storm."},
    "steps": [{"any": "Go."}],
}


def test_a_practice_is_read_in_the_words_of_its_kind() -> None:
    for kind, purpose in (("work", "To leave the desk."), ("friend", "To be outside.")):
        (walk,) = read_group({"practices": [ONE]}, "own_life", kind)  # type: ignore[arg-type]
        assert (walk.slug, walk.group, walk.minutes, walk.purpose) == ("walk", "own_life", (10, 20), purpose)
        assert (walk.tags, walk.steps) == (Tags(ALWAYS, frozenset(), frozenset()), ("Go.",))


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        ({"switch": None}, "walk.switch"),
        ({"switch": "sometimes"}, "walk.switch"),
        ({"needs": None}, "walk.needs"),
        ({"never_with": ["rain"]}, "walk.never_with"),
        ({"who": "three"}, "walk.who"),
        ({"minutes": [20, 10]}, "walk.minutes"),
        ({"minutes": [10]}, "walk.minutes"),
        ({"minutes": [True, 10]}, "walk.minutes"),
        ({"source": " "}, "walk.source"),
        ({"title": {"any": "A  walk"}}, "walk.title.friend"),
        ({"steps": [{"work": "Go."}]}, "walk.steps.1.friend"),
        ({"purpos": {"any": "x"}}, "walk"),
    ],
)
def test_a_practice_that_leaves_something_out_is_refused_with_its_place(changed: dict[str, Any], place: str) -> None:
    with pytest.raises(ContentError) as refused:
        read_group({"practices": [ONE | changed]}, "own_life", "friend")
    assert (refused.value.file, refused.value.place) == ("own_life.toml", place)


def test_names_that_are_not_there() -> None:
    with pytest.raises(OptionError):
        practices("neighbour")  # type: ignore[arg-type]
    with pytest.raises(OptionError):
        practice("no_such_practice", "friend")


@pytest.mark.parametrize("kind", KINDS)
def test_every_group_has_practices_and_each_has_its_words(kind: Kind) -> None:
    found = practices(kind)
    assert {one.group for one in found} == set(GROUPS)
    assert [practice(one.slug, kind) for one in found] == list(found)


@pytest.mark.parametrize("kind", KINDS)
def test_what_hangs_on_a_switch_is_never_shown_without_it_or_after_stop(kind: Kind) -> None:
    """Over all sixteen states of a space: contact needs its own switch, and "stop" turns it off."""
    for joint, reaching, loop, stopped in itertools.product((False, True), repeat=4):
        held = Switches(joint, reaching, loop, stopped)
        for one in practices(kind):
            if one.tags.switch == ALWAYS:
                continue
            assert one.tags.needs == NEEDS
            assert one.tags.never_with >= DANGERS | {STOPPED}
            on = {"joint": joint, "reaching": reaching, "loop": loop}[one.tags.switch]
            assert may_show(one.tags, held) == (on and not stopped), one.slug


@pytest.mark.parametrize("kind", KINDS)
def test_what_two_do_together_hangs_on_a_switch(kind: Kind) -> None:
    together = [one for one in practices(kind) if one.who == "two"]
    assert together
    assert all(one.tags.switch == "joint" for one in together)
