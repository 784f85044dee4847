"""All rows of Messages' table to lines, each in its chat; tapbacks and replies by the guid they name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, NamedTuple

from evenstep.events.reading import Note
from evenstep.sources.base import ReadOptions
from evenstep.sources.chats import Chat, Unusable
from evenstep.sources.imessage.body import OBJECT
from evenstep.sources.imessage.people import ME, Key, text_of
from evenstep.sources.imessage.rows import kind_of, text_of_row, time_of
from evenstep.sources.imessage.tapbacks import REACTION_TYPES, STICKER, TAKEN_BACK, target_of
from evenstep.sources.sqlite.database import Database, Row
from evenstep.sources.timeline import Line

TABLE: Final = "message"
COLUMNS: Final = (
    *("rowid", "guid", "text", "attributedbody", "date", "is_from_me", "handle_id"),
    *("thread_originator_guid", "item_type", "associated_message_type", "date_edited", "date_retracted"),
    *("is_audio_message", "balloon_bundle_id", "cache_has_attachments", "error"),
    *("associated_message_guid", "is_sent"),
)
HEAVY: Final = (2, 3)
PROGRESS_ROWS: Final = 20_000
SHOWS_TEXT: Final = frozenset({"text", "media", "voice"})


class Removal(NamedTuple):
    """A tapback that was taken back: whose, of which message and sort, and when."""

    chat: str
    sender: str
    target: str | None
    sort: int
    utc: int


@dataclass(frozen=True)
class Around:
    """What other tables say of a message, by its row: its chat, what is attached, whether it waits to be deleted."""

    chats: dict[Key, Chat]
    handles: dict[Key, str]
    attached: dict[Key, str]
    gone: frozenset[Key]


@dataclass
class Messages:
    """What the rows became. ``at``: guid -> where its line stands; ``apart``: the rows that stand in no chat."""

    around: Around
    options: ReadOptions
    file: str
    lines: list[Line] = field(default_factory=list)
    at: dict[object, int] = field(default_factory=dict)
    tapbacks: dict[tuple[str, str, str | None, int], list[int]] = field(default_factory=dict)
    removals: list[Removal] = field(default_factory=list)
    apart: Chat = field(default_factory=lambda: Chat(""))
    rows: int = 0
    last: int = 0
    whole_seconds: int = 0
    repaired: int = 0

    def read(self, database: Database) -> None:
        """All rows of the table."""
        total = max(len(self.around.chats), 1)
        for batch in database.rows(TABLE, COLUMNS, HEAVY):
            for row in batch:
                self.rows += 1
                number = self.last = row[0] if row[0].__class__ is int else self.rows
                chat = self.around.chats.get(row[1], self.apart)
                chat.seen += 1
                try:
                    self._row(row, chat, number)
                except Unusable as bad:
                    chat.rejects.append((bad.code, self.file, f"{TABLE}, row {number:,}", number, bad.detail))
            if self.options.progress is not None and self.rows % PROGRESS_ROWS < len(batch):
                self.options.progress(min(database.size * self.rows // total, database.size), database.size)

    @property
    def resolution_s(self) -> float:
        """The clock's tick: a second, where most rows show no part of one."""
        return 1.0 if 2 * self.whole_seconds > len(self.lines) else 0.001

    def notes(self) -> list[Note]:
        """Broken letters, row numbers that are missing, and links to messages that are not there."""
        skipped = self.last - self.rows
        loose = len(self.around.chats) - (self.rows - self.apart.seen)
        return [
            *([Note("E201", TABLE, "", self.repaired)] if self.repaired else []),
            *([Note("E277", TABLE, f"{skipped:,} row numbers are not there", skipped)] if skipped > 0 else []),
            *([Note("E277", "chat_message_join", f"{loose:,} links lead to no message", loose)] if loose > 0 else []),
        ]

    def _row(self, row: Row, chat: Chat, number: int) -> None:
        (
            _,
            key,
            guid,
            raw,
            body,
            date,
            mine,
            handle,
            thread,
            item,
            sort,
            edited,
            unsent,
            audio,
            app,
            files,
            error,
            *_,
        ) = row
        if chat is self.apart:
            raise Unusable("E276")
        if item and item != b"0":
            chat.system += 1
            return
        if error and mine and row[18] == 0:
            raise Unusable("E264")
        utc, whole = time_of(date)
        self.whole_seconds += whole
        sender = ME if mine else self._sender(chat, handle)
        if sort in REACTION_TYPES:
            self._tapback(chat, sender, sort, row[17], utc, number)  # type: ignore[arg-type] # it is one of the types
            return
        reply = text_of(thread) if thread else None
        deleted = bool(unsent) or key in self.around.gone
        text, broken = ("", 0) if deleted else text_of_row(raw, body, self.options.limits.text_chars)
        self.repaired += broken
        attached = self.around.attached.get(key)
        kind = "text"
        if deleted or (edited and not text and attached is None):
            kind, text, edited = "deleted", "", None
        elif audio or app or files or attached is not None or OBJECT in text or not text.strip():
            kind = kind_of(text, app, attached, audio=bool(audio), files=bool(files))
            text = text.replace(OBJECT, "").strip() if kind in SHOWS_TEXT and (not app or kind == "text") else ""
        self.at[guid] = len(self.lines)
        self.lines.append(
            Line(f"imessage:{chat.id}", sender, kind, utc, None, number, text, None, None, reply, bool(edited))
        )

    def _sender(self, chat: Chat, handle: object) -> str:
        """Who wrote: by the handle, in a chat of two whoever is not me. Raises Unusable E230."""
        key = self.around.handles.get(handle)
        if key:
            return key
        if chat.pair is None:
            raise Unusable("E230")
        return chat.pair[1]

    def _tapback(self, chat: Chat, sender: str, sort: int, associated: object, utc: int, number: int) -> None:
        target = target_of(text_of(associated)) if associated else None
        conversation = f"imessage:{chat.id}"
        if sort in TAKEN_BACK:
            self.removals.append(Removal(conversation, sender, target, sort - 1000, utc))
            chat.system += 1
            return
        kind = "sticker" if sort == STICKER else "reaction"
        self.tapbacks.setdefault((conversation, sender, target, sort), []).append(len(self.lines))
        self.lines.append(Line(conversation, sender, kind, utc, None, number, "", None, None, target))
