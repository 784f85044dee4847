"""Bad containers: zips that overlap, lie about themselves, are cut, locked, nested, odd or empty."""

from __future__ import annotations

import functools
import os
import stat
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Final

from bad_file import Bad, Verdict
from odd_zips import CHAT, Packed, deflated, odd_zip, quoting_zip, zipped
from valid_exports import meta, meta_message

from evenstep.sources.base import Limits

Make = Callable[[], bytes]
PHOTO: Final = b"\xff\xd8\xff not much of a picture"
THE_CHAT: Final = Packed(b"_chat.txt")


def no(row: int, what: str, make: Make, code: str, place: str = "", says: str = "", name: str = "x.zip") -> Bad:
    """A file that is refused."""
    return Bad(row, what, name, make, "refuse", (code,), place, says)


def read(row: int, what: str, make: Make, codes: tuple[str, ...] = (), place: str = "", name: str = "x.zip") -> Bad:
    """A zip of which the chat of three messages is read, with these notes."""
    verdict: Verdict = "ok" if not codes else "note" if codes[0] == "E105" else "partial"
    return Bad(row, what, name, make, verdict, codes, place, seen=3, kept=3, aside=0)


OVERLAPPING: Final = (
    no(
        2,
        "a thousand members, one file",
        lambda: odd_zip([THE_CHAT, *[Packed(b"_chat.txt", at=0)] * 999]),
        "E102",
        "byte 0",
        "_chat.txt and _chat.txt",
    ),
    no(
        2,
        "two names for one file",
        lambda: odd_zip([Packed(b"a.txt"), Packed(b"b.txt", at=0)]),
        "E102",
        "byte 0",
        "a.txt and b.txt",
    ),
    no(
        2,
        "one file, far into the zip",
        lambda: odd_zip([THE_CHAT, Packed(b"a.txt"), Packed(b"b.txt", at=39 + len(CHAT))]),
        "E102",
        f"byte {39 + len(CHAT)}",
        "a.txt and b.txt",
    ),
    no(3, "2 members of one kernel", lambda: quoting_zip(2, bytes(10**6)), "E102", "byte 40", "0.txt and 1.txt"),
    no(3, "50 members of one kernel", lambda: quoting_zip(50, bytes(10**5)), "E102", "byte 40", "0.txt and 1.txt"),
    no(3, "the kernel is a chat", lambda: quoting_zip(3, CHAT.encode()), "E102", "byte 40", "0.txt and 1.txt"),
)
MUCH: Final = CHAT.encode() * 1_000
LYING: Final = (
    no(
        4,
        "10 bytes said, 86,000 there",
        lambda: odd_zip([Packed(b"_chat.txt", deflated(MUCH), 8, size=10)]),
        "E103",
        "_chat.txt",
        "it should be 10 bytes",
    ),
    no(
        4,
        "more said than is there",
        lambda: odd_zip([Packed(b"_chat.txt", deflated(MUCH), 8, size=2 * len(MUCH))]),
        "E103",
        "_chat.txt",
        "it should be",
    ),
    no(4, "the chat's checksum is wrong", lambda: odd_zip([Packed(b"_chat.txt", crc=1)]), "E103", "_chat.txt"),
    no(4, "what is deflated is not", lambda: odd_zip([Packed(b"_chat.txt", method=8)]), "E103", "_chat.txt"),
    *(
        read(5, what, lambda photo=photo: odd_zip([THE_CHAT, photo]), ("E103",), "1.jpg")
        for what, photo in {
            "a photo's checksum is wrong": Packed(b"1.jpg", PHOTO, crc=1),
            "a photo is shorter than said": Packed(b"1.jpg", PHOTO, size=99),
            "a photo cannot be inflated": Packed(b"1.jpg", PHOTO, 8),
        }.items()
    ),
)
WHOLE: Final = zipped(("_chat.txt", CHAT), ("1.jpg", PHOTO))
CUT: Final = (
    *(no(6, f"cut after {n} bytes", lambda n=n: WHOLE[:n], "E104", "", f"{n} bytes") for n in (4, 60, 150)),
    no(6, "the last byte is missing", lambda: WHOLE[:-1], "E104"),
)
ODD_NAMES: Final = {
    "up and out": "../" * 2 + "evil.jpg",
    "from the root": "/" + "abs.jpg",
    "a drive of Windows": "C:" + chr(92) + "w.jpg",
    "NUL in it": "a" + chr(0) + ".jpg",
    "turned round": "a" + chr(0x202E) + "gpj.exe",
    "400 letters": "a" * 400 + ".jpg",
}
SPECIAL: Final = {"link": stat.S_IFLNK, "device": stat.S_IFCHR, "fifo": stat.S_IFIFO, "disk": stat.S_IFBLK}
METHODS: Final = {12: "BZIP2", 14: "LZMA", 93: "Zstandard", 99: "AES", 77: "method 77"}
LABELS: Final = (
    *(
        read(7, what, lambda name=name: odd_zip([THE_CHAT, Packed(name.encode(), PHOTO)]), ("E105",))
        for what, name in ODD_NAMES.items()
    ),
    read(
        7,
        "the chat itself up and out",
        lambda: odd_zip([Packed(("../" * 2 + "_chat.txt").encode())]),
        ("E105",),
        "../../_chat.txt",
    ),
    *(
        read(8, what, lambda mode=mode: odd_zip([THE_CHAT, Packed(b"odd", b"/", mode=mode | 0o644)]), ("E106",), "odd")
        for what, mode in SPECIAL.items()
    ),
)


