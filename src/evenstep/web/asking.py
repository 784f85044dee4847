"""Every open question of every file, gathered so that one page can ask them all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final, Protocol
from zoneinfo import available_timezones

import polars as pl
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from evenstep import gather
from evenstep.errors import Choice, InputError, NeedsAnswer
from evenstep.events.people import candidates
from evenstep.problem_codes import CODES
from evenstep.report import amounts
from evenstep.report.wording.reading import place_words
from evenstep.sources.apart.reader import Apart
from evenstep.sources.archive import NamedBytes
from evenstep.sources.base import Limits, Parsed
from evenstep.sources.other_kinds import KNOWN
from evenstep.spoken import Words, heard, tr
from evenstep.web import who
from evenstep.web.outcome import OTHER_PEOPLE, Answers, Ask, Problem, Upload
from evenstep.web.settings import MAX_UPLOAD_BYTES
from evenstep.web.who import NOBODY, Known, Offer

SHARED: Final = frozenset({"zone"})  # one answer for all files: they come from one phone
CHANGES_PEOPLE: Final = frozenset({"chat", "encoding", "member"})  # who wrote is not known before these are answered
MOST_QUESTIONS: Final = 6
TO_DO_HERE: Final = {  # where errors.CODES sends people to the command line
    "E114": gettext_noop("Export it again without photos, or unpack it and choose the chat file itself."),
    "E293": gettext_noop("Export one chat only, and leave photos out."),
    "E294": gettext_noop("Export one chat only, and leave photos out."),
}
LIMITS: Final = Limits(file_bytes=MAX_UPLOAD_BYTES, unpacked_bytes=4 * MAX_UPLOAD_BYTES, member_bytes=MAX_UPLOAD_BYTES)


class Reader(Protocol):
    """Answers questions about one file."""

    def read(self, **options: Any) -> Parsed:
        """What read_export gives with these options."""


class Readers(Protocol):
    """Opens a file for a reader, as Apart does."""

    def __call__(self, export: NamedBytes, *, limits: Limits) -> AbstractContextManager[Reader]:
        """A reader for this file."""


@dataclass(frozen=True)
class OneFile:
    """One file as far as it could be read with the answers so far."""

    upload: Upload
    parsed: Parsed | None = None
    asks: tuple[Ask, ...] = ()
    problem: Problem | None = None

    @property
    def people(self) -> list[tuple[str, int]]:
        """Who wrote in the conversation that was chosen, most first."""
        return candidates(self.parsed.events) if self.parsed is not None else []


def read_one(upload: Upload, answers: Answers, zone: str | None, now: datetime, reader: Readers = Apart) -> OneFile:
    """Read a file with what was answered, in a process apart (``reader`` is another one only in tests).

    A question that does not decide who wrote (zone, date order) gets a stand-in answer, only to
    find the file's other questions and people at once; it stays open, and nothing is computed with it.
    """
    with reader(NamedBytes(upload.name, upload.data), limits=LIMITS) as opened:
        return _read(opened, upload, _answered(upload, answers), zone, now)


def _read(reader: Reader, upload: Upload, options: dict[str, Any], zone: str | None, now: datetime) -> OneFile:
    asks: list[Ask] = []
    while len(asks) < MOST_QUESTIONS:
        try:
            parsed = reader.read(now=now, **options)
            chosen = _chosen(parsed, options.get("chat"))
            return OneFile(upload, chosen, tuple(asks), _too_few(upload, chosen))
        except NeedsAnswer as need:
            ask = _as_ask(upload, need, zone)
            asks.append(ask)
            stand_in = ask.preset or (ask.choices[0].value if ask.choices else None)
            if need.option in CHANGES_PEOPLE or need.option in options or stand_in is None:
                return OneFile(upload, None, tuple(asks))
            options[need.option] = stand_in
        except InputError as error:
            return OneFile(upload, problem=_as_problem(upload, error))
    return OneFile(upload, None, tuple(asks))


def _chosen(parsed: Parsed, chat: str | None) -> Parsed:
    """Only the conversation that was chosen. Raises NeedsAnswer("chat") while there are several."""
    if parsed.conversations.height <= 1:
        return parsed
    if chat is None:
        gather.pair_up([parsed], gather.Answers())  # asks which one, with counts
    here = pl.col("conversation_id") == chat
    return replace(parsed, events=parsed.events.filter(here), conversations=parsed.conversations.filter(here))


def open_asks(
    files: Sequence[OneFile], answers: Answers, known: Known = NOBODY, *, me_needed: bool = False
) -> tuple[Ask, ...]:
    """What still has to be asked: the files' own questions first, then who is who.

    ``me_needed``: who is "me" must be said, also where one file of two people could be read without.
    """
    asks: dict[str, Ask] = {}
    for ask in (ask for file in files for ask in file.asks):
        asks[ask.key] = replace(ask, file="") if ask.key in asks else ask  # asked once for several files
    for file in files:
        same_as_first = file is not files[0] and _names(file) == _names(files[0])
        if file.parsed is not None and not same_as_first:
            may_skip = len(files) == 1 and not me_needed
            whose = _who(file, known, may_skip=may_skip, may_leave=len(files) > 1)
            asks.update({ask.key: ask for ask in (*whose, *_also(file, answers, known))})
    return tuple(ask for ask in asks.values() if answers.get(ask.key) is None)


def left_out(files: Sequence[OneFile], answers: Answers) -> tuple[OneFile, ...]:
    """The files of which the person said that they are other people's."""
    return tuple(file for file in files if answers.get(f"me-{file.upload.number}") == OTHER_PEOPLE)


