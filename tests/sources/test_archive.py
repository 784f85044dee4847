"""Opening exports: every container of the bad-input catalogue (A), refused or read as it should be."""

from __future__ import annotations

import io
import os
import struct
import time
import zipfile
import zlib
from pathlib import Path

import pytest

from evenstep.errors import InputError, NeedsAnswer, OptionError
from evenstep.sources.archive import MOST_CHOICES, NamedBytes, open_export
from evenstep.sources.base import Limits

CHAT = b"1/2/24, 9:00 AM - Ana: hi\n"


def make_zip(members: list[tuple[str | zipfile.ZipInfo, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in members:
            archive.writestr(name, data, compress_type=method)
    return buffer.getvalue()


def refused(data: bytes, name: str = "x.zip", limits: Limits | None = None) -> InputError:
    started = time.process_time()
    with pytest.raises(InputError) as caught:
        opened = open_export(NamedBytes(name, data), limits=limits)
        for member in opened.members:
            member.read()
    assert time.process_time() - started < 5.0  # a fraction of a second alone; here other tests fill the memory
    return caught.value


def patch_central(data: bytes, offset: int, new: bytes) -> bytes:
    """Overwrite bytes of the first central directory entry."""
    at = data.index(b"PK\1\2") + offset
    return data[:at] + new + data[at + len(new) :]


def overlapping(count: int, body: bytes) -> bytes:
    """``count`` directory entries that all point to one stored member."""
    local = struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 0, 0, 33, zlib.crc32(body), len(body), len(body), 1, 0)
    data = local + b"a" + body
    entry = struct.pack(
        "<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 0, 0, 33, zlib.crc32(body), len(body), len(body), 1, 0, 0, 0, 0, 0, 0
    )
    central = (entry + b"a") * count
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(central), len(data), 0)
    return data + central + end


def quoted_overlap() -> bytes:
    """Two members; the first one's deflate stream quotes the second one's local header and runs on into its data."""
    kernel = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = kernel.compress(b"0" * 10_000) + kernel.flush()
    crc = zlib.crc32(b"0" * 10_000)
    second = struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 8, 0, 33, crc, len(packed), 10_000, 1, 0) + b"b"
    quote = struct.pack("<BHH", 0, len(second), len(second) ^ 0xFFFF)
    whole = zlib.crc32(second + b"0" * 10_000)
    first_len, first_size = len(quote) + len(second) + len(packed), len(second) + 10_000
    first = struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 8, 0, 33, whole, first_len, first_size, 1, 0) + b"a"
    data = first + quote + second + packed
    entries = [(whole, first_len, first_size, 0, b"a"), (crc, len(packed), 10_000, len(first + quote), b"b")]
    central = b"".join(
        struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 8, 0, 33, c, p, s, 1, 0, 0, 0, 0, 0, at) + n
        for c, p, s, at, n in entries
    )
    return data + central + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 2, 2, len(central), len(data), 0)


def test_a_plain_file_is_its_own_member(tmp_path: Path) -> None:
    path = tmp_path / "chat.txt"
    path.write_bytes(CHAT)
    opened = open_export(path)
    assert [m.name for m in opened.members] == ["chat.txt"]
    assert opened.members[0].read() == CHAT
    assert opened.members[0].head(3) == b"1/2"
    assert opened.members[0].size == len(CHAT)
    with opened.members[0].open() as stream:
        assert stream.read() == CHAT


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_zip_is_read_member_by_member(method: int, tmp_path: Path) -> None:
    path = tmp_path / "any name"
    path.write_bytes(make_zip([("_chat.txt", CHAT * 5_000), ("IMG.jpg", os.urandom(5_000))], method))
    opened = open_export(path)
    chat = opened.members[0]
    assert chat.read() == CHAT * 5_000
    with chat.open() as stream:
        assert stream.read() == CHAT * 5_000
    assert chat.head(100) == (CHAT * 5_000)[:100]
    assert opened.written is not None
    assert sorted(p.name for p in tmp_path.iterdir()) == ["any name"]


