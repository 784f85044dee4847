"""A chart as a plain value: its kind and data, a sentence as caption, words for who cannot see it, and a table twin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from evenstep.loop.findings import Answer
from evenstep.report.names import Person, Sentence


@dataclass(frozen=True)
class Table:
    """The same numbers as rows; the first cell of a row is its heading."""

    headers: tuple[Sentence, ...]
    rows: tuple[tuple[Sentence, ...], ...]


@dataclass(frozen=True)
class Interval:
    """A number with its range, in the unit of the data it stands in."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class SplitRow:
    """One bar divided between two people: the share of the first, and the words at its three places."""

    share: Interval
    first_words: str
    middle_words: str
    second_words: str


@dataclass(frozen=True)
class Split:
    """Bars divided between two people."""

    sides: tuple[Person, Person]
    rows: tuple[SplitRow, ...]


@dataclass(frozen=True)
class CutRow:
    """Who starts under one cut: the share of the first, the cut and what it says, in words."""

    share: Interval
    cut: str
    says: str


@dataclass(frozen=True)
class Cuts:
    """Who starts under every cut."""

    sides: tuple[Person, Person]
    rows: tuple[CutRow, ...]


@dataclass(frozen=True)
class Curve:
    """Share answered (0 to 1) by each time since the first unanswered message (seconds, rising)."""

    person: Person
    x_s: tuple[float, ...]
    share: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    median_s: float | None
    words: str


@dataclass(frozen=True)
class Curves:
    """Two reply curves, drawn up to ``horizon_s``. A curve belongs to the person who answers."""

    curves: tuple[Curve, Curve]
    horizon_s: float


@dataclass(frozen=True)
class Months:
    """The first person's share month by month; ``starts_s`` are month starts in epoch seconds."""

    sides: tuple[Person, Person]
    starts_s: tuple[float, ...]
    labels: tuple[str, ...]
    share: tuple[Interval, ...]
    first_words: tuple[str, str]  # at the left end and at the right end
    second_words: tuple[str, str]


@dataclass(frozen=True)
class RunRow:
    """How often a run has this length, for the first and for the second person (shares 0 to 1)."""

    length: str
    first: Interval
    second: Interval


@dataclass(frozen=True)
class Runs:
    """Runs of turns before an answer, both people back to back."""

    sides: tuple[Person, Person]
    rows: tuple[RunRow, ...]


@dataclass(frozen=True)
class Week:
    """One's own turns by hour of the week: 168 rates with mean 1, Monday 00:00 first. Only ever oneself."""

    person: Person
    rates: tuple[float, ...]


@dataclass(frozen=True)
class Arc:
    """One half of a circle, in the hue of the person who moves.

    ``least`` and ``most`` are how far it may go, as a log rate ratio without its sign; 0 where nothing is drawn.
    """

    person: Person
    answer: Answer
    words: str
    sure: str
    least: float
    most: float


@dataclass(frozen=True)
class Ring:
    """A circle between two people. ``top`` runs to the right when ``top_to_right``, ``bottom`` the other way."""

    sides: tuple[Person, Person]  # left, right
    poses: tuple[str, str]  # "you reach", "B steps back", at the same places
    top: Arc
    bottom: Arc
    top_to_right: bool
    closes: bool


@dataclass(frozen=True)
class HalfLine:
    """One half as a line: a log rate ratio, above 0 later or more; ``range_`` None where none can be given."""

    person: Person
    answer: Answer
    after: str
    whose: str
    sure: str
    range_: Interval | None


@dataclass(frozen=True)
class HalfLines:
    """The four halves as lines on one scale, from ``-reach`` to ``reach``; ``small`` is what counts as no sign."""

    rows: tuple[HalfLine, ...]
    ends: tuple[str, str, str]  # words at the left end, in the middle, at the right end
    reach: float
    small: float


Form = Literal["closed", "half", "no sign", "can't tell"]
"""What a whole circle can look like."""

ChartData = Split | Cuts | Curves | Months | Runs | Week | Ring | HalfLines


@dataclass(frozen=True)
class Chart:
    """What a picture shows and says. ``slug`` is unique in a report; its class of ``data`` is the kind."""

    slug: str
    data: ChartData
    title: Sentence
    caption: Sentence
    alt: Sentence
    table: Table

    @property
    def kind(self) -> str:
        """split, cuts, curves, months, runs, week, ring or halflines."""
        return type(self.data).__name__.lower()
