"""Every practice from Steps to its end, by keyboard without scripts; and its pages in every kind of relationship."""

from __future__ import annotations

import re
from itertools import product
from typing import Final, cast

import pytest
from playwright.sync_api import BrowserContext
from practice_walks import SCRIPTS
from settled import OTHERS, TOGETHER, Settled
from visitor import Visitor
from walk import Walker

from evenstep.by_kind import KINDS, Kind
from evenstep.program.practices import practices

SLUGS: Final = tuple(each.slug for each in practices("partner"))
FOR_TWO: Final = frozenset(each.slug for each in practices("partner") if each.who == "two")
AWAY: Final = frozenset({"back_first"})  # done away from the screen: a page, and no tool
# Every practice once; the kinds take turns, and so do being here alone and being here together.
ONCE: Final = tuple(
    (slug, KINDS[n % len(KINDS)], "together" if slug in FOR_TWO or n % 2 else "alone") for n, slug in enumerate(SLUGS)
)
EVERY: Final = (
    *((slug, kind, together, "mouse") for slug, kind, together in product(SLUGS, KINDS, TOGETHER)),
    *((slug, kind, "together" if slug in FOR_TWO else "alone", "keyboard") for slug, kind in product(SLUGS, KINDS)),
)


def title_of(slug: str, kind: str) -> str:
    """What a practice is called in a space of this kind."""
    title = next(each.title for each in practices(cast("Kind", kind)) if each.slug == slug)
    return title.format(other=OTHERS[kind])


def walk_through(walker: Walker, inside: str, slug: str, kind: str) -> None:
    """Two taps to its tool, the tool to its end, and the question afterwards."""
    title = title_of(slug, kind)
    walker.at(f"{inside}/steps")
    walker.go(title)
    assert walker.page.locator("h1").inner_text() == title
    walker.go("Try this for a while")
    tool = walker.page.locator("main .primary")
    assert tool.count() == (slug not in AWAY), f"{slug} has no button that leads to it"
    if slug not in AWAY:
        walker.go(tool.inner_text())
    SCRIPTS[slug](walker)
    assert walker.page.locator(".why").count() == 0
    walker.at(f"{inside}/steps")
    walker.reads(f"You are trying: {title}")
    walker.go("Look at it")
    walker.reads("Did it help?")
    walker.go("A bit")
    walker.reads("Put aside. You can take it up again.")
    assert walker.path == "/n/…/steps"
    assert walker.visitor.watch.elsewhere == []


def test_there_is_a_script_for_every_practice() -> None:
    assert set(SCRIPTS) == set(SLUGS)
    assert {kind for _slug, kind, _together in ONCE} == set(KINDS)


@pytest.mark.parametrize(("slug", "kind", "together"), ONCE)
def test_by_keyboard_without_scripts(settled: Settled, slug: str, kind: str, together: str) -> None:
    walk_through(settled.walker("keyboard", kind), settled.inside(kind, together), slug, kind)


@pytest.mark.full
@pytest.mark.parametrize(("slug", "kind", "together", "way"), EVERY)
def test_in_every_kind_and_way(settled: Settled, slug: str, kind: str, together: str, way: str) -> None:
    walk_through(settled.walker(way, kind), settled.inside(kind, together), slug, kind)


@pytest.mark.parametrize("together", TOGETHER)
@pytest.mark.parametrize("kind", KINDS)
def test_every_page_and_every_tool_opens(settled: Settled, kind: str, together: str) -> None:
    """Steps in the browser; from there each practice and its tool, by what their links say: two taps, no more."""
    walker = settled.walker("keyboard", kind)
    walker.at(f"{settled.inside(kind, together)}/steps")
    links = walker.page.locator(".shelves .lines a")
    found = dict(zip(links.all_inner_texts(), [each.get_attribute("href") for each in links.all()], strict=True))
    assert list(found) == [title_of(slug, kind) for slug in SLUGS]
    wrong = [words for slug in SLUGS for words in trouble(walker.visitor, str(found[title_of(slug, kind)]), slug)]
    assert wrong == []


def trouble(visitor: Visitor, href: str, slug: str) -> list[str]:
    """What is wrong with the page of a practice and with that of its tool."""
    first = page_at(visitor, href)
    tool = re.search(r'<a class="primary" href="([^"]+)">', first)
    wrong = [f"{slug}: the step's page {words}" for words in faults(first)]
    if (tool is None) != (slug in AWAY):
        return [*wrong, f"{slug}: no button leads on"]
    return wrong if tool is None else wrong + [f"{slug}: the tool {w}" for w in faults(page_at(visitor, tool[1]))]


def page_at(visitor: Visitor, href: str) -> str:
    """The page as it is sent, without drawing it; nothing where we are sent elsewhere."""
    context: BrowserContext = visitor.page.context
    answer = context.request.get(visitor.base + href, max_redirects=0)
    return answer.text() if answer.status == 200 else ""


def faults(html: str) -> list[str]:
    """What every page must have, and must not."""
    said = re.sub(r"<[^>]*>", " ", html.partition("<main")[2])
    there = {
        "does not open": bool(html),
        "has not one heading": html.count("<h1") == 1,
        "shows a gap that no word filled": "{" not in said,
        "tells its place in the title": re.search(r"<title>Notes: (steps|now|moments?)</title>", html) is not None,
    }
    return [words for words, good in there.items() if not good]
