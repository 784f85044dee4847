"""Tar archives: their forms, long names, links, two files of one name, damage; nothing but their bytes is trusted."""

from __future__ import annotations

import io
import random
import tarfile
from pathlib import Path

import pytest

from evenstep.errors import EvenstepError, InputError, NeedsAnswer
from evenstep.sources.archive import NamedBytes, open_export
from evenstep.sources.base import Limits, Opened
from evenstep.sources.read import read_export

TABLE = b"time,sender,text\n" + b"".join(b"2024-01-01T10:%02d:00Z,Ana,hello\n" % n for n in range(40))


def packed(*files: tuple[str, bytes], form: int = tarfile.GNU_FORMAT) -> bytes:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w", format=form) as made:
        for name, content in files:
            about = tarfile.TarInfo(name)
            about.size, about.mtime = len(content), 1_704_103_200
            made.addfile(about, io.BytesIO(content))
    return data.getvalue()


def opened(data: bytes) -> Opened:
    return open_export(NamedBytes("x.tar", data))


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_each_form_is_read_with_its_long_names(form: int, tmp_path: Path) -> None:
    long = f"{'folder/' * 20}{'ü' if form != tarfile.USTAR_FORMAT else 'u'}{'n' * 90}.csv"
    data = packed(("./chat.csv", TABLE), (long, b"x" * 513), ("empty.json", b""), form=form)
    found = opened(data)
    assert [(member.name, member.size) for member in found.members] == [
        ("chat.csv", len(TABLE)),
        (long, 513),
        ("empty.json", 0),
    ]
    assert (found.members[0].read(), found.members[1].head(3)) == (TABLE, b"xxx")
    assert (str(found.written), found.notes) == ("2024-01-01 10:00:00", ())
    (tmp_path / "x.tar").write_bytes(data)
    assert read_export(tmp_path / "x.tar", member="chat.csv").reading.imported == 40


def test_links_are_left_out_and_hidden_files_are_not_seen() -> None:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as made:
        for name, kind in (("to", tarfile.SYMTYPE), ("disk", tarfile.BLKTYPE), ("in", tarfile.DIRTYPE)):
            about = tarfile.TarInfo(name)
            about.type, about.linkname = kind, "../../etc/passwd"
            made.addfile(about)
        for name in ("._chat.csv", "../../chat.csv"):
            about = tarfile.TarInfo(name)
            about.size = len(TABLE)
            made.addfile(about, io.BytesIO(TABLE))
    found = opened(data.getvalue())
    assert [(note.code, note.count) for note in found.notes] == [("E106", 2)]
    assert [member.name for member in found.members] == ["../../chat.csv"]  # a label, never a path
    assert read_export(NamedBytes("x.tar", data.getvalue())).reading.imported == 40


def test_two_files_of_one_name_are_asked_about() -> None:
    data = packed(("chat.csv", TABLE), ("chat.csv", TABLE[:80]))
    with pytest.raises(NeedsAnswer) as asked:
        opened(data)
    assert [choice.value for choice in asked.value.choices] == ["chat.csv#1", "chat.csv#2"]
    assert read_export(NamedBytes("x.tar", data), member="chat.csv#1").reading.imported == 40


def test_an_archive_that_ends_early_gives_what_it_has() -> None:
    whole = packed(("chat.csv", TABLE), ("photo.jpg", bytes(9_000)))
    cut = opened(whole[:5_000])
    assert [member.size for member in cut.members] == [len(TABLE), 5_000 - 512 - 2048]
    assert [note.code for note in cut.notes] == ["E222"]
    assert read_export(NamedBytes("x.tar", whole[:5_000])).reading.imported == 40


def test_what_cannot_be_read_is_refused() -> None:
    whole = packed(("a.csv", TABLE), ("b.csv", TABLE))
    damaged = bytearray(whole)
    damaged[512 + -(-len(TABLE) // 512) * 512 + 5] ^= 1  # in the name of the second
    for data, code in ((bytes(damaged), "E103"), (packed((".hidden", b"x")), "E110")):
        with pytest.raises(InputError) as refused:
            opened(data)
        assert refused.value.code == code
    with pytest.raises(InputError) as refused:
        open_export(NamedBytes("x.tar", whole), limits=Limits(members=1))
    assert refused.value.code == "E112"


def test_damaged_archives_are_refused_or_read() -> None:
    chance = random.Random(4)
    whole = packed(("chat.csv", TABLE), ("b/" * 60 + "x.csv", b"x" * 700), form=tarfile.PAX_FORMAT)
    seen = 0
    for _ in range(60):
        data = bytearray(whole)
        at = chance.choice([124, 148, 156, 257, 345]) + 512 * chance.randrange(0, len(whole) // 512)
        data[at : at + 4] = chance.choice([b"\xff\xff\xff\xff", b"7777", b"\0\0\0\0", b"x  \0"])
        if chance.random() < 0.7:  # with a sum that is right again
            block = at // 512 * 512
            data[block + 148 : block + 156] = b" " * 8
            data[block + 148 : block + 156] = b"%06o\0 " % sum(data[block : block + 512])
        try:
            seen += sum(len(member.read()) for member in opened(bytes(data)).members)
        except EvenstepError as error:
            assert not isinstance(error, InputError) or error.code != "E292"
    assert seen > 10_000
