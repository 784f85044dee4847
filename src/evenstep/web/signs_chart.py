"""The picture of one filling: a line for each theme, a small mark for ordinary days and a large one for hard days."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from evenstep.inventory.levels import in_words
from evenstep.inventory.said import Voice
from evenstep.inventory.score import Findings, Level, ThemeFinding

LEFT: Final = 10.0  # where 0 stands in a picture 320 wide, so that its mark is not cut
WIDE: Final = 300.0


@dataclass(frozen=True)
class Row:
    """One theme: its name, where its marks stand (None: left open), and the same in words for the table."""

    name: str
    ordinary_x: float | None
    hard_x: float | None
    words: tuple[str, ...]

    @property
    def left(self) -> float | None:
        """Where the line between the two marks begins; None with fewer than two."""
        return None if self.ordinary_x is None or self.hard_x is None else min(self.ordinary_x, self.hard_x)

    @property
    def right(self) -> float | None:
        """Where it ends."""
        return None if self.ordinary_x is None or self.hard_x is None else max(self.ordinary_x, self.hard_x)


@dataclass(frozen=True)
class Picture:
    """All rows, the ticks of the scale, and the words at its two ends. ``occasions`` head the table's columns."""

    rows: tuple[Row, ...]
    ticks: tuple[float, ...]
    ends: tuple[str, str]
    occasions: tuple[str, ...]

    @property
    def two(self) -> bool:
        """Whether there are ordinary and hard days."""
        return len(self.occasions) > 1


def picture(found: Findings, voice: Voice) -> Picture:
    """The picture of ``found``. With one occasion there is one mark a line."""
    form = found.form
    top = form.scale.highest
    return Picture(
        rows=tuple(_row(found, finding, voice) for finding in found.themes),
        ticks=tuple(_x(step, top) for step in form.scale.steps),
        ends=(voice.say(form.scale.word(0)), voice.say(form.scale.word(top))),
        occasions=tuple(voice.say(occasion.name) for occasion in form.occasions),
    )


def _row(found: Findings, finding: ThemeFinding, voice: Voice) -> Row:
    form = found.form
    levels = [finding.levels[occasion.slug] for occasion in form.occasions]
    marks = [_mark(level, form.scale.highest) for level in levels]
    ordinary, hard = marks if len(marks) > 1 else (None, marks[0])
    return Row(voice.say(finding.theme.name), ordinary, hard, tuple(in_words(form, level, voice) for level in levels))


def _mark(level: Level, top: int) -> float | None:
    return None if level.mean is None else _x(level.mean, top)


def _x(value: float, top: int) -> float:
    return round(LEFT + WIDE * value / top, 1)