def test_1_a_zip_bomb() -> None:
    error = refused(make_zip([("a.txt", bytes(30 * 2**20))]))
    assert error.code == "E101"
    assert error.place == "a.txt"
    assert "times its size" in error.detail


def test_2_overlapping_members_that_this_pythons_zipfile_may_read() -> None:
    error = refused(overlapping(1_000, b"hello" * 1_000))
    assert error.code == "E102"
    assert error.place == "byte 0"
    assert error.detail == "a and a"


def test_3_a_quoted_overlap() -> None:
    data = quoted_overlap()
    assert refused(data).code == "E102"


def test_4_a_member_that_holds_more_than_it_says() -> None:
    data = patch_central(make_zip([("a.txt", b"x" * 500_000)]), 24, struct.pack("<L", 10))
    error = refused(data)
    assert (error.code, error.place) == ("E103", "a.txt")
    with pytest.raises(InputError, match="E103"), open_export(NamedBytes("x.zip", data)).members[0].open() as stream:
        stream.read()


def test_4_a_member_that_holds_less_than_it_says() -> None:
    data = patch_central(make_zip([("a.txt", b"x" * 500)]), 24, struct.pack("<L", 501))
    assert refused(data).code == "E103"


def test_5_a_damaged_photo_does_not_stop_the_chat() -> None:
    data = make_zip([("_chat.txt", CHAT), ("IMG.jpg", b"photo" * 50)], zipfile.ZIP_STORED)
    at = data.index(b"photophoto")
    opened = open_export(NamedBytes("x.zip", data[:at] + b"X" + data[at + 1 :]))
    assert [m.name for m in opened.members] == ["_chat.txt"]
    assert [(n.code, n.place) for n in opened.notes] == [("E103", "IMG.jpg")]


@pytest.mark.parametrize("keep", [0.3, 0.9])
def test_6_a_zip_that_was_cut(keep: float) -> None:
    data = make_zip([("_chat.txt", os.urandom(3_000))])
    error = refused(data[: int(len(data) * keep)])
    assert error.code == "E104"
    assert "bytes" in error.detail


@pytest.mark.parametrize("name", ["../../evil.txt", "/abs.txt", "C:\\w.txt", "nul\0.txt", "a\u202etxt.exe.txt"])
def test_7_odd_names_are_labels_only(name: str, tmp_path: Path) -> None:
    info = zipfile.ZipInfo("0" * len(name.encode()))
    data = make_zip([(info, CHAT)])
    raw = name.encode()
    path = tmp_path / "x.zip"
    path.write_bytes(data.replace(b"0" * len(raw), raw))
    opened = open_export(path)
    assert opened.members[0].read() == CHAT
    assert [n.code for n in opened.notes] == ["E105"]
    assert opened.notes[0].place.isprintable()
    assert [p.name for p in tmp_path.iterdir()] == ["x.zip"]


@pytest.mark.parametrize("kind", [0o120777, 0o020666, 0o060666, 0o010644])
def test_8_links_and_devices_are_left_out_and_listed(kind: int) -> None:
    link = zipfile.ZipInfo("evil.txt")
    link.create_system = 3
    link.external_attr = kind << 16
    opened = open_export(NamedBytes("x.zip", make_zip([(link, b"/etc/passwd"), ("_chat.txt", CHAT)])))
    assert [m.name for m in opened.members] == ["_chat.txt"]
    assert [(n.code, n.place) for n in opened.notes] == [("E106", "evil.txt")]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_9_two_members_of_one_name_are_a_question() -> None:
    data = NamedBytes("x.zip", make_zip([("_chat.txt", CHAT), ("_chat.txt", CHAT * 2), ("p.jpg", b"1")]))
    with pytest.raises(NeedsAnswer) as caught:
        open_export(data)
    assert caught.value.option == "member"
    assert [c.value for c in caught.value.choices] == ["_chat.txt#1", "_chat.txt#2"]
    assert "26 bytes" in caught.value.choices[0].meaning
    assert open_export(data, member="_chat.txt#2").members[0].read() == CHAT * 2
    with pytest.raises(OptionError, match="member"):
        open_export(data, member="_chat.txt#3")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_9_of_very_many_members_of_one_name_some_are_offered() -> None:
    with pytest.raises(NeedsAnswer) as caught:
        open_export(NamedBytes("x.zip", make_zip([("_chat.txt", CHAT)] * 300)))
    assert len(caught.value.choices) == MOST_CHOICES


