"""The rows of Messages' table to lines, each in its chat; plain texts, which are most of them, by the short way."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from evenstep.events.reading import Note
from evenstep.sources.base import ReadOptions
from evenstep.sources.chats import Chat, Unusable
from evenstep.sources.imessage.body import OBJECT, Unreadable, archived_text
from evenstep.sources.imessage.people import ME, Key, text_of
from evenstep.sources.imessage.rows import APPLE_EPOCH, NANOSECONDS, kind_of, text_of_row, time_of
from evenstep.sources.imessage.tapbacks import REACTION_TYPES, STICKER, TAKEN_BACK, target_of
from evenstep.sources.sqlite.database import Database, Row
from evenstep.sources.timeline import Line
from evenstep.spoken import words

TABLE: Final = "message"
COLUMNS: Final = (
    *("rowid", "guid", "text", "attributedbody", "date", "is_from_me", "handle_id"),
    *("item_type", "associated_message_type", "date_edited", "date_retracted", "is_audio_message"),
    *("balloon_bundle_id", "cache_has_attachments", "error", "thread_originator_guid"),
    *("associated_message_guid", "is_sent"),
)
FIRST_MARK, ASSOCIATED = 8, 17
"""Where a row has what marks it as more than a text, and where the guid stands that only such rows have."""

HEAVY: Final = (2, 3)
PROGRESS_ROWS: Final = 20_000
SHOWS_TEXT: Final = frozenset({"text", "media", "voice"})
EARLIEST: Final = NANOSECONDS.start


class Home(NamedTuple):
    """A chat with what each of its lines needs."""

    chat: Chat
    conversation: str


class Removal(NamedTuple):
    """A tapback that was taken back: whose, of which message and sort, and when."""

    conversation: str
    sender: str
    target: str | None
    sort: int
    utc: int


@dataclass(frozen=True)
class Around:
    """What other tables say of a message, by its row: its chat, what is attached, whether it waits to be deleted."""

    homes: dict[Key, Home]
    handles: dict[Key, str]
    attached: dict[Key, str]
    gone: frozenset[Key]


@dataclass
class Messages:
    """What the rows became. ``wanted``: guids that something points to; ``apart``: the rows that stand in no chat."""

    around: Around
    options: ReadOptions
    file: str
    lines: list[Line] = field(default_factory=list)
    wanted: set[object] = field(default_factory=set)
    tapbacks: dict[tuple[str, str, str | None, int], list[int]] = field(default_factory=dict)
    removals: list[Removal] = field(default_factory=list)
    apart: Chat = field(default_factory=lambda: Chat(""))
    rows: int = 0
    last: int = 0
    whole_seconds: int = 0
    repaired: int = 0
    _at: dict[object, int] = field(default_factory=dict)
    _aside: frozenset[Key] = frozenset()

    def read(self, database: Database) -> None:
        """All rows of the table."""
        self._aside = self.around.gone.union(self.around.attached)
        for batch in database.rows(TABLE, COLUMNS, HEAVY):
            self._batch(batch)
            self._done(batch, database.size)
        for guid in self.wanted & self._at.keys():
            at = self._at[guid]
            self.lines[at] = self.lines[at]._replace(id=text_of(guid))

    @property
    def resolution_s(self) -> float:
        """The clock's tick: a second, where most rows show no part of one."""
        return 1.0 if 2 * self.whole_seconds > len(self.lines) else 0.001

    def notes(self) -> list[Note]:
        """Broken letters, row numbers that are missing, and links to messages that are not there."""
        skipped = self.last - self.rows
        loose = len(self.around.homes) - (self.rows - self.apart.seen)
        return [
            *([Note("E201", TABLE, "", self.repaired)] if self.repaired else []),
            *([Note("E277", TABLE, words("{n} row numbers are not there", n=skipped), skipped)] if skipped > 0 else []),
            *(
                [Note("E277", "chat_message_join", words("{n} links lead to no message", n=loose), loose)]
                if loose > 0
                else []
            ),
        ]

    def _done(self, batch: list[Row], size: int) -> None:
        """Count the batch, and tell how far we are."""
        self.rows += len(batch)
        number: Any = batch[-1][0]
        self.last = max(self.last, self.rows if number is None else number)
        total = max(len(self.around.homes), 1)
        if self.options.progress is not None and self.rows % PROGRESS_ROWS < len(batch):
            self.options.progress(min(size * self.rows // total, size), size)

    def _batch(self, batch: list[Row]) -> None:
        """Texts with nothing special about them at once; whatever is not as expected slowly."""
        homes, handles, aside, at = self.around.homes, self.around.handles, self._aside, self._at
        lines, most, make = self.lines, self.options.limits.text_chars, tuple.__new__
        row: Any
        for row in batch:
            number, key, guid, raw, body, date, mine, handle = row[:FIRST_MARK]
            home, sender = homes.get(key), ME if mine else handles.get(handle)
            special = any(row[FIRST_MARK:ASSOCIATED]) or key in aside
            if special or not (home and sender and number and date.__class__ is int and date >= EARLIEST):
                self._slowly(row)
                continue
            try:
                text = raw.decode() if raw else archived_text(body)
            except (UnicodeDecodeError, AttributeError, TypeError, Unreadable):
                self._slowly(row)
                continue
            if OBJECT in text or len(text) > most or not text.strip():
                self._slowly(row)
                continue
            home.chat.seen += 1
            if date % 1_000_000_000 == 0:
                self.whole_seconds += 1
            at[guid] = len(lines)
            utc = date // 1000 + APPLE_EPOCH
            lines.append(
                make(Line, (home.conversation, sender, "text", utc, None, number, text, None, None, None, False))
            )

    def _slowly(self, row: Row) -> None:
        """A row that may be anything; what cannot be used is kept aside under its row number."""
        home = self.around.homes.get(row[1])
        chat = self.apart if home is None else home.chat
        chat.seen += 1
        number: Any = row[0] or self.rows + 1
        try:
            if home is None:
                raise Unusable("E276")
            self._row(row, home, number)
        except Unusable as bad:
            chat.rejects.append((bad.code, self.file, f"{TABLE}, row {number:,}", number, bad.detail))

    def _row(self, row: Row, home: Home, number: int) -> None:
        _, key, guid, raw, body, date, mine, handle, item, sort, edited, unsent, audio, app, files, error, *more = row
        thread, associated, sent = more
        if item and item != b"0":
            home.chat.system += 1
            return
        if error and mine and sent == 0:
            raise Unusable("E264")
        utc, whole = time_of(date)
        self.whole_seconds += whole
        sender = ME if mine else self._sender(home.chat, handle)
        if sort in REACTION_TYPES:
            self._tapback(home, sender, sort, associated, utc, number)  # type: ignore[arg-type] # one of the types
            return
        deleted = bool(unsent) or key in self.around.gone
        text, broken = ("", 0) if deleted else text_of_row(raw, body, self.options.limits.text_chars)
        self.repaired += broken
        attached = self.around.attached.get(key)
        if deleted or (edited and not text and attached is None):
            kind, text, edited = "deleted", "", None
        else:
            kind = kind_of(text, app, attached, audio=bool(audio), files=bool(files))
            text = text.replace(OBJECT, "").strip() if kind in SHOWS_TEXT and (not app or kind == "text") else ""
        reply = self._points_to(text_of(thread)) if thread else None
        self._at[guid] = len(self.lines)
        self.lines.append(
            Line(home.conversation, sender, kind, utc, None, number, text, None, None, reply, bool(edited))
        )

    def _points_to(self, guid: str) -> str:
        self.wanted.add(guid.encode())
        return guid

    def _sender(self, chat: Chat, handle: object) -> str:
        """Who wrote: by the handle, in a chat of two whoever is not me. Raises Unusable E230."""
        key = self.around.handles.get(handle)
        if key:
            return key
        if chat.pair is None:
            raise Unusable("E230")
        return chat.pair[1]

    def _tapback(self, home: Home, sender: str, sort: int, associated: object, utc: int, number: int) -> None:
        target = target_of(text_of(associated)) if associated else None
        if sort in TAKEN_BACK:
            self.removals.append(Removal(home.conversation, sender, target, sort - 1000, utc))
            home.chat.system += 1
            return
        kind = "sticker" if sort == STICKER else "reaction"
        reply = None if target is None else self._points_to(target)
        self.tapbacks.setdefault((home.conversation, sender, target, sort), []).append(len(self.lines))
        self.lines.append(Line(home.conversation, sender, kind, utc, None, number, "", None, None, reply))
