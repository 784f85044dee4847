"""Likelihood and simulator say the same without the compiler (NUMBA_DISABLE_JIT=1): nothing depends on it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from naive_design import small_history

from evenstep.loop.chain import forward
from evenstep.loop.design import clocks, rows_of
from evenstep.loop.likelihood import Likelihood
from evenstep.loop.simulate import simulate
from evenstep.loop.terms import terms_of

HERE = Path(__file__).parent


def evaluated() -> list[float]:
    """Value and gradient of one person of a small history, and sums of every feature."""
    naive = small_history(2, 20)
    rows = rows_of(naive.history, clocks(naive.history, naive.options), 0, naive.options)
    likelihood = Likelihood(rows, terms_of(rows), 3)
    theta = likelihood.start() + np.random.default_rng(1).normal(0, 0.3, likelihood.size)
    value, gradient = likelihood.evaluate(theta)
    return [value, *gradient.tolist(), *likelihood.terms.values.sum(axis=0).tolist()]


def drawn() -> list[float]:
    """When each message of two invented weeks was sent, in seconds since the first."""
    times = simulate("loop-spells+drift", weeks=2, seed=1).events["time"].dt.timestamp("us")
    return [float(t - times[0]) / 1e6 for t in times]


@pytest.mark.parametrize("what", ["evaluated", "drawn"])
def test_without_the_compiler_the_numbers_are_the_same(what: str) -> None:
    code = (
        "import json, test_uncompiled as t\n"
        "assert not hasattr(t.forward, 'py_func'), 'it was compiled after all'\n"
        f"print(json.dumps(t.{what}()))"
    )
    paths = os.pathsep.join([str(HERE), str(HERE.parent)])
    run = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"NUMBA_DISABLE_JIT": "1", "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert run.returncode == 0, run.stderr
    assert hasattr(forward, "py_func") or os.environ.get("NUMBA_DISABLE_JIT") == "1"
    same = {"evaluated": evaluated, "drawn": drawn}[what]()
    np.testing.assert_allclose(json.loads(run.stdout), same, rtol=1e-9, atol=1e-9)
