"""Every route of the URL table with arguments that lead somewhere, and a store with a canary in every kind of fact."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, Final

import pytest
from django.db import connection, transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from fake_house import ME as WHO
from fake_house import NOON

from evenstep.inventory.form import FORMS
from evenstep.inventory.load import load
from evenstep.program.session import Move, Session, Setup, Tap, after
from evenstep.program.session_json import to_json
from evenstep.samples import ME, sample_export
from evenstep.web import imports, making, pattern
from evenstep.web.house import House
from evenstep.web.models import (
    AnswerSet,
    Guess,
    HardWeek,
    Kept,
    Limit,
    Look,
    Moment,
    Sitting,
    Slip,
    Space,
    Tried,
    Written,
)
from evenstep.web.outcome import Answers, Ask, Outcome, Upload
from evenstep.web.steps import code
from evenstep.web.views.assets import makers
from evenstep.web.visits import Visit

STEPS: Final = ("CanaryWritten", "CanaryLimit", "CanaryInstead", "CanarySlip", "CanarySitting", "canarytried")
CANARIES: Final = ("CanaryOther", "CanaryMe", "CanaryNote", "CanaryPattern", "CanaryLoop", "CanaryFile", *STEPS)
SPACES_OWN: Final = "key"


@dataclass(frozen=True)
class Route:
    """One address of the table. ``takes``: the names of its arguments."""

    name: str
    takes: tuple[str, ...]

    def path(self, facts: Facts) -> str:
        """The address with arguments that are there."""
        return self.with_values({take: argument(self, take)(facts) for take in self.takes})

    def with_values(self, values: dict[str, str]) -> str:
        """The address with these arguments."""
        return reverse(self.name, kwargs=values)

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Facts:
    """Keys of what is there in one space of one store, and of a reading under way."""

    space: Space
    moment: Moment
    answers: AnswerSet
    brought: Any
    tried: Tried
    written: Written
    limit: Limit
    slip: Slip
    sitting: Sitting
    visit: Visit
    house: House
    person: str


def _reading(facts: Facts, space: str = "") -> str:
    """A reading under way with a question open; ``space``: the one it is for, "" for one that is only looked at."""
    if facts.visit.reading is None or facts.visit.reading.space != space:
        reading = facts.visit.begin((Upload(0, "CanaryFile.txt", b"hello"),))
        reading.space = space
        reading.settle(Answers(), Outcome(asks=(WHO,)))
    assert facts.visit.reading is not None
    return facts.visit.reading.key


# How to fill in each argument, by its name; ("route", "name") where a route means something else by it.
# Whoever adds a route with a new kind of argument adds a line here: every test of this file's users then covers it.
ARGUMENTS: Final[dict[str | tuple[str, str], Callable[[Facts], str]]] = {
    "key": lambda facts: facts.space.key,
    ("notes", "key"): _reading,
    ("ask", "key"): _reading,
    "reading": lambda facts: _reading(facts, facts.space.key),
    "moment": lambda facts: facts.moment.key,
    "answers": lambda facts: str(facts.answers.pk),
    "brought": lambda facts: facts.brought.key,
    "code": lambda _: code("worth_list"),
    ("parts", "code"): lambda _: code("own_estimate"),
    ("own-words-change", "code"): lambda _: code("if_then"),  # what facts.written is
    ("own-words-paper", "code"): lambda _: code("if_then"),
    ("own-words-remove", "code"): lambda _: code("if_then"),
    "tried": lambda facts: facts.tried.key,
    "written": lambda facts: facts.written.key,
    "limit": lambda facts: facts.limit.key,
    "slip": lambda facts: facts.slip.key,
    "sitting": lambda facts: facts.sitting.key,
    "form": lambda _: "reach",
    "how": lambda _: "done",
    "kind": lambda _: "hard",
    "tab": lambda _: "messages",
    "person": lambda facts: facts.person,
    "name": lambda _: next(iter(makers())),
    "token": lambda facts: facts.house.launch.issue(),
}
STORED: Final = (
    "key",
    "moment",
    "answers",
    "brought",
    "tried",
    "written",
    "limit",
    "slip",
    "sitting",
)  # arguments that name a fact of one space


def argument(route: Route, take: str) -> Callable[[Facts], str]:
    """How to fill in one argument of a route."""
    found = ARGUMENTS.get((route.name, take)) or ARGUMENTS.get(take)
    if found is None:
        pytest.fail(f"route {route.name!r} takes {take!r}: tell tests/web/every_route.py what to put there (ARGUMENTS)")
    return found


def all_routes() -> list[Route]:
    """The whole table, also what is included from elsewhere."""
    return list(_walk(get_resolver().url_patterns))


def _walk(patterns: list[Any]) -> Iterator[Route]:
    for each in patterns:
        if isinstance(each, URLResolver):
            yield from _walk(each.url_patterns)
            continue
        assert isinstance(each, URLPattern)
        assert each.name, f"{each.pattern}: a route without a name is in no test"
        yield Route(each.name, tuple(each.pattern.converters))


ROUTES: Final = all_routes()


def within_a_space(route: Route) -> bool:
    """Whether its ``key`` is a space's."""
    return SPACES_OWN in route.takes and (route.name, SPACES_OWN) not in ARGUMENTS


