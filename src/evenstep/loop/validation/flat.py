"""The summary as rows of numbers, for CSV and JSON: everything a table shows and everything it leaves out."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from evenstep.loop.validation.decision import Group
from evenstep.loop.validation.summary import EffectSummary, Number, Rate


@dataclass(frozen=True)
class Provenance:
    """Where and when numbers were made: a date, a machine in words, the command, seed, hours of one core, versions."""

    date: str
    machine: str
    python: str
    command: str
    first_seed: int
    core_hours: float
    versions: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Figure:
    """One number. ``effect`` is "" where it is about the pair; ``count`` and ``n`` are null where it is no rate."""

    estimator: str
    weeks: int
    row: str
    place: str
    measure: str
    effect: str
    value: float | None
    se: float | None
    count: int | None
    n: int | None


RATES = ("said", "coverage", "alarm", "alarm_adjusted", "power", "power_adjusted", "wrong")


def figures(groups: Sequence[Group]) -> Iterator[Figure]:
    """Every number of every group."""
    for group in groups:
        place = (group.estimator, group.weeks, group.row, group.place)
        summary = group.summary
        yield Figure(*place, "pairs", "", summary.pairs, None, None, None)
        yield Figure(*place, "errors", "", summary.errors, None, None, None)
        yield Figure(*place, "seconds", "", _finite(summary.seconds), None, None, None)
        for name in ("both_false", "both_true", "said_false"):
            yield _of_rate(place, name, "", getattr(summary, name))
        for verdict, rate in summary.verdicts.items():
            yield _of_rate(place, f"verdict: {verdict}", "", rate)
        for effect in summary.effects:
            yield from _of_effect(place, effect)


def to_csv(groups: Sequence[Group]) -> str:
    """All figures, with a header; empty where there is no number."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(Figure.__dataclass_fields__)
    writer.writerows(asdict(figure).values() for figure in figures(groups))
    return out.getvalue()


def to_json(groups: Sequence[Group], provenance: Provenance) -> str:
    """All figures, all checks with their bounds, and where they come from."""
    checks = [
        {
            "estimator": group.estimator, "weeks": group.weeks, "row": check.row, "place": check.place,
            "what": check.what, "value": _finite(check.rate.value), "n": check.rate.n,
            "bounds_99": list(check.rate.bounds), "least": check.limit.least, "most": check.limit.most,
            "state": check.state,
        }
        for group in groups for check in group.checks
    ]  # fmt: skip
    whole = {"made": asdict(provenance), "checks": checks, "figures": [asdict(f) for f in figures(groups)]}
    return json.dumps(whole, indent=1, allow_nan=False, ensure_ascii=False) + "\n"


Place = tuple[str, int, str, str]


def _of_effect(place: Place, effect: EffectSummary) -> Iterator[Figure]:
    yield Figure(*place, "truth", effect.name, _finite(effect.truth), None, None, None)
    for name in ("bias", "sd"):
        number: Number = getattr(effect, name)
        yield Figure(*place, name, effect.name, _finite(number.value), _finite(number.se), None, None)
    for name in RATES:
        yield _of_rate(place, name, effect.name, getattr(effect, name))


def _of_rate(place: Place, measure: str, effect: str, rate: Rate) -> Figure:
    return Figure(*place, measure, effect, _finite(rate.value), _finite(rate.se), rate.count, rate.n)


def _finite(number: float) -> float | None:
    return number if math.isfinite(number) else None
