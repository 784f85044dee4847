"""Django's SQLite backend on SQLCipher: which file is the vault's to say; the key comes first, then full durability."""

from __future__ import annotations

import datetime
import decimal
from collections.abc import Callable, Mapping
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.backends.sqlite3._functions import register
from django.utils.dateparse import parse_date, parse_datetime, parse_time
from sqlcipher3 import dbapi2 as driver

from evenstep.web.sqlcipher.connect import connect
from evenstep.web.vault.opened import current


class DatabaseWrapper(base.DatabaseWrapper):
    """Connections to the store that the current thread has unlocked."""

    Database = driver

    def get_connection_params(self) -> dict[str, Any]:
        """The store this thread works on. Raises Locked when none is.

        Write locks are taken when a transaction begins: a later upgrade fails when two windows write at one time.
        """
        self.transaction_mode = "IMMEDIATE"
        return {"opened": current()}

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A connection that can read its file. Raises the driver's DatabaseError for a wrong key or a foreign file."""
        made = connect(conn_params["opened"], driver.PARSE_DECLTYPES | driver.PARSE_COLNAMES)
        register(made)
        made.execute("PRAGMA foreign_keys = ON")
        made.execute("PRAGMA legacy_alter_table = OFF")
        return made

    def create_cursor(self, name: str | None = None) -> Any:  # noqa: ARG002 (Django's signature)
        """A cursor that knows Django's placeholders."""
        return self.connection.cursor(factory=Cursor)

    def is_in_memory_db(self) -> bool:
        """Never: there is no store without a file."""
        return False

    def _rollback(self) -> None:
        """After "disk is full" SQLite has already rolled back; a second one would hide the true error."""
        if self.connection is not None and self.connection.in_transaction:
            base_class: Any = super()
            base_class._rollback()


class Cursor(driver.Cursor):  # type: ignore[misc]
    """Turns Django's placeholders into SQLite's, by Django's own rule."""

    def execute(self, query: str, params: Any = None) -> Any:
        """One statement."""
        if params is None:
            return super().execute(query)
        return super().execute(_converted(query, params), params)

    def executemany(self, query: str, param_list: Any) -> Any:
        """One statement, many rows."""
        rows = list(param_list)
        return super().executemany(_converted(query, rows[0]), rows) if rows else self


def _converted(query: str, params: Any) -> str:
    names = list(params) if isinstance(params, Mapping) else None
    convert: Any = base.SQLiteCursorWrapper.convert_query  # it makes no use of its cursor
    return str(convert(None, query, param_names=names))


def _teach_the_driver() -> None:
    """Dates, times and decimals go in and come out as they do through Django's own driver."""

    def of_text(parse: Callable[[str], object]) -> Callable[[bytes], object]:
        return lambda raw: parse(raw.decode())

    driver.register_converter("bool", lambda raw: raw == b"1")
    driver.register_converter("date", of_text(parse_date))
    driver.register_converter("time", of_text(parse_time))
    driver.register_converter("datetime", of_text(parse_datetime))
    driver.register_adapter(decimal.Decimal, str)
    driver.register_adapter(datetime.date, datetime.date.isoformat)
    driver.register_adapter(datetime.datetime, lambda moment: moment.isoformat(" "))


_teach_the_driver()
