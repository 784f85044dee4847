"""What a stranger's database may do while we read it: select from named plain tables, within limits and a budget."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from evenstep.errors import InputError
from evenstep.spoken import words

STEPS_AT_ONCE: Final = 100_000
STATEMENT_STEPS: Final = 100_000_000
"""About 2 s of SQLite's own machine, and more than a plain scan of some million rows needs."""

ALL_STEPS: Final = 30 * STATEMENT_STEPS
LIMITS: Final = {
    sqlite3.SQLITE_LIMIT_LENGTH: 16 * 2**20,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 100_000,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 100,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 3,
    sqlite3.SQLITE_LIMIT_VDBE_OP: 25_000,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 50,
    sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER: 10,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 10,
    sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
}
SETTINGS: Final = ("trusted_schema=OFF", "cell_size_check=ON", "mmap_size=0", "query_only=ON", "temp_store=MEMORY")
LOOKS: Final = frozenset({"table_xinfo", "index_list", "index_xinfo", "encoding"})
SCHEMA: Final = frozenset({"sqlite_master", "sqlite_schema"})
PLAIN: Final = re.compile(r"\s*CREATE\s+TABLE\s", re.I)
VIRTUAL: Final = re.compile(r"\s*CREATE\s+VIRTUAL\b", re.I)
REACHES_OUT: Final = re.compile(
    r"\b(load_extension|fts3_tokenizer|readfile|writefile|edit|zipfile|fsdir|lsmode|sqlar_\w+|attach)\b", re.I
)
"""Functions that reach outside the database. Messages' own triggers call functions too, but none of these."""

COMPUTED: Final = (2, 3)  # the last column of table_xinfo: generated when read, generated when written
EXPRESSION: Final = -2  # the column number of index_xinfo


@dataclass
class Guard:
    """Watches one connection: what it may read, and how long.

    ``denied``: what was asked for and refused; a sound database leaves it empty.
    """

    tables: frozenset[str] = SCHEMA
    denied: list[str] = field(default_factory=list)
    _steps: int = 0
    _all_steps: int = 0

    def watch(self, connection: sqlite3.Connection) -> None:
        """Set limits, settings, the authorizer and the budget, before anything of the file is looked at."""
        for limit, most in LIMITS.items():
            connection.setlimit(limit, most)
        for setting in SETTINGS:
            connection.execute(f"PRAGMA {setting}")
        connection.set_authorizer(self._allows)
        connection.set_progress_handler(self._too_long, STEPS_AT_ONCE)

    def new_statement(self) -> None:
        """A statement begins: its budget is full again, the budget of all is not."""
        self._steps = 0

    @property
    def spent(self) -> bool:
        """True when the budget of this statement, or of all, is used up."""
        return self._steps > STATEMENT_STEPS or self._all_steps > ALL_STEPS

    def _allows(self, action: int, one: str | None, two: str | None, _where: str | None, inner: str | None) -> int:
        if action == sqlite3.SQLITE_SELECT and inner is None:
            return sqlite3.SQLITE_OK
        if action == sqlite3.SQLITE_READ and inner is None and one is not None and one.lower() in self.tables:
            return sqlite3.SQLITE_OK
        if action == sqlite3.SQLITE_PRAGMA and one in LOOKS:
            return sqlite3.SQLITE_OK
        self.denied.append(f"{action} {one or ''} {two or ''}")
        return sqlite3.SQLITE_DENY

    def _too_long(self) -> int:
        self._steps += STEPS_AT_ONCE
        self._all_steps += STEPS_AT_ONCE
        return int(self.spent)


def check_schema(connection: sqlite3.Connection, file: str, wanted: Iterable[str]) -> dict[str, dict[str, str]]:
    """The wanted tables that are there: name -> {column in small letters: column}.

    Raises InputError E251 when one of them is no plain table, E252 when the file holds a virtual
    table, SQL that reaches outside, or computed columns and indexes on what we read.
    """
    named = {name.lower() for name in wanted}
    objects = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master").fetchall()
    found = set()
    for kind, name, _, sql in ([_text(cell) for cell in row] for row in objects):
        ours = name.lower() in named
        if ours and (kind == "view" or VIRTUAL.match(sql)):
            shown = words("a view") if kind == "view" else words("a virtual table")
            raise InputError("E251", file, detail=words("the table {name} is {kind}", name=name[:80], kind=shown))
        if VIRTUAL.match(sql) or REACHES_OUT.search(sql):
            raise InputError("E252", file, detail=f"{kind[:20]} {name[:80]}")
        if ours and kind == "table":
            if not PLAIN.match(sql):
                raise InputError("E251", file, detail=name[:80])
            found.add(name.lower())
    return {name: _columns(connection, file, name) for name in sorted(found)}


def _columns(connection: sqlite3.Connection, file: str, table: str) -> dict[str, str]:
    quoted = '"' + table.replace('"', '""') + '"'
    columns: dict[str, str] = {}
    for _, name, _, _, _, _, hidden in connection.execute(f"PRAGMA table_xinfo({quoted})").fetchall():
        if hidden in COMPUTED:
            raise InputError("E252", file, detail=words("the computed column {name}", name=f"{table}.{_text(name)}"))
        columns[_text(name).lower()] = _text(name)
    for index in connection.execute(f"PRAGMA index_list({quoted})").fetchall():
        inside = '"' + _text(index[1]).replace('"', '""') + '"'
        for column in connection.execute(f"PRAGMA index_xinfo({inside})").fetchall():
            if column[1] == EXPRESSION:
                raise InputError("E252", file, detail=words("the computed index {name}", name=_text(index[1])[:80]))
    return columns


def _text(cell: object) -> str:
    return cell.decode("utf-8", "replace") if isinstance(cell, bytes) else "" if cell is None else str(cell)
