"""The bytes of an export as checked facts: text, JSON, shape, and whether all of it makes sense together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, cast

import polars as pl

from evenstep.by_kind import Kind
from evenstep.errors import InputError
from evenstep.inventory.form import FORMS
from evenstep.inventory.load import load
from evenstep.problem_codes import CODES
from evenstep.program.countries import countries
from evenstep.sources.json_text import EndsEarly, JsonText
from evenstep.web.takeout import refused
from evenstep.web.takeout.everything import VERSION, canonical
from evenstep.web.takeout.refused import Reason, Refused, pointer
from evenstep.web.takeout.shape import Steps, check_shape
from evenstep.web.takeout.tables import conversation_of, events_of
from evenstep.web.vault.bundle import MAGIC

MOST_BYTES: Final = 256 * 2**20
ANY_DEPTH: Final = 2**62  # the shape allows none too many; what no parser can follow is refused as too deep
BY_ITSELF: Final = frozenset({"events"})  # checked a column at a time by tables.py
MOST_LETTERS: Final = 2**20  # of own words in one row: as much as one form can send
USES: Final = {"": (), "in_a_row": ("most",), "per_span": ("most", "per"), "none_after": ("after", "until")}
KEYED: Final = ("moments", "tried", "written", "sittings", "limits")
OF_JSON: Final = {"E221": refused.TOO_DEEP, "E223": refused.NOT_JSON}


@dataclass(frozen=True)
class Tables:
    """The tables of one bringing. ``me`` and ``other``: what its two people are called."""

    conversations: pl.DataFrame
    events: pl.DataFrame
    me: str
    other: str


@dataclass(frozen=True)
class Read:
    """A whole file that may be brought back. ``tables``: those of each bringing, by its key."""

    doc: dict[str, Any]
    tables: dict[str, Tables]


def read(data: bytes) -> Read:
    """Raises Refused at the first thing that is wrong. Touches no store."""
    doc = parse(data)
    if not isinstance(doc, dict) or doc.get("evenstep") != "notes":
        raise Refused(refused.NOT_OURS)
    version = doc.get("version")
    if isinstance(version, int) and not isinstance(version, bool) and version > VERSION:
        raise Refused(refused.NEWER, "/version")
    check_shape(doc, BY_ITSELF)
    _must(doc["settings"]["country"] in {"", *countries()}, refused.UNKNOWN, ("settings", "country"))
    tables: dict[str, Tables] = {}
    for number, space in enumerate(doc["spaces"]):
        _check_space(space, ("spaces", number), tables)
    _once((space["key"] for space in doc["spaces"]), ("spaces",))
    for name in KEYED:
        _once((row["key"] for space in doc["spaces"] for row in space[name]), ("spaces",))
    limits = [row for space in doc["spaces"] for row in space["limits"]]
    _once((slip["key"] for limit in limits for slip in limit["slips"]), ("spaces",))
    return Read(doc, tables)


def parse(data: bytes) -> Any:
    """The JSON value, read carefully. Raises Refused with the line and column."""
    if data.startswith(MAGIC):
        raise Refused(refused.BACKUP)
    if len(data) > MOST_BYTES:
        raise Refused(refused.TOO_LARGE)
    try:
        source = JsonText(data.decode("utf-8-sig"), "", ANY_DEPTH)
    except UnicodeDecodeError as error:
        raise Refused(refused.NOT_TEXT) from error
    if source.text[source.skip(0) :][:1] != "{":
        raise Refused(refused.NOT_OURS)
    try:
        value, end = source.value(source.skip(0))
        source.finish(end)
    except EndsEarly as error:
        raise Refused(refused.CUT, source.place(len(source.text))) from error
    except InputError as error:
        raise Refused(OF_JSON.get(error.code, refused.NOT_JSON), error.place) from error
    if source.repeats:
        raise Refused(refused.TWO_FIELDS)
    return value


def _check_space(space: dict[str, Any], at: Steps, tables: dict[str, Tables]) -> None:
    """What the shape cannot say."""
    for number, filled in enumerate(space["answers"]):
        _check_answers(filled, space["kind"], (*at, "answers", number))
    _once(space["hard_weeks"], (*at, "hard_weeks"))
    for number, week in enumerate(space["hard_weeks"]):
        _must(_is_week(week), refused.NO_DATE, (*at, "hard_weeks", number))
    for name, own in (("written", "fields"), ("sittings", "state")):
        for number, row in enumerate(space[name]):
            _must(len(canonical(row[own])) <= MOST_LETTERS, refused.TOO_LARGE, (*at, name, number, own))
    for number, limit in enumerate(space["limits"]):
        _check_limit(limit, (*at, "limits", number))
    for number, brought in enumerate(space["imports"]):
        here = (*at, "imports", number)
        _must(brought["key"] not in tables, refused.TWICE, (*here, "key"))
        tables[brought["key"]] = _tables(brought, here)
        first = tables[space["imports"][0]["key"]]
        mine = tables[brought["key"]]
        _must((mine.me, mine.other) == (first.me, first.other), refused.OTHER_NAMES, (*here, "conversation"))


def _check_answers(filled: dict[str, Any], kind: str, at: Steps) -> None:
    slug = filled["form"].partition(".")[0]
    _must(slug in FORMS, refused.UNKNOWN, (*at, "form"))
    form = load(slug, cast("Kind", kind))
    for name, value in filled["answers"].items():
        fits = name not in form.fields or value in form.scale.steps  # an older version may have asked other lines
        _must(fits, refused.WRONG, (*at, "answers", name))


def _check_limit(limit: dict[str, Any], at: Steps) -> None:
    _must(limit["starts"] <= limit["ends"], refused.WRONG, (*at, "ends"))
    for name in USES[limit["rule"]]:
        _must(limit[name] not in (None, ""), refused.WRONG, (*at, name))


def _tables(brought: dict[str, Any], at: Steps) -> Tables:
    for number, reading in enumerate(brought["reading"]):
        here = (*at, "reading", number)
        found = reading["imported"] + reading["already_there"] + reading["skipped"] + reading["system"]
        _must(reading["seen"] == found, refused.SUMS, (*here, "seen"))
        for name in ("aside", "notes"):
            for row, note in enumerate(reading[name]):
                _must(note["code"] in CODES, refused.UNKNOWN, (*here, name, row, "code"))
    talk = brought["conversation"]
    names = (talk["person_a"], talk["person_b"])
    _must(talk["me"] in names, refused.WRONG, (*at, "conversation", "me"))
    events = events_of(brought["events"], (*at, "events"))
    known = set(events["sender"].cast(pl.String).unique()) <= set(names)
    one = set(events["conversation_id"].unique()) <= {talk["conversation_id"]}
    _must(known and one, refused.EVENTS, (*at, "events"))
    other = names[1] if talk["me"] == names[0] else names[0]
    return Tables(conversation_of(talk, (*at, "conversation")), events, talk["me"], other)


def _is_week(week: str) -> bool:
    try:
        date.fromisocalendar(int(week[:4]), int(week[6:]), 1)
    except ValueError:
        return False
    return True


def _once(keys: Iterable[str], at: Steps) -> None:
    twice = [key for key, n in Counter(keys).items() if n > 1]
    _must(not twice, refused.TWICE, (*at, *twice[:1]))


def _must(fits: bool, reason: Reason, at: Steps) -> None:
    if not fits:
        raise Refused(reason, pointer(*at))
