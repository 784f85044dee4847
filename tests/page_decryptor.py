"""Reads SQLCipher's pages without SQLCipher: from its published page format and the raw key alone."""

from __future__ import annotations

import hashlib
import hmac
import struct
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PAGE, IV, MAC = 4096, 16, 64
BODY = PAGE - IV - MAC
WAL_HEAD, FRAME_HEAD = 32, 24


class NotOurs(ValueError):
    """A page whose authentication code does not belong to this key."""


def decrypted(page: bytes, number: int, key: bytes, salt: bytes) -> bytes:
    """One page: HMAC-SHA512 over text, IV and page number first, then AES-256-CBC."""
    mac_key = hashlib.pbkdf2_hmac("sha512", key, bytes(byte ^ 0x3A for byte in salt), 2, 32)
    start = 16 if number == 1 else 0
    text, iv, mac = page[start:BODY], page[BODY : BODY + IV], page[BODY + IV :]
    if not hmac.compare_digest(hmac.digest(mac_key, text + iv + struct.pack("<I", number), "sha512"), mac):
        raise NotOurs(number)
    cipher = Cipher(algorithms.AES256(key), modes.CBC(iv)).decryptor()
    return cipher.update(text) + cipher.finalize()


def all_pages(path: Path, key: bytes) -> bytes:
    """Every page of the file and frame of its journal, in plain text. Raises NotOurs for a page of another key."""
    data = path.read_bytes()
    salt = data[:16]
    plain = [decrypted(data[at : at + PAGE], at // PAGE + 1, key, salt) for at in range(0, len(data), PAGE)]
    journal = path.with_name(path.name + "-wal")
    frames = journal.read_bytes() if journal.exists() else b""
    for at in range(WAL_HEAD, len(frames) - FRAME_HEAD - PAGE + 1, FRAME_HEAD + PAGE):
        (number,) = struct.unpack_from(">I", frames, at)
        page = frames[at + FRAME_HEAD : at + FRAME_HEAD + PAGE]
        plain.append(decrypted(page, number, key, salt))
    return b"".join(plain)
