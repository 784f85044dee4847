"""Each fence around the reader holds: memory, time, files, descriptors, programs, connections; each death is told."""

from __future__ import annotations

import json
import platform
import sys
from pathlib import Path
from typing import Any

import pytest

from evenstep.errors import InputError
from evenstep.samples import sample_export
from evenstep.sources.apart.reader import Apart
from evenstep.sources.archive import NamedBytes
from evenstep.sources.base import Limits

CHAT = NamedBytes("chat.txt", sample_export("short").encode())
UNIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
LINUX = pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() not in ("x86_64", "aarch64"), reason="the filter is Linux's"
)
SMALL = Limits(memory_bytes=256 * 2**20, cpu_s=3)

# A reader whose code has been taken over: in place of reading it does what `body` says.
TAKEN_OVER = """
import sys; sys.path.extend(sys.argv[1:])
import ctypes, errno, json, os, socket, subprocess, threading, time
import polars as pl
from evenstep.errors import InputError
from evenstep.sources.apart import child
libc = ctypes.CDLL(None, use_errno=True)
def evil(export, *, limits, progress, **options):
    found = {{}}
    def deed(name, do):
        try:
            found[name] = "done: %r" % (do(),)
        except BaseException as error:
            found[name] = type(error).__name__ + (": " + str(error)[:17] if isinstance(error, PermissionError) else "")
    def call(name, *args):
        ctypes.set_errno(0)
        given = getattr(libc, name)(*args)
        found[name] = errno.errorcode.get(ctypes.get_errno(), "done") if given == -1 else "done"
{body}
    raise InputError("E110", json.dumps(found))
child.main(evil)
"""


def taken_over(body: str) -> str:
    return TAKEN_OVER.format(body="\n".join("    " + line for line in body.strip().splitlines()))


def end_of(body: str, limits: Limits = SMALL) -> InputError:
    with Apart(CHAT, limits=limits, begin=taken_over(body)) as reader, pytest.raises(InputError) as ended:
        reader.read()
    return ended.value


