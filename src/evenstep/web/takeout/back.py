"""An export brought back into the open store: wholly or not at all, nothing twice, and a way to take it back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any, Final, TypeVar

from django.db import models, transaction

from evenstep.events.schema import to_parquet
from evenstep.web.models import (
    AnswerSet,
    Guess,
    HardWeek,
    Import,
    Limit,
    Moment,
    Settings,
    Sitting,
    Slip,
    Space,
    Tried,
    Written,
)
from evenstep.web.taken import free_key
from evenstep.web.takeout import refused
from evenstep.web.takeout.everything import (
    ANSWERS,
    GUESS,
    LIMIT,
    MOMENT,
    SETTINGS,
    SITTING,
    SLIP,
    SPACE,
    TRIED,
    WRITTEN,
    answers_of,
    canonical,
    guess_of,
)
from evenstep.web.takeout.reading import Read, Tables, read
from evenstep.web.takeout.refused import Refused, pointer
from evenstep.web.takeout.shape import Steps
from evenstep.web.takeout.tables import stored_conversations
from evenstep.web.vault.write import plainly

MOMENTS: Final = frozenset({"at", "made_at", "ended_at"})
DAYS: Final = frozenset({"local_day", "joins_on", "adult_on", "starts", "ends", "begun_on", "ended_on"})
HOURS: Final = frozenset({"after", "until"})
KEYED: Final[tuple[tuple[str, type[Any], tuple[str, ...]], ...]] = (  # the same key is the same row
    ("moments", Moment, MOMENT),
    ("tried", Tried, TRIED),
    ("written", Written, WRITTEN),
    ("sittings", Sitting, SITTING),
)
Row = TypeVar("Row", bound=models.Model)


@dataclass
class Brought:
    """What came of it: the rows that were made, and how many things were here already.

    ``held_back``: messages that were not added, because their space is stopped.
    """

    made: list[tuple[type[models.Model], int]] = field(default_factory=list)
    there: int = 0
    stopped: list[int] = field(default_factory=list)
    held_back: int = 0

    def count(self, kind: type[models.Model]) -> int:
        """How many rows of one kind were made."""
        return sum(each is kind for each, _ in self.made)

    def take_back(self) -> None:
        """Take out again what was made, and nothing else. Settings stay as they are now."""
        with transaction.atomic():
            for kind, pk in reversed(self.made):
                kind._default_manager.filter(pk=pk).delete()
            Space.objects.filter(pk__in=self.stopped).update(stopped=False)


def bring_back(data: bytes) -> Brought:
    """Add what is in the file to what is here. Raises Refused, or the vault's own troubles; then nothing is changed."""
    found = read(data)
    brought = Brought()
    with plainly(), transaction.atomic():
        _settings(found.doc["settings"])
        for number, plain in enumerate(found.doc["spaces"]):
            space = _space(plain, brought)
            _into(space, plain, found, brought, ("spaces", number))
    return brought


def _settings(plain: dict[str, Any]) -> None:
    """Taken over where nothing was begun yet; a later file does not change how the program behaves now."""
    if Space.objects.exists():
        return
    row = Settings.objects.get_or_create(pk=1)[0]
    adult_on = row.adult_on
    for name, value in _values(plain, SETTINGS).items():
        setattr(row, name, value)
    row.adult_on = adult_on or row.adult_on
    row.save()


def _space(plain: dict[str, Any], brought: Brought) -> Space:
    """The space with this key, as it is here; made where there is none, with its three switches off."""
    space = Space.objects.filter(key=plain["key"]).first()
    if space is None:
        free_key(Space, plain["key"])
        return _made(Space(**_values(plain, SPACE)), brought)
    brought.there += 1
    if plain["stopped"] and not space.stopped:
        Space.objects.filter(pk=space.pk).update(stopped=True)
        brought.stopped.append(space.pk)
    return space


