"""What the file held and how it was read: the sentences."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from evenstep.report import amounts
from evenstep.report.names import Name, Sentence, as_is, join, say, say_n, visible
from evenstep.spoken import N_, digits, tr, trn

APPS: Final = {
    "whatsapp": "WhatsApp",
    "telegram": "Telegram",
    "messenger": "Messenger",
    "instagram": "Instagram",
    "imessage": "iMessage",
    "sms": "SMS",
    "signal": "Signal",
    "discord": "Discord",
    "slack": "Slack",
    "line": "LINE",
    "kakaotalk": "KakaoTalk",
    "google_chat": "Google Chat",
    "hangouts": "Google Hangouts",
    "matrix": "Matrix",
    "teams": "Teams",
}
OTHERS: Final = N_({"table": "a table", "simulated": "an invented chat", "mail": "e-mail"})
ORDERS: Final = N_(
    {
        "dmy": "day, month, year",
        "mdy": "month, day, year",
        "ymd": "year, month, day",
        "ydm": "year, day, month",
    }
)
PLACES: Final[dict[str, str]] = N_(
    {
        "line": "line {n}",
        "row": "row {n}",
        "record": "record {n}",
        "byte": "byte {n}",
    }
)
IN_JSON: Final = re.compile(r"line ([\d,]+), column ([\d,]+)")
FURTHER: Final = N_("further lines")
PLACE: Final = re.compile(rf"({'|'.join(PLACES)}) ([\d,]+)")


def lead(n: int, files: int, apps: list[str], first: datetime | None, last: datetime | None) -> Sentence:
    """The opening: how much of what, from when to when."""
    many = amounts.number(files)
    what = amounts.listed([app_words(app) for app in apps]) if apps else tr("an export")
    sources = trn("one file from {what}", "{n} files from {what}", files, n=many, what=what)
    if set(apps) == {"table"}:
        sources = trn("one table", "{n} tables", files, n=many)
    held = amounts.count(n, "message")
    if not first or not last:
        return say("This page is made from {sources}: {n}.", sources=sources, n=held)
    span = amounts.span(first, last)
    return say("This page is made from {sources}: {n}, {span}.", sources=sources, n=held, span=span)


def app_words(app: str) -> str:
    """The app a file is from."""
    return tr(OTHERS[app]) if app in OTHERS else APPS.get(app, app)


def near_limit() -> Sentence:
    """The app's export limit was probably reached."""
    return say("That is near the app’s own limit, so the oldest part is probably missing.")


def file_name(name: str) -> Sentence:
    """A file's name: letters from outside, fenced in like a person's name."""
    return Sentence((Name(visible(name)),))


def balance(seen: int, imported: int, system: int, already: int, skipped: int) -> Sentence:
    """What became of each record."""
    parts = [trn("{n} kept", "{n} kept", imported, n=amounts.number(imported)), amounts.count(system, "notice")]
    if already:
        parts.append(trn("{n} already there", "{n} already there", already, n=amounts.number(already)))
    parts.append(trn("{n} set aside", "{n} set aside", skipped, n=amounts.number(skipped)))
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
    return _known(tr(ORDERS[order]) if order in ORDERS else order, decided_by)


def zone(name: str | None, decided_by: str) -> Sentence:
    """Which time zone the clock times were read in."""
    return _known((name or "UTC").replace("_", " "), decided_by)


def _known(what: str, decided_by: str) -> Sentence:
    """``decided_by`` as a reader put it down, one of a few words that readers mark for translation."""
    return as_is(f"{what} ({tr(decided_by)})" if decided_by else what)


def noted(what: str, count: int, place: str = "") -> Sentence:
    """What a code means, how often it came up, and where first. A place may hold a member's name: fenced in."""
    words = as_is(tr(what))
    n = amounts.number(count)
    if not place:
        return say_n("{what} (once)", "{what} ({n} times)", count, what=words, n=n)
    at = _place(place)
    return say_n("{what} (once, {place})", "{what} ({n} times, first at {place})", count, what=words, n=n, place=at)


def place_words(place: str) -> str | None:
    """A place in a file that readers count ("line 8,113"), in the reader's language; None for a name or a path."""
    if place == FURTHER:
        return tr(FURTHER)
    if found := IN_JSON.fullmatch(place):
        return tr("line {n}, column {m}", n=digits(found[1]), m=digits(found[2]))
    found = PLACE.fullmatch(place)
    return tr(PLACES[found[1]], n=digits(found[2])) if found else None


def _place(place: str) -> Sentence:
    counted = place_words(place)
    return Sentence((Name(counted if counted is not None else visible(place)),))


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
    return say_n(
        "Every record in the file is accounted for. One was set aside.",
        "Every record in the file is accounted for. {n} were set aside.",
        skipped,
        n=amounts.number(skipped),
    )
