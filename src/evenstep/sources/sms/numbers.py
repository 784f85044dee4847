"""Phone numbers in several forms are one person: with and without spaces, country code or leading zero."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable
from typing import Final

SHORTEST: Final = 8
"""Digits that the end of a number must have to stand for the whole number; short codes stay what they are."""

NOT_DIALLED: Final = re.compile(r"[^0-9+]")
TRUNK_ZERO: Final = re.compile(r"\(0\)")
NOT_A_NUMBER: Final = re.compile(r"[^\W\d_]|@")


def one_form(address: str) -> str:
    """An address in one form: "+" and digits, digits, or lower-case letters for names and e-mail addresses."""
    text = unicodedata.normalize("NFKC", address).strip()
    if NOT_A_NUMBER.search(text):
        return text.casefold()
    international = text.startswith(("+", "00"))
    dialled = NOT_DIALLED.sub("", TRUNK_ZERO.sub("", text) if international else text).replace("+", "")
    if not dialled:
        return text
    if text.startswith("+"):
        return f"+{dialled}"
    return f"+{dialled[2:]}" if international and len(dialled) > SHORTEST + 2 else dialled


def same_numbers(addresses: Iterable[str]) -> dict[str, str]:
    """Address -> the form that stands for its person.

    A number without country code is the person of the only longer number that ends with it (leading
    zeros aside, SHORTEST digits at least); where several end so, it stays a person of its own.
    """
    forms = {address: one_form(address) for address in addresses}
    distinct = set(forms.values())
    whole = sorted(form[:0:-1] for form in distinct if form.startswith("+"))
    local = {form: form.lstrip("0")[::-1] for form in distinct if form.isdecimal() and len(form) >= SHORTEST}
    ends = sorted(set(local.values()))
    by_end = {end: form for form, end in sorted(local.items(), reverse=True)}
    stands: dict[str, str] = {}
    for form, end in local.items():
        if len(end) < SHORTEST:
            continue
        longer = _only(whole, end)
        if longer is not None:
            stands[form] = f"+{longer[::-1]}"
        elif not _any(whole, end):
            nearest = _only([other for other in _starting(ends, end) if other != end], end)
            stands[form] = by_end[nearest if nearest is not None else end]
    return {address: _last(stands, form) for address, form in forms.items()}


def _starting(ordered: list[str], start: str) -> list[str]:
    """The few entries that begin with ``start`` (two are enough to know that it is not the only one)."""
    at = bisect_left(ordered, start)
    return [entry for entry in ordered[at : at + 3] if entry.startswith(start)]


def _any(ordered: list[str], start: str) -> bool:
    return bool(_starting(ordered, start))


def _only(ordered: list[str], start: str) -> str | None:
    found = _starting(ordered, start)
    return found[0] if len(found) == 1 else None


def _last(stands: dict[str, str], form: str) -> str:
    while stands.get(form, form) != form:
        form = stands[form]
    return form
