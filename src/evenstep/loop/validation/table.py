"""The tables of validation: which columns they have, in words, and as Markdown between two marks of a page."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from evenstep.loop.findings import VERDICTS
from evenstep.loop.validation.decision import POOLED, Check, Group, worst
from evenstep.loop.validation.estimator import EFFECTS
from evenstep.loop.validation.flat import Provenance
from evenstep.loop.validation.summary import EffectSummary, Number, Rate

Cells = tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Headers and rows of words; ``says`` is the line above it."""

    title: str
    says: str
    headers: Cells
    rows: tuple[Cells, ...]


def decision_table(groups: Sequence[Group]) -> Table:
    """One line for each limit of a row and each estimator: what is nearest to it, its bound, and whether it holds."""
    keyed = [((g.estimator, str(g.weeks), g.row, _limit(check)), check) for g in groups for check in g.checks]
    rows = []
    for key in dict.fromkeys(key for key, _ in keyed):
        checks = [check for its, check in keyed if its == key]
        states = [check.state for check in checks]
        nearest = max(checks, key=_badness)
        at = f"{nearest.what}: {percent(nearest.rate)} ({nearest.place})"
        rows.append((*key, at, _may_be(nearest), f"{states.count('broken')} of {len(checks)}", worst(states)))
    headers = ("estimator", "weeks", "worlds", "limit", "worst", "99 % bound", "broken", "limits")
    return Table("What must hold", DECISION, headers, tuple(rows))


def tables(groups: Sequence[Group], estimator: str) -> list[Table]:
    """The numbers of one estimator: findings, after Holm, bias, spread, coverage, verdicts."""
    mine = [g for g in groups if g.estimator == estimator]

    def each(effect: Callable[[EffectSummary], str]) -> Callable[[Group], Cells]:
        return lambda group: tuple(effect(e) for e in group.summary.effects)

    return [
        _table("Found, in % of pairs", FOUND, mine, (*EFFECTS, "limits"), _alone),
        _table("Found after Holm, in % of pairs", HOLM, mine, (*EFFECTS, *BOTH), _after_holm),
        _table("Bias", BIAS, mine, EFFECTS, each(_bias)),
        _table("Spread", "Sd of estimate minus truth.", mine, EFFECTS, each(lambda e: _spread(e.sd))),
        _table("Coverage, in %", COVERAGE, mine, EFFECTS, each(lambda e: percent(e.coverage))),
        _table("Verdicts, in % of pairs", VERDICT, mine, (*VERDICTS, "errors", "s a pair"), _verdicts),
    ]


DECISION: Final = (
    "A line for each limit, in %: the rate nearest to it or farthest beyond it, and what the true rate may still be "
    "(one-sided 99 % bound). “shown to hold”: the bound lies inside the limit. “holds”: enough pairs, and not shown to "
    "be broken. What is said is the worst of the worlds, and of them all together."
)
FOUND: Final = (
    "p < 0.05 by itself. Where nothing is there it is a false alarm; where something is: *power*, right sign."
)
HOLM: Final = (
    "The same after Holm over the four, and the verdict “both directions” where no loop is there and where one is."
)
BIAS: Final = "Mean of estimate minus truth; where something is there, the mean truth is beside it."
COVERAGE: Final = "How often the 95 % interval holds the truth, among pairs that have one."
VERDICT: Final = "What was said; pairs that raised an error (in no other number); mean seconds of the estimate."
BOTH: Final = ("both, no loop", "both, a loop", "any finding, nothing there")


def percent(rate: Rate) -> str:
    """As 4.5 ± 1.5, in percent; a dash where there was nothing to count."""
    return f"{100 * rate.value:.1f} ± {100 * rate.se:.1f}" if rate.n else "–"


def markdown(groups: Sequence[Group], made: Provenance) -> str:
    """Where the numbers come from, what holds, and all tables of every estimator."""
    parts = [_made(made, groups)]
    if any(group.checks for group in groups):
        parts.append(_markdown(decision_table(groups), "###"))
    for estimator in dict.fromkeys(g.estimator for g in groups):
        parts.append(f"### {estimator}")
        parts += [_markdown(table, "####") for table in tables(groups, estimator)]
    return "\n\n".join(parts) + "\n"


