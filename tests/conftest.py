"""What every test shares: where the sample exports are."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

SAMPLES = os.environ.get("EVENSTEP_SAMPLES", "")


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of real sample exports (EVENSTEP_SAMPLES); without it the test is skipped and counted."""
    if not SAMPLES or not Path(SAMPLES).is_dir():
        pytest.skip("EVENSTEP_SAMPLES does not name a folder of sample exports")
    return Path(SAMPLES)
