"""What was deleted is gone: from the free pages, from the journal, and, with a whole person, the key to all of it."""

from __future__ import annotations

from contextlib import closing
from typing import Any

from evenstep.web.sqlcipher.connect import connect
from evenstep.web.vault.folder import Folder
from evenstep.web.vault.opened import Opened
from evenstep.web.vault.opening import ONE_AT_A_TIME
from evenstep.web.vault.place import Place
from evenstep.web.vault.trouble import Busy
from evenstep.web.vault.write import plainly


def tidy(opened: Opened) -> None:
    """After a deletion: until this has run, the deleted words still stand in pages that the key opens.

    Call it outside a transaction and after the last query. Raises Busy when another window is reading or writing: the
    deletion itself is done, and the next ``tidy`` completes it.
    """
    with ONE_AT_A_TIME, plainly(), closing(connect(opened)) as store:
        Place(opened.path.parent).clear()
        _clear_journal(store)  # first what the journal holds, or VACUUM would write it all a second time
        store.execute("VACUUM")
        _clear_journal(store)


def delete_person(folder: Folder, opened: Opened) -> None:
    """Take this person's whole store away, key first. Connections to it must be closed."""
    with ONE_AT_A_TIME:
        folder.delete(opened.person)


def _clear_journal(store: Any) -> None:
    if store.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
        raise Busy
