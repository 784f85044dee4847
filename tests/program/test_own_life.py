"""A life of one's own: ideas in every area, prompts, and words with which to ask a friend, for every kind."""

from __future__ import annotations

import copy
import re
import tomllib
from pathlib import Path

import pytest

from evenstep.by_kind import KINDS, Kind, Place
from evenstep.errors import ContentError, OptionError
from evenstep.program import own_life as module
from evenstep.program.own_life import AREAS, own_life, read_own_life

TABLE = tomllib.loads((Path(module.__file__).parent / "content" / "own_life.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("kind", KINDS)
def test_every_area_has_ideas_some_of_them_for_a_tired_evening(kind: Kind) -> None:
    whole = own_life(kind)
    for area in AREAS:
        ideas = whole.of(area)
        assert len(ideas) >= 8, area
        assert min(idea.minutes for idea in ideas) <= 20, area
    assert len({idea.text for idea in whole.ideas}) == len(whole.ideas)
    assert tuple(whole.areas) == AREAS
    assert len(whole.prompts) >= 10
    assert len(whole.leaning) >= 5


@pytest.mark.parametrize("kind", KINDS)
def test_both_sides_are_spoken_to_at_like_length(kind: Kind) -> None:
    whole = own_life(kind)
    for said in (whole.plan, whole.worth, whole.friends):
        reach, back = len(said["reach"]), len(said["back"])
        assert max(reach, back) / min(reach, back) < 1.5


@pytest.mark.parametrize("kind", KINDS)
def test_no_idea_is_about_the_other_person(kind: Kind) -> None:
    assert not [idea.slug for idea in own_life(kind).ideas if "{other}" in idea.text]


@pytest.mark.parametrize("kind", KINDS)
def test_no_idea_can_be_read_as_writing_to_the_other_person(kind: Kind) -> None:
    """The ideas are there after "they asked me to stop" too: whoever is written to or called is said to be another."""
    for idea in own_life(kind).of("people"):
        assert not re.search(r"\bsomeone\b(?! (?:else|outside|from outside|in your family))", idea.text), idea.text


def test_the_title_in_the_calendar_says_nothing() -> None:
    assert {own_life(kind).plan["title"] for kind in KINDS} == {"Time for me"}


def test_at_work_and_among_friends_the_words_are_their_own() -> None:
    assert own_life("work").worth["intro"] != own_life("partner").worth["intro"]
    assert own_life("friend").friends["intro"] != own_life("partner").friends["intro"]


def test_what_is_wrong_is_refused() -> None:
    with pytest.raises(OptionError):
        own_life("nobody")  # type: ignore[arg-type]
    for change in ("minutes", "twice"):
        table = copy.deepcopy(TABLE)
        row = table["ideas"]["body"][0]
        row.update({"minutes": 0} if change == "minutes" else {"slug": table["ideas"]["mind"][0]["slug"]})
        with pytest.raises(ContentError):
            read_own_life(table, Place("own_life.toml"), "work")
