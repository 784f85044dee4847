"""What phones write and XML forbids: emoji in halves, control characters, broken bytes; put right and counted."""

from __future__ import annotations

import re
from typing import Final

from evenstep.events.reading import Note

CONTROLS: Final = bytes(set(range(32)) - {9, 10, 13})
CONTROL: Final = re.compile(b"[" + re.escape(CONTROLS) + b"]|\xef\xbf[\xbe\xbf]")
UNKNOWN: Final = "\ufffd".encode()
HIGH: Final = rb"&#(?:0*(55(?:29[6-9]|[3-9]\d\d)|56(?:[0-2]\d\d|3[01]\d))|[xX]0*([dD][89abAB][0-9a-fA-F]{2}));"
LOW: Final = rb"&#(?:0*(56(?:3[2-9]\d|[4-9]\d\d)|57(?:[0-2]\d\d|3[0-3]\d|34[0-3]))|[xX]0*([dD][c-fC-F][0-9a-fA-F]{2}));"
HALVES: Final = re.compile(HIGH + rb"(?:" + LOW + rb")?|" + LOW)
FORBIDDEN: Final = re.compile(
    rb"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01]|6553[45])|[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]|[fF]{3}[eEfF]));"
)


class Repair:
    """Puts right what expat would stop at. ``pairs``: emoji joined; ``halves``: lone halves; ``bad``: other letters."""

    def __init__(self) -> None:
        self.pairs = 0
        self.halves = 0
        self.bad = 0

    def __call__(self, piece: bytes) -> bytes:
        """The same piece as valid UTF-8 with valid characters only."""
        if len(piece.translate(None, CONTROLS)) != len(piece) or b"\xef\xbf" in piece:
            piece, controls = CONTROL.subn(UNKNOWN, piece)
            self.bad += controls
        if b"&#" in piece:
            piece = HALVES.sub(self._join, piece)
            piece, forbidden = FORBIDDEN.subn(b"&#65533;", piece)
            self.bad += forbidden
        if not piece.isascii():
            try:
                piece.decode()
            except UnicodeDecodeError:
                return self._decodable(piece)
        return piece

    def notes(self) -> list[Note]:
        """One note a kind of repair."""
        counts = (("E261", self.pairs), ("E204", self.halves), ("E201", self.bad))
        return [Note(code, "", f"{count:,}", count) for code, count in counts if count]

    def _join(self, match: re.Match[bytes]) -> bytes:
        """A pair of references is one letter, a lone half the unknown one."""
        high, low = _value(match[1], match[2]), _value(match[3], match[4])
        if not high or not low:
            self.halves += 1
            return b"&#65533;"
        self.pairs += 1
        return b"&#%d;" % (0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))

    def _decodable(self, piece: bytes) -> bytes:
        """Halves written as bytes are joined; any other broken byte becomes the unknown letter."""
        try:
            whole = piece.decode("utf-8", "surrogatepass").encode("utf-16-le", "surrogatepass")
            text = whole.decode("utf-16-le", "replace")
            self.pairs += sum(piece.count(bytes((0xED, half))) for half in range(0xA0, 0xB0))
        except UnicodeDecodeError:
            text = piece.decode("utf-8", "replace")
            self.bad += text.count("\ufffd")
        return text.encode()


def _value(decimal: bytes | None, hexadecimal: bytes | None) -> int:
    if decimal:
        return int(decimal)
    return int(hexadecimal, 16) if hexadecimal else 0
