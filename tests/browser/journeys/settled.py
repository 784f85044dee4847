"""An app in which somebody has settled: one store open, a space of each kind, and ways to walk in it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Final, cast

from calm_page import is_calm
from playwright.sync_api import Browser
from visitor import come_in, new_context
from walk import Walker

from evenstep.by_kind import KINDS
from evenstep.web.serve import Running, start
from evenstep.web.vault import keep
from evenstep.web.vault.folder import Folder
from evenstep.web.vault.opened import Opened, using

PHONE: Final = {"width": 360, "height": 740}
OTHERS: Final = {"partner": "Jon", "friend": "Mira", "family": "Mum", "work": "Kit"}
TOGETHER: Final = ("alone", "together")
WAYS: Final = {
    "keyboard": {"by": "keyboard", "java_script_enabled": False},
    "mouse": {"by": "mouse", "java_script_enabled": True},
}
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
    """Where a walk begins: ``spaces`` are named by kind and by being here alone or together."""

    running: Running
    opened: Opened
    spaces: Spaces
    browser: Browser
    walkers: dict[str, Walker] = field(default_factory=dict)

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


@contextmanager
def settle(browser: Browser, folder: Path) -> Iterator[Settled]:
    """An app of its own for some tests: it is quick, for nobody walks through the first run."""
    running = start(Folder(folder))
    threading.Thread(target=running.server.run, daemon=True).start()
    with ThreadPoolExecutor(1) as thread:  # Django keeps away from the thread that drives the browser
        opened, spaces = thread.submit(_eight_spaces, running).result()
    made = Settled(running, opened, spaces, browser)
    yield made
    for walker in made.walkers.values():
        walker.page.context.close()
    running.stop()


def _eight_spaces(running: Running) -> tuple[Opened, Spaces]:
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
            for kind, together in product(KINDS, TOGETHER)
        }
        return opened, {which: space.key for which, space in made.items()}
