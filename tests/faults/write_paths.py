"""The ways the program writes, step by step, each step told when it is done; and a look at what is there after."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, ClassVar

from django.db import transaction
from django.test import override_settings

sys.path.append(str(Path(__file__).parents[1]))
from evenstep.errors import StoreError
from evenstep.web.models import HardWeek, Import, Kept, Moment, Space, Written
from evenstep.web.sqlcipher.connect import connect
from evenstep.web.vault import migrate
from evenstep.web.vault.backup import backup, restore
from evenstep.web.vault.folder import Folder
from evenstep.web.vault.forget import delete_person, tidy
from evenstep.web.vault.keep import change_passphrase, create, unlock
from evenstep.web.vault.opened import Opened, using
from evenstep.web.vault.slot import Cost
from evenstep.web.vault.write import replace_file
from page_decryptor import all_pages

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
DAY = date(2026, 11, 23)
CHEAP = Cost(memory_kib=8, passes=1, lanes=1)
ROWS = 20


class WritePath:
    """One way of writing."""

    def __init__(self, root: Path) -> None:
        self.folder = Folder(root / "data")
        self.opened = create(self.folder, "Notes", None, NOW, CHEAP)
        with using(self.opened):
            self.space = Space.objects.create(kind="friend", other="Zoë", made_at=NOW)
            HardWeek.objects.bulk_create(HardWeek(space=self.space, week=f"base {n}") for n in range(ROWS))

    def before(self) -> None:
        """Lay out what the next run starts from."""

    def steps(self) -> Iterator[None]:
        """Do the work; each yield is an acknowledgement."""
        raise NotImplementedError

    def faults(self, done: int) -> Iterator[str]:
        """Whatever is not as it should be after ``done`` acknowledgements and one step that may have begun."""
        raise NotImplementedError

    def check(self, done: int) -> list[str]:
        """As after a restart: take the folder, open the store, look at every page and at what must be there."""
        with self.folder.hold():
            found = [*self._whole(self.folder, self.opened), *self.faults(done)]
        left = [p.name for p in (self.folder.root / "people").iterdir() if p.name.startswith(".")]
        return found + [f"left over: {name}" for name in left]

    def _whole(self, folder: Folder, opened: Opened) -> Iterator[str]:
        with using(unlock(folder, opened.person, None, NOW)):
            if HardWeek.objects.filter(week__startswith="base").count() != ROWS:
                yield "rows from before are lost"
        migrate.check_whole(opened)


class SaveMoment(WritePath):
    """A moment and a week in one transaction."""

    def before(self) -> None:
        with using(self.opened):
            Moment.objects.all().delete()
            HardWeek.objects.filter(week__startswith="new").delete()

    def steps(self) -> Iterator[None]:
        with using(self.opened):
            for n in range(10_000):
                with transaction.atomic():
                    moment(self.space, f"{n}")
                    HardWeek.objects.create(space=self.space, week=f"new {n}")
                yield

    def faults(self, done: int) -> Iterator[str]:
        with using(self.opened):
            notes = {note.split(":")[0] for note in Moment.objects.values_list("note", flat=True)}
            weeks = {w.removeprefix("new ") for w in HardWeek.objects.values_list("week", flat=True) if "new" in w}
        if notes != weeks:
            yield f"half a step: {sorted(notes ^ weeks)}"
        yield from wrong_steps({int(note) for note in notes}, done)


class Careless(SaveMoment):
    """The same without a transaction: the harness must find this fault, or it finds none."""

    def steps(self) -> Iterator[None]:
        with using(self.opened):
            for n in range(10_000):
                moment(self.space, f"{n}")
                time.sleep(0.02)  # as long as the writes themselves, so that kills fall between them on any machine
                HardWeek.objects.create(space=self.space, week=f"new {n}")
                yield


class EditWritten(WritePath):
    """Own words are written over: what is there is one edit, whole; the last acknowledged or the one after it."""

    def before(self) -> None:
        with using(self.opened):
            Written.objects.all().delete()
            Written.objects.create(space=self.space, practice="if_then", at=NOW, local_day=DAY, fields=own_words(0))

    def steps(self) -> Iterator[None]:
        with using(self.opened):
            for n in range(1, 10_000):
                row = Written.objects.get()
                row.fields, row.at = own_words(n), NOW + timedelta(minutes=n)
                row.save()
                yield

    def faults(self, done: int) -> Iterator[str]:
        with using(self.opened):
            row = Written.objects.get()
        n = row.fields["n"]
        if (row.fields, row.at) != (own_words(n), NOW + timedelta(minutes=n)):
            yield f"the words of edit {n} are not whole"
        if n not in {done, done + 1}:
            yield f"acknowledged {done}, found {n}"


class BringIn(WritePath):
    """An import of some size, and the kept page that it makes stale, in one transaction."""

    def before(self) -> None:
        with using(self.opened):
            Import.objects.all().delete()

    def steps(self) -> Iterator[None]:
        with using(self.opened):
            for n in range(10_000):
                Kept.objects.create(space=self.space, of="page", body=b"x")
                with transaction.atomic():
                    bring_in(self.space, n)
                    Kept.objects.all().delete()
                yield

    def faults(self, done: int) -> Iterator[str]:
        with using(self.opened):
            found = {row.reading["n"]: bytes(row.events) for row in Import.objects.all()}
            if len(found) == done + 1 and Kept.objects.exists():
                yield "an import without what belongs to it"
            Kept.objects.all().delete()
        if any(content != blob(n) for n, content in found.items()):
            yield "an import has another content"
        yield from wrong_steps(set(found), done)


class UndoImport(WritePath):
    """An import is taken away again, and a week with it, in one transaction; then the store is tidied."""

    def before(self) -> None:
        with using(self.opened):
            Import.objects.all().delete()
            HardWeek.objects.filter(week__startswith="new").delete()

    def steps(self) -> Iterator[None]:
        with using(self.opened):
            for n in range(10_000):
                with transaction.atomic():
                    brought = bring_in(self.space, n)
                    week = HardWeek.objects.create(space=self.space, week=f"new {n}")
                with transaction.atomic():
                    brought.delete()
                    week.delete()
                tidy(self.opened)
                yield

    def faults(self, done: int) -> Iterator[str]:
        with using(self.opened):
            there = {row.reading["n"] for row in Import.objects.all()}
            weeks = {int(w[4:]) for w in HardWeek.objects.values_list("week", flat=True) if "new" in w}
        if there != weeks:
            yield "half an undoing"
        if not there <= {done}:
            yield f"an undone import is back: {sorted(there)} after {done}"


class Forget(WritePath):
    """Moments are deleted and tidied away: after the word "done" no page may hold them."""

    def before(self) -> None:
        with using(self.opened):
            Moment.objects.all().delete()
        tidy(self.opened)

    def steps(self) -> Iterator[None]:
        with using(self.opened):
            for n in range(10_000):
                with transaction.atomic():
                    for _ in range(ROWS):
                        moment(self.space, f"canary-{n}-")
                Moment.objects.all().delete()
                tidy(self.opened)
                yield

    def faults(self, done: int) -> Iterator[str]:  # noqa: ARG002 -- the pages have said the rest
        with using(self.opened):
            notes = list(Moment.objects.values_list("note", flat=True))
        if len(notes) not in {0, ROWS}:
            yield f"{len(notes)} of {ROWS} deleted rows are left"

    def check(self, done: int) -> list[str]:
        """The pages are read before the store is opened: opening and closing it would clear the journal."""
        pages = all_pages(self.opened.path, self.opened.key)
        left = [f"forgotten words of step {n} are in a page" for n in range(done) if b"canary-%d-" % n in pages]
        return left + super().check(done)


class ChangePassphrase(WritePath):
    """One passphrase after another, and none at times: the last acknowledged one opens the store, or the next."""

    def before(self) -> None:
        self.opened = change_passphrase(self.folder, self.opened, self._now_in_force(), None, NOW, CHEAP)
        self.word = None

    word: str | None = None

    def steps(self) -> Iterator[None]:
        for n in range(10_000):
            self.opened = change_passphrase(self.folder, self.opened, word(n), word(n + 1), NOW, CHEAP)
            yield

    def check(self, done: int) -> list[str]:
        with self.folder.hold():
            for guess in (word(done), word(done + 1)):
                self.folder.place(self.opened.person).tries.unlink(missing_ok=True)
                try:
                    self.opened = unlock(self.folder, self.opened.person, guess, NOW)
                except StoreError:
                    continue
                self.word = guess if self.opened.protected else None  # an open store opens with any word
                return self._after(done)
        return [f"neither passphrase {done} nor {done + 1} opens it"]

    def _after(self, done: int) -> list[str]:
        found = []
        if self.word not in {word(done), word(done + 1)}:
            found.append(f"it opens without a word after {done}")
        if self.folder.place(self.opened.person).envelope().coming:
            found.append(f"the change after {done} is not settled")
        with using(self.opened):
            if HardWeek.objects.filter(week__startswith="base").count() != ROWS:
                found.append("rows are lost")
        migrate.check_whole(self.opened)
        return found

    def _now_in_force(self) -> str | None:
        return self.word


class TakeBackup(WritePath):
    """Backups to a file: each file that is there can be restored, and the store is as it was."""

    def before(self) -> None:
        self.target = self.folder.root.parent / "backup"
        self.target.unlink(missing_ok=True)

    def steps(self) -> Iterator[None]:
        for _ in range(10_000):
            replace_file(self.target, backup(self.folder, self.opened))
            yield

    def faults(self, done: int) -> Iterator[str]:
        if done and not self.target.exists():
            yield "an acknowledged backup is not there"
        if self.target.exists():
            there = Folder(self.folder.root.parent / "there")
            yield from self._whole(there, restore(there, self.target.read_bytes(), None, NOW))
            shutil.rmtree(there.root)
        beside = sorted(path.name for path in self.opened.path.parent.iterdir())
        if [name for name in beside if not name.startswith("copy.db")] != ["key.json", "notes.db"]:
            yield f"beside the store: {beside}"


class Restore(WritePath):
    """Backups are brought back as more persons: each is there wholly or not at all."""

    def before(self) -> None:
        self.data = backup(self.folder, self.opened)

    def steps(self) -> Iterator[None]:
        for _ in range(10_000):
            restore(self.folder, self.data, None, NOW)
            yield

    def faults(self, done: int) -> Iterator[str]:
        others = [person for person in self.folder.people() if person.id != self.opened.person]
        if len(others) not in {done, done + 1}:
            yield f"{len(others)} restored, {done} acknowledged"
        for person in others:
            if person.trouble:
                yield f"half a person: {person.trouble}"
                continue
            back = unlock(self.folder, person.id, None, NOW)
            yield from self._whole(self.folder, back)
            delete_person(self.folder, back)


class Migrate(WritePath):
    """Older stores are brought up one by one: each has the old shape or the new one, with every row."""

    people: ClassVar[int] = 4

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        with using(self.opened):
            for n in range(ROWS):
                bring_in(self.space, n)
        tidy(self.opened)
        self.later = coming_shape(root)

    def before(self) -> None:
        home = self.folder.root / "people"
        self.old = [home / f"{n:016x}" for n in range(self.people)]
        for place in self.old:
            shutil.rmtree(place, ignore_errors=True)
            shutil.copytree(home / self.opened.person, place)

    def steps(self) -> Iterator[None]:
        with self.later():
            for place in self.old:
                unlock(self.folder, place.name, None, NOW)
                yield

    def faults(self, done: int) -> Iterator[str]:
        for n, place in enumerate(self.old):
            with closing(connect(Opened("", place / "notes.db", self.opened.key, False, ""))) as store:
                tables = {name for (name,) in store.execute("SELECT name FROM sqlite_master").fetchall()}
                known = {name for (name,) in store.execute("SELECT name FROM django_migrations").fetchall()}
                rows = store.execute("SELECT count(*), sum(length(events)) FROM notes_import").fetchone()
            new = "notes_later" in tables
            if new != ("9000_later" in known) or rows != (ROWS, ROWS * len(blob(0))):
                yield f"store {n} is half migrated: {new}, {rows}"
            if (n < done and not new) or (n > done and new):
                yield f"store {n} has the wrong shape after {done}"
            with self.later():
                if n <= done:
                    yield from self._whole(self.folder, unlock(self.folder, place.name, None, NOW))


def coming_shape(root: Path) -> Callable[[], Any]:
    """A version of the program with one more migration, as a block to run in."""
    package = root / "shape_to_come"
    package.mkdir()
    ours = Path(migrate.__file__).parents[1] / "migrations"
    for path in ours.glob("*.py"):
        (package / path.name).write_text(path.read_text())
    last = max(path.stem for path in ours.glob("0*.py"))
    (package / "9000_later.py").write_text(
        '"""One more table."""\nfrom django.db import migrations, models\n\n\nclass Migration(migrations.Migration):\n'
        f'    dependencies = [("notes", "{last}")]\n'
        '    operations = [migrations.CreateModel("Later", fields=[("id", models.BigAutoField(primary_key=True))])]\n'
    )
    sys.path.append(str(root))
    return lambda: override_settings(MIGRATION_MODULES={"notes": "shape_to_come"})


def wrong_steps(found: set[int], done: int) -> Iterator[str]:
    """Every acknowledged step must be there; the one after it may be; no other."""
    wanted = set(range(done))
    if not wanted <= found <= wanted | {done}:
        yield f"acknowledged {done}, found {sorted(found ^ wanted)} besides or not"


def moment(space: Space, note: str) -> None:
    """A moment with a note of some length."""
    Moment.objects.create(
        space=space, at=NOW, local_day=DAY, toward="me", back="other", tension=1, note=f"{note}:" + "words " * 40
    )


def own_words(n: int) -> dict[str, Any]:
    """Fields of some length, which belong to one number."""
    return {"n": n, "then": [f"{n} words " * 500] * 4}


def bring_in(space: Space, n: int) -> Import:
    """An import whose content belongs to its number."""
    return Import.objects.create(
        space=space, at=NOW, joins_on=DAY, events=blob(n), conversations=b"c", reading={"n": n}
    )


def blob(n: int) -> bytes:
    """20 KB that no other number has."""
    return sha256(b"%d" % n).digest() * 640


def word(n: int) -> str | None:
    """The passphrase after n changes; none at the start and after every third."""
    return f"word number {n}" if n % 3 else None


PATHS: dict[str, type[WritePath]] = {
    "moment": SaveMoment,
    "own words": EditWritten,
    "import": BringIn,
    "undo import": UndoImport,
    "forget": Forget,
    "passphrase": ChangePassphrase,
    "backup": TakeBackup,
    "restore": Restore,
    "migration": Migrate,
}
ALSO = {"careless": Careless}
