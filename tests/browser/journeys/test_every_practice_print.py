"""On paper: nothing to press, black on white from a dark screen as well, and one page where one page is promised."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

import pytest
from playwright.sync_api import Page
from practice_walks import WORDS
from settled import Settled
from test_every_practice_walk import title_of
from walk import Walker

PRESSED: Final = ".bar, .places, .page-foot, main .act, main form, .said"
# Luminance of the ink and of what lies under it, for every piece of text that is printed.
COLOURS: Final = """() => {
  const grey = words => {
    const [r, g, b, seen] = words.match(/[\\d.]+/g).map(Number);
    return seen === 0 ? 255 : (r + g + b) / 3;
  };
  const texts = [...document.querySelectorAll('main *')].filter(e => e.checkVisibility() && e.innerText.trim());
  return texts.map(e => [grey(getComputedStyle(e).color), grey(getComputedStyle(e).backgroundColor)]);
}"""
# Headings and labels that a page could end with.
LEFT_ALONE: Final = """() => [...document.querySelectorAll('main :is(h1, h2, h3, .label)')]
  .filter(e => e.checkVisibility() && getComputedStyle(e).breakAfter !== 'avoid').map(e => e.innerText)"""


def tool(walker: Walker, inside: str, slug: str) -> None:
    walker.at(f"{inside}/steps")
    walker.go(title_of(slug, "partner"))
    walker.go(walker.page.locator("main .primary").inner_text())


def written(walker: Walker, inside: str, slug: str, fields: dict[str, str]) -> None:
    """Something of one's own, and then it alone on a page."""
    tool(walker, inside, slug)
    for name, words in fields.items():
        walker.write(name, words)
    walker.press(walker.page.locator("main .primary"))
    walker.press(walker.page.locator(".kept-act a[href$='/paper']").first)
    walker.page.wait_for_url("**/paper")


def a_talk(walker: Walker, inside: str) -> None:
    tool(walker, inside, "first_talk")
    walker.go("Begin with this one")
    walker.go("Make it one text")


SHEETS: Final[dict[str, tuple[int, Callable[[Walker, str], None]]]] = {
    # the five parts on one page, the card for a walk on another
    "check-in": (2, lambda walker, inside: walker.at(f"{inside}/round/paper")),
    "listening card": (1, lambda walker, inside: walker.at(f"{inside}/turns/paper")),
    "first talk": (1, a_talk),
    "friend card": (
        1,
        lambda walker, inside: written(walker, inside, "trusted_friend", {"own-friend": "Rahel", "own-body": WORDS}),
    ),
    "if-then plan": (
        1,
        lambda walker, inside: written(walker, inside, "if_then", {"own-trigger": WORDS, "own-idea": WORDS}),
    ),
    "setbacks plan": (1, lambda walker, inside: written(walker, inside, "setbacks", {"own-helps": WORDS})),
    "limits": (1, lambda walker, inside: walker.at(f"{inside}/mine")),
}


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_sheet_on_paper(settled: Settled, sheet: str) -> None:
    pages, make = SHEETS[sheet]
    walker = settled.walker("mouse", "partner")
    make(walker, settled.inside("partner", "together"))
    printed(walker.page, pages)


def test_the_full_print(settled: Settled) -> None:
    walker = settled.walker("mouse", "partner")
    written(walker, settled.inside("partner", "together"), "small_wins", {"own-what": WORDS})
    walker.at("/data/print")
    walker.reads_own(WORDS)
    printed(walker.page, None)


def printed(page: Page, pages: int | None) -> None:
    page.emulate_media(media="print", color_scheme="dark")
    try:
        is_a_sheet(page, pages)
    finally:
        page.emulate_media(media="screen", color_scheme="light")


def is_a_sheet(page: Page, pages: int | None) -> None:
    assert page.locator(PRESSED).filter(visible=True).count() == 0
    colours = page.evaluate(COLOURS)
    assert colours
    assert [each for each in colours if each[0] > 110 or each[1] < 240] == []
    assert page.evaluate(LEFT_ALONE) == []
    if pages is not None:
        assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4", prefer_css_page_size=True))) == pages
