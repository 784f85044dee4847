"""A sheet: what one page of own words says and asks, what may be picked in place of writing, and how it reads later."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from django.utils.translation import gettext as _

Fields = Mapping[str, Any]  # what is kept: name -> text or a list of texts
Looks = Literal["line", "text", "choice", "several", "date", "time"]
Listed = Literal["label", "bare", "no"]

LONGEST: Final = {"line": 200, "text": 5000}


def no_line(_fields: Fields) -> str:
    """Nothing."""
    return ""


def no_problems(_fields: Fields) -> Mapping[str, str]:
    """Nothing to mend."""
    return {}


def as_written(words: str) -> str:
    """The words as they are."""
    return words


@dataclass(frozen=True)
class Ask:
    """One thing a page asks. ``missing``: what is said when it is needed and is not there; "" where it is not needed.

    ``beside``: said under it while there is a list to pick from as well. ``start``: what stands in the field before
    anybody wrote. ``folded``: under a line that opens. ``listed``: whether the answer is shown later with its label,
    bare, or not at all. ``tidy``: what is done to words before they are kept.
    """

    name: str
    looks: Looks
    label: str
    hint: str = ""
    beside: str = ""
    missing: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    start: Any = None
    folded: bool = False
    listed: Listed = "label"
    tidy: Callable[[str], str] = as_written


@dataclass(frozen=True)
class Offer:
    """One line that may be picked. ``fills``: what it writes into fields that were left empty."""

    slug: str
    words: str
    fills: Mapping[str, str]


@dataclass(frozen=True)
class Pick:
    """A list to pick one line from, in groups, each with its heading or ""; for who does not want to write."""

    name: str
    label: str
    groups: tuple[tuple[str, tuple[Offer, ...]], ...]

    def offer(self, slug: str) -> Offer | None:
        """The line that was picked."""
        return next((each for _, offers in self.groups for each in offers if each.slug == slug), None)


@dataclass(frozen=True)
class Sheet:
    """One page. ``lead`` and ``lines`` stand above, ``foot`` below what was written; ``part`` is a template of its own.

    ``sides``: for the one who reaches, for the one who steps back, until something is written. ``care``: at the end,
    where the page ends and Help begins.
    ``headline`` and ``when``: what a row says in one line, and its time in words. ``order`` sorts rows, newest first
    without it. ``long``: the form opens only on a tap once something is there.
    """

    lead: str
    asks: tuple[Ask | Pick, ...]
    lines: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
    foot: tuple[str, ...] = ()
    care: tuple[str, ...] = ()
    empty: str = ""
    button: str = ""
    part: str = ""
    above: Mapping[str, Any] | None = None
    headline: Callable[[Fields], str] = no_line
    when: Callable[[Fields], str] = no_line
    order: Callable[[Fields], Any] | None = None
    problems: Callable[[Fields], Mapping[str, str]] = no_problems
    long: bool = False
    card: bool = False

    def written(self) -> tuple[Ask, ...]:
        """What is asked, without the lists to pick from."""
        return tuple(each for each in self.asks if isinstance(each, Ask))

    def picks(self) -> tuple[Pick, ...]:
        """The lists to pick from that hold anything."""
        return tuple(each for each in self.asks if isinstance(each, Pick) and any(offers for _, offers in each.groups))


def instead_of_the_list() -> str:
    """What is said under a field that stands beside a list."""
    return _("Or write here. Then your words are taken, and not the list.")


def text_of(fields: Fields, name: str) -> str:
    """The words of one field, whatever a file brought: lists in one line, anything else as nothing."""
    value = fields.get(name)
    if isinstance(value, list):
        return ", ".join(each for each in value if isinstance(each, str) and each)
    return value if isinstance(value, str) else ""


def day_of(fields: Fields, name: str) -> date | None:
    """The day of one field, when it holds one."""
    try:
        return date.fromisoformat(text_of(fields, name))
    except ValueError:
        return None  # nothing was written, or a file brought something else
