"""The data folder: who is in it, private modes, no links, one process, nothing half there after a crash."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from evenstep.web.vault.folder import Folder
from evenstep.web.vault.keep import unlock
from evenstep.web.vault.opened import Opened
from evenstep.web.vault.trouble import AlreadyOpen, Damaged, EmptyStore, NotAStore


def test_an_empty_folder_has_nobody_and_is_not_made(folder: Folder) -> None:
    assert folder.people() == ()
    assert not folder.root.exists()


def test_people_are_listed_by_label_and_can_be_renamed(
    folder: Folder, make: Callable[..., Opened], noon: datetime
) -> None:
    zoe, ada = make("Zoë"), make("ada", None)
    assert [(p.id, p.label, p.protected) for p in folder.people()] == [
        (ada.person, "ada", False),
        (zoe.person, "Zoë", True),
    ]
    folder.rename(zoe.person, "  A \n B\u202e ")
    assert folder.people()[0].label == "A B"
    assert unlock(folder, zoe.person, "four old pears", noon).label == "A B"


def test_everything_is_for_its_owner_alone(folder: Folder, opened: Opened) -> None:
    old = os.umask(0)
    try:
        with folder.hold():
            paths = [folder.root, *folder.root.rglob("*")]
            modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in paths}
    finally:
        os.umask(old)
    assert modes == {
        "data": 0o700,
        "people": 0o700,
        opened.person: 0o700,
        "notes.db": 0o600,
        "key.json": 0o600,
        "lock": 0o600,
    }


def test_a_folder_that_is_too_open_is_narrowed(folder: Folder) -> None:
    folder.root.mkdir(mode=0o755)
    folder.hold().release()
    assert stat.S_IMODE(folder.root.stat().st_mode) == 0o700


def test_trouble_is_seen_before_anybody_types(folder: Folder, make: Callable[..., Opened]) -> None:
    empty, broken = make("A"), make("B")
    empty.path.write_bytes(b"")
    folder.place(broken.person).folder.joinpath("key.json").write_bytes(b"{")
    found = {person.id: type(person.trouble) for person in folder.people()}
    assert found == {empty.person: EmptyStore, broken.person: Damaged}


@pytest.mark.parametrize("person", ["", "..", "../../etc", "0123456789abcde", "0123456789ABCDEF", "0" * 16, "0" * 17])
def test_an_id_nobody_has_leads_nowhere(folder: Folder, opened: Opened, person: str) -> None:
    with pytest.raises(NotAStore):
        folder.place(person)


def test_a_link_in_place_of_a_folder_is_refused(folder: Folder, opened: Opened, tmp_path: Path) -> None:
    home = folder.root / "people"
    (home / opened.person).rename(tmp_path / "away")
    (home / opened.person).symlink_to(tmp_path / "away")
    with pytest.raises(NotAStore):
        folder.place(opened.person)
    home.rename(tmp_path / "people")
    home.symlink_to(tmp_path / "people")
    with pytest.raises(NotAStore):
        folder.people()
    with pytest.raises(NotAStore):
        folder.hold()


def test_deleting_leaves_nothing_and_nobody_else_is_touched(folder: Folder, make: Callable[..., Opened]) -> None:
    going, staying = make("A"), make("B")
    folder.delete(going.person)
    assert [p.id for p in folder.people()] == [staying.person]
    assert [p.name for p in (folder.root / "people").iterdir()] == [staying.person]


def test_what_a_crash_left_half_done_is_cleared(folder: Folder, opened: Opened) -> None:
    home = folder.root / "people"
    for name in (".new-0011223344556677", ".gone-0011223344556677"):
        (home / name).mkdir()
        (home / name / "notes.db").write_bytes(b"x")
    assert [p.id for p in folder.people()] == [opened.person]
    folder.hold().release()
    assert [p.name for p in home.iterdir()] == [opened.person]


HOLD = """
import os, pathlib, sys
from evenstep.web.vault.folder import Folder
from evenstep.web.vault.trouble import AlreadyOpen
try:
    print(Folder(pathlib.Path(sys.argv[1])).hold().after_crash, flush=True)
except AlreadyOpen as error:
    print(error, flush=True)
os._exit(0)
"""


def test_a_full_disk_does_not_keep_the_owner_out(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    folder.hold().release()
    monkeypatch.setattr(os, "write", full)
    with folder.hold(), pytest.raises(AlreadyOpen):
        folder.hold()


def hold_elsewhere(root: Path) -> str:
    """Another process takes the folder and ends without letting go."""
    return subprocess.run([sys.executable, "-c", HOLD, str(root)], capture_output=True, text=True, check=True).stdout


def test_one_process_at_a_time(folder: Folder) -> None:
    with folder.hold() as hold:
        assert not hold.after_crash
        assert hold_elsewhere(folder.root) == str(AlreadyOpen()) + "\n"
        with pytest.raises(AlreadyOpen):
            folder.hold()
    assert hold_elsewhere(folder.root) == "False\n"
    with folder.hold() as hold:
        assert hold.after_crash
        hold.release()
    assert (folder.root / "lock").read_bytes() == b""
