"""The one entry point: read_export opens an export, lets the best source read it, and checks what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final
from unicodedata import category

from evenstep.errors import EvenstepError, InputError, OptionError, WrongKind
from evenstep.events.reading import Note, Reading, summarise
from evenstep.events.schema import check_conversations, check_events
from evenstep.events.zone import check_zone
from evenstep.sources.also_here import also_here
from evenstep.sources.archive import NamedBytes, is_chat_file, open_export
from evenstep.sources.base import Limits, Opened, Parsed, Progress, ReadOptions, Source
from evenstep.sources.collector import collector_resting
from evenstep.sources.discord.source import Discord
from evenstep.sources.google_chat.source import GoogleChat
from evenstep.sources.hangouts.source import Hangouts
from evenstep.sources.imazing.source import IMazing
from evenstep.sources.imessage.source import IMessage
from evenstep.sources.instagram.source import Instagram
from evenstep.sources.kakaotalk.source import KakaoTalk
from evenstep.sources.line.source import LineChat
from evenstep.sources.mail.source import Mail
from evenstep.sources.matrix.source import Matrix
from evenstep.sources.meta.source import Meta
from evenstep.sources.other_kinds import (
    folder_looks_like,
    looks_like,
    refuse_broken_json,
    without_chats_looks_like,
)
from evenstep.sources.signal.source import Signal
from evenstep.sources.slack.source import Slack
from evenstep.sources.sms.source import Sms
from evenstep.sources.sqlite.refuse import refuse_database
from evenstep.sources.table.source import Table
from evenstep.sources.teams.source import Teams
from evenstep.sources.telegram.source import Telegram
from evenstep.sources.whatsapp.source import WhatsApp
from evenstep.sources.whatsapp_json.source import WhatsAppJson
from evenstep.sources.zip_check import label
from evenstep.spoken import words

SOURCES: Final[tuple[Source, ...]] = (
    WhatsApp(),
    Telegram(),
    Meta(),
    Instagram(),
    GoogleChat(),
    Hangouts(),
    Signal(),
    Discord(),
    WhatsAppJson(),
    Slack(),
    LineChat(),
    KakaoTalk(),
    Matrix(),
    Teams(),
    Sms(),
    Mail(),
    IMessage(),
    IMazing(),
    Table(),
)
"""Every kind of export we read. The one with the highest score reads the file."""

CERTAIN: Final = 1.0

JOINERS: Final = "\u200c\u200d"  # these belong to Persian words and to emoji of several people


def read_export(  # noqa: PLR0913 - one flat list of answers is the contract with CLI and web
    path: str | Path | NamedBytes,
    *,
    zone: str | None = None,
    date_order: str | None = None,
    chat: str | None = None,
    me: str | None = None,
    encoding: str | None = None,
    epoch: datetime | None = None,
    columns: Mapping[str, str] | None = None,
    member: str | None = None,
    keep_text: bool = False,
    now: datetime | None = None,
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> Parsed:
    """Read an export into events, conversations, rejects and the reading report; all senders are kept.

    Parameters: ``zone``, the IANA zone of the phone, for files that carry none; ``date_order``,
    dmy, mdy or ymd; ``chat``, a chat's name or id in an export of many; ``me``, a sender's name;
    ``encoding``, of a file that is not Unicode; ``epoch``, second 0 of a table with relative
    times, with its offset; ``columns``, our column name -> the table's; ``member``, which file of
    a zip; ``keep_text``, adds a ``text`` column, in memory only; ``now`` (UTC): times after
    now + 48 h are kept aside; ``progress(bytes done, bytes in all)``.

    Raises NeedsAnswer when only the user can tell (its ``option`` names the argument that
    answers), OptionError for an unusable argument, WrongKind for a file of no kind we know, and
    InputError for a file that is refused. Nothing else escapes. No zone, date or person is guessed.
    """
    if zone is not None:
        check_zone(zone)
    options = ReadOptions(
        zone=zone,
        date_order=date_order,
        chat=chat,
        member=member,
        me=me,
        encoding=encoding,
        epoch=epoch,
        columns=dict(columns or {}),
        keep_text=keep_text,
        now=now,
        limits=limits or Limits(),
        progress=progress,
    )
    return _read(path, options)


def _read(path: str | Path | NamedBytes, options: ReadOptions) -> Parsed:
    """Open, choose the source, parse, check; whatever else goes wrong leaves as an InputError."""
    name = label(path.name if isinstance(path, NamedBytes) else Path(path).name)
    try:
        opened = open_export(path, limits=options.limits, member=options.member)
        source = _best_source(opened, options)
        with collector_resting():
            parsed = source.parse(opened, options)
        return _checked(parsed, opened, options, also_here(opened, source, SOURCES, is_chat_file))
    except EvenstepError:
        raise
    except OSError as error:  # the disk, or the file was taken away while we read
        raise InputError("E110", name, detail=error.strerror or words("it cannot be read")) from error
    except Exception as error:  # the contract: a fault of ours is named as such and refuses the import
        raise InputError("E292", name, detail=type(error).__name__) from error


def _best_source(opened: Opened, options: ReadOptions) -> Source:
    """The source with the highest score; a table whose columns the user named is a table. Raises WrongKind."""
    if options.columns:
        return next(source for source in SOURCES if source.name == "table")
    best, source = _best_score(opened)
    if best > 0 and not (source.name == "table" and folder_looks_like(opened)):
        return source
    refuse_database(opened)
    if not any(is_chat_file(member.name) for member in opened.members) and len(opened.members) > 1:
        raise WrongKind("E115", opened.name, detail=without_chats_looks_like(opened))
    refuse_broken_json(opened, options.limits)
    raise WrongKind("E228", opened.name, detail=looks_like(opened))


def _best_score(opened: Opened) -> tuple[float, Source]:
    """The first of the highest scores; nothing is higher than certain, so nobody is asked after that."""
    best, chosen = 0.0, SOURCES[-1]
    for source in SOURCES:
        score = source.score(opened)
        if score > best:
            best, chosen = score, source
        if best >= CERTAIN:
            break
    return best, chosen


def _checked(parsed: Parsed, opened: Opened, options: ReadOptions, beside: tuple[Note, ...]) -> Parsed:
    """Hold the parse to its contract, settle who is me, and add the notes of the pre-flight."""
    check_events(parsed.events)
    check_conversations(parsed.conversations)
    reading = parsed.reading
    if not reading.balances or reading.imported != parsed.events.height or reading.skipped != parsed.rejects.height:
        counts = words(
            "{seen} seen = {kept} + {aside} + {notices}",
            seen=reading.seen,
            kept=reading.imported,
            aside=reading.skipped,
            notices=reading.system,
        )
        raise InputError("E291", opened.name, detail=counts)
    me = options.me if options.me in reading.senders else reading.me
    if options.me is not None and me is None:
        known = ", ".join(list(reading.senders)[:20])
        raise OptionError("me", f"nobody here is called {options.me!r}. There are: {known}")
    notes = (*opened.notes, *reading.notes, *_hidden_marks(reading), *beside)
    aside = summarise(parsed.rejects)
    return replace(parsed, reading=replace(reading, me=me, aside=aside, notes=notes))


def _hidden_marks(reading: Reading) -> tuple[Note, ...]:
    """A note (E206) on names with marks that turn the direction or cannot be seen, unless the source gave it."""
    marked = sum(any(category(c) == "Cf" and c not in JOINERS for c in name) for name in reading.senders)
    known = any(note.code == "E206" for note in reading.notes)
    return (Note("E206", "", f"{marked:,} names", marked),) if marked and not known else ()
