"""A Matrix room in Element's JSON: edits laid over what they change, reactions dated, calls with their length."""

from __future__ import annotations

import re
from typing import Any, Final

from evenstep.errors import InputError, WrongKind
from evenstep.events.reading import Note
from evenstep.sources.base import Member, Opened, Parsed, ReadOptions
from evenstep.sources.chats import Chat, Export, only, parsed
from evenstep.sources.decode import decode_head
from evenstep.sources.json_text import EndsEarly, whole
from evenstep.sources.matrix.other_forms import is_element_page, is_element_text
from evenstep.sources.matrix.record import Recorder
from evenstep.sources.record_stream import RecordStream
from evenstep.sources.timeline import Line
from evenstep.spoken import words

STAMPED: Final = re.compile(r'"origin_server_ts"\s*:')
OF_A_ROOM: Final = re.compile(r'"(?:room_name|messages|chunk|event_id)"\s*:')
HEAD_BYTES: Final = 16_384


class Matrix:
    """``export.json`` of Element, for one room; also a room's events as its servers give them. No texts, no pages."""

    @property
    def name(self) -> str:
        """The source's name in the events table."""
        return "matrix"

    def score(self, opened: Opened) -> float:
        """1 for events with a server's time in a room, and for Element's text and page, to say what to choose."""
        found = max((_score(member) for member in _texts(opened)), default=0.0)
        return found or (1.0 if any(_other_form(member) for member in _pages(opened)) else 0.0)

    def parse(self, opened: Opened, options: ReadOptions) -> Parsed:
        """Read the room. Raises InputError, NeedsAnswer("chat"), ("member") or ("encoding").

        ``source_line`` is the number of the event in the file. An edit, a removal, and what says how a
        call went belong to their event and are counted as notices.
        """
        ours = [member for member in _texts(opened) if _score(member) > 0]
        if not ours:
            raise _refusal(next(member for member in _pages(opened) if _other_form(member)))
        member = only(ours, opened)
        stream = RecordStream(options, member.size)
        recorder = Recorder(stream)
        chat, fields = _read(member, stream, recorder)
        lost = _finish(chat, recorder, fields)
        export = Export(
            source="matrix",
            file=member.name,
            chats=[chat],
            names=recorder.names,
            resolution_s=0.001,
            encoding=stream.encoding,
            notes=[*stream.all_notes(), *([Note("E229", "edits", f"{lost:,}", lost)] if lost else [])],
            me=_me(fields.get("exported_by"), recorder.names),
        )
        made = parsed(export, options)
        if options.progress is not None:
            options.progress(member.size, member.size)
        return made


def _texts(opened: Opened) -> list[Member]:
    return [m for m in opened.members if m.name.lower().endswith(".json") or len(opened.members) == 1]


def _pages(opened: Opened) -> list[Member]:
    return [m for m in opened.members if m.name.lower().endswith((".txt", ".html")) or len(opened.members) == 1]


def _other_form(member: Member) -> str:
    """ "page" or "text" for what Element writes besides JSON, else ""."""
    head = member.head(HEAD_BYTES)
    text = decode_head(head).lstrip("\ufeff \t\r\n")
    if text.startswith("<"):
        return "page" if is_element_page(head) else ""
    return "text" if is_element_text(text) else ""


def _refusal(member: Member) -> InputError:
    if _other_form(member) == "page":
        return InputError("E272", member.name, detail=words("a page of Element"))
    return WrongKind("E228", member.name, detail=words("it is Element's plain text; choose JSON as the format there"))


def _score(member: Member) -> float:
    head = decode_head(member.head()).lstrip("\ufeff \t\r\n")
    if head[:1] not in ("{", "["):
        return 0.0
    return 1.0 if STAMPED.search(head) and OF_A_ROOM.search(head) else 0.9 if _is_empty_room(head) else 0.0


def _is_empty_room(head: str) -> bool:
    return '"room_name"' in head and '"exported_by"' in head


def _read(member: Member, stream: RecordStream, recorder: Recorder) -> tuple[Chat, dict[str, Any]]:
    """The room's events in file order, and the fields that stand beside them."""
    source = stream.text(member)
    chat, fields = Chat(""), dict[str, Any]()

    def events(at: int, place: str) -> int:
        return stream.array(source, at, place, chat, lambda record, number: recorder.read(record, number, chat, source))

    start = source.skip(0)
    try:
        if source.text[start : start + 1] == "[":
            end = events(start, "")
        else:
            streams = {key: (lambda at, key=key: events(at, f"/{key}")) for key in ("messages", "chunk")}
            end = source.object(start, fields, streams)
        source.finish(end)
    except EndsEarly as cut:
        stream.cut(source, cut.at)
    stream.done(member, source)
    return chat, fields


def _finish(chat: Chat, recorder: Recorder, fields: dict[str, Any]) -> int:
    """Name the room, lay edits and removals over their messages; how many edits found none."""
    name = fields.get("room_name")
    chat.name = whole(name) if isinstance(name, str) else ""
    chat.id = recorder.room or chat.name or "room"
    key = f"matrix:{chat.id}"
    taken_back = {line.id for line in chat.lines if line.kind == "reaction"} & recorder.removed
    chat.system += len(taken_back)
    lines = [line for line in recorder.calls.settled(chat.lines) if line.id not in taken_back]
    if _newest_first(lines):
        lines.reverse()
    chat.lines = [_final(line, recorder)._replace(chat=key) for line in lines]
    known = {line.id for line in lines}
    return sum(len(edits) for target, edits in recorder.edits.items() if target not in known)


def _newest_first(lines: list[Line]) -> bool:
    """A page of events as the server gives it, and some programs write it down, begins with the latest."""
    return len(lines) > 1 and (lines[0].utc or 0) > (lines[-1].utc or 0)


def _final(line: Line, recorder: Recorder) -> Line:
    """The message as it stands after its edits and its removal."""
    if line.id is None:
        return line
    if line.id in recorder.removed and line.kind != "call":
        return line._replace(kind="deleted", text="", duration_s=None, edited=False)
    own = [edit for edit in recorder.edits.get(line.id, ()) if edit.sender == line.sender]
    if not own or line.kind == "deleted":
        return line
    last = max(own, key=lambda edit: edit.utc)
    return line._replace(text=last.text if line.kind == "text" else line.text, edited=True)


def _me(exported_by: Any, names: dict[str, str]) -> str | None:
    """Who made the export: by id, or by a name that only one person has."""
    if not isinstance(exported_by, str):
        return None
    if exported_by in names:
        return exported_by
    called = [key for key, name in names.items() if name == exported_by]
    return called[0] if len(called) == 1 else None
