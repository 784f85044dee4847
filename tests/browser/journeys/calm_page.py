"""What holds on every page of the app: neutral titles, ways out, one filled button, no side scroll."""

from __future__ import annotations

import re
from typing import Final

from walk import Walker

TELLING: Final = re.compile(r"jon|mira|whatsapp|evenstep|relation|reach|safe|afraid|stop|token|\d", re.IGNORECASE)
TITLE: Final = re.compile(r"Notes(: [a-z]+( [a-z]+)?)?")
GONE: Final = "/leave"  # the page after leaving: nothing on it, not even the ways out
SCROLLS: Final = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Pictures that no words come before, within the section that shows them.
UNSAID: Final = """[...document.querySelectorAll('main svg[role=img]')].filter(svg => {
  const home = svg.closest('section') || document.querySelector('main');
  const before = p => p.compareDocumentPosition(svg) & Node.DOCUMENT_POSITION_FOLLOWING;
  return ![...home.querySelectorAll('p')].some(p => p.textContent.trim() && before(p));
}).length"""
# Tables that say something of the other person and nothing of oneself; one's own may stand alone.
ONE_SIDED: Final = """other => [...document.querySelectorAll('main table')].filter(table => {
  const heads = [...table.querySelectorAll('th')].map(th => th.textContent.trim());
  const mine = heads.some(h => /\\b(you|your|me)\\b/i.test(h)), theirs = heads.some(h => h.includes(other));
  return theirs && !mine;
}).length"""


def is_calm(walker: Walker) -> None:
    """All that holds on every page."""
    page, path = walker.page, walker.path
    left = path == GONE
    if page.locator("html").get_attribute("lang") == "en":
        assert TITLE.fullmatch(page.title()), (path, page.title())
        assert not TELLING.search(page.title()), (path, page.title())
    assert page.locator(".bar .leave").count() == (0 if left else 1), path
    assert page.locator(".bar a.help").count() == (0 if left else 1), path
    assert page.locator("h1").count() == 1, (path, page.locator("h1").all_inner_texts())
    assert page.locator(".primary").count() <= 1, (path, page.locator(".primary").all_inner_texts())
    assert page.evaluate(SCROLLS) <= 0, f"{path} scrolls sideways"
    assert page.evaluate(UNSAID) == 0, f"{path} shows a picture before its sentence"


def has_both_sides(walker: Walker) -> None:
    """No table about the other person alone."""
    if walker.other:
        assert walker.page.evaluate(ONE_SIDED, walker.other) == 0, walker.path
