"""Who and where in a Slack export: people, bots and channels by id, and the chat that each folder holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from evenstep.errors import InputError
from evenstep.events.reading import Note
from evenstep.sources.base import Member, ReadOptions
from evenstep.sources.chats import Chat
from evenstep.sources.json_text import EndsEarly, whole
from evenstep.sources.record_stream import whole_json

PEOPLE: Final = ("users.json", "org_users.json")
PLACES: Final = ("channels.json", "groups.json", "dms.json", "mpims.json")
INDEXES: Final = (*PEOPLE, *PLACES)
NAMES: Final = ("display_name", "real_name", "name")
SLACKBOT: Final = "USLACKBOT"


@dataclass
class Directory:
    """Names of people and channels by id, the bots, and the channels by the place of their list and their folder."""

    people: dict[str, str] = field(default_factory=dict)
    bots: set[str] = field(default_factory=lambda: {SLACKBOT})
    channels: dict[str, str] = field(default_factory=dict)
    folders: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)

    def chat(self, folder: str, *, shared: bool = False) -> Chat:
        """The chat of a folder, which is called after its channel or carries the id of a direct message.

        ``shared``: another folder is called the same, as in two workspaces of one company.
        """
        channel = self._channel(folder)
        own = folder if shared else folder.rpartition("/")[2]
        chat_id, name = _text(channel.get("id")) or own, _text(channel.get("name"))
        chat = Chat(chat_id, name or "")
        members = _members(channel)
        if not name and members:
            chat.name = ", ".join(self.people.get(key) or key for key in members)
        if len(members) == 2 and chat_id.startswith("D"):
            chat.pair = (members[0], members[1])
        return chat

    def created(self, folder: str) -> int | None:
        """When the folder's channel was made, seconds since 1970; None for direct messages, which tell no beginning."""
        channel = self._channel(folder)
        created = channel.get("created")
        if isinstance(created, str) and created.isdecimal() and len(created) < 12:
            created = int(created)
        return created if type(created) is int and _text(channel.get("name")) else None

    def _channel(self, folder: str) -> dict[str, Any]:
        """What the nearest list above the folder says of it."""
        above, _, name = folder.rpartition("/")
        while (above, name) not in self.folders and above:
            above = above.rpartition("/")[0]
        return self.folders.get((above, name), {})


def read_directory(members: Iterable[Member], options: ReadOptions) -> Directory:
    """Everybody and every channel that the lists of the export name; a damaged list is noted and left out."""
    found = Directory()
    for member in members:
        place, _, name = member.name.rpartition("/")
        if name not in INDEXES:
            continue
        try:
            entries = whole_json(member, options)
        except EndsEarly:
            found.notes.append(Note("E222", member.name, "file ends early"))
            continue
        except InputError as error:
            found.notes.append(Note(error.code, member.name, error.place))
            continue
        for entry in entries if isinstance(entries, list) else ():
            if isinstance(entry, dict):
                _add(found, place, name, entry)
    return found


def person_name(entry: dict[str, Any]) -> str:
    """The name a person is shown under: the one they chose, else their full one, else the account's."""
    profile = entry.get("profile")
    for part in (profile if isinstance(profile, dict) else {}, entry):
        for name in NAMES:
            text = _text(part.get(name))
            if text and text.strip():
                return text
    return ""


def _add(found: Directory, place: str, index: str, entry: dict[str, Any]) -> None:
    key = _text(entry.get("id"))
    if not key:
        return
    if index in PEOPLE:
        found.people[key] = person_name(entry)
        if entry.get("is_bot") is True:
            found.bots.add(key)
        return
    name = _text(entry.get("name"))
    found.channels[key] = name or key
    found.folders.setdefault((place, key), entry)
    if name:
        found.folders[place, name] = entry


def _members(channel: dict[str, Any]) -> Sequence[str]:
    members = channel.get("members")
    return [whole(key) for key in members if isinstance(key, str)] if isinstance(members, list) else ()


def _text(value: Any) -> str | None:
    return whole(value) if isinstance(value, str) else None
