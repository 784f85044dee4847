"""What a section is, what it is made from, and the form it takes when there is not enough."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from evenstep.loop.findings import Answer, LoopResult
from evenstep.measures.base import MeasureOptions
from evenstep.report import amounts
from evenstep.report.chart import Chart, Form, Table
from evenstep.report.names import People, Sentence
from evenstep.report.numbers import Numbers, Pair, weeks_to_go
from evenstep.report.wording import frame, shares
from evenstep.spoken import tr

WEEK_S = 7 * 86400.0
NOTHING = Sentence(())


@dataclass(frozen=True)
class History:
    """The history itself: its span (UTC), the zone for dates, the coarsest clock tick in seconds, its size."""

    start: datetime
    end: datetime
    zone: str
    resolution_s: float
    events: int

    @property
    def weeks(self) -> float:
        """Length in weeks."""
        return (self.end - self.start).total_seconds() / WEEK_S

    def local(self, moment: datetime) -> datetime:
        """``moment`` on the clock of the zone."""
        return moment.astimezone(ZoneInfo(self.zone))


@dataclass(frozen=True)
class Section:
    """One question and its answer. ``enough`` False: the finding says so, and there are no numbers and no charts.

    ``notes`` are (heading, words): From, Could be, Holds or Leans on. ``how`` are (heading, rule).
    ``facts`` and ``table`` are for sections that list rather than find. ``key`` and ``reading`` say how the charts are
    drawn, ``forms`` what a whole circle can look like, ``twin`` is the same drawn otherwise; ``lines`` are
    (sentence, its range) with ``after`` them; ``doubts`` are what could fool the finding.
    """

    slug: str
    label: Sentence
    finding: Sentence
    enough: bool
    more: tuple[Sentence, ...] = ()
    notes: tuple[tuple[str, Sentence], ...] = ()
    charts: tuple[Chart, ...] = ()
    how: tuple[tuple[str, Sentence], ...] = ()
    facts: tuple[tuple[str, Sentence], ...] = ()
    table: Table | None = None
    reading: Sentence = NOTHING
    key: tuple[tuple[Answer, tuple[str, str]], ...] = ()
    lines: tuple[tuple[Sentence, Sentence], ...] = ()
    after: Sentence = NOTHING
    doubts: tuple[tuple[str, Sentence], ...] = ()
    forms: tuple[tuple[Form, tuple[str, str]], ...] = ()
    twin: Chart | None = None


@dataclass(frozen=True)
class Material:
    """What every section is made from."""

    numbers: Numbers
    history: History
    options: MeasureOptions
    loop: LoopResult | None = None

    @property
    def people(self) -> People:
        """The two."""
        return self.numbers.people

    @property
    def shown_cut(self) -> str:
        """The key of the cut that is shown: "8 h"."""
        return f"{self.options.session_gap_s / 3600:g} h"


def short(slug: str, material: Material, pair: Pair | None, minimum: int, noun: str) -> Section:
    """Not enough yet: the same form as any finding, with the plate left blank."""
    n = min(pair.first.n, pair.second.n) if pair else 0
    weeks = weeks_to_go(n, minimum, pair.n_weeks if pair else 0, material.history.weeks, material.options)
    have = amounts.count(n, noun)
    needs = shares.needs(have, minimum, pair.n_weeks if pair else 0, material.options.min_weeks)
    return Section(
        slug=slug,
        label=frame.label(slug),
        finding=shares.not_enough(weeks),
        enough=False,
        notes=((tr("From"), needs),),
    )


def drawn(*charts: Chart | None) -> tuple[Chart, ...]:
    """The charts that could be made."""
    return tuple(chart for chart in charts if chart is not None)