def put_between(page: str, name: str, body: str) -> str:
    """``page`` with ``body`` between the marks called ``name``; at the end, with new marks, where it has none."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    block = f"{begin}\n\n{body.strip()}\n\n{end}"
    marked = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
    if marked.search(page):
        return marked.sub(lambda _: block, page, count=1)
    return f"{page.rstrip()}\n\n{block}\n".lstrip()


def _limit(check: Check) -> str:
    """The limit in words, as "coverage: 93 to 97"."""
    limit, measure = check.limit, check.limit.measure if check.what != "errors" else "errors"
    if limit.least > 0 and limit.most < 1:
        return f"{measure}: {100 * limit.least:g} to {100 * limit.most:g}"
    return (
        f"{measure}: at least {100 * limit.least:g}" if limit.least > 0 else f"{measure}: at most {100 * limit.most:g}"
    )


def _may_be(check: Check) -> str:
    """How far towards the limit, or beyond it, the true rate may still lie: one-sided, on the limit's side."""
    low, high = (100 * bound for bound in check.rate.bounds)
    if check.limit.least > 0 and check.limit.most < 1:
        return f"{low:.1f} to {high:.1f}"
    return f"at least {low:.1f}" if check.limit.least > 0 else f"at most {high:.1f}"


def _badness(check: Check) -> float:
    """How far a rate is towards or beyond its limit, in its own standard errors."""
    rate, limit = check.rate, check.limit
    return max(rate.value - limit.most if limit.most < 1 else -1, limit.least - rate.value) / rate.se


def _found(alarm: Rate, power: Rate) -> str:
    parts = [percent(alarm)] if alarm.n else []
    parts += [f"*{percent(power)}*"] if power.n else []
    return ", ".join(parts) or "–"


def _alone(group: Group) -> Cells:
    return (*(_found(e.alarm, e.power) for e in group.summary.effects), group.state or "–")


def _after_holm(group: Group) -> Cells:
    summary = group.summary
    effects = tuple(_found(e.alarm_adjusted, e.power_adjusted) for e in summary.effects)
    return (*effects, percent(summary.both_false), percent(summary.both_true), percent(summary.said_false))


def _verdicts(group: Group) -> Cells:
    summary = group.summary
    shares = tuple(percent(rate) for rate in summary.verdicts.values())
    return (*shares, str(summary.errors), f"{summary.seconds:.2f}" if summary.pairs else "–")


def _bias(effect: EffectSummary) -> str:
    """The bias; where something is there, the mean truth with it."""
    bias = effect.bias
    if math.isnan(bias.value):
        return "–"
    of = f" of {effect.truth:+.2f}" if effect.truth else ""
    return f"{bias.value:+.3f} ± {bias.se:.3f}{of}"


def _spread(number: Number) -> str:
    return "–" if math.isnan(number.value) else f"{number.value:.3f} ± {number.se:.3f}"


def _table(title: str, says: str, groups: Sequence[Group], headers: Cells, cells: Callable[[Group], Cells]) -> Table:
    rows = tuple((_place(g), str(g.weeks), str(g.summary.pairs), *cells(g)) for g in groups)
    return Table(title, says, ("world", "weeks", "pairs", *headers), rows)


def _place(group: Group) -> str:
    return f"{group.row}: {POOLED}" if group.place == POOLED else group.place


def _made(made: Provenance, groups: Sequence[Group]) -> str:
    pairs = sum(g.summary.pairs + g.summary.errors for g in groups if g.place != POOLED)
    versions = ", ".join(f"{name} {version}" for name, version in made.versions)
    return (
        f"Made on {made.date} on {made.machine}, Python {made.python}, first seed {made.first_seed}: "
        f"{pairs:,} estimates in {made.core_hours:.2g} hours of one core. Code: {versions}. Command:\n\n"
        f"    {made.command}\n\n"
        "± is the Monte-Carlo standard error. A limit is broken when the one-sided 99 % bound of the rate is beyond it."
    )


def _markdown(table: Table, level: str) -> str:
    lines = [_line(table.headers), _line(("---",) * len(table.headers)), *(_line(row) for row in table.rows)]
    return f"{level} {table.title}\n\n{table.says}\n\n" + "\n".join(lines)


def _line(cells: Cells) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
