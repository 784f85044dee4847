"""What was taken away: hidden at once, brought back for a day if it was a slip, and then really gone from the file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any, Final

from django.db import transaction
from django.db.models import Q

from evenstep.web.models import (
    AnswerSet,
    Guess,
    Import,
    Limit,
    Moment,
    Offered,
    Removable,
    Settings,
    Sitting,
    Slip,
    Space,
    Tried,
    Written,
    opaque,
)
from evenstep.web.vault.forget import tidy
from evenstep.web.vault.opened import current
from evenstep.web.vault.write import plainly

KEPT_FOR: Final = timedelta(hours=24)
KINDS: Final[Mapping[str, Any]] = {  # each a Removable
    "space": Space,
    "answers": AnswerSet,
    "moment": Moment,
    "import": Import,
    "guess": Guess,
    "tried": Tried,
    "written": Written,
    "limit": Limit,  # its slips go with it
    "sitting": Sitting,
}
# What hides a row with a key, where it is not the row itself or its space.
HIDDEN_BY: Final[Mapping[Any, tuple[str, ...]]] = {Space: ("",), Slip: ("limit__", "limit__space__")}


@dataclass(frozen=True)
class Taken:
    """One thing that was taken away, which may be several rows: guesses go together. ``row`` is one of them."""

    kind: str
    row: Any
    rows: tuple[int, ...]

    @property
    def name(self) -> str:
        """How a form calls it."""
        return f"{self.kind}-{self.row.pk}"

    @property
    def until(self) -> datetime:
        """Until when it can be brought back."""
        return until(self.row.gone_at)


class OtherNames(Exception):
    """These messages are about two other names than those that are in the space by now."""


class NotTaken(Exception):
    """The space takes no messages: they asked to stop."""


def until(gone_at: datetime) -> datetime:
    """Until when something that was taken away then can be brought back."""
    return gone_at + KEPT_FOR


def take_away(rows: Iterable[Removable], now: datetime) -> list[Taken]:
    """Hide these rows of one kind from every page and every export."""
    rows = list(rows)
    for row in rows:
        row.gone_at = now
    with transaction.atomic():
        for row in rows:
            row.save(update_fields=["gone_at"])
            if isinstance(row, Import):
                row.space.kept.all().delete()
    return _grouped(rows)


def waiting(now: datetime) -> list[Taken]:
    """What can be brought back now, newest first. What stands in a space that was taken away comes with the space."""
    found: list[Taken] = []
    for kind in KINDS.values():
        rows = kind.everything.filter(gone_at__gt=now - KEPT_FOR)
        if kind is not Space:
            rows = rows.filter(space__gone_at__isnull=True).select_related("space")
        found += _grouped(list(rows))
    return sorted(found, key=lambda taken: taken.row.gone_at, reverse=True)


def bring_back(taken: Taken) -> None:
    """Show it again. Raises OtherNames or NotTaken for messages that must not come into their space."""
    if isinstance(taken.row, Import):
        _check_import(taken.row)
        taken.row.space.kept.all().delete()
    KINDS[taken.kind].everything.filter(pk__in=taken.rows).update(gone_at=None)


def _check_import(row: Import) -> None:
    from evenstep.web import imports  # noqa: PLC0415 -- it brings the tables' library; few pages need it

    if Space.everything.filter(pk=row.space_id, stopped=True).exists():
        raise NotTaken
    if not imports.fits(row):
        raise OtherNames


def delete_now(taken: Iterable[Taken]) -> None:
    """Delete for good. ``forget`` has to follow: until then the words stand in free pages of the file."""
    with transaction.atomic():
        for each in taken:
            rows = KINDS[each.kind].everything.filter(pk__in=each.rows)
            _forget_offers(each.kind, rows)
            rows.delete()
        _mark()


def delete_hidden(gone_before: datetime | None = None) -> bool:
    """Delete all that was taken away, or what was taken away up to a moment. Whether there was any."""
    hidden = Q(gone_at__isnull=False) if gone_before is None else Q(gone_at__lte=gone_before)
    with transaction.atomic():
        there = {name: kind.everything.filter(hidden) for name, kind in KINDS.items()}
        if not any(rows.exists() for rows in there.values()):
            return False
        for name, rows in there.items():
            _forget_offers(name, rows)
            rows.delete()
        _mark()
    return True


def forget() -> None:
    """Rewrite the file so that nothing deleted is left. Raises what ``tidy`` raises; then the next sweep does it."""
    tidy(current())
    Settings.objects.filter(untidied=True).update(untidied=False)


def sweep(now: datetime) -> datetime | None:
    """Delete for real what was taken away a day ago, also where a crash came between. When there is more to do.

    Raises the vault's troubles when the disk does not take it; what is over its time is not shown meanwhile.
    """
    with plainly():
        delete_hidden(now - KEPT_FOR)
        if Settings.objects.filter(untidied=True).exists():
            forget()
        left = [row.gone_at for kind in KINDS.values() for row in kind.everything.filter(gone_at__isnull=False)]
    return until(min(left)) if left else None


def free_key(kind: type[Any], key: str) -> None:
    """What stands taken away under this key gets another one: a file brings its own in under it."""
    rows = Slip.objects if kind is Slip else kind.everything
    gone = [Q(**{f"{where}gone_at__isnull": False}) for where in HIDDEN_BY.get(kind, ("", "space__"))]
    for row in rows.filter(reduce(or_, gone), key=key):
        row.key = opaque()
        row.save(update_fields=["key"])


def _forget_offers(kind: str, rows: Any) -> None:
    """What was suggested because of them says that they were there, so it goes with them."""
    if kind != "space":  # a space takes its own along
        Offered.objects.filter(space_id__in=list(rows.values_list("space_id", flat=True))).delete()


def _mark() -> None:
    Settings.objects.update_or_create(pk=1, defaults={"untidied": True})


def _grouped(rows: list[Any]) -> list[Taken]:
    """Guesses of one space that were taken away together are one thing."""
    groups: dict[Any, list[Any]] = {}
    for row in rows:
        together = (row.space_id, row.gone_at) if isinstance(row, Guess) else row.pk
        groups.setdefault(together, []).append(row)
    names = {kind: name for name, kind in KINDS.items()}
    return [Taken(names[type(each[0])], each[0], tuple(row.pk for row in each)) for each in groups.values()]
