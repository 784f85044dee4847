"""Several windows at once: read, change, write back; with BEGIN IMMEDIATE nothing that one wrote is lost to another."""

from __future__ import annotations

import subprocess
import sys
import threading
from contextlib import closing
from datetime import datetime

import pytest
from django.db import connection, transaction

from evenstep.web.models import Settings
from evenstep.web.sqlcipher.connect import connect
from evenstep.web.vault.opened import Opened, using

THREADS, EACH = 2, 150

CHILD = """
import pathlib, sys
from contextlib import closing
from evenstep.web.sqlcipher.connect import connect
from evenstep.web.vault.opened import Opened
path, key, times = sys.argv[1], sys.stdin.readline().strip(), int(sys.argv[2])
with closing(connect(Opened("p", pathlib.Path(path), bytes.fromhex(key), True, "Notes"))) as store:
    store.isolation_level = None
    for _ in range(times):
        store.execute("BEGIN IMMEDIATE")
        (value,) = store.execute("SELECT lock_after_min FROM notes_settings").fetchone()
        store.execute("UPDATE notes_settings SET lock_after_min = ?", [value + 1])
        store.execute("COMMIT")
"""


@pytest.fixture
def counter(opened: Opened) -> Opened:
    with using(opened):
        Settings.objects.create(pk=1, lock_after_min=0)
    return opened


def count(opened: Opened) -> int:
    with using(opened):
        return Settings.objects.get().lock_after_min


def test_two_processes_lose_nothing(counter: Opened) -> None:
    command = [sys.executable, "-c", CHILD, str(counter.path), str(EACH)]
    children = [subprocess.Popen(command, stdin=subprocess.PIPE, text=True) for _ in range(2)]
    for child in children:
        child.communicate(counter.key.hex() + "\n", timeout=60)
        assert child.returncode == 0
    assert count(counter) == 2 * EACH


def test_two_threads_through_django_lose_nothing(counter: Opened) -> None:
    failed: list[BaseException] = []

    def add() -> None:
        try:
            with using(counter):
                for _ in range(EACH):
                    with transaction.atomic():
                        row = Settings.objects.get()
                        row.lock_after_min += 1
                        row.save()
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=add) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failed == []
    assert count(counter) == THREADS * EACH


def test_without_the_early_lock_it_would_be_refused_or_lost(counter: Opened) -> None:
    """The proof that the tests above can fail: two that read first and lock later get in each other's way."""
    with closing(connect(counter)) as one, closing(connect(counter)) as two:
        one.isolation_level = two.isolation_level = None
        for store in (one, two):
            store.execute("BEGIN DEFERRED")
            store.execute("SELECT lock_after_min FROM notes_settings").fetchone()
        one.execute("UPDATE notes_settings SET lock_after_min = 1")
        one.execute("COMMIT")
        with pytest.raises(Exception, match="locked"):
            two.execute("UPDATE notes_settings SET lock_after_min = 1")


def test_each_thread_has_its_own_store(opened: Opened, noon: datetime) -> None:
    from evenstep.web.vault.opened import Locked

    seen: list[object] = []

    def look() -> None:
        try:
            Settings.objects.count()
        except Locked as error:
            seen.append(type(error))
        connection.close()

    with using(opened):
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
    assert seen == [Locked]
