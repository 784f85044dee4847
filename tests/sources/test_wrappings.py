"""However the same export arrives, packed, renamed, indented anew or marked, the same events are read from it."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from full_exports import FULL, Files

from evenstep.sources.archive import NamedBytes
from evenstep.sources.base import Parsed
from evenstep.sources.read import read_export

Wrapping = Callable[[Files, Path], NamedBytes | Path | None]
"""Another form of the same files; None where they have no such form."""


def zipped(files: Files, junk: bool = False, folder: str = "", how: int = zipfile.ZIP_DEFLATED) -> NamedBytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", how) as packed:
        for name, content in files:
            packed.writestr(zipfile.ZipInfo(f"{folder}{name}", (2024, 1, 2, 0, 0, 0)), content, how)
            if junk:
                packed.writestr(f"__MACOSX/{folder}._{name.replace('/', '_')}", b"\x00\x05\x16\x07Mac OS X")
        if junk:
            packed.writestr(f"{folder}.DS_Store", b"\x00\x00\x00\x01Bud1")
            packed.writestr(f"{folder}Thumbs.db", b"\xd0\xcf\x11\xe0")
            packed.writestr(f"{folder}photos/IMG_0001.jpg", b"\xff\xd8\xff\xe0 not a photo")
    return NamedBytes("Export (1).zip", buffer.getvalue())


def each(files: Files, change: Callable[[str, bytes], bytes | None]) -> Files | None:
    """Every file changed; None where nothing in them could be."""
    changed = [(name, change(name, content)) for name, content in files]
    if all(content is None for _, content in changed):
        return None
    return [(name, old if new is None else new) for (name, new), (_, old) in zip(changed, files, strict=True)]


def again(files: Files | None) -> NamedBytes | None:
    if files is None:
        return None
    return NamedBytes(*files[0]) if len(files) == 1 and "/" not in files[0][0] else zipped(files)


def reindented(indent: int | None, *, ascii_only: bool) -> Wrapping:
    def change(_: str, content: bytes) -> bytes | None:
        try:
            value = json.loads(content)
        except ValueError:
            return None
        return json.dumps(value, indent=indent, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")

    return lambda files, _: again(each(files, change))


def is_text(name: str, content: bytes) -> bool:
    return b"\0" not in content and not content.startswith(b"SQLite") and not name.endswith((".mbox", ".eml"))


def other_line_ends(files: Files, _: Path) -> NamedBytes | None:
    return again(
        each(
            files, lambda name, old: old.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n") if is_text(name, old) else None
        )
    )


def marked(files: Files, _: Path) -> NamedBytes | None:
    def change(name: str, old: bytes) -> bytes | None:
        return b"\xef\xbb\xbf" + old if is_text(name, old) and not old.startswith(b"\xef\xbb\xbf") else None

    return again(each(files, change))


def utf16(files: Files, _: Path) -> NamedBytes | None:
    def change(name: str, old: bytes) -> bytes | None:
        if not is_text(name, old) or old.startswith(b"<?xml"):
            return None
        return old.removeprefix(b"\xef\xbb\xbf").decode().encode("utf-16")

    return again(each(files, change))


def unpacked(files: Files, folder: Path) -> Path:
    for name, content in files:
        path = folder / "My export" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder / "My export"


def renamed(files: Files, _: Path) -> NamedBytes | None:
    """One file that a browser or a person gave another name."""
    if len(files) != 1 or "/" in files[0][0]:
        return None
    stem, _, ending = files[0][0].rpartition(".")
    return NamedBytes(f"chat export (2){'.' if stem else ''}{ending if stem else ''}", files[0][1])


WRAPPINGS: dict[str, Wrapping] = {
    "zipped": lambda files, _: zipped(files),
    "stored": lambda files, _: zipped(files, how=zipfile.ZIP_STORED),
    "in-a-folder": lambda files, _: zipped(files, folder="Download/My export/"),
    "with-junk": lambda files, _: zipped(files, junk=True, folder="export/"),
    "zip-in-zip": lambda files, _: zipped([("chat.zip", zipped(files).data)]),
    "unpacked": unpacked,
    "renamed": renamed,
    "minified": reindented(None, ascii_only=True),
    "indent-1": reindented(1, ascii_only=False),
    "indent-4": reindented(4, ascii_only=True),
    "crlf": other_line_ends,
    "bom": marked,
    "utf-16": utf16,
}
NAMED_BY_THE_FILE = ("whatsapp-android", "imessage-text", "signal-sigtop-json", "table", "table-local")
"""Only the file's name says which chat it is, or with whom: under another name it is another chat."""


@cache
def usual(kind: str) -> Parsed:
    export = again(FULL[kind])
    assert export is not None
    return read_export(export, zone="UTC", keep_text=True)


def apart(kind: str, how: str) -> list[str]:
    """What may differ: files of a folder come in the order of their names, so that records have other numbers."""
    named = ["conversation_id", "sender"] if how == "renamed" and kind in NAMED_BY_THE_FILE else []
    return ["import_id", *(["source_line"] if how == "unpacked" else []), *named]


@pytest.mark.parametrize("how", WRAPPINGS)
@pytest.mark.parametrize("kind", FULL)
def test_the_same_events_however_it_is_wrapped(kind: str, how: str, tmp_path: Path) -> None:
    export = WRAPPINGS[how](FULL[kind], tmp_path)
    if export is None:  # it has no such form
        return
    expected, found = usual(kind), read_export(export, zone="UTC", keep_text=True)
    assert found.reading.source == expected.reading.source
    assert found.events.drop(apart(kind, how)).equals(expected.events.drop(apart(kind, how)))
    assert found.rejects.height == expected.rejects.height
