"""Whether the limits hold: broken when chance alone hardly gives so bad a rate, shown when no worse one is likely."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

from evenstep.loop.validation.limits import CELL_PAIRS, ROW_PAIRS, ROWS, Limit, Row
from evenstep.loop.validation.records import Record
from evenstep.loop.validation.summary import Rate, Summary, not_fit_is_quiet, summarise

State = Literal["broken", "more pairs needed", "holds", "shown to hold"]
STATES: Final[tuple[State, ...]] = get_args(State)
"""Worst first. "holds": enough pairs, and not broken. "shown to hold": the 99 % bound itself lies inside the limit."""
POOLED = "all together"


def worst(states: Iterable[State]) -> State | Literal[""]:
    """What is said of several checks together: the worst of them, "" of none."""
    return min(states, key=STATES.index, default="")


@dataclass(frozen=True)
class Check:
    """One rate against one limit, in one world or in all of a row together."""

    row: str
    place: str
    what: str
    rate: Rate
    limit: Limit
    state: State


@dataclass(frozen=True)
class Group:
    """A world, or all worlds of a row together, under one estimator: its numbers and its checks."""

    estimator: str
    weeks: int
    row: str
    place: str
    summary: Summary
    checks: tuple[Check, ...]

    @property
    def state(self) -> State | Literal[""]:
        """The worst of the checks; "" where nothing must hold."""
        return worst(check.state for check in self.checks)


def groups(records: Sequence[Record]) -> list[Group]:
    """Every row of method.md 4 that has pairs in ``records``: its worlds one by one, then all together.

    Records with overrides, and worlds outside the rows, come last, without limits.
    """
    found: list[Group] = []
    for estimator, weeks in dict.fromkeys((r.task.cell.estimator, r.task.cell.weeks) for r in records):
        mine = [r for r in records if (r.task.cell.estimator, r.task.cell.weeks) == (estimator, weeks)]
        for row in ROWS:
            found += _row(row, mine, estimator, weeks)
        named = {world for row in ROWS for world in row.worlds}
        others = dict.fromkeys(c.title for c in (r.task.cell for r in mine) if c.title not in named)
        if others:
            found += _row(Row("other worlds", tuple(others)), mine, estimator, weeks)
    return found


def _row(row: Row, records: Sequence[Record], estimator: str, weeks: int) -> list[Group]:
    by_world = {world: [r for r in records if r.task.cell.title == world] for world in row.worlds}
    there = {world: mine for world, mine in by_world.items() if mine}
    found = [_group(row, world, mine, CELL_PAIRS, estimator, weeks) for world, mine in there.items()]
    if len(row.worlds) == 1 and found:  # one world is the whole row: it is held to the row's number of pairs
        found = [_group(row, row.worlds[0], there[row.worlds[0]], ROW_PAIRS, estimator, weeks)]
    elif len(there) > 1 and row.limits:
        together = [r for mine in there.values() for r in mine]
        found.append(_group(row, POOLED, together, ROW_PAIRS, estimator, weeks))
    return found


def _group(row: Row, place: str, records: Sequence[Record], needed: int, estimator: str, weeks: int) -> Group:
    seen = summarise(records)
    judged = summarise(not_fit_is_quiet(records)) if row.may_not_fit else seen
    checks = [
        _check(row, place, what, rate, limit, enough=seen.pairs >= needed)
        for limit in row.limits
        for what, rate in _rates(limit, judged)
    ]
    if seen.errors and row.limits:
        errors = Rate(seen.errors, seen.errors + seen.pairs)
        checks.append(Check(row.name, place, "errors", errors, Limit("false alarm", most=0.0), "broken"))
    return Group(estimator, weeks, row.name, place, seen, tuple(checks))


def _check(row: Row, place: str, what: str, rate: Rate, limit: Limit, *, enough: bool) -> Check:
    return Check(row.name, place, what, rate, limit, _state(rate, limit, enough=enough))


def _state(rate: Rate, limit: Limit, *, enough: bool) -> State:
    """A bound inside the limit says more than any number of pairs without it, so it needs no more of them."""
    above, below = rate.bounds
    if above > limit.most or below < limit.least:
        return "broken"
    if below <= limit.most and above >= limit.least:
        return "shown to hold"
    return "holds" if enough else "more pairs needed"


def _rates(limit: Limit, summary: Summary) -> list[tuple[str, Rate]]:
    """The rates a limit is about. An effect that is not there (or a loop that is) has no false alarm to count."""
    effects = summary.effects
    of_k = [e for e in effects if e.name.startswith("k")]
    match limit.measure:
        case "false alarm":
            rates = [(f"false alarm, {e.name}", e.alarm) for e in effects]
        case "both directions":
            rates = [("both directions, no loop there", summary.both_false)]
        case "coverage":
            rates = [(f"coverage, {e.name}", e.coverage) for e in effects]
        case "coverage of k":
            rates = [(f"coverage, {e.name}", e.coverage) for e in of_k]
        case "power of k":
            rates = [(f"power, {e.name}", e.power_adjusted) for e in of_k]
    return [(what, rate) for what, rate in rates if rate.n]
