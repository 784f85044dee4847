"""The three journeys in every way: each two circumstances meet here, all of them in English in `make browser-all`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pytest
from calm_page import is_calm
from pairwise import Case, every, meetings, pairwise
from three_ways import JOURNEYS
from walk import SetOut, Walker

from evenstep.web.serve import Running
from pseudo import LONG, TURNED, longer, pseudo_locales, turned

FACTORS: Final = {
    "journey": list(JOURNEYS),
    "language": ["en", LONG, TURNED],
    "by": ["mouse", "keyboard"],
    "scripts": [True, False],
    "width": [360, 1280],
    "scheme": ["light", "dark"],
}
LANGUAGES: Final = {LONG: longer, TURNED: turned}


def named(case: Case) -> str:
    scripts = "js" if case["scripts"] else "no-js"
    return f"{case['journey']} {case['language']} {case['by']} {scripts} {case['width']} {case['scheme']}"


@pytest.fixture(scope="module")
def languages(lived_in: Running) -> Iterator[None]:
    with pseudo_locales():
        yield


def walk(setting_out: SetOut, export: dict[str, Any], case: Case) -> None:
    """One journey under these circumstances."""
    walker = setting_out(
        by=case["by"],
        languages=LANGUAGES,
        settle_in=None if case["language"] == "en" else lambda walker: speak(walker, case["language"]),
        java_script_enabled=case["scripts"],
        viewport={"width": case["width"], "height": 800},
        color_scheme=case["scheme"],
    )
    walker.arrived.append(is_calm)
    walker.arrived.append(lambda walker: speaks(walker, case["language"]))
    JOURNEYS[case["journey"]](walker, export)
    assert walker.visitor.watch.console == []
    assert walker.visitor.watch.elsewhere == []


def speak(walker: Walker, language: str) -> None:
    """Choose a language in the settings, as soon as there are any."""
    walker.at("/data/settings")
    walker.choose("language", language)
    walker.go("Keep these")


def speaks(walker: Walker, language: str) -> None:
    """Pages of one's own notes are in one's own language and direction."""
    if walker.path.startswith("/n/"):
        assert walker.page.locator("html").get_attribute("lang") == language
        assert walker.page.locator("html").get_attribute("dir") == ("rtl" if language == TURNED else "ltr")


def test_each_two_circumstances_meet_and_few_walks_are_needed() -> None:
    plan = pairwise(FACTORS)
    assert meetings(plan) == meetings(every(FACTORS))
    assert len(meetings(plan)) == 81
    assert len(plan) < len(every(FACTORS)) / 10


def test_a_plan_that_lacks_a_walk_is_noticed() -> None:
    plan = pairwise(FACTORS)
    assert all(meetings([*plan[:left], *plan[left + 1 :]]) != meetings(every(FACTORS)) for left in range(len(plan)))


@pytest.mark.usefixtures("languages")
@pytest.mark.parametrize("case", pairwise(FACTORS), ids=named)
def test_in_pairs(setting_out: SetOut, export: dict[str, Any], case: Case) -> None:
    walk(setting_out, export, case)


@pytest.mark.full
@pytest.mark.usefixtures("languages")
@pytest.mark.parametrize("case", every({**FACTORS, "language": ["en"]}), ids=named)  # made languages: in pairs only
def test_in_full(setting_out: SetOut, export: dict[str, Any], case: Case) -> None:
    walk(setting_out, export, case)
