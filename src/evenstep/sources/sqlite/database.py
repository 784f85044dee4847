"""A SQLite file opened for reading only: in memory with its log, or as a file that is never locked nor written."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from operator import lt
from typing import Any, Final, TypeVar
from urllib.parse import quote

from evenstep.errors import InputError
from evenstep.events.reading import Note
from evenstep.sources.base import Member, Opened
from evenstep.sources.member import FileMember
from evenstep.sources.sqlite.guard import Guard, check_schema
from evenstep.sources.sqlite.wal import DoesNotFit, committed, lay_over
from evenstep.spoken import words

MAGIC: Final = b"SQLite format 3\0"
HEADER_BYTES: Final = 100
ROLLBACK, LOGGED = b"\1\1", b"\2\2"
"""The header's bytes 18 and 19: whether the newest pages may stand in a log beside the file."""

IN_MEMORY_BYTES: Final = 1 * 2**30
ROWS_AT_ONCE: Final = 256
NO_ROWID: Final = "NULL"
TOO_LONG: Final = "SQLITE_INTERRUPT"
REFUSED: Final = "SQLITE_AUTH"
Result = TypeVar("Result")
Row = tuple[object, ...]


@dataclass
class Database:
    """An open database of which only ``tables`` can be read: name -> {column in small letters: column}."""

    file: str
    size: int
    tables: dict[str, dict[str, str]]
    guard: Guard
    _connection: sqlite3.Connection

    def has(self, table: str) -> bool:
        """True when the database has this table."""
        return table in self.tables

    def rows(self, table: str, columns: Sequence[str], heavy: Sequence[int] = ()) -> Iterator[list[Row]]:
        """The rows by row number, some at a time: (row number, then ``columns``); text comes as bytes.

        A column that the table lacks is None throughout, as the rowid of a table without one is.
        ``heavy``: which of ``columns`` can be large; more bytes in them than the file holds is a trick.
        Raises InputError E253 and E294.
        """
        self.guard.new_statement()
        last: object = None
        left = 2 * self.size + 2**20
        try:
            cursor = self._connection.execute(self._statement(table, columns))
            while batch := cursor.fetchmany(ROWS_AT_ONCE):
                left -= sum(_bytes(batch, at + 1) for at in heavy)
                if left < 0 or not _ascending(batch, last):
                    raise InputError("E253", self.file, table, words("its pages repeat"))
                last = batch[-1][0]
                yield batch
        except (sqlite3.Error, UnicodeDecodeError) as error:  # the text of the error may be bytes of the file
            raise self._broken(error, f"{table}, {last}" if last is not None else table) from error

    def _statement(self, table: str, columns: Sequence[str]) -> str:
        """A plain SELECT, every name in quotes as check_schema found it; no index is asked."""
        known = self.tables[table]
        number = self._rowid(table)
        chosen = ", ".join([number, *(_column(known, name, number) for name in columns)])
        return f'SELECT {chosen} FROM "{table}" NOT INDEXED'  # noqa: S608 - names of check_schema, quoted

    def _rowid(self, table: str) -> str:
        known = self.tables[table]
        name = next((each for each in ("_rowid_", "oid", "rowid") if each not in known), NO_ROWID)
        try:
            self._connection.execute(f'SELECT {name} FROM "{table}" LIMIT 0')  # noqa: S608 - as above
        except (sqlite3.OperationalError, UnicodeDecodeError):  # a table declared without row numbers
            return NO_ROWID
        return name

    def _broken(self, error: Exception, place: str) -> InputError:
        return _problem(error, self.file, place, self.guard)


def read_database(
    opened: Opened, member: Member, tables: Sequence[str], reader: Callable[[Database], Result]
) -> tuple[Result, list[Note]]:
    """What ``reader`` makes of the database, and notes on what stands beside it (E255).

    The log's committed frames are laid over the pages in memory; a log that does not fit, or that
    makes the database unreadable, is left out. A rollback journal is never looked into.
    Raises InputError E251–E254, E114 and E294.
    """
    notes = _journal_notes(opened, member)
    wal = next((each for each in opened.members if each.name == f"{member.name}-wal" and each.size), None)
    if wal is not None:
        try:
            image, torn = _with_log(member, wal)
        except DoesNotFit as reason:
            notes.append(Note("E255", wal.name, str(reason)))
        else:
            notes += [Note("E255", wal.name, words("its end is damaged"))] if torn else []
            try:
                return _in_memory(image, member, tables, reader), notes
            except InputError as error:
                if error.code != "E253":
                    raise
                notes.append(Note("E255", wal.name, words("it does not belong to this database")))
    elif member.head(HEADER_BYTES)[18:20] == LOGGED:
        notes.append(Note("E255", "", words("there is no file {name}", name=f"{member.name}-wal")))
    return _alone(member, tables, reader), notes


