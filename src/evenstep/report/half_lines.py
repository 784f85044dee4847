"""The figure of the four halves as lines on one scale: for exact reading, where the circles show a circle."""

from __future__ import annotations

import math
from typing import Final

from evenstep.loop.findings import LoopResult
from evenstep.loop.rule import SMALL
from evenstep.report.chart import Chart, HalfLine, HalfLines, Interval, Table
from evenstep.report.halves import Half, halves
from evenstep.report.names import People
from evenstep.report.rings import fitted
from evenstep.report.wording import four_lines as words
from evenstep.report.wording.circles import sure
from evenstep.spoken import tr

LEAST_REACH: Final = math.log(1.5)
MOST_REACH: Final = math.log(8.0)


def half_lines(loop: LoopResult, people: People) -> Chart:
    """All four halves in the order of the circles, on one scale."""
    every = halves(loop, people)
    rows = tuple(_row(fitted(half)) for half in every)
    ends = [abs(end) for row in rows if row.range_ for end in (row.range_.low, row.range_.high)]
    reach = min(MOST_REACH, max([LEAST_REACH, *(end * 1.05 for end in ends)]))
    return Chart(
        slug="loop-lines",
        data=HalfLines(rows, _ends(), reach, max(abs(end) for end in SMALL)),
        title=words.title(people),
        caption=words.caption(cut=any(end > reach for end in ends)),
        alt=words.description(people, every),
        table=Table((), ()),  # the circles carry the table of all four
    )


def _ends() -> tuple[str, str, str]:
    less, usual, more = words.ENDS
    return tr(less), tr(usual), tr(more)


def _row(half: Half) -> HalfLine:
    return HalfLine(half.mover, half.answer, words.after(half), words.whose(half), sure(half), _range(half))


def _range(half: Half) -> Interval | None:
    """Later or more above 0: the sign of a rate of answers turned, so that later lies to the right."""
    if half.is_short or not half.is_known:
        return None
    sign = -1.0 if half.effect.name == "w" else 1.0
    return Interval(sign * math.log(half.effect.rate_ratio), half.pull.low, half.pull.high)
