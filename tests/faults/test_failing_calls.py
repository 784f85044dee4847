"""A disk that is full from the k-th call on, or fails at the k-th, or a kill there: plain words, and nothing half."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
POINTS = 5  # for each path and kind of fault; `make faults` takes every call


@pytest.fixture(scope="module")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library that lets calls fail; without a C compiler the test is skipped and counted."""
    compiler = shutil.which("cc")
    if compiler is None or not sys.platform.startswith("linux"):
        pytest.skip("needs a C compiler on Linux")
    library = tmp_path_factory.mktemp("shim") / "fail_calls.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", library, HERE / "fail_calls.c", "-ldl"], check=True)
    return library


def test_every_failing_call_is_told_plainly_and_leaves_nothing_half(shim: Path) -> None:
    loop = subprocess.run(
        [sys.executable, str(HERE / "fail_loop.py"), str(POINTS)],
        env={**os.environ, "LD_PRELOAD": str(shim)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert loop.stdout, loop.stderr
    results = [json.loads(line) for line in loop.stdout.splitlines()]
    assert [fault for result in results for fault in result["bad"]] == []
    assert len(results) == 9
    for result in results:
        assert result["points"] == 3 * POINTS
        assert result["killed"] == POINTS
        assert result["said"] >= POINTS  # the faults were felt: most of them had to be told
