"""Files leave us whole or not at all; lines cannot redraw a terminal."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from evenstep.errors import OptionError
from evenstep.output import check_target, plain, write_whole


def test_a_file_is_replaced_whole_and_keeps_its_permissions(tmp_path: Path) -> None:
    target = tmp_path / "page.html"
    write_whole("html", target, "one")
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    target.chmod(0o644)
    write_whole("html", target, "two \ud83d")
    assert target.read_text() == "two ?"
    assert stat.S_IMODE(target.stat().st_mode) == 0o644
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "page.html"
    target.write_text("old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OptionError, match=r"No space left on device\. What was there before is unchanged"):
        write_whole("html", target, "new")
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]


def test_a_link_stays_a_link_and_a_device_a_device(tmp_path: Path) -> None:
    real, link = tmp_path / "real.json", tmp_path / "link.json"
    real.write_text("old")
    link.symlink_to(real)
    write_whole("json", link, "new")
    assert link.is_symlink()
    assert real.read_text() == "new"
    if Path("/dev/full").is_char_device():
        with pytest.raises(OptionError, match="No space left"):
            write_whole("json", Path("/dev/full"), "x" * 10)
        assert Path("/dev/full").is_char_device()


def test_an_export_is_never_written_over(tmp_path: Path) -> None:
    export, link = tmp_path / "chat.txt", tmp_path / "same.html"
    export.write_text("x")
    link.symlink_to(export)
    for target in (export, link, tmp_path / "." / "chat.txt"):
        with pytest.raises(OptionError, match="a file you asked us to read"):
            check_target("html", target, [export])
    check_target("html", tmp_path / "page.html", [export, tmp_path / "gone.txt"])


@pytest.mark.parametrize(("name", "words"), [(".", "is a folder"), ("no/page.html", "there is no folder")])
def test_a_place_where_nothing_can_stand(name: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(OptionError, match=words):
        check_target("html", tmp_path / name, [])


def test_a_name_too_long_for_the_system(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="cannot be written"):
        check_target("html", tmp_path / ("x" * 5_000), [])


def test_marks_are_written_out() -> None:
    assert plain("a\x1b[31m\u202eb\udcff") == "a\\x1b[31m\\x202eb\\xdcff"
