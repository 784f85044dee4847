"""Whether a database's list of tables names one of them, wherever in the file that list stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import IO, Final

from evenstep.sources.base import Member

HEADER_BYTES: Final = 100
INTERIOR: Final = 5  # the first byte of a page that only points to other pages of its table
NODE_BYTES: Final = 12
SMALLEST_PAGE, LARGEST_PAGE = 512, 65_536
CHUNK: Final = 2**20


def names_table(member: Member, name: bytes, near: int) -> bool:
    """True when the list of tables has this ``name``."""
    return first_named(member, (name,), near) is not None


def first_named(member: Member, names: Sequence[bytes], near: int) -> bytes | None:
    """The first of ``names`` that stands in the first ``near`` bytes, or in a page that the list of tables goes on in.

    A list longer than one page goes on where there was room when a table was made: in an old and
    large database often far behind. Only those pages are looked at, and nothing of them is believed.
    """
    head = member.head(near)
    found = {name for name in names if name in head}
    start = member.head(LARGEST_PAGE)
    pages = _pages(start, member.size) if names[0] not in found else []
    if pages:  # the file is gone through once, whatever the number of names
        with member.open() as stream:
            for page in _read(stream, pages, _page_size(start)):
                found |= {name for name in names if name in page}
                if names[0] in found:
                    break
    return next((name for name in names if name in found), None)


def _page_size(header: bytes) -> int:
    size = int.from_bytes(header[16:18], "big")
    return LARGEST_PAGE if size == 1 else size


def _pages(head: bytes, file_size: int) -> list[int]:
    """The numbers of the pages that the first page points to, in the order of the file."""
    size = _page_size(head)
    if not SMALLEST_PAGE <= size <= len(head) or head[HEADER_BYTES] != INTERIOR:
        return []
    page = head[:size]
    count = int.from_bytes(page[HEADER_BYTES + 3 : HEADER_BYTES + 5], "big")
    first = HEADER_BYTES + NODE_BYTES
    places = [int.from_bytes(page[at : at + 2], "big") for at in range(first, min(first + 2 * count, size - 1), 2)]
    starts = [*places, HEADER_BYTES + 8]  # the last child stands in the node's own head
    numbers = {int.from_bytes(page[at : at + 4], "big") for at in starts}
    return sorted(number for number in numbers if 1 < number <= file_size // size)


def _read(stream: IO[bytes], pages: list[int], size: int) -> Iterator[bytes]:
    """Those pages of the file one by one; what is packed can be read forwards only."""
    for before, number in pairwise([0, *pages]):
        if stream.seekable():
            stream.seek((number - 1) * size)
            yield stream.read(size)
            continue
        left = (number - before - 1) * size
        while left > 0 and (skipped := len(stream.read(min(left, CHUNK)))):
            left -= skipped
        yield stream.read(size)