def twice(one: str = "_chat.txt", other: str = "_chat.txt") -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Python's writer of zips warns, which is right of it
        return zipped((one, CHAT), (other, CHAT + "22/05/24, 09:00 - Ben: night\n"))


TWICE: Final = (
    Bad(9, "one name twice", "x.zip", twice, "ask", ("member",), says="_chat.txt#2"),
    Bad(9, "one name twice in a folder", "x.zip", lambda: twice("a/b.txt", "a/b.txt"), "ask", ("member",)),
    Bad(9, "the first chosen", "x.zip", twice, "ok", kept=3, answers={"member": "_chat.txt#1"}),
    Bad(9, "the second chosen", "x.zip", twice, "ok", kept=4, answers={"member": "_chat.txt#2"}),
)
LOCKED: Final = (
    no(10, "a password", lambda: odd_zip([Packed(b"_chat.txt", flags=1)]), "E107", "_chat.txt"),
    no(10, "a strong password", lambda: odd_zip([Packed(b"_chat.txt", flags=0x41)]), "E107", "_chat.txt"),
    no(10, "a password of AES", lambda: odd_zip([Packed(b"_chat.txt", method=99, flags=1)]), "E107", "_chat.txt"),
    no(10, "a password on a photo", lambda: odd_zip([THE_CHAT, Packed(b"1.jpg", flags=1)]), "E107", "1.jpg"),
    *(
        no(11, says, lambda n=n: odd_zip([Packed(b"_chat.txt", method=n)]), "E108", "_chat.txt", says)
        for n, says in METHODS.items()
    ),
)


def nested(*names: str) -> bytes:
    """The chat in a zip in a zip …, the innermost name last."""
    return functools.reduce(lambda data, name: zipped((name, data)), reversed(names), zipped(("_chat.txt", CHAT)))


NESTED: Final = (
    read(12, "a known zip in a zip", lambda: nested("takeout-2024-001.zip")),
    no(12, "three deep", lambda: nested("takeout-1.zip", "takeout-2.zip"), "E109", "takeout-2.zip"),
    no(12, "an unknown zip in a zip", lambda: nested("holiday.zip"), "E109", "holiday.zip", "not a name that exports"),
    no(12, "ten deep", lambda: nested(*["chat.zip"] * 10), "E109", "chat.zip"),
)


