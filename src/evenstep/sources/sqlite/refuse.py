"""Databases that nobody can read: damaged ones, and encrypted ones with the kind that they look like."""

from __future__ import annotations

import math
import plistlib
import re
from collections import Counter
from typing import Final

from evenstep.errors import InputError
from evenstep.sources.base import Member, Opened
from evenstep.sources.sqlite.database import MAGIC, read_database
from evenstep.spoken import N_, words

LOOKED_AT: Final = 50
HEAD_BYTES: Final = 4_096
SMALLEST: Final = 512
PLIST_BYTES: Final = 2**20
WHATSAPP: Final = re.compile(rb"\b2\.\d{2}\.\d{1,3}\.\d{1,3}\b")
CRYPT_NAME: Final = re.compile(r"\.crypt(\d{1,2})$", re.I)
IPHONE_NAME: Final = re.compile(r"(^|/)[0-9a-f]{40}$")
STORE_NAME: Final = re.compile(r"\.(db|sqlite3?|sqlitedb)$", re.I)
PACKED: Final = (
    *(
        b"PK",
        b"\x1f\x8b",
        b"BZh",
        b"\xfd7zXZ",
        b"7z\xbc\xaf",
        b"Rar!",
        b"\x28\xb5\x2f\xfd",
        b"\x89PNG",
        b"\xff\xd8\xff",
    ),
    *(b"GIF8", b"RIFF", b"OggS", b"ID3", b"%PDF", b"fLaC", b"\x1aE\xdf\xa3", b"bplist", b"caff", b"PAR1", b"#!AMR"),
)
"""How packed and recorded files begin, which look as mixed as encrypted ones."""

SIGNAL: Final = N_("an encrypted database, as Signal and others keep it")
CRYPT: Final = N_("an encrypted backup of WhatsApp")
IPHONE: Final = N_("an encrypted backup of an iPhone")


def refuse_database(opened: Opened) -> None:
    """Raise InputError E253 for a damaged database and E254 for an encrypted one; nothing for all other files."""
    for member in opened.members[:LOOKED_AT]:
        if member.name.rsplit("/", 1)[-1] == "Manifest.plist" and _is_encrypted_backup(member):
            raise InputError("E254", member.name, detail=words(IPHONE))
    for member in opened.members[:LOOKED_AT]:
        head = member.head(HEAD_BYTES)
        if head.startswith(MAGIC):
            read_database(opened, member, (), lambda _: None)
        elif _looks_encrypted(member, head):
            raise InputError("E254", member.name, detail=words(_kind(member.name, head)))


def _kind(name: str, head: bytes) -> str:
    if CRYPT_NAME.search(name) or WHATSAPP.search(head[:256]):
        return CRYPT
    return IPHONE if IPHONE_NAME.search(name) else SIGNAL


def _looks_encrypted(member: Member, head: bytes) -> bool:
    """True for bytes as mixed as chance makes them, in a file that has the size or the name of a database."""
    if len(head) < SMALLEST or head.startswith(PACKED) or head[4:8] == b"ftyp":
        return False
    sized = member.size % SMALLEST == 0 or WHATSAPP.search(head[:256]) is not None
    named = CRYPT_NAME.search(member.name) or IPHONE_NAME.search(member.name) or STORE_NAME.search(member.name)
    return bool(sized or named) and _is_mixed(head[256:])


def _is_mixed(data: bytes) -> bool:
    """True when all byte values are about equally frequent; a short piece is allowed the less even count it has."""
    n = len(data)
    entropy = -sum(count / n * math.log2(count / n) for count in Counter(data).values())
    return n > 0 and entropy > 8 - 1.6 * 255 / (2 * math.log(2) * n)


def _is_encrypted_backup(member: Member) -> bool:
    if member.size > PLIST_BYTES:
        return False
    try:
        manifest = plistlib.loads(member.read())
    except Exception:  # plistlib raises almost anything for a broken list, which then says nothing
        return False
    return isinstance(manifest, dict) and manifest.get("IsEncrypted") is True
