"""The table of rules: whole for every kind, about themes and facts that there are; a wrong one is refused."""

from __future__ import annotations

import copy
import tomllib
from pathlib import Path
from typing import Any

import pytest

from evenstep.by_kind import KINDS, Kind, Place
from evenstep.errors import ContentError, OptionError
from evenstep.inventory.load import load
from evenstep.program import rules as module
from evenstep.program.practices import practices
from evenstep.program.rules import FACTS, read_rules, rules

TABLE = tomllib.loads((Path(module.__file__).parent / "content" / "choose.toml").read_text(encoding="utf-8"))
ASKED = {theme.slug for form in ("reach", "step_back", "effects") for theme in load(form, "partner").themes}


@pytest.mark.parametrize("kind", KINDS)
def test_every_theme_and_every_fact_has_one_rule(kind: Kind) -> None:
    found = rules(kind).all
    assert sorted(rule.theme for rule in found if rule.theme) == sorted(ASKED)
    assert sorted(rule.fact for rule in found if rule.fact) == sorted(FACTS)


@pytest.mark.parametrize("kind", KINDS)
def test_the_signs_of_every_practice_are_themes_that_are_asked(kind: Kind) -> None:
    assert {sign for each in practices(kind) for sign in each.signs} <= ASKED


def test_a_level_counts_where_it_is_the_hard_one() -> None:
    """Room for one's own life is the one theme of which a high answer is the easy one."""
    easy = {
        theme.slug for form in ("reach", "step_back", "effects") for theme in load(form, "partner").themes if theme.ease
    }
    for rule in rules("partner").all:
        if rule.theme:
            assert rule.levels == ({"low"} if rule.theme in easy else {"high"})


def changed(**change: Any) -> dict[str, Any]:
    table = copy.deepcopy(TABLE)
    table["rules"][0].update(change)
    return table


@pytest.mark.parametrize(
    "change",
    [
        {"fact": "tuesday"},
        {"fact": ""},
        {"theme": "worth"},
        {"levels": ["high"]},
        {"practices": ["nothing_of_the_kind"]},
        {"though": ["paused"]},
        {"because": {}},
        {"because": {"any": "A word for {nobody}."}},
        {"since": 3},
        {"slug": "slip"},
    ],
    ids=str,
)
def test_a_rule_that_is_wrong_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ContentError):
        read_rules(changed(**change), Place("choose.toml"), "work")


def test_words_for_quiet_days_of_rest_and_the_kind_are_needed() -> None:
    for name in ("quiet", "rest", "browsing"):
        with pytest.raises(ContentError):
            read_rules({**TABLE, name: {}}, Place("choose.toml"), "work")
    with pytest.raises(ContentError):
        read_rules({**TABLE, "rest": {**TABLE["rest"], "no": 0}}, Place("choose.toml"), "work")
    with pytest.raises(OptionError):
        rules("nobody")  # type: ignore[arg-type]
