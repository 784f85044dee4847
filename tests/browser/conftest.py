"""A running app and a real Chromium in front of it."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright
from visitor import Open, Visitor, come_in, named, new_context

from evenstep.samples import sample_export
from evenstep.web.serve import Running, start
from evenstep.web.vault.folder import Folder

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
