"""What a form is: themes of plain lines, each asked on one or two occasions, answered on one scale."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from evenstep.by_kind import Kind

Side = Literal["reach", "step_back"]

FORMS: Final = ("reach", "step_back", "effects", "week", "glance")
OPPOSITE: Final[Mapping[Side, Side]] = {"reach": "step_back", "step_back": "reach"}


@dataclass(frozen=True)
class Scale:
    """The answers one may choose: whole steps from 0 to ``highest``. ``words`` names all of them, or the two ends."""

    highest: int
    words: tuple[tuple[int, str], ...]
    skip: str

    @property
    def steps(self) -> range:
        """Every value, lowest first."""
        return range(self.highest + 1)

    def word(self, value: int) -> str:
        """What a value is called; its number where it has no word."""
        return dict(self.words).get(value, str(value))


@dataclass(frozen=True)
class Occasion:
    """When a line is asked about: ordinary days, hard days, or one stretch of time."""

    slug: str
    name: str
    hint: str


@dataclass(frozen=True)
class Item:
    """One line. ``text`` may hold the placeholder {other}."""

    slug: str
    text: str

    def field(self, occasion: str) -> str:
        """The name of the answer to this line on one occasion, as stored and as used in a web form."""
        return f"{self.slug}.{occasion}"


@dataclass(frozen=True)
class Theme:
    """Lines that ask about one thing. ``ease``: a high answer is the easy one. ``mirror``: the other side's theme."""

    slug: str
    name: str
    idea: str
    items: tuple[Item, ...]
    ease: bool
    side: Side | None
    mirror: str
    said: Mapping[str, str]


@dataclass(frozen=True)
class Form:
    """One set of questions in the words of one kind of relationship."""

    slug: str
    version: int
    kind: Kind
    side: Side | None
    title: str
    intro: str
    scale: Scale
    occasions: tuple[Occasion, ...]
    themes: tuple[Theme, ...]
    leads_with: str
    leads: Mapping[str, str]
    source: str
    licence: str

    @property
    def key(self) -> str:
        """Slug and version, kept with each filling so that it is read by the words it was given to."""
        return f"{self.slug}.{self.version}"

    @property
    def items(self) -> tuple[Item, ...]:
        """Every line, theme after theme."""
        return tuple(item for theme in self.themes for item in theme.items)

    @property
    def fields(self) -> tuple[str, ...]:
        """The name of every answer the form asks for."""
        return tuple(item.field(occasion.slug) for item in self.items for occasion in self.occasions)

    def theme(self, slug: str) -> Theme:
        """The theme of that name."""
        return next(theme for theme in self.themes if theme.slug == slug)
