"""Settle the senders of a whole file: plain names, notices that looked like names, pasted pieces of other chats."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from evenstep.sources.whatsapp.bytes import Bools, Ints
from evenstep.sources.whatsapp.home import LONGEST_PASTE
from evenstep.sources.whatsapp.kinds import KIND_CODE
from evenstep.sources.whatsapp.records import Columns
from evenstep.sources.whatsapp.senders import SenderBook, is_no_contact, is_notice, plain_name

HOUR: Final = 3_600_000_000  # microseconds
_BACK: Final = 2 * HOUR
_SHORT_NAME: Final = 3  # words


@dataclass(frozen=True)
class People:
    """``names``: plain names, each once; ``sender``: index into names a row, -1 for a notice, -2 for a cut line."""

    names: tuple[str, ...]
    raws: tuple[bytes, ...]  # as written, by code of the columns
    sender: npt.NDArray[np.int32]


def settle_people(
    columns: Columns, book: SenderBook, with_colon: Mapping[int, str], texts: list[str], *, bracket: bool
) -> People:
    """Names for all rows; mends rows (and their ``texts``) whose colon had no space behind it, in place.

    ``bracket``: headers are in brackets, and a notice there has its sender too: "[…] Anna:" is Anna's.
    """
    bare = {book.code(name) for text in with_colon.values() if (name := _bare_name(text))} if bracket else set()
    _lengthen_names(columns, book, texts)
    counts = np.bincount(columns.sender[columns.sender >= 0], minlength=len(book.raws)) if book.raws else np.zeros(0)
    names = _shown_names(book.raws, counts)
    real = [
        i in bare or (bool(n) and bool(c) and not is_notice(n, int(c), book.closed[i]))
        for i, (n, c) in enumerate(zip(names, counts, strict=True))
    ]
    _mend_colons(columns, [book.raws[i].decode() for i in range(len(names)) if real[i]], book, with_colon, texts)
    unique = {name: i for i, name in enumerate(dict.fromkeys(n for n, r in zip(names, real, strict=True) if r))}
    table = np.array([unique[n] if r else -1 for n, r in zip(names, real, strict=True)] + [-2, -1], np.int32)
    return People(tuple(unique), tuple(book.raws), table[columns.sender])


def _bare_name(text: str) -> bytes:
    """The name in a line that has a short name, a colon and nothing else; empty for any other line."""
    name = text.removesuffix(":")
    short = name != text and ":" not in name and len(name.split()) <= _SHORT_NAME
    return name.encode() if short and plain_name(name.encode()) and not is_notice(name, 1) else b""


def _shown_names(raws: Sequence[bytes], counts: npt.NDArray[np.generic]) -> list[str]:
    """Plain names; "~ Maria", who is not a contact, keeps her mark where a contact of that name writes too."""
    names = [plain_name(raw) for raw in raws]
    contacts = {name for raw, name, n in zip(raws, names, counts, strict=True) if n and not is_no_contact(raw)}
    return [f"~ {n}" if n in contacts and is_no_contact(raw) else n for raw, n in zip(raws, names, strict=True)]


def _lengthen_names(columns: Columns, book: SenderBook, texts: list[str]) -> None:
    """ "Dr" is "Dr: Alice" where that recurs only over the whole file: the text gives up its first words."""
    for row, code, lost in book.settled():
        columns.sender[row] = code
        columns.n_chars[row] -= len(lost.decode())
        columns.n_words[row] -= len(lost.decode().split())
        columns.header_chars[row] += len(lost)
        if columns.n_chars[row] <= 0:
            columns.kind[row], columns.n_chars[row], columns.n_words[row] = KIND_CODE["other"], 0, 0
        if texts:
            texts[row] = texts[row][len(lost.decode()) :]


def _mend_colons(
    columns: Columns, known: list[str], book: SenderBook, with_colon: Mapping[int, str], texts: list[str]
) -> None:
    """ "John:." is a message of John when John is known; "subject: x" is a notice."""
    known = sorted(known, key=len, reverse=True)
    for row, text in with_colon.items():
        raw = next((k for k in known if text.startswith(k + ":")), None)
        if raw is None or columns.sender[row] != -1:
            continue
        body = text[len(raw) + 1 :]
        columns.sender[row] = book.codes[raw.encode()]
        columns.n_chars[row] = max(columns.n_chars[row] - len(raw) - 1, 0)
        columns.n_words[row] += len(body.split()) - len(text.split())
        if texts:
            texts[row] = texts[row][len(raw) + 1 :].lstrip("\n")
        empty = columns.n_chars[row] == 0
        columns.kind[row] = KIND_CODE["other" if empty else "text"]


def pasted_rows(people: People, local: Ints, good: Bools) -> Ints:
    """Rows that look like a pasted piece of another chat: time goes back by hours, and the sender is only there."""
    rows = np.flatnonzero(good & (people.sender >= 0))
    time, sender = local[rows], people.sender[rows]
    total = np.bincount(sender, minlength=len(people.names)) if len(sender) else np.zeros(0, np.int64)
    inside: dict[int, list[int]] = {}
    taken = -1
    for jump in (np.flatnonzero(np.diff(time) < -_BACK) + 1).tolist():
        limit = time[jump - 1] - _BACK
        for i in range(max(jump, taken + 1), min(jump + LONGEST_PASTE, len(rows))):
            if time[i] >= limit:
                break
            taken = i
            if total[sender[i]] <= LONGEST_PASTE:
                inside.setdefault(int(sender[i]), []).append(i)
    strangers = [s for s, where in inside.items() if len(where) == total[s]]
    if int((total > 0).sum()) - len(strangers) < 2:
        return np.zeros(0, np.int64)
    return rows[np.array(sorted(i for s in strangers for i in inside[s]), np.int64)]


def fold_in(columns: Columns, people: People, rows: Ints, keep: Bools, header_words: int) -> dict[int, int]:
    """Add pasted rows to the imported message they stand in, in place; pasted row -> that message's row."""
    parents: dict[int, int] = {}
    kept = np.flatnonzero(keep)
    for row in rows.tolist():
        before = int(np.searchsorted(kept, row)) - 1
        if before < 0:
            continue
        parents[row] = parent = int(kept[before])
        raw = people.raws[columns.sender[row]]
        name = raw.decode(errors="replace")
        columns.n_chars[parent] += 1 + columns.header_chars[row] - len(raw) + len(name) + columns.n_chars[row]
        columns.n_words[parent] += header_words + len(name.split()) + columns.n_words[row]
    return parents