def option_key(upload: Upload, option: str) -> str:
    """The name under which an option's answer is kept."""
    return f"all-{option}" if option in SHARED else f"read-{option}-{upload.number}"


def _answered(upload: Upload, answers: Answers) -> dict[str, Any]:
    """read_export's options for this file, from the answers' keys: read-OPTION-NUMBER and all-OPTION."""
    options: dict[str, Any] = {}
    for key, value in answers.values.items():
        whose, option, *number = key.split("-")
        if whose == "all" or (whose == "read" and number == [str(upload.number)]):
            options[option] = value
    if "epoch" in options:
        options["epoch"] = datetime.fromisoformat(options["epoch"]).replace(tzinfo=UTC)
    return options


def _as_ask(upload: Upload, need: NeedsAnswer, zone: str | None) -> Ask:
    choices = tuple(Choice(choice.value, heard(choice.meaning)) for choice in need.choices)
    preset = None
    if need.option == "epoch":
        choices = ()  # the reader's one choice is an example of what to write; here a day is written
    if need.option == "zone":
        choices, preset = choices or zone_choices(available_timezones(), zone), zone
    return Ask(option_key(upload, need.option), need.option, heard(need.question), choices, preset, upload.name)


def zone_choices(zones: Iterable[str], own: str | None) -> tuple[Choice, ...]:
    """Places a person may live in, by name, and this computer's own zone whatever its name."""
    places = {zone for zone in zones if "/" in zone and not zone.startswith(("Etc/", "SystemV/", "US/"))}
    return tuple(Choice(zone, _place(zone)) for zone in sorted(places | ({own} if own else set()), key=_place))


def _place(zone: str) -> str:
    """'America/Argentina/Buenos_Aires' -> 'Buenos Aires (America, Argentina)': a city's first letters find it."""
    *wider, place = zone.replace("_", " ").split("/")
    return f"{place} ({', '.join(wider)})" if wider and wider != ["Etc"] else place


def _who(file: OneFile, known: Known, *, may_skip: bool, may_leave: bool) -> list[Ask]:
    """Who is you, and of more than two people who is the other. With several files it is needed to tell who is who."""
    number, people, name = file.upload.number, file.people, file.upload.name
    choices = tuple(Choice(person, f"{person} ({amounts.count(n, 'message')})") for person, n in people)
    names = [person for person, _ in people]
    mine = who.offered_me(names, file.parsed.reading.me if file.parsed is not None else None, known)
    theirs = who.offered_other(names, known)
    skip = (Choice("", _("I would rather not say")),) if may_skip and len(people) == 2 else ()
    leave = (Choice(OTHER_PEOPLE, _("These are other people: leave this file out")),) if may_leave else ()
    mine_of = choices + skip + leave
    asks = [Ask(f"me-{number}", "me", _("Which of these is you?"), mine_of, _name(mine), name, _why(mine))]
    if len(people) > 2:
        question = _("And who is the other person?")
        asks.append(Ask(f"other-{number}", "other", question, choices, _name(theirs), name, _why(theirs)))
    return asks


def _name(offer: Offer | None) -> str | None:
    return offer.name if offer is not None else None


def _why(offer: Offer | None) -> str:
    return offer.because if offer is not None else ""


def _also(file: OneFile, answers: Answers, known: Known) -> list[Ask]:
    """Whether a further handle is one of the two as well: asked only where something speaks for it."""
    number, names = file.upload.number, [person for person, _ in file.people]
    me, other = answers.get(f"me-{number}"), answers.get(f"other-{number}")
    if len(names) <= 2 or not me or not other:
        return []
    whose = (
        Choice(who.ME, _("That is me too")),
        Choice(who.OTHER, _("That is the other person too")),
        Choice("", _("Neither of us")),
    )
    return [
        Ask(
            key=f"also-{number}-{names.index(handle)}",
            kind="also",
            question=_("Who is %(name)s?") % {"name": handle},
            choices=whose,
            preset=likely,
            file=file.upload.name,
            because=why,
        )
        for handle, likely, why in who.also_one_of_them(names, me, other, known)
    ]


def _names(file: OneFile) -> set[str]:
    return {name for name, _ in file.people}


def _too_few(upload: Upload, parsed: Parsed) -> Problem | None:
    people = len(candidates(parsed.events))
    if people >= 2:
        return None
    what = (
        _("Only one person writes in this file, and a pattern is made by two.")
        if people
        else _("Nobody writes in this file, and a pattern is made by two.")
    )
    return Problem(upload.number, upload.name, "", what, _("Choose a chat with messages from both of you."))


def _as_problem(upload: Upload, error: InputError) -> Problem:
    code = CODES[error.code]
    place = f" ({place_words(error.place) or error.place})" if error.place else ""
    about = _without_the_list(error.detail)
    detail = f" {amounts.capital(heard(about))}." if about else ""
    to_do = tr(TO_DO_HERE.get(error.code, code.to_do))
    return Problem(upload.number, upload.name, error.code, f"{tr(code.what)}{detail}{place}", to_do)


def _without_the_list(detail: str) -> str:
    """What a file looks like, without the list of what we read: on this page it stands below, with how to get each."""
    if not isinstance(detail, Words):
        return detail
    if detail.template == KNOWN.template:
        return ""
    found = detail.values.get("found")
    return found if "known" in detail.values and isinstance(found, str) else detail
