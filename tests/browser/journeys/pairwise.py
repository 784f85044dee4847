"""A short list of combinations in which each level of each factor meets each level of every other one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations, product
from typing import Any

Case = dict[str, Any]
Meeting = frozenset[tuple[str, Any]]


def every(factors: Mapping[str, Sequence[Any]]) -> list[Case]:
    """All combinations."""
    return [dict(zip(factors, levels, strict=True)) for levels in product(*factors.values())]


def pairwise(factors: Mapping[str, Sequence[Any]]) -> list[Case]:
    """Of all combinations, again and again the one with the most pairs that did not meet before; the first on a tie."""
    cases, left, plan = every(factors), meetings(every(factors)), []
    while left:
        best = max(cases, key=lambda case: len(meetings([case]) & left))
        plan.append(best)
        left -= meetings([best])
    return plan


def meetings(cases: Sequence[Case]) -> set[Meeting]:
    """Which two levels meet in any of the cases."""
    return {frozenset(two) for case in cases for two in combinations(case.items(), 2)}
