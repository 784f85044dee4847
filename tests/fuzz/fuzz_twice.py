"""Telegram's two ways through one file, the quick one and the careful one: where both are taken, they must agree."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from typing import Any

from fuzz_packing import pack, unpack

from evenstep.sources.base import Member, ReadOptions
from evenstep.sources.telegram import chats
from evenstep.sources.telegram.repair import repair
from evenstep.sources.telegram.rows import Rows


class Disagreed(Exception):
    """The quick way read something else."""


def read_twice(member: Member, options: ReadOptions) -> bool:
    """False where the quick way was not taken. Raises Disagreed."""
    data, _ = repair(member.read())
    quick = chats._plainly(data, member, options, [])
    if quick is None:
        return False
    careful = chats._carefully(data, member, options, [])
    one, other = plain(quick), plain(careful)
    if one != other:
        raise Disagreed(f"{one:.200} {other:.200}")
    return True


def plain(value: Any) -> str:
    """All that an export holds, as words: NaN is NaN there, an empty span of records is none, sets have an order."""
    if isinstance(value, Rows):
        return repr(value.frame().rows())
    if is_dataclass(value):
        return repr([(each.name, plain(getattr(value, each.name))) for each in fields(value)])
    if isinstance(value, list | tuple):
        return repr([plain(each) for each in value if not isinstance(each, range) or each])
    return repr(sorted(value, key=repr) if isinstance(value, set) else value)


def quick_files() -> list[bytes]:
    """Seeds that are as the app writes them: one chat, and an export of two."""
    said = [_message(at, "user1" if at % 3 else "user2", f"word {at}\nand so on" if at % 4 else "") for at in range(9)]
    said[4] |= {"edited": "2024-01-01T10:09:00", "edited_unixtime": "1704103740"}
    said[5]["reply_to_message_id"] = 3
    said[6] |= {"photo": "x.jpg"}
    said[7] |= {"type": "service", "action": "phone_call", "actor": "Ana", "actor_id": "user1", "duration_seconds": 60}
    chat: dict[str, Any] = {"name": "Ana", "type": "personal_chat", "id": 7, "messages": said}
    other = chat | {"id": 8, "messages": said[:2] + said[5:7]}
    about = {"user_id": 1, "first_name": "Bob"}
    return [_file(chat), _file({"personal_information": about, "chats": {"about": "", "list": [chat, other]}})]


def as_the_app_writes(data: bytes) -> bytes:
    """A seed of Telegram's with the app's indentation; nothing where it is no JSON."""
    try:
        whole = json.loads(unpack(data)[0][1])
        return _file(whole)
    except (ValueError, RecursionError):
        return b""


def _message(number: int, key: str, text: str) -> dict[str, Any]:
    parts = [{"type": "plain", "text": text}] if text else []
    return {
        "id": number,
        "type": "message",
        "date": "2024-01-01T10:00:00",
        "date_unixtime": str(1_704_103_200 + number),
        "from": {"user1": "Ana", "user2": "Bob 💬"}[key],
        "from_id": key,
        "text": text,
        "text_entities": parts,
    }


def _file(whole: Any) -> bytes:
    return pack([("result.json", json.dumps(whole, indent=1, ensure_ascii=False).encode())])
