"""The table of formats: each of its cells is asserted on a whole invented export of that kind."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from functools import cache

import polars as pl
import pytest
from full_exports import FULL, Files
from full_exports_apps import imessage

from evenstep.errors import NeedsAnswer
from evenstep.sources import what_is_read as cells
from evenstep.sources.archive import NamedBytes
from evenstep.sources.base import Parsed
from evenstep.sources.read import SOURCES, read_export
from evenstep.sources.what_is_read import FORMATS, Format

TICKS = {"1 ms": {1}, "1 s": {1_000}, "1 min": {60_000}, "1 ms, MMS 1 s": {1, 1_000}, "as written": {1_000}}
READ_MARKS = {
    "whatsapp-json": rb'"(?:received|read)_timestamp": "[^"]*"(?:, )?',
    "imessage-text": rb" \(Read by [^)\n]*\)",
    "imazing": rb"(?<=,)Read(?=,)",
    "sms": rb' read="1"',
    "signal-sigtop-json": rb'"readStatus": 0, ',
    "signal": rb'"read": (?:true|\{\})(?:, )?',
    "mail": rb"Status: RO\n",
    "table": rb"(?m),(?:read|seen)$",
    "table-local": rb"(?m),(?:read|seen)$",
    "teams": rb'"consumptionhorizon": "[^"]*"',
    "hangouts": rb'"latest_read_timestamp": "[^"]*"',
}
"""What says that a message was read, in the files that say it."""


def upload(files: Files) -> NamedBytes:
    """One file as it is, several or one in a folder as a zip."""
    if len(files) == 1 and "/" not in files[0][0]:
        return NamedBytes(*files[0])
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        for name, content in files:
            packed.writestr(zipfile.ZipInfo(name, (2024, 1, 2, 0, 0, 0)), content)
    return NamedBytes("export.zip", buffer.getvalue())


@cache
def whole(key: str) -> Parsed:
    """The whole export of a kind, read; its zone is given where it is asked."""
    return read_export(upload(FULL[key]), zone="UTC")


def undated(parsed: Parsed) -> int:
    return sum(note.count for note in parsed.reading.notes if note.code == "E240")


def kinds(parsed: Parsed) -> list[str]:
    return parsed.events["kind"].cast(pl.String).to_list()


def lengths(parsed: Parsed, *kinds: str) -> list[bool]:
    """Of each event of these kinds: has it a length above 0?"""
    chosen = parsed.events.filter(pl.col("kind").cast(pl.String).is_in(kinds))
    return (chosen["duration_s"].fill_null(0) > 0).to_list()


def links(parsed: Parsed, *, of_reactions: bool) -> list[int | None]:
    is_reaction = pl.col("kind").cast(pl.String) == "reaction"
    return parsed.events.filter(is_reaction if of_reactions else ~is_reaction)["reply_to"].to_list()


def answered_first(parsed: Parsed) -> bool:
    """Every reaction knows what it belongs to, and there is one."""
    targets = links(parsed, of_reactions=True)
    return bool(targets) and None not in targets


CALLS: dict[str, Callable[[Parsed], bool]] = {
    cells.LENGTH: lambda p: (
        lengths(p, "call").count(True) == 1 and "missed_call" in kinds(p) and all(lengths(p, "call"))
    ),
    cells.GROUP_LENGTH: lambda p: sorted(lengths(p, "call")) == [False, True] and "missed_call" in kinds(p),
    cells.PLAIN: lambda p: lengths(p, "call") == [False] and "missed_call" in kinds(p),
    cells.UNTOLD: lambda p: lengths(p, "call") == [False] and "missed_call" not in kinds(p),
    cells.NOT_TOLD: lambda p: not {"call", "missed_call"} & set(kinds(p)) and kinds(p).count("other") == 2,
    cells.ABSENT: lambda p: not {"call", "missed_call"} & set(kinds(p)),
}
VOICE: dict[str, Callable[[Parsed], bool]] = {
    cells.LENGTH: lambda p: lengths(p, "voice") == [True],
    cells.PLAIN: lambda p: lengths(p, "voice") == [False],
    cells.VOICEMAIL_LENGTH: lambda p: lengths(p, "voice") == [False, True],
}
REACTIONS: dict[str, Callable[[Parsed], bool]] = {
    cells.DATED: lambda p: answered_first(p) and not undated(p),
    cells.MIXED: lambda p: answered_first(p) and undated(p) == 1,
    cells.COUNTED: lambda p: "reaction" not in kinds(p) and undated(p) > 0,
    cells.AS_TEXTS: lambda p: "reaction" not in kinds(p) and not undated(p) and kinds(p).count("text") == 3,
    cells.ABSENT: lambda p: "reaction" not in kinds(p) and not undated(p),
}
EDITS: dict[str, Callable[[Parsed], bool]] = {
    cells.NOT_READ: lambda p: p.events["edited"].sum() == 0,
    cells.YES: lambda p: p.events["edited"].sum() == 1,
    cells.ABSENT: lambda p: p.events["edited"].sum() == 0,
}
NO_LINK: Callable[[Parsed], bool] = lambda p: set(links(p, of_reactions=False)) == {None}  # noqa: E731
REPLIES: dict[str, Callable[[Parsed], bool]] = {
    cells.YES: lambda p: links(p, of_reactions=False).count(0) == 1,
    cells.TO_FIRST: lambda p: links(p, of_reactions=False).count(0) == 1,
    cells.NOT_READ: NO_LINK,
    cells.ABSENT: NO_LINK,
}
DELETIONS: dict[str, Callable[[Parsed], bool]] = {
    cells.YES: lambda p: kinds(p).count("deleted") == 1,
    cells.ABSENT: lambda p: "deleted" not in kinds(p),
}


def cell(kind: Format, column: str) -> str:
    """The table's words for a column of a format."""
    return str(getattr(kind, column))


