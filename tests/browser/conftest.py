"""A running app and a real Chromium in front of it."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright
from visitor import WIDE, Open, Visitor, come_in, named, new_context

from evenstep.samples import sample_export
from evenstep.web.serve import Running, start
from evenstep.web.vault import keep
from evenstep.web.vault.folder import Folder
from evenstep.web.vault.opened import Opened, using
from evenstep.web.visits import Visit

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here drives a browser."""
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    if CHROMIUM is None:
        pytest.skip("no Chromium here; on Debian: apt-get install chromium")
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": ["--no-sandbox"]}


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The app as it is served, with the real reading, and warm as it is soon after its start."""
    made = start(Folder(tmp_path_factory.mktemp("notes")))
    threading.Thread(target=made.server.run, daemon=True).start()
    made.house.sample()
    yield made
    made.stop()


@pytest.fixture
def visit(browser: Browser, running: Running) -> Iterator[Open]:
    """Open the app in a fresh profile; context options (viewport, color_scheme, java_script_enabled) may be given."""
    contexts = []

    def visit_now(**options: Any) -> Visitor:
        contexts.append(new_context(browser, **options))
        return come_in(contexts[-1], running)

    yield visit_now
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def export() -> dict[str, Any]:
    """An invented WhatsApp export of three weeks, as a file to choose: short, so that many ways can be walked."""
    return named("WhatsApp Chat with Jon.txt", sample_export("short").encode())


@pytest.fixture(scope="session")
def long_export() -> dict[str, Any]:
    """A year of two invented people."""
    return named("WhatsApp Chat with Jon.txt", sample_export("reaching").encode())


@pytest.fixture(scope="session")
def other_chromium(playwright: Playwright) -> Iterator[Callable[[list[str]], Browser]]:
    """Chromium with arguments of its own."""
    browsers = []

    def launch(args: list[str]) -> Browser:
        if CHROMIUM is None:
            pytest.skip("no Chromium here; on Debian: apt-get install chromium")
        browsers.append(playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", *args]))
        return browsers[-1]

    yield launch
    for browser in browsers:
        browser.close()


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Running]:
    made = start(Folder(tmp_path / "notes"))
    threading.Thread(target=made.server.run, daemon=True).start()
    yield made
    made.stop()


def fill(own: Running) -> tuple[Opened, str]:
    """A store without a passphrase that has one space with one moment: the store, and the space's key."""
    from evenstep.web.models import Moment, Space  # Django is set up when the app is made

    now = own.house.now()
    opened = keep.create(own.house.folder, "Notes", None, now)
    with using(opened):
        space = Space.objects.create(kind="partner", other="CanaryOther", made_at=now)
        Moment.objects.create(space=space, at=now, local_day=now.date(), toward="me", tension=1, note="CanaryNote")
    return opened, space.key


@pytest.fixture
def unlocked(browser: Browser, own: Running) -> Iterator[Callable[..., tuple[Page, Visit, str]]]:
    """Inside, a store without a passphrase unlocked, before a page with a canary: the page, the visit, the address."""
    contexts: list[BrowserContext] = []

    def enter(**options: Any) -> tuple[Page, Visit, str]:
        contexts.append(browser.new_context(**{"viewport": WIDE, **options}))
        contexts[-1].set_default_timeout(20_000)
        page = contexts[-1].new_page()
        page.goto(own.address())
        page.get_by_role("button", name="Leave now").wait_for()
        visit = list(own.house.visits._visits.values())[-1]
        with ThreadPoolExecutor(1) as thread:  # Django keeps away from the thread that drives the browser
            opened, key = thread.submit(fill, own).result()
        visit.unlock(opened)
        page.goto(f"http://127.0.0.1:{own.house.port}/n/{key}/moments")
        assert "CanaryNote" in page.content()
        return page, visit, page.url

    yield enter
    for context in contexts:
        context.close()
