"""Google Chat from Takeout: every group's messages.json, its members, and whose account it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from evenstep.errors import InputError, NeedsAnswer
from evenstep.events.reading import Note
from evenstep.sources.base import Opened, Parsed, ReadOptions
from evenstep.sources.chats import Chat, Export, Unusable, parsed
from evenstep.sources.decode import decode
from evenstep.sources.google_chat.groups import LOOKED_AT, Group, groups, is_messages, json_files, owner
from evenstep.sources.google_chat.record import Recorder
from evenstep.sources.json_messages import Document, read_document
from evenstep.spoken import words

TWO = 2


class GoogleChat:
    """``Google Chat/Groups/DM …/messages.json`` with group_info.json beside it; a folder, a zip or one file."""

    @property
    def name(self) -> str:
        """The source's name in the events table."""
        return "google_chat"

    def score(self, opened: Opened) -> float:
        """1 for a file with Google Chat's own fields, else 0. Reads heads only."""
        likely = sorted(json_files(opened), key=lambda member: not member.name.endswith("messages.json"))
        return 1.0 if any(is_messages(member) for member in likely[:LOOKED_AT]) else 0.0

    def parse(self, opened: Opened, options: ReadOptions) -> Parsed:
        """Read all groups. Raises InputError, NeedsAnswer("chat") or ("encoding").

        ``source_line`` is the number of the record, counted through all groups. A file that cannot
        be read is kept aside as one record, unless it is the only one.
        """
        found = groups(opened, options.limits)
        reader = _Reader(options, alone=len(found) == 1)
        total = sum(group.member.size for group in found)
        for group in found:
            reader.read(group)
            if options.progress is not None:
                options.progress(min(reader.bytes, total), total)
        file = opened.name if len(opened.members) > 1 else found[0].member.name
        return parsed(reader.export(file, owner(opened, options.limits)), options)


class _Reader:
    """Reads groups into chats, one numbering for the records of all."""

    def __init__(self, options: ReadOptions, *, alone: bool) -> None:
        self.bytes = 0
        self._options = options
        self._alone = alone
        self._recorder = Recorder()
        self._chats: dict[str, Chat] = {}
        self._notes: list[Note] = []
        self._places: list[tuple[int, str]] = []  # (number before the file's first record, file)
        self._encoding = "UTF-8"
        self._number = 0

    def read(self, group: Group) -> None:
        """Add one group's file; where it cannot be read, and is not the only one, it is kept aside as a whole."""
        self.bytes += group.member.size
        file = group.member.name
        try:
            decoded = decode(group.member.read(), file, self._options.encoding)
            document = read_document(decoded.text, file, self._options.limits.json_depth)
        except (InputError, NeedsAnswer) as error:
            if self._alone:
                raise
            code, place, detail = _problem(error)
            chat = self._chat(group, group.folder or file)
            chat.seen += 1
            chat.rejects.append((code, file, place, None, detail))
            return
        where = "" if self._alone else f"{file}, "
        self._notes += [*(replace(note, place=where + note.place) for note in decoded.notes), *document.notes]
        self._encoding = decoded.encoding
        self._document(self._chat(group, group.folder or _id_in(document.records) or file), document, file)

    def export(self, file: str, user: dict[str, Any]) -> Export:
        """All that was read, ready to be put together."""
        halves = self._recorder.halves
        notes = [*self._notes, *([Note("E204", "", f"{halves:,}", halves)] if halves else [])]
        me = self._key(user) if user else None
        chats = [chat for chat in self._chats.values() if chat.seen]
        for chat in chats:
            if not chat.name and chat.pair is not None:
                chat.name = ", ".join(self._recorder.names[key] for key in chat.pair if key != me)
        return Export(
            "google_chat", file, chats, self._recorder.names, 1.0, self._encoding, notes, me, place=self._place
        )

    def _document(self, chat: Chat, document: Document, file: str) -> None:
        self._places.append((self._number, file))
        undated = self._recorder.undated
        for index, record in enumerate(document.records):
            self._number += 1
            chat.seen += 1
            try:
                if index in document.clashes:
                    raise Unusable("E224")
                line = self._recorder.read(record, f"google_chat:{chat.id}", self._number)
            except Unusable as bad:
                chat.rejects.append((bad.code, file, f"/messages/{index}{bad.place}", self._number, bad.detail))
                continue
            if line is None:
                chat.system += 1
            else:
                chat.lines.append(line)
        if document.cut is not None:
            self._number += 1
            chat.seen += 1
            chat.rejects.append(("E222", file, document.cut, self._number, words("file ends early")))
        chat.undated += self._recorder.undated - undated

    def _chat(self, group: Group, chat_id: str) -> Chat:
        """The chat of a group; two files of one group are one chat."""
        named = (self._key(member, f"google_chat:{chat_id}") for member in _listed(group.info.get("members")))
        keys = [key for key in named if key]
        chat = self._chats.setdefault(chat_id, Chat(chat_id))
        name = group.info.get("name")
        if len(set(keys)) == TWO:
            chat.pair = (keys[0], keys[1])
        chat.name = chat.name or (name.strip() if isinstance(name, str) else "")
        return chat

    def _key(self, someone: Any, chat: str = "") -> str:
        """The key of somebody in a side file; "" when it names nobody."""
        try:
            return self._recorder.person(someone, chat)
        except Unusable:
            return ""

    def _place(self, number: int) -> tuple[str, str]:
        """The file and the place of the record of this number."""
        before, file = next(each for each in reversed(self._places) if each[0] < number)
        return file, f"/messages/{number - before - 1}"


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _problem(error: InputError | NeedsAnswer) -> tuple[str, str, str]:
    if isinstance(error, InputError):
        return error.code, error.place, error.detail
    return "E208", "", error.question


def _id_in(records: Sequence[Any]) -> str:
    """The group's id as the ids of its messages carry it in front; "" where they have none."""
    for record in records:
        own = record.get("message_id") if isinstance(record, dict) else None
        if isinstance(own, str) and own.isprintable() and "/" in own:
            return own.split("/", 1)[0]
    return ""
