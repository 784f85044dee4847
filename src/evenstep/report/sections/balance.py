"""Who writes, runs, who reaches out, and the months."""

from __future__ import annotations

from typing import Final

from evenstep.report import figures
from evenstep.report.sections.base import Material, Section, drawn, short
from evenstep.report.wording import balance, frame, method, shares
from evenstep.spoken import tr

LEAST_WEEKS: Final = 26  # three months at each end


def participation(material: Material) -> Section:
    """Who writes how much."""
    numbers, people = material.numbers, material.people
    found = {what: numbers.pair(f"participation_{what}") for what in ("turns", "messages", "words", "calls")}
    pair = found["messages"]
    if pair is None or not pair.enough:
        return short("participation", material, pair, 1, "message")
    calls = found["calls"]
    rows = [(what, p) for what, p in found.items() if p is not None and p.first.n > 0]
    return Section(
        slug="participation",
        label=frame.label("participation"),
        finding=balance.writes(people, pair, numbers.lead(pair.first), "messages"),
        enough=True,
        more=(balance.few_calls(people, calls.first.n),) if calls and calls.first.n and not calls.enough else (),
        notes=(
            (tr("From"), balance.total_from(pair.first.n, pair.n_weeks, "message")),
            (tr("Could be"), shares.could_be(people, pair)),
            (tr("Leans on"), balance.writes_leans_on()),
        ),
        charts=drawn(figures.split(people, "participation", tr("What was written"), rows)),
        how=method.rules(method.PARTICIPATION, material.options),
    )


def runs(material: Material) -> Section:
    """Turns in a row before an answer."""
    numbers, people = material.numbers, material.people
    pair = numbers.pair("runs_mean")
    if pair is None or not pair.enough:
        return short("runs", material, pair, 1, "run")
    return Section(
        slug="runs",
        label=frame.label("runs"),
        finding=balance.runs(people, pair),
        enough=True,
        notes=(
            (tr("From"), balance.counts_from(people, pair, "run")),
            (tr("Could be"), balance.runs_could_be(people, pair)),
            (tr("Leans on"), balance.runs_leans_on(material.options.turn_gap_s)),
        ),
        charts=drawn(figures.runs(numbers)),
        how=method.rules(method.RUNS, material.options),
    )


def reach(material: Material) -> Section:
    """Who reaches out, in all weeks and in those called hard."""
    numbers, people = material.numbers, material.people
    pair, hard, ordinary = (numbers.pair("reach_balance", key) for key in ("all", "hard", "ordinary"))
    if pair is None or not pair.enough:
        return short("reach", material, pair, material.options.min_starts, "reach")
    weeks = balance.reach_weeks(people, hard, ordinary)
    rows = [(key, p) for key, p in (("all", pair), ("ordinary", ordinary), ("hard", hard)) if p is not None]
    return Section(
        slug="reach",
        label=frame.label("reach"),
        finding=balance.reach(people, pair, numbers.lead(pair.first)),
        enough=True,
        more=(weeks,) if weeks else (),
        notes=(
            (tr("From"), balance.total_from(pair.first.n, pair.n_weeks, "reach")),
            (tr("Could be"), shares.could_be(people, pair)),
            (tr("Leans on"), balance.reach_leans_on(marked=bool(material.options.hard_weeks))),
        ),
        charts=drawn(figures.split(people, "reach", tr("Reaches"), rows)),
        how=method.rules(method.REACH, material.options),
    )


def months(material: Material) -> Section:
    """The share of turns over the months, and then against now."""
    numbers, people, history = material.numbers, material.people, material.history
    chart = figures.months(numbers)
    change = numbers.pair("drift_change_turns")
    if chart is None or change is None or not change.enough or change.first.value is None:
        return few_months(material)
    n_months = len(chart.table.rows)
    return Section(
        slug="months",
        label=frame.label("months"),
        finding=balance.drift(people, change.first, numbers.lead(change.first), "turns"),
        enough=True,
        notes=(
            (tr("From"), balance.months_from(n_months, history.local(history.start), history.local(history.end))),
            (tr("Could be"), balance.drift_could_be(people, change.first, "turns")),
            (tr("Leans on"), balance.drift_leans_on()),
        ),
        charts=drawn(chart),
        how=method.rules(method.DRIFT, material.options),
    )


def few_months(material: Material) -> Section:
    """Too short to compare the beginning with now."""
    weeks = round(material.history.weeks)
    return Section(
        slug="months",
        label=frame.label("months"),
        finding=shares.not_enough(LEAST_WEEKS - weeks if weeks < LEAST_WEEKS else None),
        enough=False,
        notes=((tr("From"), balance.months_need(weeks, LEAST_WEEKS, material.options.min_weeks)),),
    )