def each(column: str) -> list[object]:
    """A parameter for each format: its key and the cell."""
    return [pytest.param(kind.key, cell(kind, column), id=kind.key) for kind in FORMATS]


def test_there_is_a_row_for_every_source_and_a_whole_export_for_every_row() -> None:
    assert [kind.key for kind in FORMATS] == list(FULL)
    assert {kind.source for kind in FORMATS} == {source.name for source in SOURCES} | {"instagram"}
    for kind in FORMATS:
        assert whole(kind.key).reading.source == kind.source
        assert not whole(kind.key).reading.skipped or kind.key == "sms"  # a draft


@pytest.mark.parametrize(("key", "said"), each("calls"))
def test_calls(key: str, said: str) -> None:
    assert CALLS[said](whole(key))


@pytest.mark.parametrize(("key", "said"), each("voice"))
def test_voice_notes(key: str, said: str) -> None:
    assert VOICE[said](whole(key))


@pytest.mark.parametrize(("key", "said"), each("reactions"))
def test_reactions(key: str, said: str) -> None:
    assert REACTIONS[said](whole(key))


@pytest.mark.parametrize(("key", "said"), each("edits"))
def test_edits(key: str, said: str) -> None:
    assert EDITS[said](whole(key))


@pytest.mark.parametrize(("key", "said"), each("replies"))
def test_replies(key: str, said: str) -> None:
    assert REPLIES[said](whole(key))


@pytest.mark.parametrize(("key", "said"), each("deletions"))
def test_deletions(key: str, said: str) -> None:
    assert DELETIONS[said](whole(key))


@pytest.mark.parametrize("key", [kind.key for kind in FORMATS if kind.read_state == cells.NOT_READ])
def test_read_state_changes_nothing(key: str) -> None:
    if key == "imessage":
        bare = imessage(read=False)
    else:
        bare = [(name, re.sub(READ_MARKS[key], b"", content).replace(b", }", b"}")) for name, content in FULL[key]]
    assert bare != FULL[key]
    again = read_export(upload(bare), zone="UTC")
    assert again.events.drop("import_id").equals(whole(key).events.drop("import_id"))


@pytest.mark.parametrize(("key", "said"), each("zone"))
def test_zones(key: str, said: str) -> None:
    if said == cells.ASKED:
        with pytest.raises(NeedsAnswer) as caught:
            read_export(upload(FULL[key]))
        assert caught.value.option == "zone"
        assert set(whole(key).events["zone_source"]) == {"given"}
    else:
        assert set(read_export(upload(FULL[key])).events["zone_source"]) == {"in_file"}


@pytest.mark.parametrize(("key", "said"), each("tick"))
def test_ticks(key: str, said: str) -> None:
    assert {round(1000 * tick) for tick in whole(key).events["resolution_s"]} == TICKS[said]
