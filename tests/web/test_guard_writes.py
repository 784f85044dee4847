"""A whole journey while the system's own log of calls is kept: no canary is written anywhere, no socket leaves home."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from http_person import Person, choice

from evenstep.samples import ME, OTHER, sample_export

SOURCE = Path(__file__).parents[2] / "src" / "evenstep"
STRACE = shutil.which("strace")
CALLS = "openat,creat,rename,renameat,renameat2,write,pwrite64,writev,pwritev,sendfile,connect,socket,bind"
SERVE = """
import sys
from pathlib import Path
from evenstep.web.serve import serve
serve(Path(sys.argv[1]), open_browser=False, on_ready=lambda line: print(line, flush=True))
"""
# What a fault would look like: whenever a moment is kept, its note goes to a temporary file that is taken away again,
# and into the vault's folder in the clear; and somebody far away is called.
LEAKS = """
import socket, sys, tempfile
from pathlib import Path
from django.db.models.signals import post_save
def leak(instance, **rest):
    note = getattr(instance, "note", "")
    if note:
        outside = Path(tempfile.gettempdir()) / "draft-outside"
        outside.write_text(note)
        outside.unlink()
        (Path(sys.argv[1]) / "people" / "draft-inside").write_text(note)
        with socket.socket() as far:
            far.setblocking(False)
            far.connect_ex(("192.0.2.1", 9))
post_save.connect(leak, weak=False)
"""
PASSPHRASE = "CanaryPassphrase of four words"
CANARIES = (
    "CanaryPassphrase",
    "CanaryLoved",  # what the other is called in the space
    "CanaryAnother",
    "CanaryRenamed",
    "CanaryMira",
    "CanaryJon",
    "CanaryTextOne",
    "CanaryTextTwo",
    "CanaryTextThree",
    "CanaryTextFour",
    "CanaryFileName",
    "CanaryRefusedFile",
    "CanaryRefusedText",
    "CanaryNoteGood",
    "CanaryNoteHard",
    "CanaryNoteChanged",
    "CanaryBeforeSend",
    "CanaryPauseWords",
    "CanaryUnsent",
    "CanaryWrongPass",
)


@dataclass(frozen=True)
class Watched:
    """A server under strace, and the places it was given."""

    process: subprocess.Popen[str]
    address: str
    home: Path
    began: float

    @property
    def port(self) -> int:
        found = re.search(r":(\d+)/", self.address)
        assert found
        return int(found[1])

    def stop(self) -> str:
        """End it politely; the log of calls."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        for child in children:
            os.kill(int(child), signal.SIGTERM)
        self.process.wait(30)
        return (self.home / "calls").read_text(errors="replace")


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    yield from watch(tmp_path, SERVE)


@pytest.fixture
def leaking(tmp_path: Path) -> Iterator[Watched]:
    yield from watch(tmp_path, LEAKS + SERVE)


