"""What every test shares: where the sample exports are, and a store beside a browser's event loop."""

from __future__ import annotations

import os
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


def pytest_unconfigure(config: pytest.Config) -> None:
    """Name what was skipped in the very last lines, so that a skipped test is never a silent one."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter is not None else []
    if skipped:
        names = sorted({report.nodeid.split("[")[0].split("::")[-1] for report in skipped})
        reporter.write_line(
            f"{len(skipped)} skipped (samples: {SAMPLES or 'EVENSTEP_SAMPLES not set'}): {', '.join(names)}"
        )
