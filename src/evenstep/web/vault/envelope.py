"""key.json: the label and the slots of a store, in one byte form only, read strictly."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from typing import Any, Final

from evenstep.web.vault.slot import REAL, VERSION, Cost, Slot, as_fields, of_fields, open_slot, seal
from evenstep.web.vault.trouble import Damaged, NewerStore

KEY_FILE: Final = "key.json"
LONGEST: Final = 64 * 1024
LABEL: Final = "Notes"
LABEL_LETTERS: Final = 80


@dataclass(frozen=True)
class Envelope:
    """``coming``: the slots of a new key while the store is being re-keyed; which side holds, the store itself says."""

    label: str
    slots: tuple[Slot, ...]
    coming: tuple[Slot, ...] = ()

    @property
    def protected(self) -> bool:
        """Whether a secret is asked for. While a change is under way: when either side asks for one."""
        return any(slot.kind != "open" for slot in (*self.slots, *self.coming))

    @property
    def recovery(self) -> bool:
        """Whether a recovery code is in force."""
        return any(slot.kind == "recovery" for slot in self.slots)


def first_envelope(label: str, passphrase: str | None, key: bytes, cost: Cost = REAL) -> Envelope:
    """The envelope of a new store; without a passphrase the key lies open in it."""
    return Envelope(clean_label(label), lock(passphrase, key, cost))


def lock(passphrase: str | None, key: bytes, cost: Cost = REAL) -> tuple[Slot, ...]:
    """The slots of a key that opens with ``passphrase``, or without one."""
    return (open_slot(key) if passphrase is None else seal("passphrase", passphrase, key, cost),)


def clean_label(label: str) -> str:
    """One line of letters that can be seen; a name for the unlock page, readable by anyone who has the folder."""
    seen = "".join(letter for letter in label if letter.isprintable() or letter.isspace())
    return " ".join(seen.split())[:LABEL_LETTERS].strip() or LABEL


def write_envelope(envelope: Envelope) -> bytes:
    """The only bytes that say this envelope. The sum tells damage from a wrong passphrase; it guards no secret."""
    body: dict[str, Any] = {
        "evenstep": "key",
        "version": VERSION,
        "label": envelope.label,
        "slots": [as_fields(slot) for slot in envelope.slots],
        "coming": [as_fields(slot) for slot in envelope.coming],
    }
    return _text({**body, "sum": _sum(body)})


def read_envelope(data: bytes) -> Envelope:
    """What ``write_envelope`` wrote. Raises Damaged for anything else, NewerStore for a version above ours."""
    try:
        body = _body(data)
        if body["version"] > VERSION:
            raise NewerStore
        sides = [tuple(of_fields(fields) for fields in body[side]) for side in ("slots", "coming")]
        envelope = Envelope(body["label"], *sides)
        _check(envelope)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Damaged(KEY_FILE) from error
    if write_envelope(envelope) != data:
        raise Damaged(KEY_FILE)
    return envelope


def without_label(envelope: Envelope) -> Envelope:
    """The same key under the label everybody has, for a file that leaves the computer."""
    return replace(envelope, label=LABEL)


def _body(data: bytes) -> dict[str, Any]:
    if len(data) > LONGEST:
        raise ValueError("too long")
    found = json.loads(data)
    claimed = found.pop("sum")
    if found["evenstep"] != "key" or type(found["version"]) is not int or claimed != _sum(found):
        raise ValueError("not an envelope, or not as it was written")
    return dict(found)


def _check(envelope: Envelope) -> None:
    """One key is open, or one passphrase guards it, with at most one recovery code beside it."""
    allowed = [["open"], ["passphrase"], ["passphrase", "recovery"]]
    for side in (envelope.slots, envelope.coming or envelope.slots):
        if [slot.kind for slot in side] not in allowed:
            raise ValueError("slots")
    if not isinstance(envelope.label, str) or not 1 <= len(envelope.label) <= LABEL_LETTERS:
        raise ValueError("label")  # which letters can be seen another Python may know otherwise: that is no damage


def _sum(body: dict[str, Any]) -> str:
    return hashlib.sha256(_text(body)).hexdigest()


def _text(body: dict[str, Any]) -> bytes:
    return (json.dumps(body, sort_keys=True, indent=1) + "\n").encode()
