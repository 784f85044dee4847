"""A download of several services: the chats of one kind are read, and that others lie beside them is said."""

from __future__ import annotations

import pytest
from full_exports import FULL, Files
from test_what_is_read import upload

from evenstep.events.reading import Note
from evenstep.sources.read import read_export


def beside(files: Files) -> list[Note]:
    return [note for note in read_export(upload(files), zone="UTC").reading.notes if note.code == "E279"]


def under(folder: str, key: str) -> Files:
    return [(f"Takeout/{folder}/{name.rpartition('/')[2]}", content) for name, content in FULL[key]]


def test_other_services_of_one_download_are_named() -> None:
    mail, hangouts = under("Mail", "mail"), under("Hangouts", "hangouts")
    (note,) = beside([*FULL["google-chat"], *hangouts, *mail])
    assert (note.place, note.count) == ("Takeout/Hangouts/Hangouts.json", 2)
    (note,) = beside([*hangouts, *mail])
    assert (note.place, note.count) == (mail[0][0], 1)
    (note,) = beside([*FULL["whatsapp-android"], *FULL["telegram"]])
    assert note.place == "WhatsApp Chat with Bo.txt"


@pytest.mark.parametrize("key", ["google-chat", "messenger", "slack", "signal", "telegram", "instagram-old"])
def test_what_belongs_to_an_export_is_not_another_kind(key: str) -> None:
    more = [("notes/table.csv", b"time,sender\n2024-01-01T10:00:00Z,ana\n"), ("readme.txt", b"hello\n")]
    assert beside([*FULL[key], *more]) == []
