"""Who starts, whether that depends on the cut, and how long an answer takes."""

from __future__ import annotations

from evenstep.report import figures
from evenstep.report.numbers import Lead
from evenstep.report.sections.base import Material, Section, drawn, short
from evenstep.report.wording import frame, method, shares, starts, waiting
from evenstep.spoken import tr


def who_starts(material: Material) -> Section:
    """Who starts, at the cut that is shown."""
    numbers, people = material.numbers, material.people
    pair = numbers.pair("initiation_share", material.shown_cut)
    if pair is None or not pair.enough:
        return short("starts", material, pair, material.options.min_starts, "start")
    no_late = numbers.pair("initiation_share_no_late", material.shown_cut)
    renewed = numbers.pair("initiation_renewed", material.shown_cut) or numbers.pair("initiation_renewed")
    return Section(
        slug="starts",
        label=frame.label("starts"),
        finding=starts.starts(people, pair, numbers.lead(pair.first), pair.first.holds_for),
        enough=True,
        more=(
            *([starts.without_late(people, no_late)] if no_late and no_late.enough else []),
            *([starts.renewed(people, renewed)] if renewed and renewed.enough else []),
        ),
        notes=(
            (tr("From"), starts.starts_from(pair.first.n, pair.n_weeks)),
            (tr("Could be"), shares.could_be(people, pair)),
            starts.holds(
                pair.first.holds_for if numbers.lead(pair.first) != "cant_tell" else None,
                material.options.session_gaps_s,
            ),
        ),
        charts=drawn(figures.split(people, "starts", tr("Starts"), [("all", pair)])),
        how=method.rules(method.STARTS, material.options),
    )


def sweep(material: Material) -> Section:
    """Whether who starts depends on the cut."""
    numbers = material.numbers
    pairs = [p for p in numbers.pairs("initiation_share") if p.enough]
    shown = next((p for p in pairs if p.first.key == material.shown_cut), None)
    if shown is None:
        pair = numbers.pair("initiation_share", material.shown_cut)
        return short("sweep", material, pair, material.options.min_starts, "start")
    leads = [(figures.cut_words(p), numbers.lead(p.first)) for p in pairs]
    ns = sorted(p.first.n for p in pairs)
    return Section(
        slug="sweep",
        label=frame.label("sweep"),
        finding=starts.sweep(material.people, leads, shown.first.holds_for, numbers.lead(shown.first)),
        enough=True,
        notes=(
            (tr("From"), starts.sweep_from(ns[0], ns[-1])),
            (tr("Could be"), starts.sweep_could_be()),
            (tr("Leans on"), starts.sweep_leans_on(len(pairs), len(numbers.pairs("initiation_share")))),
        ),
        charts=drawn(figures.cuts(numbers)),
        how=method.rules(method.SWEEP, material.options),
    )


def answers(material: Material) -> Section:
    """How long an answer takes: by the plain clock, then on each one's own."""
    numbers, people = material.numbers, material.people
    tick, horizon = material.history.resolution_s, material.options.censor_s
    pair, own = numbers.pair("waiting_median", "clock"), numbers.pair("waiting_median", "active")
    if pair is None or not pair.enough:
        return short("waiting", material, pair, material.options.min_waits, "wait")
    answer = waiting.both_clocks(_slower(material, "clock"), _slower(material, "active"))
    return Section(
        slug="waiting",
        label=frame.label("waiting"),
        finding=waiting.waiting(people, pair, answer, tick, horizon),
        enough=True,
        notes=(
            (tr("From"), waiting.waits_from(people, pair)),
            (tr("Could be"), waiting.waits_could_be(people, pair, tick, horizon)),
            *([waiting.own_clocks(people, own, answer, horizon)] if own and own.enough else []),
        ),
        charts=drawn(*(figures.curves(numbers, clock, tick, horizon) for clock in ("clock", "active"))),
        how=method.rules(method.WAITING, material.options),
    )


def _slower(material: Material, clock: str) -> Lead:
    gap = material.numbers.single("waiting_gap", clock)
    return material.numbers.lead(gap) if gap and gap.enough and gap.verdict else "cant_tell"
