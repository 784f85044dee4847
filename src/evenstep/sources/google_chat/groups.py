"""The folders of a Takeout: each group's messages and members, and whose account it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from evenstep.errors import EvenstepError
from evenstep.sources.base import Limits, Member, Opened
from evenstep.sources.decode import decode, decode_head
from evenstep.sources.json_text import EndsEarly, JsonText
from evenstep.sources.naming import CONTROLS

SIGN: Final = re.compile(r'"created_date"\s*:|"message_state"\s*:\s*"DELETED"')
OWN_FIELDS: Final = re.compile(r'"topic_id"\s*:|"creator"\s*:\s*\{|"message_id"\s*:')
FOLDER: Final = re.compile(r"(?:^|/)(?:(?:DM|Space) )?([^/]+)/[^/]+$")
HEAD_BYTES: Final = 16_384
LOOKED_AT: Final = 60
LONGEST_ID: Final = 200
SMALL: Final = 2**22


@dataclass(frozen=True)
class Group:
    """A group's file of messages, the folder's id ("" for a single file), and what its group_info.json says."""

    member: Member
    folder: str
    info: dict[str, Any]


def is_messages(member: Member) -> bool:
    """True for a JSON file with Google Chat's own fields."""
    text = decode_head(member.head(HEAD_BYTES)).lstrip("\ufeff \t\r\n")
    return text.startswith("{") and '"messages"' in text and bool(SIGN.search(text) and OWN_FIELDS.search(text))


def groups(opened: Opened, limits: Limits) -> list[Group]:
    """All groups of the export, in its order."""
    by_name = {member.name: member for member in opened.members}
    found = []
    for member in json_files(opened):
        if not is_messages(member):
            continue
        beside = by_name.get(member.name.rpartition("/")[0] + "/group_info.json")
        place = FOLDER.search(member.name)
        folder = CONTROLS.sub("", place[1])[:LONGEST_ID] if place else ""
        found.append(Group(member, folder, _small_object(beside, limits)))
    return found


def owner(opened: Opened, limits: Limits) -> dict[str, Any]:
    """The account's own person (name, email), where exactly one user_info.json says so; else empty."""
    named = [member for member in opened.members if member.name.endswith("user_info.json")]
    user = _small_object(named[0], limits).get("user") if len(named) == 1 else None
    return user if isinstance(user, dict) else {}


def json_files(opened: Opened) -> list[Member]:
    """Files that may be JSON: by their ending, or the only one there is."""
    named = [member for member in opened.members if member.name.lower().endswith(".json")]
    return named or list(opened.members[:1] if len(opened.members) == 1 else ())


def _small_object(member: Member | None, limits: Limits) -> dict[str, Any]:
    """A side file's fields; empty when it is not there, large or damaged, which costs no more than names."""
    if member is None or member.size > SMALL:
        return {}
    try:
        text = decode(member.read(), member.name).text
        value, _ = JsonText(text, member.name, limits.json_depth).value(len(text) - len(text.lstrip()))
    except (EvenstepError, EndsEarly):
        return {}
    return value if isinstance(value, dict) else {}