def deeds(body: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(end_of(body).file)
    return found


@UNIX
def test_a_file_that_asks_for_too_much_memory_is_refused_and_the_limit_named() -> None:
    in_python = end_of("bytearray(2**30)")
    in_a_library = end_of("pl.zeros(2**28, dtype=pl.Int64, eager=True)")
    assert [in_python.code, in_a_library.code] == ["E293", "E293"]
    assert in_python.detail == in_a_library.detail == "memory_bytes, the limit is 256 MiB"
    assert in_python.file == "chat.txt"


@UNIX
def test_a_real_file_meets_the_limit_too() -> None:
    with Apart(CHAT, limits=Limits(memory_bytes=2**20, memory_per_byte=0)) as reader:
        with pytest.raises(InputError) as ended:
            reader.read(zone="UTC")
        assert ended.value.code == "E293"


@UNIX
def test_a_file_that_takes_too_long_is_refused_and_the_limit_named() -> None:
    ended = end_of("while True: pass", Limits(cpu_s=1, wall_per_cpu=600))
    assert (ended.code, ended.detail) == ("E294", "cpu_s, the limit is 1 seconds")


def test_waiting_has_an_end_as_well() -> None:
    ended = end_of("time.sleep(600)", Limits(cpu_s=2, wall_per_cpu=1))
    assert (ended.code, ended.detail) == ("E294", "cpu_s, the limit is 2 seconds")


@pytest.mark.parametrize(
    "body",
    [
        "os.abort()",
        "os.write(1, b'x')\nos._exit(0)",
        "from evenstep.sources.apart import wire\nos.write(3, wire.HEAD.pack(b'J', 2**50))\ntime.sleep(9)",
    ],
    ids=["crash", "silence", "endless"],
)
def test_an_abrupt_end_is_told(body: str) -> None:
    assert end_of(body).code == "E295"


def test_python_refuses_to_write_to_start_and_to_connect(tmp_path: Path) -> None:
    """The fence that every system has."""
    target = tmp_path / "written"
    there = tmp_path / "there"
    there.write_text("stays")
    found = deeds(
        f"""
deed("write", lambda: open({str(target)!r}, "w"))
deed("append", lambda: open({str(there)!r}, "ab"))
deed("both", lambda: open({str(there)!r}, "r+"))
deed("low", lambda: os.open({str(target)!r}, os.O_CREAT | os.O_WRONLY))
deed("remove", lambda: os.remove({str(there)!r}))
deed("folder", lambda: os.mkdir({str(target)!r}))
deed("rename", lambda: os.rename({str(there)!r}, {str(target)!r}))
deed("run", lambda: subprocess.run(["true"]))
deed("system", lambda: os.system("true"))
deed("socket", lambda: socket.socket())
deed("look up", lambda: socket.getaddrinfo("localhost", 80))
deed("read", lambda: open({str(there)!r}).read())
"""
    )
    assert found.pop("read") == "done: 'stays'"
    assert set(found.values()) == {"PermissionError: a reader does not"}  # our own refusal, before the system's
    assert not target.exists()
    assert there.read_text() == "stays"


@LINUX
def test_the_kernel_refuses_the_same_of_code_that_goes_round_python(tmp_path: Path) -> None:
    """The calls themselves, as a library that was taken over would make them."""
    target = tmp_path / "written"
    there = tmp_path / "there"
    there.write_text("stays")
    found = deeds(
        f"""
call("socket", 2, 1, 0)
call("socket", 1, 1, 0)
call("connect", 0, None, 0)
call("fork")
call("execve", b"/bin/true", None, None)
call("ptrace", 0, 0, 0, 0)
call("open", {str(target)!r}.encode(), os.O_CREAT | os.O_WRONLY, 0o600)
found["again"] = libc.open({str(there)!r}.encode(), os.O_RDWR)
call("creat", {str(target)!r}.encode(), 0o600)
call("unlink", {str(there)!r}.encode())
call("rename", {str(there)!r}.encode(), {str(target)!r}.encode())
call("mkdir", {str(target)!r}.encode(), 0o700)
call("truncate", {str(there)!r}.encode(), 0)
call("chmod", {str(there)!r}.encode(), 0)
call("symlink", b"/", {str(target)!r}.encode())
call("kill", os.getppid(), 0)
call("memfd_create", b"x", 0)
call("setpriority", 0, 0, 5)
found["shared memory"] = libc.shmget(0, 4096, 0o1600)
found["threads"] = threading.Thread(target=print).start()
found["read"] = os.read(os.open({str(there)!r}, os.O_RDONLY), 9).decode()
"""
    )
    assert found.pop("read") == "stays"
    assert found.pop("threads") is None
    assert (found.pop("again"), found.pop("shared memory")) == (-1, -1)
    assert set(found.values()) == {"EPERM"}
    assert not target.exists()
    assert there.read_text() == "stays"


@UNIX
def test_few_files_may_be_open_and_none_may_grow(tmp_path: Path) -> None:
    found = deeds(
        """
deed("files", lambda: [os.open("/dev/null", os.O_RDONLY) for _ in range(100)])
import resource
asked = (resource.RLIMIT_FSIZE, resource.RLIMIT_CORE, resource.RLIMIT_NOFILE)
found["limits"] = [resource.getrlimit(limit)[1] for limit in asked]
deed("raise", lambda: resource.setrlimit(resource.RLIMIT_CORE, (1, 1)))
"""
    )
    assert found["files"] == "OSError"
    assert found["limits"] == [0, 0, 32]
    assert found["raise"].startswith(("ValueError", "PermissionError", "done"))  # root may


@LINUX
def test_every_door_is_closed_before_the_file_is_opened() -> None:
    with Apart(CHAT) as reader:
        reader.read(zone="UTC")
        limits = {f"RLIMIT_{name}" for name in ("CORE", "FSIZE", "NOFILE", "CPU", "DATA", "AS")}
        assert set(reader.closed_doors) == {*limits, "seccomp", "audit"}
