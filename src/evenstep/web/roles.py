"""Who reaches, stretch by stretch and topic by topic, in sentences, rows of a picture and a table: nobody is a type."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from django.utils import formats
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from evenstep.inventory.said import fenced
from evenstep.program.noticed import Split

LEFT, WIDE = 10.0, 300.0  # where none and all stand in a picture 320 wide


@dataclass(frozen=True)
class Row:
    """One stretch or topic. ``lead``: "me", "other", "even", "open" (it can't be told) or "" (too few to say)."""

    name: str
    mine: int
    theirs: int
    lead: str
    value: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def x(self) -> float:
        """Where the mark stands."""
        return _x(self.value)

    @property
    def left(self) -> float:
        """Where the range begins."""
        return _x(self.low)

    @property
    def right(self) -> float:
        """Where it ends."""
        return _x(self.high)

    @property
    def range(self) -> str:
        """My share of 100, rounded outward."""
        if self.low is None or self.high is None:
            return _("not enough yet")
        ends = {"low": math.floor(100 * self.low), "high": math.ceil(100 * self.high)}
        return _("%(low)s to %(high)s of 100") % ends


@dataclass(frozen=True)
class Roles:
    """What the rows say together. Without ``finding`` there is not enough yet."""

    rows: tuple[Row, ...]
    finding: str = ""
    more: str = ""

    @property
    def shown(self) -> tuple[Row, ...]:
        """The rows that can be drawn."""
        return tuple(row for row in self.rows if row.lead)


def by_period(periods: Sequence[dict[str, Any]], other: str) -> Roles:
    """Who began the conversations in each stretch of the messages, the oldest first."""
    rows = tuple(_stretch(each) for each in periods)
    known = [row for row in rows if row.lead]
    if len(known) < 2:
        return Roles(rows)
    turned, counted = _turned(known, fenced(other)), " ".join(_counted(known, fenced(other)))
    return Roles(rows, turned, counted) if turned else Roles(rows, counted)


def by_topic(topics: Sequence[tuple[str, Split]], other: str) -> Roles:
    """Who moved toward, by what it was about."""
    rows = tuple(
        Row(words, each.mine, each.theirs, each.lead, each.mine / each.n if each.n else None, each.low, each.high)
        for words, each in topics
    )
    known = [row for row in rows if row.lead]
    said = [words for lead in ("me", "other") if (words := _about(known, lead, fenced(other)))]
    open_ones = _about(known, "open", fenced(other))
    return Roles(rows, " ".join(said), open_ones) if said else Roles(rows, open_ones)


def _stretch(each: dict[str, Any]) -> Row:
    day = formats.date_format(date.fromisoformat(each["last_day"]), "j F Y")
    words = {3: _("Three months to %(day)s"), 6: _("Half a year to %(day)s")}.get(
        each["months"], _("A year to %(day)s")
    )
    mine = round((each["value"] or 0.0) * each["n"])
    known = (each["value"], each["low"], each["high"]) if each["lead"] else (None, None, None)
    return Row(words % {"day": day}, mine, each["n"] - mine, each["lead"], *known)


def _turned(rows: Sequence[Row], other: str) -> str:
    """Where the lead went over to the other person, the newest such change; "" where it never did."""
    leads = [row for row in rows if row.lead in ("me", "other")]
    for before, after in reversed(list(pairwise(leads))):
        if before.lead != after.lead:
            first = {"me": _("you"), "other": other}
            words = _("This has turned around. %(first)s: more by %(one)s. %(then)s: more by %(two)s.")
            said = {"first": before.name, "one": first[before.lead], "then": after.name, "two": first[after.lead]}
            return words % said
    return ""


def _counted(rows: Sequence[Row], other: str) -> tuple[str, ...]:
    """In how many stretches who began more: the same words for both."""
    n = {lead: sum(row.lead == lead for row in rows) for lead in ("me", "other", "even", "open")}
    known = {"k": len(rows), "other": other}
    words = {
        "me": _("In %(n)s of %(k)s stretches you began more conversations."),
        "other": _("In %(n)s of %(k)s stretches %(other)s began more conversations."),
        "even": _("In %(n)s of %(k)s stretches it was close to even."),
        "open": _("In %(n)s of %(k)s stretches it can’t be told."),
    }
    if n["open"] == len(rows):
        return (_("In none of the stretches can it be told who began more conversations."),)
    return tuple(words[lead] % (known | {"n": count}) for lead, count in n.items() if count)


def _about(rows: Sequence[Row], lead: str, other: str) -> str:
    """The topics with one lead, in one sentence."""
    names = [f"“{row.name}”" for row in rows if row.lead == lead]
    if not names:
        return ""
    about = {"topics": get_text_list(names, _("and")), "other": other}
    if lead == "me":
        return _("About %(topics)s, more of the moves you noted were yours.") % about
    if lead == "other":
        return _("About %(topics)s, more of the moves you noted were by %(other)s.") % about
    return _("About %(topics)s, it can’t be told.") % about


def _x(share: float | None) -> float:
    return round(LEFT + WIDE * (share or 0.0), 1)
