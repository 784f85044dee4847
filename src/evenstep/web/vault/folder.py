"""The data folder: who has a store in it, how one is put in, named and taken out; private, and free of links."""

from __future__ import annotations

import re
import secrets
import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from evenstep.errors import StoreError
from evenstep.web.vault.envelope import KEY_FILE, LABEL, clean_label
from evenstep.web.vault.hold import Hold
from evenstep.web.vault.place import Place
from evenstep.web.vault.trouble import NotAStore
from evenstep.web.vault.write import plainly, private_folder, sync_folder

PEOPLE: Final = "people"
ID: Final = re.compile(r"[0-9a-f]{16}")
COMING: Final = ".new-"
GOING: Final = ".gone-"
RESTORE_TRIES: Final = "tries.json"


@dataclass(frozen=True)
class Person:
    """One store, as the unlock page shows it. ``trouble``: why it cannot be opened, as far as can be seen locked."""

    id: str
    label: str
    protected: bool
    trouble: StoreError | None = None


@dataclass(frozen=True)
class Folder:
    """The data folder of this program. Nothing is made before it is needed."""

    root: Path

    def people(self) -> tuple[Person, ...]:
        """Everybody who has a store here, by label."""
        home = self.root / PEOPLE
        with plainly():
            if home.is_symlink():
                raise NotAStore(PEOPLE)
            names = [path.name for path in home.iterdir()] if home.is_dir() else []
        found = [self._person(name) for name in names if ID.fullmatch(name)]
        return tuple(sorted(found, key=lambda person: (person.label.casefold(), person.id)))

    def place(self, person: str) -> Place:
        """Where a person's files are. Raises NotAStore for an id that nobody has."""
        place = Place(self.root / PEOPLE / person)
        if not ID.fullmatch(person) or place.folder.is_symlink() or not place.folder.is_dir():
            raise NotAStore(person[:16])
        return place

    def hold(self) -> Hold:
        """Take the folder for this process, and clear away what a crash left half done. Raises AlreadyOpen."""
        self._make()
        hold = Hold(self.root)
        try:
            self._sweep()
        except BaseException:
            hold.release()
            raise
        return hold

    def restore_tries(self) -> Path:
        """Where wrong tries to open a backup are counted, in a folder that is there."""
        self._make()
        return self.root / RESTORE_TRIES

    def start(self) -> Place:
        """A fresh place that nobody sees yet: fill it, then ``finish`` it, or ``give_up``."""
        self._make()
        place = Place(self.root / PEOPLE / (COMING + secrets.token_hex(8)))
        private_folder(place.folder)
        return place

    def finish(self, place: Place) -> Place:
        """Let a filled place be seen: by one rename, so that it is there wholly or not at all."""
        done = Place(place.folder.with_name(place.folder.name.removeprefix(COMING)))
        with plainly():
            sync_folder(place.folder)
            place.folder.rename(done.folder)
            sync_folder(done.folder.parent)
        return done

    def give_up(self, place: Place) -> None:
        """Take an unfinished place away; what the disk does not let go of now, the next ``hold`` clears."""
        shutil.rmtree(place.folder, ignore_errors=True)

    def rename(self, person: str, label: str) -> None:
        """Give a store another label on the unlock page."""
        place = self.place(person)
        place.put_envelope(replace(place.envelope(), label=clean_label(label)))

    def delete(self, person: str) -> None:
        """Take a person's store away for good. Its key goes first: what might stay of the rest has none any more."""
        place = self.place(person)
        with plainly():
            going = place.folder.rename(place.folder.with_name(GOING + person))
            sync_folder(going.parent)
            _remove(going)

    def _person(self, name: str) -> Person:
        place = Place(self.root / PEOPLE / name)
        try:
            place.check()
            envelope = place.envelope()
        except StoreError as trouble:
            return Person(name, LABEL, True, trouble)
        return Person(name, envelope.label, envelope.protected)

    def _make(self) -> None:
        private_folder(self.root)
        private_folder(self.root / PEOPLE)

    def _sweep(self) -> None:
        with plainly():
            for path in (self.root / PEOPLE).iterdir():
                if path.is_symlink():
                    continue
                if path.name.startswith((COMING, GOING)):
                    _remove(path)
                elif ID.fullmatch(path.name):
                    Place(path).clear()


def _remove(folder: Path) -> None:
    (folder / KEY_FILE).unlink(missing_ok=True)
    sync_folder(folder)
    shutil.rmtree(folder)
    sync_folder(folder.parent)


def is_ours_or_empty(root: Path) -> bool:
    """Whether a folder may become, or is, a data folder: not there yet, empty, or with our own folder in it."""
    return not root.exists() or (root.is_dir() and (not any(root.iterdir()) or (root / PEOPLE).is_dir()))
