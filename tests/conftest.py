"""What every test shares: where the sample exports are, a store beside a browser's event loop, and the order."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("any machine", deadline=None)  # a deadline would measure what else the machine does
settings.load_profile("any machine")

# The browser's driver keeps an event loop in the test process, and Django then refuses its store in that thread. The
# app itself has no loop; each of its requests is a thread of its own.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

SAMPLES = os.environ.get("EVENSTEP_SAMPLES", "")


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of real sample exports (EVENSTEP_SAMPLES); without it the test is skipped and counted."""
    if not SAMPLES or not Path(SAMPLES).is_dir():
        pytest.skip("EVENSTEP_SAMPLES does not name a folder of sample exports")
    return Path(SAMPLES)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The order of the files, also for make test's two processes: those with many tests first, a browser's at the end.

    A browser's driver and the app it looks at stay in their process; and the files that take minutes are not the very
    last, behind which one process would wait for the other. Within a file the order stays.
    """
    sizes = Counter(item.path for item in items)
    items.sort(key=lambda item: ("browser" in item.path.parts, -sizes[item.path], str(item.path)))


def pytest_unconfigure(config: pytest.Config) -> None:
    """Name what was skipped in the very last lines, so that a skipped test is never a silent one."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter is not None else []
    if skipped:
        names = sorted({report.nodeid.split("[")[0].split("::")[-1] for report in skipped})
        reporter.write_line(
            f"{len(skipped)} skipped (samples: {SAMPLES or 'EVENSTEP_SAMPLES not set'}): {', '.join(names)}"
        )
