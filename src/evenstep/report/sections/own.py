"""One's own week, and the numbers that researchers use."""

from __future__ import annotations

from evenstep.report import figures
from evenstep.report.chart import Table
from evenstep.report.names import Sentence, say
from evenstep.report.numbers import Pair
from evenstep.report.sections.base import Material, Section, drawn, short
from evenstep.report.wording import frame, method, own, pictures
from evenstep.spoken import N_, tr


def week(material: Material) -> Section | None:
    """One's own week; there is none when it is not known who one is."""
    me, hours = material.people.me, material.numbers.own("rhythm_hours")
    if me is None or not hours:
        return None
    if not all(h.enough for h in hours):
        pair = Pair(hours[0], hours[0])
        return short("week", material, pair, 1, "turn")
    chart = figures.week(me, hours)
    busy, quiet = figures.busy_and_quiet([h.value or 0.0 for h in hours])
    return Section(
        slug="week",
        label=frame.label("week"),
        finding=own.week(busy, quiet),
        enough=True,
        notes=(
            (tr("From"), own.week_from(max(h.n for h in hours), hours[0].n_weeks)),
            (tr("Could be"), own.week_could_be()),
        ),
        charts=drawn(chart),
        how=method.rules(method.WEEK, material.options),
    )


def research(material: Material) -> Section | None:
    """Burstiness, memory and participation shifts of both, as a table; none when nothing is there."""
    numbers, people = material.numbers, material.people
    rows: list[tuple[Sentence, ...]] = []
    weeks = 0
    for measure, words in (("rhythm_burstiness", N_("Burstiness")), ("rhythm_memory", N_("Memory"))):
        pair = numbers.pair(measure)
        if pair is not None and pair.enough:
            rows.append((say(words), *_cells(pair, share=False)))
            weeks = max(weeks, pair.n_weeks)
    shifts = [pair for pair in numbers.pairs("rhythm_shift") if pair.enough]
    rows += [(own.shift_label(pair.first.key), *_cells(pair, share=True)) for pair in shifts]
    if not rows:
        return None
    return Section(
        slug="research",
        label=frame.label("research"),
        finding=own.research(people, weeks),
        enough=True,
        table=Table(pictures.headings(people, *N_(("Number", "{1c}", "{2c}"))), tuple(rows)),
        how=method.rules(method.RESEARCH, material.options),
    )


def _cells(pair: Pair, *, share: bool) -> tuple[Sentence, Sentence]:
    return own.index_cell(pair.first, share=share), own.index_cell(pair.second, share=share)
