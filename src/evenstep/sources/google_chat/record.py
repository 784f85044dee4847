"""One message of Google Chat to a line: who by address, when, what kind; its thread's first message as a reply."""

from __future__ import annotations

from typing import Any, Final

from evenstep.sources.chats import Unusable
from evenstep.sources.google_chat.dates import micros_of
from evenstep.sources.json_text import is_endless, whole
from evenstep.sources.timeline import Line
from evenstep.spoken import words

DELETED: Final = "DELETED"
AUDIO_ENDINGS: Final = (".ogg", ".oga", ".opus", ".aac", ".m4a", ".mp3", ".wav", ".amr")


class Recorder:
    """Reads records. ``names``: key -> name; ``undated``: reactions; ``halves``: lone surrogates put right."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self.undated = 0
        self.halves = 0

    def read(self, record: Any, chat: str, number: int) -> Line | None:
        """The record's line; None for what a program wrote, which is a notice. Raises Unusable."""
        if not isinstance(record, dict):
            raise Unusable("E227", "", words("not a record"))
        creator = record.get("creator")
        deleted = record.get("message_state") == DELETED
        if deleted and record.get("created_date") is None:
            detail = words("a deleted message, and the file does not say when it was sent")
            raise Unusable("E226", "/created_date", detail)
        if isinstance(creator, dict) and creator.get("user_type") not in (None, "Human", "HUMAN"):
            return None
        sender = self.person(creator, chat)
        utc = _time(record.get("created_date"))
        text = self._text(record.get("text"))
        kind = "deleted" if deleted else _kind(record, text)
        self._count(record.get("reactions"))
        own, reply = _ids(record)
        edited = isinstance(record.get("updated_date"), str) and record["updated_date"] != record["created_date"]
        shown = text if kind in ("text", "media", "voice") else ""
        return Line(chat, sender, kind, utc, None, number, shown, None, own, reply, edited)

    def person(self, someone: Any, chat: str = "") -> str:
        """The key of a person: the address; of a deleted account, which has none, the name in its chat.

        Raises Unusable E227 or E230.
        """
        if someone is None:
            raise Unusable("E230")
        if not isinstance(someone, dict):
            raise Unusable("E227", "/creator")
        address, name = someone.get("email"), someone.get("name")
        shown = self._whole(name).strip() if isinstance(name, str) else ""
        if isinstance(address, str) and address.strip():
            key = self._whole(address).strip().lower()
        elif shown:
            key = f"name:{shown} in {chat}"
        else:
            raise Unusable("E230")
        if shown or key not in self.names:
            self.names[key] = shown or key
        return key

    def _text(self, text: Any) -> str:
        if text is None:
            return ""
        if not isinstance(text, str):
            raise Unusable("E227", "/text")
        return self._whole(text)

    def _whole(self, text: str) -> str:
        if text.isascii():
            return text
        right = whole(text)
        self.halves += right != text
        return right

    def _count(self, reactions: Any) -> None:
        """Reactions have people but no times: they are counted."""
        for one in reactions if isinstance(reactions, list) else ():
            people = one.get("reactor_emails") if isinstance(one, dict) else None
            self.undated += len(people) if isinstance(people, list) else 1


def _time(value: Any) -> int:
    if is_endless(value):
        raise Unusable("E207", "/created_date")
    if not isinstance(value, str):
        raise Unusable("E226", "/created_date")
    found = micros_of(value)
    if found is None:
        raise Unusable("E226", "/created_date", words("a date in a language or form we do not know"))
    return found


def _kind(record: dict[str, Any], text: str) -> str:
    files = record.get("attached_files")
    if isinstance(files, list) and files:
        return "voice" if all(_is_audio(each) for each in files) else "media"
    call = _call_state(record.get("annotations"))
    if call is not None:
        return "missed_call" if "MISS" in call else "call"
    if _begins_meeting(record.get("annotations"), text.strip()):
        return "call"
    return "text" if text.strip() else "other"


def _is_audio(attached: Any) -> bool:
    name = attached.get("export_name") or attached.get("original_name") if isinstance(attached, dict) else None
    return isinstance(name, str) and name.lower().endswith(AUDIO_ENDINGS)


def _call_state(annotations: Any) -> str | None:
    """What became of a call that a message stands for, where its annotation says so; else None."""
    for one in annotations if isinstance(annotations, list) else ():
        inner = one.get("gsuite_integration_metadata") if isinstance(one, dict) else None
        call = inner.get("call_data") if isinstance(inner, dict) else None
        state = call.get("call_status") if isinstance(call, dict) else None
        if isinstance(state, str):
            return state.upper()
    return None


def _begins_meeting(annotations: Any, text: str) -> bool:
    """True where somebody began a meeting and wrote nothing: the text is empty, or the meeting's address."""
    for one in annotations if isinstance(annotations, list) else ():
        meeting = one.get("video_call_metadata") if isinstance(one, dict) else None
        space = meeting.get("meeting_space") if isinstance(meeting, dict) else None
        if isinstance(meeting, dict) and text in ("", space.get("meeting_url") if isinstance(space, dict) else ""):
            return True
    return False


def _ids(record: dict[str, Any]) -> tuple[str | None, str | None]:
    """(own id, the id of its thread's first message). An id is GROUP/THREAD/MESSAGE; the first one's ends in THREAD."""
    own = record.get("message_id")
    if not isinstance(own, str) or not own:
        return None, None
    own = whole(own)
    parts = own.split("/")
    if len(parts) == 3 and parts[1] != parts[2]:
        return own, f"{parts[0]}/{parts[1]}/{parts[1]}"
    return own, None
