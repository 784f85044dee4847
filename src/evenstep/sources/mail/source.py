"""Mailboxes (mbox) and single mails (eml, emlx): one conversation for each set of people who write to one another."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from evenstep.errors import Choice, NeedsAnswer
from evenstep.events.reading import Note
from evenstep.sources.assemble import Facts, assemble
from evenstep.sources.base import Member, Opened, Parsed, ReadOptions
from evenstep.sources.mail.mailbox import Mailbox, Row
from evenstep.sources.mail.people import conversations, owner_of, pairs, with_counts
from evenstep.sources.mail.split import FIELD, KEPT_BYTES, RawMail, Splitter, begins_mbox
from evenstep.sources.timeline import Line, timeline
from evenstep.spoken import words, words_n

HEAD_BYTES: Final = 8_192
SINGLE: Final = (b"\nfrom:", b"\ndate:")
SIGNS: Final = (b"\nmessage-id:", b"\nmime-version:", b"\nreceived:", b"\nreturn-path:", b"\ndelivered-to:")
SAVED_PAGE: Final = b"\nsnapshot-content-location:"
"""A web page that a browser saved in the form of a mail."""

COUNTED: Final = re.compile(rb"\d{1,12} *\r?\n")
"""The first line of Apple Mail's emlx: how many bytes the mail has."""

DECIDED: Final = "the file's own offsets"
TOLD_EVERY: Final = 500


class Mail:
    """An mbox of Gmail Takeout, Thunderbird or Apple Mail, several of them, or a folder of single mails."""

    @property
    def name(self) -> str:
        """The source's name in the events table."""
        return "mail"

    def score(self, opened: Opened) -> float:
        """1 for a valid "From " line with a header field behind it, 0.9 for a single mail, else 0."""
        return max((_score(member) for member in opened.members), default=0.0)

    def parse(self, opened: Opened, options: ReadOptions) -> Parsed:
        """Read all mailboxes as one. Raises InputError and NeedsAnswer("chat").

        ``source_line`` is the number of the mail over all files.
        """
        members = [member for member in opened.members if _score(member) > 0]
        mailbox = Mailbox(options)
        total = sum(member.size for member in members)
        done, notes = 0, []
        for member in members:
            splitter = Splitter(member)
            for raw in _mails(member, splitter):
                mailbox.add(raw, member.name)
                if options.progress is not None and raw.number % TOLD_EVERY == 0:
                    options.progress(min(done + raw.offset, total), total)
            notes += splitter.notes()
            done += member.size
        file = members[0].name if len(members) == 1 else opened.name
        parsed = _finish(mailbox, [*mailbox.notes(), *notes], options, file)
        if options.progress is not None:
            options.progress(total, total)
        return parsed


def _score(member: Member) -> float:
    head = member.head(HEAD_BYTES)
    if begins_mbox(head):
        return 1.0
    start = head.removeprefix(b"\xef\xbb\xbf")
    counted = COUNTED.match(start)
    start = start[counted.end() :] if counted else start
    if FIELD.match(start) is None:
        return 0.0
    block = b"\n" + re.split(rb"\n\r?\n", start, maxsplit=1)[0].lower()
    if SAVED_PAGE in block:
        return 0.0
    return 0.9 if all(sign in block for sign in SINGLE) and any(sign in block for sign in SIGNS) else 0.0


def _mails(member: Member, splitter: Splitter) -> Iterator[RawMail]:
    if begins_mbox(member.head(HEAD_BYTES)):
        yield from splitter.mails()
        return
    data = member.head(KEPT_BYTES).removeprefix(b"\xef\xbb\xbf")
    counted = COUNTED.match(data)
    if counted:  # behind the mail stands Apple's own property list
        data = data[counted.end() : counted.end() + int(counted[0])]
    yield RawMail(1, 0, b"", data, member.size)


def _finish(mailbox: Mailbox, notes: list[Note], options: ReadOptions, file: str) -> Parsed:
    owner = owner_of(mailbox, options.me)
    ids = conversations(mailbox.rows, owner)
    wanted = _choose(mailbox, ids, options, file)
    rows = [row for row in mailbox.rows if wanted is None or ids[row.people] == wanted]
    rows.sort(key=lambda row: row.utc or 0)
    timed = timeline([_line(row, ids) for row in rows], mailbox.names, options, file=file, resolution_s=1.0)
    aside = [row for people, row in mailbox.rejects if wanted is None or not people or ids.get(people) == wanted]
    rejects = sorted([*aside, *timed.rejects], key=lambda row: row[3] or 0)
    whole = wanted is None
    facts = Facts(
        file=file,
        source="mail",
        seen=len(rows) + len(aside) + (mailbox.system + mailbox.doubles if whole else 0),
        system=mailbox.system if whole else 0,
        already_there=mailbox.doubles if whole else 0,
        rejects=rejects,
        zone_decided_by=DECIDED if rows else "",
        me=timed.names.get(owner) if owner is not None else None,
        notes=[*notes, *timed.notes],
    )
    events = with_counts(timed.events, rows)
    return assemble(events, facts, options.limits, pairs(rows, ids, timed.names, owner))


def _line(row: Row, ids: dict[tuple[str, ...], str]) -> Line:
    utc = None if row.utc is None else row.utc * 1_000_000
    return Line(ids[row.people], row.sender, row.kind, utc, None, row.number, row.text, None, row.id, row.reply)


def _choose(mailbox: Mailbox, ids: dict[tuple[str, ...], str], options: ReadOptions, file: str) -> str | None:
    """The conversation_id that is wanted, None for all. Raises NeedsAnswer("chat") for an unknown one."""
    if options.chat is None:
        return None
    counts = Counter(ids[row.people] for row in mailbox.rows)
    wanted = options.chat.removeprefix("mail:").strip()
    key = f"mail:{wanted.casefold()}"
    if key in counts:
        return key
    named = [chat for chat in counts if mailbox.names.get(chat.removeprefix("mail:")) == wanted]
    if len(named) == 1:
        return named[0]
    shown: Sequence[str] = named or [chat for chat, _ in counts.most_common(50)]
    question = (
        words("{n} chats are called {name}. Which one?", n=len(named), name=repr(wanted))
        if named
        else words("There is no chat {name}.", name=repr(wanted))
    )
    raise NeedsAnswer("chat", question, [_choice(chat, mailbox, counts[chat]) for chat in shown[:50]], file)


def _choice(chat: str, mailbox: Mailbox, n: int) -> Choice:
    address = chat.removeprefix("mail:")
    name = mailbox.names.get(address, address)
    return Choice(address, words_n("{name}, {n} message", "{name}, {n} messages", n, name=name, n=n))