def _into(space: Space, plain: dict[str, Any], found: Read, brought: Brought, at: Steps) -> None:
    _missing(space.answer_sets.all(), answers_of, plain["answers"], ANSWERS, AnswerSet, space, brought)
    _missing(space.guesses.all(), guess_of, plain["guesses"], GUESS, Guess, space, brought)
    weeks = set(space.hard_weeks.values_list("week", flat=True))
    for week in plain["hard_weeks"]:
        _unless(week in weeks, HardWeek(space=space, week=week), brought)
    for name, kind, names in KEYED:
        for number, row in enumerate(plain[name]):
            there = _is_there(kind, row["key"], "space", space, (*at, name, number))
            _unless(there, kind(space=space, **_values(row, names)), brought)
    for number, row in enumerate(plain["limits"]):
        _limit(space, row, brought, (*at, "limits", number))
    for number, row in enumerate(plain["imports"]):
        there = _is_there(Import, row["key"], "space", space, (*at, "imports", number))
        if not there:
            _check_names(space, found.tables[row["key"]], (*at, "imports", number))
        if not there and _takes_no_messages(space, brought):
            brought.held_back += 1
            continue
        _unless(there, _import(space, row, found.tables[row["key"]]), brought)


def _limit(space: Space, plain: dict[str, Any], brought: Brought, at: Steps) -> None:
    """A limit as it is here, with the slips of the file that are not."""
    if _is_there(Limit, plain["key"], "space", space, at):
        limit = Limit.objects.get(key=plain["key"])
        brought.there += 1
    else:
        limit = _made(Limit(space=space, **_values(plain, LIMIT)), brought)
    for number, row in enumerate(plain["slips"]):
        there = _is_there(Slip, row["key"], "limit", limit, (*at, "slips", number))
        _unless(there, Slip(limit=limit, **_values(row, SLIP)), brought)


def _takes_no_messages(space: Space, brought: Brought) -> bool:
    """They asked to stop: nothing more is brought into that space. One that comes back whole keeps what it had."""
    made_now = (Space, space.pk) in brought.made
    return not made_now and Space.objects.filter(pk=space.pk, stopped=True).exists()


def _missing(
    here: Iterable[Any],
    shown: Callable[[Any], dict[str, Any]],
    wanted: list[dict[str, Any]],
    names: tuple[str, ...],
    kind: type[models.Model],
    space: Space,
    brought: Brought,
) -> None:
    """Rows without a key are the same when they say the same; as many of each as the file has are there afterwards."""
    known = Counter(canonical(shown(row)) for row in here)
    for plain in wanted:
        row = kind(space=space, **_values(plain, names))
        text = canonical(shown(row))
        there = known[text] > 0
        known[text] -= there
        _unless(there, row, brought)


def _is_there(kind: type[models.Model], key: str, owned_by: str, owner: Space | Limit, at: Steps) -> bool:
    """Whether it is in this space, or limit. What was taken away is not there, though it can be brought back."""
    free_key(kind, key)
    found = kind._default_manager.filter(key=key).values_list(f"{owned_by}_id", flat=True).first()
    if found is not None and found != owner.pk:
        raise Refused(refused.ELSEWHERE, pointer(*at, "key"))
    return found is not None


def _check_names(space: Space, tables: Tables, at: Steps) -> None:
    """The joined pattern needs the two people under the same names in each bringing of a space."""
    first = space.imports.first()
    if first is None:
        return
    known = stored_conversations(bytes(first.conversations)).row(0, named=True)
    if {known["person_a"], known["person_b"]} != {tables.me, tables.other} or known["me"] != tables.me:
        raise Refused(refused.OTHER_NAMES, pointer(*at, "conversation"))


def _import(space: Space, plain: dict[str, Any], tables: Tables) -> Import:
    values = _values(plain, ("key", "at", "joins_on", "reading", "handles"))
    events, conversations = to_parquet(tables.events), to_parquet(tables.conversations)
    return Import(space=space, events=events, conversations=conversations, **values)


def _unless(there: bool, row: models.Model, brought: Brought) -> None:
    if there:
        brought.there += 1
    else:
        _made(row, brought)


def _made(row: Row, brought: Brought) -> Row:
    row.save(force_insert=True)
    brought.made.append((type(row), row.pk))
    return row


def _values(plain: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: _value(name, plain[name]) for name in names}


def _value(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in MOMENTS:
        return datetime.fromisoformat(value).astimezone(UTC)
    if name in DAYS:
        return date.fromisoformat(value)
    if name in HOURS:
        return time.fromisoformat(value)
    return float(value) if name == "value" else value