def test_10_a_password() -> None:
    data = make_zip([("_chat.txt", CHAT)])
    error = refused(patch_central(data, 8, b"\1"))
    assert (error.code, error.place) == ("E107", "_chat.txt")


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_11_other_methods_are_named(method: int) -> None:
    error = refused(make_zip([("_chat.txt", CHAT)], method))
    assert error.code == "E108"
    assert error.detail == {zipfile.ZIP_BZIP2: "BZIP2", zipfile.ZIP_LZMA: "LZMA"}[method]  # type: ignore[index]


def test_11_aes_and_unknown_methods() -> None:
    assert refused(patch_central(make_zip([("a.txt", CHAT)]), 10, struct.pack("<H", 99))).detail == "AES"
    assert refused(patch_central(make_zip([("a.txt", CHAT)]), 10, struct.pack("<H", 77))).detail == "method 77"


def test_12_one_level_of_known_zips_is_opened() -> None:
    inner = make_zip([("WhatsApp Chat with Bob.txt", CHAT)])
    opened = open_export(NamedBytes("t.zip", make_zip([("takeout-2024-001.zip", inner)])))
    assert [m.name for m in opened.members] == ["WhatsApp Chat with Bob.txt"]
    assert opened.members[0].read() == CHAT


def test_12_deeper_or_unknown_zips_are_refused() -> None:
    inner = make_zip([("takeout-1.zip", make_zip([("takeout-2.zip", make_zip([("_chat.txt", CHAT)]))]))])
    error = refused(inner)
    assert (error.code, error.place) == ("E109", "takeout-2.zip")
    assert refused(make_zip([("holiday.zip", make_zip([("_chat.txt", CHAT)]))])).code == "E109"


def test_12_a_zip_someone_sent_is_only_an_attachment() -> None:
    opened = open_export(NamedBytes("x.zip", make_zip([("_chat.txt", CHAT), ("doc.zip", make_zip([("a", b"1")]))])))
    assert opened.members[0].read() == CHAT


def test_13_nothing_to_read(tmp_path: Path) -> None:
    assert refused(b"").code == "E110"
    assert refused(make_zip([])).code == "E110"
    for path in (tmp_path, Path("/dev/zero"), tmp_path / "missing.txt", "a\0b"):
        with pytest.raises(InputError) as caught:
            open_export(path)
        assert caught.value.code == "E110"
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    with pytest.raises(InputError, match="a device, not a file"):
        open_export(fifo)


def test_13_a_folder_is_read_file_by_file_and_links_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "chats").mkdir()
    (tmp_path / "chats" / "result.json").write_text("{}")
    (tmp_path / ".hidden").write_text("x")
    (tmp_path / "link.json").symlink_to("/etc/hostname")
    opened = open_export(tmp_path)
    assert [(member.name, member.read()) for member in opened.members] == [("chats/result.json", b"{}")]
    assert [(note.code, note.count) for note in opened.notes] == [("E106", 1)]


def test_13_an_empty_folder_and_one_of_too_many_files(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"E110.*holds no files"):
        open_export(tmp_path)
    for name in "abc":
        (tmp_path / name).write_text(name)
    with pytest.raises(InputError, match="E112"):
        open_export(tmp_path, limits=Limits(members=2))


def test_71_the_newest_rows_of_a_database_come_along_and_its_journal_does_not(tmp_path: Path) -> None:
    for name in ("chat.db", "chat.db-wal", "chat.db-journal", "chat.db-shm"):
        (tmp_path / name).write_bytes(b"SQLite format 3\0" + b"x")
    assert [member.name for member in open_export(tmp_path / "chat.db").members] == ["chat.db", "chat.db-wal"]


