"""Every page on which a practice is done, and those beside it: no violation of the rules of access, light and dark."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, cast

import pytest
from practice_walks import SCRIPTS, WORDS
from settled import Settled
from test_axe_everywhere import Looker
from test_every_practice_walk import AWAY, title_of
from walk import Walker

from evenstep.by_kind import KINDS, Kind
from evenstep.program.practices import GROUPS, practices

# The groups take turns with the kinds. A page that two practices lead to is looked at once.
ONCE: Final = tuple((group, KINDS[n % len(KINDS)]) for n, group in enumerate(GROUPS))
EVERY: Final = tuple((group, kind) for group in GROUPS for kind in KINDS if (group, kind) not in ONCE)
BESIDE: Final = ("/turns/paper", "/turns/over", "/round/paper", "/round/over", "/after", "/not-now", "/cards/paper")


@pytest.fixture(scope="module")
def looker() -> Looker:
    """Remembers across the groups, so that no page is looked at twice in one kind."""
    return Looker()


def look_at(settled: Settled, looker: Looker, kind: str) -> Walker:
    """Someone who looks closely at each page that is reached from now on."""
    looker.wrong.clear()
    walker = settled.walker("mouse", kind)
    walker.arrived = [looker]
    return walker


def unlooked(walker: Walker, go: Callable[[], None]) -> None:
    """Go somewhere without looking."""
    held, walker.arrived = walker.arrived, []
    go()
    walker.arrived = held


@pytest.mark.parametrize(("group", "kind"), ONCE)
def test_on_the_way_through_a_group(settled: Settled, looker: Looker, group: str, kind: str) -> None:
    through_a_group(settled, looker, group, kind)


@pytest.mark.full
@pytest.mark.parametrize(("group", "kind"), EVERY)
def test_on_the_way_through_a_group_of_every_kind(settled: Settled, looker: Looker, group: str, kind: str) -> None:
    through_a_group(settled, Looker(), group, kind)


def through_a_group(settled: Settled, looker: Looker, group: str, kind: str) -> None:
    walker = look_at(settled, looker, kind)
    inside, before = settled.inside(kind, "together"), len(looker.seen)
    slugs = [each.slug for each in practices(cast("Kind", kind)) if each.group == group]
    walker.at(f"{inside}/steps")
    walker.go(title_of(slugs[0], kind))
    for slug in slugs:
        unlooked(walker, lambda slug=slug: to_the_tool(walker, inside, slug, kind))  # type: ignore[misc]
        walker.look_around()
        SCRIPTS[slug](walker)
    assert len(looker.seen) > before
    assert looker.wrong == []


def to_the_tool(walker: Walker, inside: str, slug: str, kind: str) -> None:
    walker.at(f"{inside}/steps")
    walker.go(title_of(slug, kind))
    if slug not in AWAY:
        walker.go(walker.page.locator("main .primary").inner_text())


def test_beside_the_way(settled: Settled, looker: Looker) -> None:
    """Refusals above a form, changing what was kept, paper, a pause under way, a practice that is tried, and rest."""
    walker, inside = look_at(settled, looker, "partner"), settled.inside("partner", "alone")
    empty_sheet_then_changed(walker, inside)
    a_limit_to_change(walker, inside)
    for path in BESIDE:
        walker.at(inside + path)
    walker.at(f"{inside}/cards/mine")
    walker.go("Keep this card")
    walker.reads("A few words are needed.")
    one_of_two_says_not_now(walker, inside)
    tried_and_at_rest(walker, inside)
    assert looker.wrong == []


def empty_sheet_then_changed(walker: Walker, inside: str) -> None:
    to_the_tool(walker, inside, "where_from", "partner")
    walker.go("Keep what I wrote")
    walker.reads("Nearly. Please look at this again")
    walker.write("own-rather", WORDS)
    walker.go("Keep what I wrote")
    for link in ("a[href$='/paper']", "a.quiet"):
        walker.press(walker.page.locator(f".kept-act {link}").first)
        walker.look_around()
        walker.go("Back" if "paper" in link else "Keep the change")


def a_limit_to_change(walker: Walker, inside: str) -> None:
    to_the_tool(walker, inside, "limit", "partner")
    walker.go("Set a limit")
    walker.go("Keep it")
    walker.reads("Nearly. Please look at this again")
    walker.write("words", "I write at most two messages in a row.")
    walker.write("instead", "A walk.")
    walker.go("First a hint on the sentence")
    walker.go("Keep it")
    walker.go("Look at it")
    walker.go("Change it")


def one_of_two_says_not_now(walker: Walker, inside: str) -> None:
    to_the_tool(walker, inside, "fair_heard", "partner")
    walker.go("Jon")
    walker.go("Not now")
    walker.reads("That is fine, and it needs no reason.")


def tried_and_at_rest(walker: Walker, inside: str) -> None:
    walker.at(f"{inside}/steps")
    walker.go(title_of("pause", "partner"))
    walker.go("Try this for a while")
    walker.at(f"{inside}/steps")
    walker.go("Let everything rest")
    walker.reads("Everything rests")
    walker.go("Take it up again")
