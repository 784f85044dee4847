"""What the file held and how it was read: the sentences."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from evenstep.report import amounts
from evenstep.report.names import Name, Sentence, join, say, visible

APPS: Final = {"whatsapp": "WhatsApp", "telegram": "Telegram", "table": "a table", "simulated": "an invented chat"}
ORDERS: Final = {
    "dmy": "day, month, year",
    "mdy": "month, day, year",
    "ymd": "year, month, day",
    "ydm": "year, day, month",
}


def lead(n: int, files: int, apps: list[str], first: datetime | None, last: datetime | None) -> Sentence:
    """The opening: how much of what, from when to when."""
    what = amounts.listed([APPS.get(app, app) for app in apps]) if apps else "an export"
    sources = f"one file from {what}" if files == 1 else f"{amounts.number(files)} files from {what}"
    if set(apps) == {"table"}:
        sources = "one table" if files == 1 else f"{amounts.number(files)} tables"
    held = say("This page is made from {sources}: {n}", sources=sources, n=amounts.count(n, "message"))
    when = say(", {span}.", span=amounts.span(first, last)) if first and last else say(".")
    return held + when


def near_limit() -> Sentence:
    """The app's export limit was probably reached."""
    return say("That is near the app’s own limit, so the oldest part is probably missing.")


def file_name(name: str) -> Sentence:
    """A file's name: letters from outside, fenced in like a person's name."""
    return Sentence((Name(visible(name)),))


def balance(seen: int, imported: int, system: int, already: int, skipped: int) -> Sentence:
    """What became of each record."""
    parts = [f"{amounts.number(imported)} kept", amounts.count(system, "notice") + " of the app"]
    if already:
        parts.append(f"{amounts.number(already)} already there")
    parts.append(f"{amounts.number(skipped)} set aside")
    return say("{seen} seen: {rest}", seen=amounts.count(seen, "record"), rest=amounts.listed(parts))


def used(n: int, kept: int) -> Sentence:
    """How many of the kept records the page is about, when that is not all of them."""
    return say(
        "{n} of the {m} kept. The rest is by other people, in other chats or outside the dates you chose, "
        "and counts for nothing here. In a group, an answer to one of the two may have come from someone else.",
        n=amounts.number(n),
        m=amounts.number(kept),
    )


def dates(order: str | None, decided_by: str) -> Sentence:
    """How day and month were told apart."""
    if order is None:
        return say("as the file itself gives them")
    return say(_known(ORDERS.get(order, order), decided_by))


def zone(name: str | None, decided_by: str) -> Sentence:
    """Which time zone the clock times were read in."""
    return say(_known((name or "UTC").replace("_", " "), decided_by))


def _known(what: str, decided_by: str) -> str:
    return (f"{what} ({decided_by})" if decided_by else what).replace("{", "").replace("}", "")


def noted(what: str, count: int, place: str = "") -> Sentence:
    """What a code means, how often it came up, and where first. A place may hold a member's name: fenced in."""
    often = "once" if count == 1 else amounts.count(count, "time")
    said = say("{what} ({often}", what=what, often=often)
    first = Sentence((", " if count == 1 else ", first at ", Name(visible(place)))) if place else Sentence(())
    return said + first + Sentence((")",))


def gap(start: datetime, end: datetime) -> Sentence:
    """A long silence that may be a hole in the file."""
    return say("{a} to {b}", a=amounts.day(start), b=amounts.day(end))


def gaps(found: list[Sentence]) -> Sentence:
    """All of them, or that there is none."""
    if not found:
        return say("no long hole found")
    return join([join(found, "; "), say("(silence, or a phone that was lost: the file does not know)")])


def found(balanced: bool, skipped: int) -> Sentence:
    """The finding of the section on the file."""
    if not balanced:
        return say("The counts of this file do not add up, so lean lightly on this page.")
    if skipped == 0:
        return say("Every record in the file is accounted for, and none was set aside.")
    return say("Every record in the file is accounted for. {n} set aside.", n=_were(skipped))


def _were(n: int) -> str:
    return "One was" if n == 1 else f"{amounts.number(n)} were"
