"""Compile a function to machine code, kept on disk where there is a place to keep it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numba

Function = TypeVar("Function", bound=Callable[..., Any])


def njit(**options: Any) -> Callable[[Function], Function]:
    """``numba.njit`` with a cache beside the source or in the user's folder; without one where both are read-only."""

    def compiled(function: Function) -> Function:
        try:
            made: Function = numba.njit(cache=True, **options)(function)
        except RuntimeError as error:  # numba finds no folder it may write to: compile anew each time
            if "cannot cache" not in str(error):
                raise
            made = numba.njit(**options)(function)
        return made

    return compiled
