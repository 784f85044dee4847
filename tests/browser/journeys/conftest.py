"""A walker before an app that nobody has used yet."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from settled import Settled, settle
from visitor import come_in, new_context
from walk import SetOut, Walker

from evenstep.web.serve import Running, start
from evenstep.web.vault.folder import Folder


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the app that is walked through."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="session")
def lived_in(home: Path) -> Iterator[Running]:
    """The app of all these walks."""
    made = start(Folder(home))
    threading.Thread(target=made.server.run, daemon=True).start()
    yield made
    made.stop()


@pytest.fixture
def setting_out(browser: Browser, lived_in: Running, home: Path) -> Iterator[SetOut]:
    """Stand at the door of an app without anyone's notes; ``by``, ``languages`` and ``settle_in`` are the walker's,
    the rest options of the browser's context.
    """
    contexts = []

    def set_out(**options: Any) -> Walker:
        ways = {name: options.pop(name) for name in ("by", "languages", "settle_in") if name in options}
        contexts.append(new_context(browser, locale="en-GB", **options))
        contexts[-1].set_default_timeout(20_000)
        return Walker(come_in(contexts[-1], lived_in), **ways)

    yield set_out
    for context in contexts:
        context.close()
    lived_in.house.visits.leave_all()
    shutil.rmtree(home / "people", ignore_errors=True)


@pytest.fixture(scope="module")
def settled(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settled]:
    """The pages of Steps at once, in every kind of relationship."""
    with settle(browser, tmp_path_factory.mktemp("settled")) as made:
        yield made
