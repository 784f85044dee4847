"""What holds on every page of the app: neutral titles, ways out, one filled button, no side scroll."""

from __future__ import annotations

import re
from typing import Final

from walk import Walker

TELLING: Final = re.compile(r"jon|mira|whatsapp|evenstep|relation|reach|safe|afraid|stop|token|\d", re.IGNORECASE)
TITLE: Final = re.compile(r"Notes(: [a-z]+( [a-z]+)?)?")
GONE: Final = "/leave"  # the page after leaving: nothing on it, not even the ways out
SCROLLS: Final = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# All that is looked at, in one question: each is a way to the browser and back, on every page of every walk. "unsaid":
# pictures that no words come before, within the section that shows them.
LOOK: Final = f"""() => {{
  const all = found => [...document.querySelectorAll(found)];
  const home = svg => svg.closest('section') || document.querySelector('main');
  const before = (p, svg) => p.compareDocumentPosition(svg) & Node.DOCUMENT_POSITION_FOLLOWING;
  const said = svg => [...home(svg).querySelectorAll('p')].some(p => p.textContent.trim() && before(p, svg));
  return {{
    lang: document.documentElement.lang,
    title: document.title,
    leave: all('.bar .leave').length,
    help: all('.bar a.help').length,
    headings: all('h1').map(e => e.innerText),
    filled: all('.primary').map(e => e.innerText),
    sideways: {SCROLLS},
    unsaid: all('main svg[role=img]').filter(svg => !said(svg)).length,
  }};
}}"""
# Tables that say something of the other person and nothing of oneself; one's own may stand alone.
ONE_SIDED: Final = """other => [...document.querySelectorAll('main table')].filter(table => {
  const heads = [...table.querySelectorAll('th')].map(th => th.textContent.trim());
  const mine = heads.some(h => /\\b(you|your|me)\\b/i.test(h)), theirs = heads.some(h => h.includes(other));
  return theirs && !mine;
}).length"""


def is_calm(walker: Walker) -> None:
    """All that holds on every page."""
    path, page = walker.path, walker.page.evaluate(LOOK)
    left = path == GONE
    if page["lang"] == "en":
        assert TITLE.fullmatch(page["title"]), (path, page["title"])
        assert not TELLING.search(page["title"]), (path, page["title"])
    assert page["leave"] == (0 if left else 1), path
    assert page["help"] == (0 if left else 1), path
    assert len(page["headings"]) == 1, (path, page["headings"])
    assert len(page["filled"]) <= 1, (path, page["filled"])
    assert page["sideways"] <= 0, f"{path} scrolls sideways"
    assert page["unsaid"] == 0, f"{path} shows a picture before its sentence"


def has_both_sides(walker: Walker) -> None:
    """No table about the other person alone."""
    if walker.other:
        assert walker.page.evaluate(ONE_SIDED, walker.other) == 0, walker.path
