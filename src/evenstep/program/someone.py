"""When to see someone: what is ticked on the page (never kept) and two facts, against a table; kinds of help."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from evenstep.by_kind import KINDS, Kind, Place, known_keys
from evenstep.errors import OptionError
from evenstep.program.reading import content, part, rows, words, words_of_all
from evenstep.program.safety import Switches
from evenstep.program.tags import Tags, may_show

FILE: Final = "someone.toml"
LINES: Final = frozenset({"crisis", "partner_abuse", "sexual_violence", "own_ways"})  # kinds in helplines.py
ROUNDS: Final = 2  # two honest tries with no change
TOGETHER: Final = Tags("joint")  # help with both in the room: needs the private page's clear no, like all joint things


@dataclass(frozen=True)
class Trigger:
    """One sign that a person may tick. ``lines``: kinds of help lines that stand first; ``apart``: no joint help."""

    slug: str
    tick: str
    said: str
    lines: tuple[str, ...]
    apart: bool
    help: tuple[str, ...]


@dataclass(frozen=True)
class Help:
    """One kind of help, described fairly. ``together``: with both in the room."""

    slug: str
    together: bool
    name: str
    what: str
    fits: str
    cost: str
    limits: str


@dataclass(frozen=True)
class Ask:
    """One line: a question to ask before beginning, or a way to tell that it helps."""

    slug: str
    text: str
    together: bool = False


@dataclass(frozen=True)
class Pages:
    """All of it in the words of one kind."""

    said: Mapping[str, str]
    triggers: tuple[Trigger, ...]
    help: tuple[Help, ...]
    questions: tuple[Ask, ...]
    telling: tuple[Ask, ...]


@dataclass(frozen=True)
class Known:
    """What the app knows by itself: practices tried to the end without change, and a change for the worse."""

    rounds_without_change: int = 0
    worse: bool = False


@dataclass(frozen=True)
class Answer:
    """What the page shows, in this order. ``lines``: kinds of help lines, before all else; empty where none.

    ``apart``: no joint help is named here, and none is to be named beside it.
    """

    lines: tuple[str, ...]
    said: tuple[str, ...]
    help: tuple[Help, ...]
    apart: bool = False


@cache
def someone(kind: Kind) -> Pages:
    """Triggers and kinds of help in the words of one kind. Raises OptionError for an unknown kind."""
    return read_pages(*content(FILE, kind), kind)


def answer(kind: Kind, ticked: frozenset[str], known: Known, switches: Switches) -> Answer:
    """What fits what was ticked. ``ticked`` is read once and kept nowhere; the caller keeps it nowhere either.

    Raises OptionError for a tick that no line of the page has.
    """
    pages = someone(kind)
    strange = ticked - {trigger.slug for trigger in pages.triggers}
    if strange:
        raise OptionError("ticked", f"{min(strange)!r} is no line of this page")
    told = ticked | by_itself(known)
    hit = [trigger for trigger in pages.triggers if trigger.slug in told]
    if not hit:
        return Answer((), (pages.said["nothing"],), ())
    lines = tuple(dict.fromkeys(line for trigger in hit for line in trigger.lines))
    apart = any(trigger.apart for trigger in hit)
    fitting = dict.fromkeys(slug for trigger in hit for slug in trigger.help)
    shown = {each.slug: each for each in kinds_of_help(kind, switches, apart=apart)}
    return Answer(
        lines,
        (
            *((pages.said["first"],) if lines else ()),
            *(trigger.said for trigger in hit),
            *((pages.said["apart"],) if apart else ()),
            *(() if lines else (pages.said["no_promise"],)),  # no doubt is cast on a call for help
        ),
        tuple(shown[slug] for slug in fitting if slug in shown),
        apart,
    )


def by_itself(known: Known) -> frozenset[str]:
    """The triggers that the app's own facts pull."""
    pulled = {"no_change": known.rounds_without_change >= ROUNDS, "worse": known.worse}
    return frozenset(slug for slug, is_so in pulled.items() if is_so)


def kinds_of_help(kind: Kind, switches: Switches, *, apart: bool = False) -> tuple[Help, ...]:
    """Every kind of help that may be described. Joint help only after a clear no, and never where ``apart``."""
    joint = may_show(TOGETHER, switches) and not apart
    return tuple(each for each in someone(kind).help if joint or not each.together)


def questions(kind: Kind, switches: Switches, *, apart: bool = False) -> tuple[Ask, ...]:
    """What to ask before beginning; for two together only where joint help may be described."""
    joint = may_show(TOGETHER, switches) and not apart
    return tuple(each for each in someone(kind).questions if joint or not each.together)


def read_pages(given: Mapping[str, Any], place: Place, kind: Kind) -> Pages:
    """All of it out of its table; a ContentError names the place that is wrong."""
    known_keys(given, {"source", "said", "triggers", "help", "questions", "telling"}, place)
    helps = rows(given, "help", place)
    slugs = {each["slug"] for each in helps}
    return Pages(
        said=words_of_all(part(given, "said", place), kind, place / "said"),
        triggers=tuple(_trigger(row, kind, slugs, place) for row in rows(given, "triggers", place)),
        help=tuple(_help(row, kind, place) for row in helps if kind in row.get("kinds", ())),
        questions=tuple(_ask(row, kind, place / "questions") for row in rows(given, "questions", place)),
        telling=tuple(_ask(row, kind, place / "telling") for row in rows(given, "telling", place)),
    )


def _trigger(row: Mapping[str, Any], kind: Kind, helps: set[str], place: Place) -> Trigger:
    here = place / str(row["slug"])
    known_keys(row, {"slug", "lines", "apart", "help", "tick", "said"}, here)
    by_kind = part(row, "lines", here)
    lines = tuple(by_kind.get(kind, by_kind.get("any", ())))
    if not set(lines) <= LINES:
        raise (here / "lines").refuse("no such kind of help line")
    if not row.get("help") or not set(row["help"]) <= helps:
        raise (here / "help").refuse("no such kind of help")
    said = {name: words(row.get(name), kind, here / name) for name in ("tick", "said")}
    return Trigger(slug=row["slug"], lines=lines, apart=_flag(row, "apart", here), help=tuple(row["help"]), **said)


def _help(row: Mapping[str, Any], kind: Kind, place: Place) -> Help:
    here = place / str(row["slug"])
    names = ("name", "what", "fits", "cost", "limits")
    known_keys(row, {"slug", "together", "kinds", *names}, here)
    if not set(row["kinds"]) <= set(KINDS):
        raise (here / "kinds").refuse("no such kind of relationship")
    said = {name: words(row.get(name), kind, here / name) for name in names}
    return Help(slug=row["slug"], together=_flag(row, "together", here), **said)


def _ask(row: Mapping[str, Any], kind: Kind, place: Place) -> Ask:
    here = place / str(row["slug"])
    known_keys(row, {"slug", "together", "any", *KINDS}, here)
    said = words({name: each for name, each in row.items() if name in {"any", *KINDS}}, kind, here)
    return Ask(row["slug"], said, row.get("together") is True)


def _flag(row: Mapping[str, Any], name: str, place: Place) -> bool:
    """Said one way or the other: a line that says nothing of it is not read."""
    said = row.get(name)
    if not isinstance(said, bool):
        raise (place / name).refuse("true or false is needed")
    return said
