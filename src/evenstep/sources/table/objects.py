"""Cells of a JSON record that are objects of their own, where one field of theirs is what is meant."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from evenstep.sources.table.columns import normal

_PERSON: Final = ("name", "displayname", "username", "fullname", "login", "id")
OBJECTS: Final[Mapping[str, tuple[str, ...]]] = {
    **dict.fromkeys(("sender", "from", "author", "user", "recipient", "to"), _PERSON),
    "id": ("serialized", "id"),
}
"""A record's field -> the names of the inner field, best first."""


def named(key: str, cell: dict[str, Any]) -> Any:
    """The id of a message, or the name of a person, that is an object: {"author": {"name": "Anna"}}; else the cell."""
    if normal(key) not in OBJECTS:
        return cell
    inner = {normal(name): value for name, value in cell.items() if isinstance(value, str | int)}
    return next((inner[name] for name in OBJECTS[normal(key)] if inner.get(name)), cell)
