"""Compiled functions work where no cache can be kept, and other errors are not hidden."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numba
import pytest

from evenstep.loop.compiled import njit


def refusing(message: str) -> Callable[..., Any]:
    real = numba.njit

    def njit_of(**options: Any) -> Any:
        if options.pop("cache", False):
            raise RuntimeError(message)
        return real(**options)

    return njit_of


def twice(x: float) -> float:
    return 2 * x


def test_without_a_place_for_the_cache_it_compiles_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "evenstep.loop.compiled.numba",
        SimpleNamespace(njit=refusing("cannot cache function 'twice': no locator available")),
    )
    assert njit()(twice)(4.0) == 8.0


def test_another_error_is_not_swallowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evenstep.loop.compiled.numba", SimpleNamespace(njit=refusing("something else")))
    with pytest.raises(RuntimeError, match="something else"):
        njit()(twice)
