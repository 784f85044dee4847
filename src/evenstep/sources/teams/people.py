"""Who wrote a Teams or Skype record: by id, by the account it was taken over from, or by the shown name alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from evenstep.sources.chats import Unusable
from evenstep.sources.json_text import is_endless
from evenstep.sources.timeline import Line

BY_NAME: Final = "name:"
"""Begins the key of somebody who has no id in a record."""


def sender_of(record: Mapping[str, Any], properties: Mapping[str, Any]) -> str:
    """The id of the sender; after the move from Skype it stands among the properties, or only the name does.

    Raises Unusable E230, E207 or E227.
    """
    sender = record.get("from", record.get("from_id"))
    if sender is None or sender == "":
        account = properties.get("importedBy")
        sender = account.get("RawValue") if isinstance(account, dict) else None
    if sender is None or sender == "":
        name = shown_name(record)
        if not name:
            raise Unusable("E230", "/from")
        return BY_NAME + name
    if not isinstance(sender, str):
        raise Unusable("E207" if is_endless(sender) else "E227", "/from")
    return sender.rsplit("/contacts/", 1)[-1]


def shown_name(record: Mapping[str, Any]) -> str:
    """The name that stands in a record, "" for none."""
    name = record.get("displayName") or record.get("imdisplayname") or record.get("from_name")
    return name.strip() if isinstance(name, str) else ""


def with_ids(lines: Iterable[Line], names: Mapping[str, str]) -> list[Line]:
    """The lines; whoever is known by name alone gets the id that has this name, where only one has it."""
    ids: dict[str, list[str]] = {}
    for key, name in names.items():
        if not key.startswith(BY_NAME):
            ids.setdefault(name, []).append(key)
    return [_with_id(line, ids) if line.sender.startswith(BY_NAME) else line for line in lines]


def _with_id(line: Line, ids: Mapping[str, list[str]]) -> Line:
    found = ids.get(line.sender.removeprefix(BY_NAME), ())
    return line._replace(sender=found[0]) if len(found) == 1 else line