def of_part(row: int, what: str, *parts: int, codes: tuple[str, ...]) -> Bad:
    def made() -> bytes:
        return zipped(*((f"messages/inbox/bob_123/message_{n}.json", meta(meta_message(n))) for n in parts))

    return Bad(row, what, "facebook.zip", made, "note" if codes else "ok", codes, seen=len(parts), kept=len(parts))


PARTS: Final = (
    of_part(14, "the second of parts", 2, codes=("E239",)),
    of_part(14, "the first and the third", 1, 3, codes=("E239",)),
    of_part(14, "all parts", 1, 2, codes=()),
)
PAGE: Final = "<!DOCTYPE html><title>Log in</title><p>Your link has expired"
MISNAMED: Final = (
    read(15, "a zip called .txt", lambda: zipped(("_chat.txt", CHAT)), name="chat.txt"),
    read(15, "a chat called .json", CHAT.encode, name="result.json"),
    read(15, "a chat in UTF-16 called .xml", lambda: CHAT.encode("utf-16"), name="sms.xml"),
    read(15, "a chat called .zip", CHAT.encode),
    no(15, "a web page called .json", PAGE.encode, "E111", name="result.json"),
    no(15, "a web page called .zip", lambda: b"\n\n" + PAGE.lower().encode(), "E111"),
    no(15, "a web page in UTF-16", lambda: PAGE.encode("utf-16"), "E111", name="chat.txt"),
)
MANY: Final = (
    no(16, "two members, one said", lambda: odd_zip([THE_CHAT, Packed(b"a")], count=1), "E112", "", "says 1 members"),
    no(16, "one member, 65,535 said", lambda: odd_zip([THE_CHAT], count=65_535), "E112", "", "lists 1"),
    Bad(
        16,
        "one more than the limit",
        "x.zip",
        lambda: odd_zip([Packed(b"%d" % n) for n in range(11)]),
        "refuse",
        ("E112",),
        says="11 members, the limit is 10",
        answers={"limits": Limits(members=10)},
    ),
)
BOTH: Final = (
    no(17, "a PDF before the zip", lambda: b"%PDF-1.7\n" + WHOLE, "E113", "byte 0", "other bytes stand before"),
    no(17, "a picture before the zip", lambda: PHOTO + WHOLE, "E113", "byte 0", "other bytes stand before"),
    no(17, "a script behind the zip", lambda: WHOLE + b"<script>", "E113", "", "other bytes stand after"),
    no(17, "a zip before the zip", lambda: WHOLE + WHOLE, "E113"),
    no(17, "a picture called .jpg that is a zip too", lambda: PHOTO + WHOLE, "E228", "", "a picture", name="a.jpg"),
)


def empty_folder(where: Path) -> Path:
    return where


def hidden_only(where: Path) -> Path:
    (where / ".chat.txt").write_text(CHAT)
    return where


def fifo(where: Path) -> Path:
    os.mkfifo(where / "chat.txt")
    return where / "chat.txt"


def on_disk(what: str, made: Callable[[Path], Path], says: str) -> Bad:
    return Bad(13, what, "", bytes, "refuse", ("E110",), "", says, on_disk=made)


NOTHING: Final = (
    no(13, "an empty file", bytes, "E110", "", "the file is empty", "chat.txt"),
    no(13, "an empty zip", zipped, "E110", "", "the zip is empty"),
    no(13, "a zip of folders", lambda: odd_zip([Packed(b"a/", b""), Packed(b"a/b/", b"")]), "E110", "", "no files"),
    on_disk("an empty folder", empty_folder, "holds no files"),
    on_disk("a folder of hidden files", hidden_only, "holds no files"),
    on_disk("a device without end", lambda _: Path("/dev/zero"), "a device, not a file"),
    on_disk("a fifo nobody writes to", fifo, "a device, not a file"),
    on_disk("no file at all", lambda where: where / "gone.txt", "No such file"),
)
CONTAINERS: Final = (
    *(*OVERLAPPING, *LYING, *CUT, *LABELS, *TWICE, *LOCKED, *NESTED, *NOTHING, *PARTS, *MISNAMED),
    *(*MANY, *BOTH),
)