@transaction.atomic
def fill(house: House, visit: Visit, person: str, other: str = "CanaryOther") -> Facts:
    """A space with something of everything, in the store that is at hand."""
    now = house.now()
    today = now.date()
    space = Space.objects.create(
        kind="partner", other=other, me="CanaryMe", made_at=now, joint_on=True, reaching_on=True, loop_on=True
    )
    moments = [_moment(space, now, today - timedelta(days=days), good=days % 2 == 0) for days in range(4)]
    filled = [_answers(space, slug, now, today) for slug in FORMS]
    brought = _bring(house, space, today)
    HardWeek.objects.create(space=space, week="2024-W37")
    Guess.objects.create(space=space, figure="starts", value=0.6, at=now)
    Look.objects.create(space=space, local_day=today)
    body = {"messages": "<p>CanaryPattern</p>", "loop": "<p>CanaryLoop</p>", "guessed": {}}
    Kept.objects.create(space=space, of=making.fingerprint(space, today), body=json.dumps(body).encode())
    return Facts(space, moments[1], filled[0], brought, *_steps(space, now, today), visit, house, person)


def _steps(space: Space, now: Any, today: date) -> tuple[Tried, Written, Limit, Slip, Sitting]:
    """One of each fact of Steps: a limit with two slips, one with its own key, and a session at a later step."""
    begun = today - timedelta(days=9)
    Tried.objects.create(space=space, practice="canarytried", at=now, begun_on=begun, ended_on=today, helped="a_bit")
    tried = Tried.objects.create(space=space, practice="worth_list", at=now, begun_on=begun)
    fields = {"if": "CanaryWritten <b>", "then": ["CanaryWritten", ""], "ready": True}
    written = Written.objects.create(space=space, practice="if_then", at=now, local_day=today, fields=fields)
    words = {"aspect": "frequency", "words": "CanaryLimit", "instead": "CanaryInstead", "starts": begun, "ends": today}
    limit = Limit.objects.create(space=space, at=now, most=3, per="day", rule="per_span", **words)
    slip, _ = [Slip.objects.create(limit=limit, at=now, local_day=today, note="CanarySlip") for _ in range(2)]
    setup = Setup("CanarySitting", tension=2, minutes=5, first="me")
    state = to_json(after(Session(), Move(Tap.BEGIN, setup), now))
    sitting = Sitting.objects.create(space=space, practice="listening", at=now, state=state)
    return tried, written, limit, slip, sitting


def _moment(space: Space, now: Any, day: date, good: bool) -> Moment:
    columns = {"toward": "me", "back": "other", "tension": 0 if good else 3, "note": "CanaryNote"}
    return Moment.objects.create(space=space, at=now, local_day=day, good=good, **columns)


def _answers(space: Space, slug: str, now: Any, today: date) -> AnswerSet:
    form = load(slug, "partner")
    answers = dict.fromkeys(form.fields, form.scale.steps[1])
    return AnswerSet.objects.create(space=space, form=form.key, at=now, local_day=today, answers=answers)


def _bring(house: House, space: Space, today: date) -> Any:
    return imports.keep(space, _read().pair, "CanaryMe", house.now(), today)


@cache
def _read() -> pattern.Joined:
    """Three weeks of an invented export, with canaries as names."""
    upload = Upload(0, "CanaryFile.txt", sample_export("short").replace(ME, "CanaryMe").encode())
    answers: dict[str, str] = {}
    for _ in range(3):
        outcome, joined = pattern.read([upload], Answers(answers), "Europe/Berlin", NOON, me_needed=True)
        if joined is not None and joined.me is not None:
            return joined
        answers |= {ask.key: "CanaryMe" if ask.kind == "me" else _first(ask) for ask in outcome.asks}
    raise AssertionError(outcome)


def _first(ask: Ask) -> str:
    return ask.preset or (ask.choices[0].value if ask.choices else "Europe/Berlin")


def dump() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table of the store at hand."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        return {table: cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1').fetchall() for table in tables}  # noqa: S608


def changed(before: dict[str, list[Any]], after: dict[str, list[Any]]) -> set[tuple[str, str]]:
    """(table, column) of what changed; (table, "*") where rows came or went."""
    found: set[tuple[str, str]] = set()
    for table, rows in after.items():
        if len(rows) != len(before[table]):
            found.add((table, "*"))
            continue
        columns = [field.column for field in Space._meta.fields] if table == Space._meta.db_table else None
        for old, new in zip(before[table], rows, strict=True):
            found |= {(table, columns[n] if columns else str(n)) for n in range(len(old)) if old[n] != new[n]}
    return found
