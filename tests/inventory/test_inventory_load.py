"""Loading a form: cached, complete for every kind, and what is wrong with a file is named with its place."""

from __future__ import annotations

import copy
import dataclasses
from typing import Any

import pytest

from evenstep.by_kind import KINDS, Place, table
from evenstep.errors import ContentError, OptionError
from evenstep.inventory.form import FORMS
from evenstep.inventory.load import all_forms, load, read_form

LINES = {"reach": 24, "step_back": 24, "effects": 10, "week": 6, "glance": 6}


def test_every_form_loads_for_every_kind_and_asks_its_number_of_answers() -> None:
    assert len(all_forms()) == len(FORMS) * len(KINDS)
    for form in all_forms():
        assert len(form.fields) == LINES[form.slug] == len(set(form.fields))


def test_a_form_is_loaded_once_and_cannot_be_changed() -> None:
    assert load("reach", "work") is load("reach", "work")
    with pytest.raises(dataclasses.FrozenInstanceError):
        load("reach", "work").version = 2  # type: ignore[misc]


def test_names_of_answers_are_those_of_line_and_occasion() -> None:
    assert load("reach", "partner").fields[:2] == ("first_1.ordinary", "first_1.hard")
    assert load("week", "partner").fields[0] == "close_1.week"


def test_a_scale_names_its_values() -> None:
    assert [load("reach", "friend").scale.word(v) for v in (0, 2, 4)] == ["Never", "Sometimes", "Nearly always"]
    scale = load("week", "friend").scale
    assert (len(scale.steps), scale.word(0), scale.word(7), scale.word(10)) == (11, "Not at all", "7", "Very much")


@pytest.mark.parametrize(("slug", "kind"), [("signs", "partner"), ("reach", "lover")])
def test_an_unknown_form_or_kind_says_which_there_are(slug: str, kind: Any) -> None:
    with pytest.raises(OptionError, match="there are"):
        load(slug, kind)


def spoil(path: tuple[str | int, ...], value: object) -> dict[str, Any]:
    """The table of reach.toml with one value put in another's place; None takes it away."""
    whole = copy.deepcopy(dict(table("inventory/items", "reach.toml")))
    here: Any = whole
    for step in path[:-1]:
        here = here[step]
    if value is None:
        del here[path[-1]]
    else:
        here[path[-1]] = value
    return whole


ITEM = ("themes", 1, "items", 0)


@pytest.mark.parametrize(
    ("path", "value", "place", "problem"),
    [
        ((*ITEM, "work"), None, "over.over_1", "no words for work"),
        ((*ITEM, "work"), " ", "over.over_1.work", "a text is missing"),
        ((*ITEM, "work"), "I  went over it.", "over.over_1.work", "stray blanks"),
        ((*ITEM, "work"), "I asked {name}.", "over.over_1.work", "unknown placeholder {name}"),
        ((*ITEM, "work"), "I asked {other.", "over.over_1.work", "a brace"),
        ((*ITEM, "lover"), "I asked.", "over.over_1", "unknown key 'lover'"),
        ((*ITEM, "slug"), "over.1", "over.over.1", "no dot"),
        ((*ITEM, "slug"), "first_1", "first_1", "twice"),
        (("themes", 1, "slug"), "first", "first", "twice"),
        (("themes", 1, "often"), {"work": "x"}, "over.often.partner", "a text is missing"),
        (("themes", 1, "often"), "You often ask.", "over.often", "words by kind are missing"),
        (("themes", 1, "oftn"), {"any": "x"}, "over", "unknown key 'oftn'"),
        (("themes", 1, "side"), "left", "over.side", "'left' is no side"),
        (("themes", 1, "items"), [], "over", "no items"),
        (("themes",), [], "", "no themes"),
        (("version",), 0, "version", "a whole number"),
        (("leads_with",), "nothing", "leads_with", "no theme"),
        (("scale", "highest"), "4", "scale.highest", "a whole number"),
        (("scale", "words"), {"0": "Never"}, "scale.words", "words are needed for 0 and 4"),
        (("occasion", "hard"), {}, "occasion.hard.name", "words by kind are missing"),
        (("licence",), None, "licence", "a text is missing"),
    ],
)
def test_a_broken_file_is_refused_by_file_and_place(
    path: tuple[str | int, ...], value: object, place: str, problem: str
) -> None:
    with pytest.raises(ContentError) as refused:
        read_form(spoil(path, value), "partner", Place("reach.toml"))
    assert refused.value.file == "reach.toml"
    assert refused.value.place == place
    assert problem in str(refused.value)


def test_the_unspoilt_file_is_read() -> None:
    assert read_form(table("inventory/items", "reach.toml"), "partner", Place("reach.toml")) == load("reach", "partner")
