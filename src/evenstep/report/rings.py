"""The figures of the loop: two circles, one for each who may be the one who reaches, with their table."""

from __future__ import annotations

import dataclasses
import math
import unicodedata
from typing import Final

from evenstep.loop.findings import LoopResult
from evenstep.report import amounts
from evenstep.report.chart import Arc, Chart, Ring, Table
from evenstep.report.halves import Circle, Half, circles
from evenstep.report.names import People, Person, Sentence, as_is, say, shorten, visible
from evenstep.report.wording import circles as words
from evenstep.report.wording import loop_numbers

WIDEST_NAME: Final = 14  # cells of a name inside a circle; a wide letter takes two


def rings(loop: LoopResult, people: People) -> tuple[Chart, Chart]:
    """Both circles: the first person as the one who reaches, then the second. The first is always on the left."""
    one, other = circles(loop, people)
    return _ring("loop-first", one, people), _ring("loop-second", other, people)


def _ring(slug: str, circle: Circle, people: People) -> Chart:
    reaches = circle.people.first == people.first
    left, right = _fitting(people.first), _fitting(people.second)
    data = Ring(
        sides=(left, right),
        poses=(words.pose(left, reaches=reaches), words.pose(right, reaches=not reaches)),
        top=_arc(circle.later),
        bottom=_arc(circle.more),
        top_to_right=reaches,
        closes=circle.closes,
    )
    return Chart(
        slug=slug,
        data=data,
        title=words.title(circle.people),
        caption=words.caption(circle),
        alt=words.description(circle, people.first),
        table=_table(circle),
    )


def _arc(half: Half) -> Arc:
    least, most = _reach(half)
    return Arc(half.mover, half.answer, words.move(fitted(half)), words.sure(half), least, most)


def fitted(half: Half) -> Half:
    """The half with names that fit into a picture."""
    return dataclasses.replace(half, people=People(_fitting(half.people.first), _fitting(half.people.second)))


def _reach(half: Half) -> tuple[float, float]:
    """How far the line may go: the least of a half that shows, and the most of any that has a range."""
    if half.answer == "not enough yet" or not half.is_known:
        return 0.0, 0.0
    ends = sorted((abs(half.pull.low), abs(half.pull.high)))
    return (ends[0] if half.answer in ("shows", "opposite") else 0.0), ends[1]


def _table(circle: Circle) -> Table:
    """A column for each half, so that both stay in sight on a phone."""
    heads = (say(loop_numbers.NUMBER), *(loop_numbers.column(half) for half in circle.halves))
    cells = zip(loop_numbers.ROWS, *(_cells_of(half) for half in circle.halves), strict=True)
    return Table(heads, tuple((say(head), one, other) for head, one, other in cells))


def _cells_of(half: Half) -> tuple[Sentence, ...]:
    effect, step = half.effect, _step(half)
    return (
        loop_numbers.ratio_cell(effect.rate_ratio),
        loop_numbers.range_cell(effect.ratio.low, effect.ratio.high),
        *(loop_numbers.range_cell(_rate(end.low, step), _rate(end.high, step)) for end in (effect.model, effect.weeks)),
        as_is(amounts.number(effect.episodes)),
        as_is(loop_numbers.answer_words(effect.answer)),
    )


def _step(half: Half) -> float:
    """The typical step a rate ratio stands for: one recent follow-up, log(1 + 1), or one sd of slowness."""
    return math.log(2) if half.effect.name == "w" else 1.0


def _rate(coefficient: float, step: float) -> float:
    return math.inf if coefficient * step > 700 else math.exp(coefficient * step)


def _fitting(person: Person) -> Person:
    """The person with a name that fits into a circle."""
    name, most = visible(person.name), WIDEST_NAME
    while _cells(shorten(name, most)) > WIDEST_NAME and most > 2:
        most -= 1
    return dataclasses.replace(person, name=shorten(name, most))


def _cells(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
