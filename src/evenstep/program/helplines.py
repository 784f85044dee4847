"""Help lines by country, from a dated and sourced file that ships with the app; something for every country."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any, Final
from urllib.parse import urlsplit

from evenstep.program.emergency import ANYWHERE, emergency_numbers

OLD_AFTER_DAYS: Final = 365
DIRECTORIES: Final = ("findahelpline.com", "befrienders.org")  # shown as text; nothing is ever opened from here


class Kind(StrEnum):
    """What a line is for, in the order in which a page shows them."""

    PARTNER = "partner_abuse"
    SEXUAL = "sexual_violence"
    CRISIS = "crisis"
    OWN_WAYS = "own_ways"


class Checked(StrEnum):
    """How the entry was checked on its day."""

    SAVED_COPY = "saved_copy"  # against saved copies of the pages: the pages may have changed since they were saved
    LIVE_PAGE = "live_page"
    CALL = "call"


@dataclass(frozen=True)
class Source:
    """A page that was read. ``whose``: service, official (the body that runs or pays for it) or independent.

    ``says_number``: the part that was read holds the number. ``dated``: the day or month the text itself gives, or "".
    """

    url: str
    whose: str
    says_number: bool
    dated: str = ""

    @property
    def host(self) -> str:
        """The site it is on, without www."""
        return (urlsplit(self.url).hostname or "").removeprefix("www.")


@dataclass(frozen=True)
class Line:
    """One service in one country. Empty means not known: it is then not said, in either direction.

    ``audience``: all, women or men. ``hours``: always, or weekdays as text with ``zone``; ``on_bill``: yes, no or "".
    """

    key: str
    country: str
    kinds: tuple[Kind, ...]
    name: str
    phone: str
    audience: str
    sources: tuple[Source, ...]
    checked_on: date
    checked_by: str
    how_checked: Checked
    next_check: date
    region: str = ""
    sms: str = ""
    sms_word: str = ""
    tty: str = ""
    chat: bool = False
    hours: str = ""
    zone: str = ""
    languages: tuple[str, ...] = ()
    cost: str = ""
    on_bill: str = ""
    url: str = ""

    def age_days(self, today: date) -> int:
        """Days since it was checked."""
        return (today - self.checked_on).days


@dataclass(frozen=True)
class Group:
    """The lines of one kind in one country."""

    kind: Kind
    lines: tuple[Line, ...]

    @property
    def narrow(self) -> bool:
        """Whether every line here is for the same part of the people: the page then names help for the others."""
        return {line.audience for line in self.lines} in ({"women"}, {"men"})


@dataclass(frozen=True)
class Help:
    """What a country's page shows. ``old``: some line was checked too long ago; the page says it may have changed."""

    country: str
    emergency: tuple[str, ...]
    silent: str
    lines: Mapping[Kind, tuple[Line, ...]]
    old: bool
    anywhere: str = ANYWHERE
    directories: tuple[str, ...] = DIRECTORIES

    def groups(self, kinds: tuple[Kind, ...]) -> tuple[Group, ...]:
        """What there is of these kinds, in their order."""
        return tuple(Group(kind, self.lines[kind]) for kind in kinds if kind in self.lines)


def for_country(country: str, today: date) -> Help:
    """Emergency numbers, sourced lines and directories. Every code gets something, also an unknown one."""
    mine = [line for line in all_lines() if line.country == country]
    by_kind = {kind: tuple(line for line in mine if kind in line.kinds) for kind in Kind}
    return Help(
        country=country,
        emergency=emergency_numbers(country),
        silent=silent_ways().get(country, ""),
        lines={kind: lines for kind, lines in by_kind.items() if lines},
        old=any(line.age_days(today) > OLD_AFTER_DAYS for line in mine),
    )


@cache
def all_lines() -> tuple[Line, ...]:
    """Every line of the file, in its order. Raises KeyError or ValueError on an entry that is not of the schema."""
    return tuple(_line(entry) for entry in _file()["lines"])


@cache
def silent_ways() -> Mapping[str, str]:
    """Country -> how to call for help there without speaking, as a slug that the page has words for."""
    return {entry["country"]: entry["way"] for entry in _file()["silent"]}


@cache
def _file() -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = json.loads((files(__package__) / "content" / "helplines.json").read_text("utf-8"))
    return loaded


def _line(entry: Mapping[str, Any]) -> Line:
    plain = {name: value for name, value in entry.items() if name not in _READ}
    return Line(**plain, **{name: read(entry[name]) for name, read in _READ.items() if name in entry})


_READ: Final[Mapping[str, Callable[[Any], Any]]] = {
    "kinds": lambda names: tuple(Kind(name) for name in names),
    "sources": lambda pages: tuple(Source(**page) for page in pages),
    "checked_on": date.fromisoformat,
    "next_check": date.fromisoformat,
    "how_checked": Checked,
    "languages": tuple,
}
