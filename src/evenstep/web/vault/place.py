"""The files of one person's store: which they are, and that each is a plain file of ours before anything is read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from evenstep.web.vault.envelope import KEY_FILE, Envelope, read_envelope, write_envelope
from evenstep.web.vault.trouble import EmptyStore, NotAStore
from evenstep.web.vault.write import FRESH, NOTES, is_ours, plainly, replace_file

SQLITE: Final = b"SQLite format 3\x00"
SIDES: Final = ("-wal", "-shm", "-journal")
TRIES_FILE: Final = "tries.json"
COPY: Final = "copy.db"  # the store a second time, while it is backed up or migrated
PAGE_BYTES: Final = 4096


@dataclass(frozen=True)
class Place:
    """One person's folder."""

    folder: Path

    @property
    def person(self) -> str:
        """Whose it is; also while it is not finished, when a mark stands before the id."""
        return self.folder.name.rpartition("-")[2]

    @property
    def notes(self) -> Path:
        """The encrypted database."""
        return self.folder / NOTES

    @property
    def tries(self) -> Path:
        """The failed tries, for the pauses between them."""
        return self.folder / TRIES_FILE

    def check(self) -> None:
        """Raises NotAStore or EmptyStore when what stands here cannot be a store. Writes nothing."""
        with plainly():
            if self.folder.is_symlink() or not self.folder.is_dir():
                raise NotAStore(self.folder.name)
            for name in (KEY_FILE, NOTES):
                if not is_ours(self.folder / name):
                    raise NotAStore(name)
            for name in (TRIES_FILE, *(NOTES + side for side in SIDES)):
                is_ours(self.folder / name)
            with self.notes.open("rb") as notes:
                head = notes.read(len(SQLITE))
        if not head:
            raise EmptyStore
        if head == SQLITE:
            raise NotAStore(NOTES)

    def clear(self) -> None:
        """Take away what a crash left beside the store: a copy of it under its key or an old one, a half-written file.

        What was deleted since would still stand in such a copy. Only where nothing is being written here.
        """
        left = [COPY, *(COPY + side for side in SIDES), *(name + FRESH for name in (KEY_FILE, TRIES_FILE))]
        with plainly():
            for path in (self.folder / name for name in left):
                if path.is_symlink() or path.is_file():
                    path.unlink()

    def looks_foreign(self) -> bool:
        """Whether the database file has not even the size of one."""
        with plainly():
            return self.notes.stat().st_size % PAGE_BYTES != 0

    def envelope(self) -> Envelope:
        """The slots and the label. Raises Damaged, NewerStore or NotAStore."""
        with plainly():
            if not is_ours(self.folder / KEY_FILE):
                raise NotAStore(KEY_FILE)
            return read_envelope((self.folder / KEY_FILE).read_bytes())

    def put_envelope(self, envelope: Envelope) -> None:
        """Replace the slots and the label, whole or not at all."""
        replace_file(self.folder / KEY_FILE, write_envelope(envelope))