def _journal_notes(opened: Opened, member: Member) -> list[Note]:
    name = f"{member.name}-journal"
    beside = isinstance(member, FileMember) and member.path.with_name(member.path.name + "-journal").exists()
    found = beside or any(each.name == name for each in opened.members)
    return [Note("E255", name, words("a journal is never applied"))] if found else []


def _with_log(member: Member, wal: Member) -> tuple[bytes, bool]:
    """The database with its log in it, and whether the log's end is damaged. Raises DoesNotFit."""
    if member.size + wal.size > IN_MEMORY_BYTES:
        raise DoesNotFit(words("both together are too large to read them in memory"))
    frames = wal.read()
    log = committed(frames)
    return _rollback(lay_over(member.read(), log, frames)), log.torn


def _rollback(image: bytearray) -> bytes:
    """The bytes with a header that asks for no log, which a database in memory cannot have."""
    if image[18:20] == LOGGED:
        image[18:20] = ROLLBACK
    return bytes(image)


def _alone(member: Member, tables: Sequence[str], reader: Callable[[Database], Result]) -> Result:
    if _pages_bytes(member.head(HEADER_BYTES)) > member.size:  # SQLite would read zeros for what is missing
        raise InputError("E253", member.name, detail=words("it is cut off"))
    if isinstance(member, FileMember):
        address = f"file:{quote(str(member.path.absolute()))}?mode=ro&immutable=1"
        with closing(_connect(member.name, address)) as connection:
            return _read(connection, member.name, member.size, tables, reader)
    if member.size > IN_MEMORY_BYTES:
        detail = words("{n} bytes; unpack it and choose the database itself", n=member.size)
        raise InputError("E114", member.name, detail=detail)
    return _in_memory(_rollback(bytearray(member.read())), member, tables, reader)


def _pages_bytes(header: bytes) -> int:
    """How long the file is by its own header; 0 where the header's count is not kept (the two counters differ)."""
    if not header.startswith(MAGIC) or len(header) < HEADER_BYTES or header[24:28] != header[92:96]:
        return 0
    page = int.from_bytes(header[16:18], "big")
    return int.from_bytes(header[28:32], "big") * (65_536 if page == 1 else page)


def _in_memory(image: bytes, member: Member, tables: Sequence[str], reader: Callable[[Database], Result]) -> Result:
    with closing(_connect(member.name, ":memory:")) as connection:
        if not image.startswith(MAGIC) or len(image) < HEADER_BYTES:
            raise InputError("E253", member.name, detail=words("it is no database"))
        connection.deserialize(image)
        return _read(connection, member.name, len(image), tables, reader)


def _connect(file: str, address: str) -> sqlite3.Connection:
    try:
        return sqlite3.connect(address, uri=True, isolation_level=None)
    except sqlite3.Error as error:
        raise _problem(error, file, "", Guard()) from error


def _read(
    connection: sqlite3.Connection, file: str, size: int, tables: Sequence[str], reader: Callable[[Database], Result]
) -> Result:
    guard = Guard()
    connection.text_factory = bytes
    try:
        guard.watch(connection)
        columns = check_schema(connection, file, tables)
    except (sqlite3.Error, OverflowError, UnicodeDecodeError) as error:
        raise _problem(error, file, "", guard) from error
    guard.tables = frozenset(columns)
    return reader(Database(file, size, columns, guard, connection))


def _problem(error: Exception, file: str, place: str, guard: Guard) -> InputError:
    name = getattr(error, "sqlite_errorname", "")
    if guard.spent:
        return InputError("E294", file, place)
    if name == REFUSED or guard.denied:
        return InputError("E252", file, place, guard.denied[-1] if guard.denied else "")
    return InputError("E253", file, place, str(error)[:120])


def _column(known: dict[str, str], name: str, number: str) -> str:
    """The column as SQL; "rowid" is a column of that name, or else the row number."""
    if name not in known:
        return number if name == "rowid" else "NULL"
    return '"' + known[name].replace('"', '""') + '"'


def _ascending(batch: list[Row], last: Any) -> bool:
    """True when row numbers only grow, as in every sound table; a page that stands in the tree twice breaks that."""
    numbers: list[Any] = [row[0] for row in batch]
    if numbers[0] is None:  # a table without row numbers
        return True
    return (last is None or last < numbers[0]) and all(map(lt, numbers, numbers[1:]))


def _bytes(batch: list[Row], at: int) -> int:
    cells: list[Any] = [row[at] for row in batch if row[at]]
    try:
        return sum(map(len, cells))
    except TypeError:  # a number stands where text should
        return sum(len(cell) for cell in cells if isinstance(cell, bytes))
