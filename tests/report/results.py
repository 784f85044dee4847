"""Invented results tables with the measures' exact names and slices, to write reports from without measuring."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta

import polars as pl

from evenstep.measures.base import RESULTS

CUTS_H = (1, 2, 3, 4, 6, 8, 12, 16, 20, 24)
HOUR_S = 3600.0


class Table:
    """Collects rows of RESULTS."""

    def __init__(self, conversation_id: str = "c1") -> None:
        self.rows: list[dict[str, object]] = []
        self.conversation_id = conversation_id

    def add(self, measure: str, person: str, value: float | None, **more: object) -> None:
        blank = {
            "conversation_id": self.conversation_id,
            "measure": measure,
            "person": person,
            "key": "",
            "x": None,
            "value": value,
            "low": None,
            "high": None,
            "n": 500,
            "n_weeks": 60,
            "unit": "share",
            "enough": True,
            "verdict": None,
            "holds_for": None,
            "interval": "week_blocks",
        }
        self.rows.append(blank | more)

    def share(self, measure: str, share: float, half: float = 0.04, **more: object) -> None:
        """A share of a, and the rest for b."""
        for person, value in (("a", share), ("b", 1 - share)):
            self.add(measure, person, value, low=max(0.0, value - half), high=min(1.0, value + half), **more)

    def frame(self) -> pl.DataFrame:
        return pl.DataFrame(self.rows, schema=dict(RESULTS), orient="row")


def _verdict(share: float, half: float) -> str:
    if share - half > 0.5:
        return "a_more"
    if share + half < 0.5:
        return "b_more"
    return "even" if share - half >= 0.4 and share + half <= 0.6 else "cant_tell"


def invented(
    *,
    start: float = 0.61,
    gap: str = "cant_tell",
    medians: tuple[float | None, float | None] = (2100.0, 3000.0),
    enough: bool = True,
    holds_for: str = "2 to 20 hours",
    me: str | None = "a",
    hard: bool = True,
    months: int = 24,
) -> pl.DataFrame:
    """A whole results table. ``start`` is a's share of starts; ``medians`` are active seconds of each one's answers."""
    table = Table()
    n = 500 if enough else 11
    weeks = 60 if enough else 4
    common = {"enough": enough, "n_weeks": weeks}
    for what, share in (("turns", 0.53), ("messages", 0.57), ("words", 0.64)):
        table.share(f"participation_{what}", share, 0.02, n=n * 4, **common)
    table.share("participation_calls", 0.4, 0.2, n=11, enough=False, n_weeks=weeks)
    for hours in CUTS_H:
        half = 0.02 + 0.004 * hours
        share = start - 0.006 * abs(hours - 12)
        verdict = _verdict(share, half)
        for measure in ("initiation_share", "initiation_share_no_late"):
            table.share(
                measure,
                share,
                half,
                key=f"{hours} h",
                x=hours * HOUR_S,
                n=int(n * 8 / hours),
                verdict=verdict,
                holds_for=holds_for,
                **common,
            )
    _waiting(table, medians, gap, n, common)
    for person, mean in (("a", 1.42), ("b", 1.18)):
        table.add("initiation_renewed", person, mean / 7, low=0.1, high=0.3, n=n, **common)
        table.add("runs_mean", person, mean, low=mean - 0.09, high=mean + 0.11, n=n, unit="turns", **common)
        for length in range(1, 7):
            value = (1 - 1 / mean) ** (length - 1) / mean if length < 6 else (1 - 1 / mean) ** 5
            table.add(
                "runs_distribution",
                person,
                value,
                low=max(0, value * 0.85 - 0.01),
                high=min(1, value * 1.12 + 0.01),
                key=str(length),
                x=float(length),
                n=n,
                **common,
            )
        table.add("rhythm_burstiness", person, 0.45, low=0.4, high=0.5, unit="index", n=n, **common)
        table.add("rhythm_memory", person, 0.12, low=0.02, high=0.2, unit="index", n=n, **common)
        for key in ("AB-BA", "AB-AB"):
            table.add("rhythm_shift", person, 0.3, low=0.25, high=0.35, key=key, n=n, **common)
    slices = {"all": 0.63, "hard": 0.74, "ordinary": 0.6} if hard else {"all": 0.63}
    for key, share in slices.items():
        table.share("reach_balance", share, 0.04 if key == "all" else 0.06, key=key, n=n, **common)
    _drift(table, months, common)
    if me:
        for hour in range(168):
            rate = (
                0.15 + 1.5 * math.exp(-(((hour % 24) - 20) ** 2) / 18) + 0.9 * math.exp(-(((hour % 24) - 9) ** 2) / 10)
            )
            rate *= 1.25 if hour // 24 >= 5 else 1.0
            table.add(
                "rhythm_hours", me, rate, key=str(hour), x=float(hour), unit="rate", n=n, interval="smoothed", **common
            )
    return table.frame()


def _waiting(
    table: Table, medians: tuple[float | None, float | None], gap: str, n: int, common: dict[str, object]
) -> None:
    grid = [60.0 * (72 * 60) ** (i / 60) for i in range(61)]
    for clock, slower in (("active", 1.0), ("clock", 1.7)):
        for person, median in zip("ab", medians, strict=True):
            at = None if median is None else median * slower
            more = {"key": clock, "n": n, **common}
            bounds = {"low": None, "high": None} if at is None else {"low": at * 0.68, "high": at * 1.44}
            table.add("waiting_median", person, at, unit="seconds", **bounds, **more)
            table.add("waiting_within_1h", person, 0.56, low=0.49, high=0.63, **more)
            table.add("waiting_within_24h", person, 0.94, low=0.9, high=0.97, **more)
            table.add("waiting_mean_24h", person, 9000.0, low=8000.0, high=11000.0, unit="seconds", **more)
            for x in grid:
                share = 0.97 / (1 + ((at or 2e6) / x) ** 1.05)
                width = 0.06 * 4 * share * (1 - share) + 0.005
                table.add(
                    "waiting_curve", person, share, low=max(0, share - width), high=min(1, share + width), x=x, **more
                )
        known = None not in medians
        table.add(
            "waiting_gap",
            "a",
            -900.0 if known else None,
            low=-2000.0,
            high=300.0,
            unit="seconds",
            verdict=gap,
            **{"key": clock, "n": n, **common},
        )


def _drift(table: Table, months: int, common: dict[str, object]) -> None:
    first = datetime(2023, 3, 1, tzinfo=UTC)
    for i in range(months):
        start = (first + timedelta(days=30.44 * i)).replace(day=1)
        key, x = start.strftime("%Y-%m"), start.timestamp()
        share = 0.5 + 0.12 * math.sin(i / 9)
        for what in ("turns", "starts", "reach"):
            table.share(f"drift_{what}", share, 0.05, key=key, x=x, n=300, interval="smoothed", **common)
            table.share(f"drift_{what}_raw", share + 0.03 * (-1) ** i, 0.08, key=key, x=x, n=300, **common)
    for what in ("turns", "starts", "reach"):
        table.add(f"drift_change_{what}", "a", 0.08, low=0.01, high=0.14, n=900, **common)
        table.add(f"drift_change_{what}", "b", -0.08, low=-0.14, high=-0.01, n=900, **common)
