"""Every page of the journeys and every page beside them, in light and dark: no violation of the rules of access."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import pytest
from axe_playwright_python.sync_playwright import Axe
from calm_page import SCROLLS, has_both_sides, is_calm
from three_ways import JOURNEYS, SECRET, answer_own, first_run, good_moment, hard_moment
from walk import SetOut, Walker

SMALL: Final = {"width": 320, "height": 640}
PHONE: Final = {"width": 360, "height": 740}
UNFOLD: Final = "document.querySelectorAll('main details').forEach(d => d.open = true)"
BROKEN: Final = {"resultTypes": ["violations"]}  # what is as it should be need not be told, element by element
IN_THE_DARK: Final = {**BROKEN, "runOnly": ["color-contrast"]}  # of all rules the one that another theme can break
THERE: Final = "typeof axe"  # in place of the script, where this page has it from the look before
# With a slash: inside a space. Without: of the whole app.
PAGES: Final = (
    *("/signs/effects", "/signs/week", "/signs/step_back", "/signs/glance", "/messages", "/loop", "/bring", "/brought"),
    *("/mine", "/mine/new", "/beside", "/beside/kinds", "/parts/7e81"),
    *("/weeks", "/moments/new/hard", "/change", "/let-go", "/own", "/still"),
    *(
        "spaces",
        "begin/space",
        "help",
        "help/about",
        "help/more",
        "help/words",
        "now",
        "now/before",
        "now/pause",
        "now/minutes",
        "now/minutes",
        "add",
        "nothing",
    ),
    *("data", "data/settings", "data/network", "data/methods", "data/taken", "data/take", "data/print", "data/backup"),
    *("data/bring-back", "data/lock", "data/lock/off", "data/lock/code", "data/lock/tries", "data/end", "restore"),
)


@dataclass
class Looker:
    """Looks at each page once, with everything unfolded, and writes down what is wrong with it."""

    seen: set[tuple[str, str]] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)

    def __call__(self, walker: Walker) -> None:
        page = walker.page
        this = (walker.path, page.locator("h1").first.inner_text())
        if this in self.seen:
            return
        self.seen.add(this)
        is_calm(walker)
        has_both_sides(walker)
        page.evaluate(UNFOLD)
        self._check(walker, str(this), Axe(), BROKEN)
        page.emulate_media(color_scheme="dark")
        self._check(walker, f"{this} in the dark", Axe(THERE), IN_THE_DARK)
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(SMALL)  # type: ignore[arg-type]
        self.wrong += [f"{this} scrolls sideways at 320 px"] if page.evaluate(SCROLLS) > 0 else []
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]

    def _check(self, walker: Walker, this: str, axe: Axe, options: dict[str, Any]) -> None:
        found = axe.run(walker.page, options=options)
        self.wrong += [f"{this}: {found.generate_report()}"] if found.violations_count else []


@pytest.fixture(scope="module")
def one_looker() -> Looker:
    """Remembers across the journeys, so that no page is looked at twice."""
    return Looker()


@pytest.fixture
def looker(one_looker: Looker) -> Iterator[Looker]:
    one_looker.wrong.clear()
    yield one_looker


@pytest.mark.parametrize(("journey", "fewest"), [("alone", 20), ("steps back", 6), ("not safe", 4)])
def test_on_the_way(setting_out: SetOut, export: dict[str, Any], journey: str, fewest: int, looker: Looker) -> None:
    before = len(looker.seen)
    walker = setting_out(viewport=PHONE)
    looker(walker)
    walker.arrived.append(looker)
    JOURNEYS[journey](walker, export)
    assert len(looker.seen) - before >= fewest
    assert looker.wrong == []


def test_beside_the_way(setting_out: SetOut, looker: Looker) -> None:
    """What the journeys pass by: refusals above a form, changes, questions before deleting, no page at all."""
    walker = setting_out(viewport=PHONE)
    walker.arrived.append(looker)
    walker.at("/begin")
    walker.go("Go on")
    walker.reads("Nearly. Please look at this again")
    walker.at("/")
    first_run(walker)
    answer_own(walker)
    walker.go("Keep it like this")
    walker.at("/")
    good_moment(walker)
    hard_moment(walker)
    inside = walker.page.url.removeprefix(walker.visitor.base).removesuffix("/today")
    for path in PAGES:
        walker.at(inside + path if path.startswith("/") else f"/{path}")
    walker.at(inside + "/moments")
    walker.page.locator(".moments a").first.click()
    walker.look_around()
    write_and_pause(walker)
    make_a_code(walker)
    assert looker.wrong == []


def write_and_pause(walker: Walker) -> None:
    walker.at("/now/before")
    walker.write("text", "Please answer me.")
    walker.choose("need", "answer")
    walker.go("Go on")
    walker.at("/now/pause")
    walker.go("Make the sentence")
    walker.reads("Nearly. Please look at this again")


def make_a_code(walker: Walker) -> None:
    walker.at("/data/lock/code")
    walker.write("old", SECRET)
    walker.press(walker.page.locator("main .primary"))
    walker.look_around()


def test_an_axe_that_finds_nothing_would_be_noticed(setting_out: SetOut) -> None:
    walker = setting_out(viewport=PHONE)
    walker.page.evaluate("document.querySelector('main').append(document.createElement('img'))")
    looker = Looker()
    looker(walker)
    assert "image-alt" in looker.wrong[0]
