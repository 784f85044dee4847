"""Every practice from Steps to its end, by keyboard without scripts; and its pages in every kind of relationship."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import product
from typing import Final, cast

import pytest
from calm_page import is_calm
from playwright.sync_api import Browser, BrowserContext
from practice_walks import SCRIPTS
from visitor import Visitor, come_in, new_context
from walk import Walker

from evenstep.by_kind import KINDS, Kind
from evenstep.program.practices import practices
from evenstep.web.serve import Running, start
from evenstep.web.vault import keep
from evenstep.web.vault.folder import Folder
from evenstep.web.vault.opened import Opened, using

PHONE: Final = {"width": 360, "height": 740}
OTHERS: Final = {"partner": "Jon", "friend": "Mira", "family": "Mum", "work": "Kit"}
WAYS: Final = {
    "keyboard": {"by": "keyboard", "java_script_enabled": False},
    "mouse": {"by": "mouse", "java_script_enabled": True},
}
SLUGS: Final = tuple(each.slug for each in practices("partner"))
FOR_TWO: Final = frozenset(each.slug for each in practices("partner") if each.who == "two")
AWAY: Final = frozenset({"back_first"})  # done away from the screen: a page, and no tool
# Every practice once; the kinds take turns, and so do being here alone and being here together.
ONCE: Final = tuple(
    (slug, KINDS[n % len(KINDS)], "together" if slug in FOR_TWO or n % 2 else "alone") for n, slug in enumerate(SLUGS)
)
EVERY: Final = (
    *((slug, kind, together, "mouse") for slug, kind, together in product(SLUGS, KINDS, ("alone", "together"))),
    *((slug, kind, "together" if slug in FOR_TWO else "alone", "keyboard") for slug, kind in product(SLUGS, KINDS)),
)
Spaces = dict[tuple[str, str], str]


@dataclass
class CalmOnce:
    """Looks at each page the first time it is reached in a kind: many ways lead over the same pages."""

    seen: set[tuple[str, str, str]] = field(default_factory=set)

    def __call__(self, walker: Walker) -> None:
        this = (walker.other, walker.path, walker.page.locator("h1").first.inner_text())
        if this not in self.seen:
            self.seen.add(this)
            is_calm(walker)


@dataclass
class Settled:
    """An app with one store open and a space of each kind, for one alone and for two; and the ways to walk in it."""

    running: Running
    opened: Opened
    spaces: Spaces
    walkers: dict[str, Walker]
    browser: Browser

    def walker(self, way: str, kind: str) -> Walker:
        """Whoever goes this way, about the person of this kind."""
        if way not in self.walkers:
            self.walkers[way] = self._come_in(way)
        walker = self.walkers[way]
        walker.other = OTHERS[kind]
        return walker

    def inside(self, kind: str, together: str) -> str:
        """The address of a space."""
        return f"/n/{self.spaces[kind, together]}"

    def _come_in(self, way: str) -> Walker:
        options = dict(WAYS[way])
        by = cast("str", options.pop("by"))
        context = new_context(self.browser, viewport=PHONE, locale="en-GB", **options)
        context.set_default_timeout(20_000)
        visitor = come_in(context, self.running)
        list(self.running.house.visits._visits.values())[-1].unlock(self.opened)
        return Walker(visitor, by=by, arrived=[CalmOnce()])


@pytest.fixture(scope="module")
def settled(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settled]:
    running = start(Folder(tmp_path_factory.mktemp("settled")))
    threading.Thread(target=running.server.run, daemon=True).start()
    with ThreadPoolExecutor(1) as thread:  # Django keeps away from the thread that drives the browser
        opened, spaces = thread.submit(eight_spaces, running).result()
    made = Settled(running, opened, spaces, {}, browser)
    yield made
    for walker in made.walkers.values():
        walker.page.context.close()
    running.stop()


def eight_spaces(running: Running) -> tuple[Opened, Spaces]:
    """A store without a passphrase; in each of its spaces the owner answered alone and switched everything on."""
    from evenstep.web.models import Space  # Django is set up when the app is made

    now = running.house.now()
    opened = keep.create(running.house.folder, "Notes", None, now)
    on = dict.fromkeys(("joint_on", "reaching_on", "loop_on"), True)
    with using(opened):
        made = {
            (kind, together): Space.objects.create(
                kind=kind, other=OTHERS[kind], alone=together == "alone", made_at=now, **on
            )
            for kind, together in product(KINDS, ("alone", "together"))
        }
        return opened, {which: space.key for which, space in made.items()}


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


@pytest.mark.parametrize("together", ["alone", "together"])
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