@pytest.mark.parametrize("page", [b"<!DOCTYPE html><p>log in", b"\xef\xbb\xbf\n<html>", "<html>".encode("utf-16")])
def test_15_a_web_page_under_any_name(page: bytes) -> None:
    assert refused(page, "result.json").code == "E111"


def test_15_a_zip_under_the_name_of_a_text() -> None:
    assert open_export(NamedBytes("chat.txt", make_zip([("_chat.txt", CHAT)]))).members[0].read() == CHAT


def test_16_too_many_members() -> None:
    data = make_zip([(f"{i}.txt", b"") for i in range(11)], zipfile.ZIP_STORED)
    assert refused(data, limits=Limits(members=10)).code == "E112"
    assert len(open_export(NamedBytes("x.zip", data), limits=Limits(members=11)).members) == 11


@pytest.mark.parametrize("count", [1, 0xFFFF])
def test_16_a_wrong_count(count: int) -> None:
    data = bytearray(make_zip([("a.txt", CHAT), ("b.txt", CHAT)]))
    struct.pack_into("<HH", data, len(data) - 14, count, count)
    assert refused(bytes(data)).code == "E112"


def test_16_many_members_are_refused_within_a_second() -> None:
    assert refused(overlapping(60_000, b"hello")).code == "E102"
    assert refused(overlapping(60_000, b"hello"), limits=Limits(members=59_999)).code == "E112"


@pytest.mark.parametrize("prefix", [b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n"])
def test_17_two_kinds_at_once(prefix: bytes) -> None:
    assert refused(prefix + make_zip([("_chat.txt", CHAT)])).code == "E113"


def test_17_bytes_behind_the_zip() -> None:
    assert refused(make_zip([("_chat.txt", CHAT)]) + b"<script>").code == "E113"


def test_too_large(tmp_path: Path) -> None:
    assert refused(CHAT, "a.txt", Limits(file_bytes=10)).code == "E114"
    assert refused(make_zip([("a.txt", CHAT)]), limits=Limits(member_bytes=10)).code == "E114"
    assert refused(make_zip([("a.txt", CHAT), ("b.txt", CHAT)]), limits=Limits(unpacked_bytes=30)).code == "E114"


@pytest.mark.parametrize("at", [0, 24, 28, 42])
def test_a_damaged_directory(at: int) -> None:
    data = patch_central(make_zip([("a.txt", CHAT)]), at, b"\xf0\xf0\xf0")
    assert refused(data).code in {"E103", "E116", "E113", "E114", "E101"}


def test_zip64_sizes_are_read() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive, archive.open("_chat.txt", "w", force_zip64=True) as member:
        member.write(CHAT)
    assert open_export(NamedBytes("x.zip", buffer.getvalue())).members[0].read() == CHAT


def test_apple_leftovers_are_no_members() -> None:
    data = make_zip([("__MACOSX/._chat.txt", b"1"), ("_chat.txt", CHAT)])
    assert [m.name for m in open_export(NamedBytes("x.zip", data)).members] == ["_chat.txt"]


def test_12_two_levels_of_zips_together_keep_to_the_limits() -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:  # 12 MB in 72 kB: within the ratio by itself
        archive.writestr("_chat.txt", b"\0" * 12_000_000, zipfile.ZIP_DEFLATED)
        archive.writestr("pad.bin", b"\0" * 60_000, zipfile.ZIP_STORED)
    caught = refused(make_zip([("takeout-001.zip", inner.getvalue())]))
    assert caught.code == "E101"


def test_12_the_zips_inside_have_one_limit_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evenstep.sources.archive.INNER_BYTES", 400)
    one = make_zip([("_chat.txt", CHAT)])
    assert refused(make_zip([("takeout-1.zip", one), ("takeout-2.zip", one), ("takeout-3.zip", one)])).code == "E109"