def watch(tmp_path: Path, code: str) -> Iterator[Watched]:
    if STRACE is None:
        pytest.skip("no strace here; on Debian: apt-get install strace")
    places = {name: str(tmp_path / name.lower()) for name in ("TMPDIR", "HOME", "XDG_CACHE_HOME")}
    for place in places.values():
        Path(place).mkdir()
    log = ["-f", "-qq", "-y", "-s", "100000", "--seccomp-bpf", "-e", f"trace={CALLS}", "-o", str(tmp_path / "calls")]
    began = time.time()
    process = subprocess.Popen(
        [STRACE, *log, sys.executable, "-c", code, str(tmp_path / "data")],
        env={**os.environ, **places},
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    address = re.search(r"http://\S+", line)
    if address is None:
        said = process.communicate(timeout=20)[1]
        pytest.skip(f"strace may not watch here: {said[-200:]}")
    yield Watched(process, address[0], tmp_path, began)
    if process.poll() is None:
        process.kill()
    process.communicate(timeout=20)


def export() -> bytes:
    """Three weeks of two invented people with canaries as names and as text."""
    lines = sample_export("short").replace(ME, "CanaryMira").replace(OTHER, "CanaryJon").splitlines()
    texts = ("CanaryTextOne", "CanaryTextTwo", "CanaryTextThree", "CanaryTextFour")
    return "\n".join([lines[0], *(f"{line} {texts[n % 4]}" for n, line in enumerate(lines[1:]))]).encode()


def journey(person: Person) -> None:
    """First run with a passphrase, a space, signs, moments, messages, the pattern, the lock, and out."""
    person.send("/now/before", {"text": "CanaryBeforeSend", "need": "closeness"}, status=200)
    person.send(
        "/now/pause", {"own": "CanaryPauseWords", "opening": "well", "at": "20:00", "day": "tomorrow"}, status=200
    )
    person.send("/begin", {"adult": "on"})
    person.send("/begin/lock", {"label": "Notes", "passphrase": PASSPHRASE, "again": PASSPHRASE})
    key = person.send("/begin/space", {"kind": "partner", "other": "CanaryLoved", "together": "alone"}).split("/")[2]
    inside = f"/n/{key}"
    person.send("/begin/space", {"kind": "friend", "other": "CanaryAnother", "together": "alone"})
    answers = dict.fromkeys(("afraid", "hurt", "controlled", "pushed", "made_to", "stop"), "no")
    person.send(f"{inside}/own", answers, status=200)
    person.send(f"{inside}/change", {"kind": "partner", "other": "CanaryRenamed", "together": "alone"})
    person.send(f"{inside}/signs/reach", {})
    day = time.strftime("%Y-%m-%d", time.gmtime(time.time() - 86400))
    person.send(
        f"{inside}/moments/new/good", {"ended": "room", "toward": "me", "local_day": day, "note": "CanaryNoteGood"}
    )
    hard = {"toward": "me", "back": "other", "tension": "3", "local_day": day}
    person.send(f"{inside}/moments/new/hard", {**hard, "note": "CanaryNoteHard"})
    found = re.search(rf'"{inside}/moments/([0-9a-f]{{12}})"', person.see(f"{inside}/moments"))
    assert found
    person.send(f"{inside}/moments/{found[1]}", {**hard, "note": "CanaryNoteChanged"})
    bring(person, inside)
    lock(person, inside, hard)
    person.ask("POST", "/leave")


def bring(person: Person, inside: str) -> None:
    """A file that is refused, then an export; the pattern and the loop are opened."""
    refused = ("CanaryRefusedFile.pdf", b"%PDF-1.4 CanaryRefusedText")
    assert "CanaryRefusedFile" in person.send(f"{inside}/bring", {}, refused, status=422)
    asked = person.send(f"{inside}/bring", {}, ("CanaryFileName.txt", export()))
    page = person.see(asked)
    zone = page.partition('name="all-zone"')[2].partition(" selected")[0].rpartition('value="')[2].partition('"')[0]
    person.send(asked, {"me-0": choice(page, "me-0", "CanaryMira"), "all-zone": zone or "UTC", "weeks": "2024-W37"})
    person.send(f"{inside}/guess", {"starts": "60", "my_wait": "900", "their_wait": ""})
    assert "CanaryJon" in person.wait_for(f"{inside}/messages", 'class="report"', 240)
    person.see(f"{inside}/loop")
    person.see(f"{inside}/brought")


def lock(person: Person, inside: str, hard: dict[str, str]) -> None:
    """Lock; a form that comes too late; a wrong and the right passphrase."""
    person.send("/lock", {})
    person.send(f"{inside}/moments/new/hard", {**hard, "note": "CanaryUnsent"})
    unlock = person.ask("GET", "/")[1]
    person.send(unlock, {"passphrase": "CanaryWrongPass"}, status=422)
    assert person.send(unlock, {"passphrase": PASSPHRASE}) == "/resume"
    assert "CanaryUnsent" in person.see("/resume")
    person.send("/resume", {})


def test_nothing_is_written_in_the_clear_and_nothing_leaves_home(watched: Watched) -> None:
    person = Person(watched.port)
    person.enter(watched.address)
    journey(person)
    calls = watched.stop().splitlines()
    check_sockets(calls)
    check_writes(calls, watched.home)
    check_files(watched)


def test_the_audit_reports_what_it_is_there_for(leaking: Watched) -> None:
    """A note outside the vault, though only for a moment; one inside it in the clear; a call to somebody far away."""
    person = Person(leaking.port)
    person.enter(leaking.address)
    person.send("/begin", {"adult": "on"})
    person.send("/begin/lock", {"label": "Notes", "passphrase": PASSPHRASE, "again": PASSPHRASE})
    key = person.send("/begin/space", {"kind": "partner", "other": "CanaryLoved", "together": "alone"}).split("/")[2]
    day = time.strftime("%Y-%m-%d", time.gmtime(time.time() - 86400))
    person.send(
        f"/n/{key}/moments/new/good", {"ended": "room", "toward": "me", "local_day": day, "note": "CanaryNoteGood"}
    )
    calls = leaking.stop().splitlines()
    assert ["draft-outside" in line for line in told(calls)] == [True, False]
    assert ["draft-inside" in line for line in told(calls)] == [False, True]
    assert len(far_away(calls)) == 1
    assert left_in_the_clear(leaking) == [("draft-inside", "CanaryNoteGood")]


def told(calls: list[str]) -> list[str]:
    """The calls in which a canary was written; not through a pipe to the reader, whose calls are in this log too."""
    written = [line for line in calls if not re.search(r"\bwritev?\(\d+<pipe:\[", line)]
    return [line[:300] for line in written if any(word in line for word in CANARIES)]


def far_away(calls: list[str]) -> list[str]:
    """The calls that name another computer."""
    named = [line for line in calls if re.search(r"\b(connect|bind)\(", line)]
    return [line for line in named if 'inet_addr("127.0.0.1")' not in line and "sa_family=AF_UNIX" not in line]


def left_in_the_clear(watched: Watched) -> list[tuple[str, str]]:
    """Files that are there afterwards with a canary in them."""
    fresh = [path for path in SOURCE.rglob("__pycache__/*") if path.stat().st_mtime >= watched.began]
    found = [*fresh, *left(watched)]
    return [(path.name, word) for path in found for word in CANARIES if word.encode() in path.read_bytes()]


def left(watched: Watched) -> list[Path]:
    """Every file that is there afterwards: the data folder and the places for temporary files and caches."""
    return [path for path in watched.home.rglob("*") if path.is_file() and path.name != "calls"]


def check_sockets(calls: list[str]) -> None:
    made = [line for line in calls if re.search(r"\bsocket\(", line)]
    assert made
    assert [line for line in made if not re.search(r"socket\(AF_(INET|UNIX),", line)] == []
    assert far_away(calls) == []


def check_writes(calls: list[str], home: Path) -> None:
    """Whatever was written, and whatever was opened for writing, piece by piece."""
    assert any("notes.db" in line and "pwrite64(" in line for line in calls)  # the log does see writes
    assert told(calls) == []
    opened = [line for line in calls if re.search(r"O_(WRONLY|RDWR|CREAT)", line) and " = -1 " not in line]
    places = {found[1] for line in opened if (found := re.search(r'openat\([^"]*"([^"]*)"', line))}
    ours = (str(home), "/dev/", str(SOURCE), "__pycache__")
    assert [place for place in places if not any(part in place for part in ours)] == []


def check_files(watched: Watched) -> None:
    """No canary in any file, none outside the data folder, and all of them private."""
    assert any(path.name == "notes.db" for path in left(watched))
    assert left_in_the_clear(watched) == []
    data = watched.home / "data"
    assert [str(path) for path in left(watched) if not path.is_relative_to(data)] == []
    assert {path.stat().st_mode & 0o077 for path in data.rglob("*")} == {0}
