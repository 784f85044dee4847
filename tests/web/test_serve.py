"""The running server: raw requests no browser would send, uploads that never touch the disk, a quiet end."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_house import FakeReading

from evenstep.web.middleware import HEADERS
from evenstep.web.outcome import Shown
from evenstep.web.serve import Once, Running, start, steady_s
from evenstep.web.vault.folder import Folder

REFUSAL = b"This page is closed.\n"
LONG = b"x" * 65_536
UNFINISHED = b"half a bod"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = Folder(tmp_path_factory.mktemp("notes"))
    made = start(folder, look=FakeReading(), sample=lambda: Shown("Mira and Jon", "<h1>Invented</h1>"))
    threading.Thread(target=made.server.run, daemon=True).start()
    yield made
    made.stop()


def send(running: Running, request: bytes) -> tuple[int, bytes, bytes]:
    """Status, head and body of the answer to raw bytes; HOST stands for our own."""
    with socket.create_connection(("127.0.0.1", running.house.port), timeout=10) as connection:
        connection.sendall(request.replace(b"HOST", f"127.0.0.1:{running.house.port}".encode()))
        answer = b"".join(iter(lambda: connection.recv(65_536), b""))
    head, _, body = answer.partition(b"\r\n\r\n")
    return int(head.split(b" ")[1]), head, body


def inside(running: Running) -> bytes:
    """The Cookie header of someone who came in."""
    path = running.address().partition(str(running.house.port))[2].encode()
    _, head, _ = send(running, b"GET " + path + b" HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n")
    found = re.search(rb"Set-Cookie: +(notes\d+-[0-9a-f]{16}=[^;]+)", head)
    assert found
    return b"Cookie: " + found[1] + b"\r\nConnection: close\r\n"


def test_it_listens_on_loopback_only(running: Running) -> None:
    assert running.server.socket.getsockname() == ("127.0.0.1", running.house.port)


def test_someone_who_came_in_is_answered(running: Running) -> None:
    status, head, body = send(running, b"GET / HTTP/1.1\r\nHost: HOST\r\n" + inside(running) + b"\r\n")
    assert status == 200
    assert b"Something for right now" in body
    assert b"Server:" not in head
    assert b"waitress" not in head.lower()


@pytest.mark.parametrize(
    "lines",
    [
        b"GET / HTTP/1.1\r\nHost: evil.test\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost.\r\n",
        b"GET / HTTP/1.1\r\n",
        b"GET / HTTP/1.0\r\n",
        b"GET / HTTP/1.1\r\nHost: HOST\r\nHost: HOST\r\n",
        b"GET / HTTP/1.1\r\nHost: HOST\r\nHost: evil.test\r\n",
        b"GET http://HOST/ HTTP/1.1\r\nHost: HOST\r\n",
        b"GET http://evil.test/ HTTP/1.1\r\nHost: HOST\r\n",
        b"GET //evil.test/ HTTP/1.1\r\nHost: HOST\r\n",
        b"GET / HTTP/1.1\r\nHost: HOST\r\nX-Forwarded-Host: evil.test\r\n",
        b"GET / HTTP/1.1\r\nHost: HOST\r\nX-Forwarded-For: 127.0.0.1\r\n",
        b"GET / HTTP/1.1\r\nHost: HOST\r\nForwarded: host=evil.test\r\n",
        b"GET / HTTP/1.1\r\nHost : HOST\r\n",
        b"GET / HTTP/9.9\r\nHost: evil.test\r\n",
        b"nonsense\r\n",
        b"CONNECT evil.test:80 HTTP/1.1\r\nHost: HOST\r\n",
        b"OPTIONS * HTTP/1.1\r\nHost: HOST\r\n",
        b"POST /leave HTTP/1.1\r\nHost: HOST\r\nContent-Length: -1\r\n",
        b"POST /leave HTTP/1.1\r\nHost: HOST\r\nContent-Length: 99999999999\r\n",
    ],
)
def test_what_no_browser_would_send_is_refused_in_the_same_words(running: Running, lines: bytes) -> None:
    status, head, body = send(running, lines + inside(running) + b"\r\n")
    assert 400 <= status < 500
    assert body == REFUSAL
    assert b"Server:" not in head
    assert all(f"{name}: {value}\r\n".encode() in head + b"\r\n" for name, value in HEADERS.items())


def test_a_header_of_64_kib_is_refused_or_cut_off(running: Running) -> None:
    lines = b"GET / HTTP/1.1\r\nHost: HOST\r\nX: " + LONG + b"\r\n" + inside(running) + b"\r\n"
    try:
        status, _, body = send(running, lines)
    except ConnectionError:
        status, body = 431, REFUSAL  # the server closed while we were still writing
    assert (status, body) == (431, REFUSAL)
    test_someone_who_came_in_is_answered(running)


@pytest.mark.parametrize(
    "target",
    [b"/%2e%2e/", b"/%2e%2e/%2e%2e/etc/passwd", b"/s/%2e%2e%2fsettings.py", b"/?a=%00", b"/%00", b"/%ff", b"/\xff"],
)
def test_odd_paths_are_answered_calmly(running: Running, target: bytes) -> None:
    status, _, body = send(running, b"GET " + target + b" HTTP/1.1\r\nHost: HOST\r\n" + inside(running) + b"\r\n")
    assert status in (200, 400, 403, 404)
    assert b"SECRET_KEY" not in body
    assert b"root:" not in body


@pytest.mark.parametrize(
    "body",
    [
        b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nTrailer: x\r\n\r\n",
        b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"Transfer-Encoding: gzip\r\n\r\n",
        b"Content-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello",
        b"Content-Type: text/plain\r\nContent-Length: 50\r\n\r\n" + UNFINISHED,
        b"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 3\r\n\r\n--x",
        b"Content-Type: multipart/form-data; boundary=x; charset=rot13\r\nContent-Length: 65\r\n\r\n"
        b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nhello\r\n--x--\r\n\r\n',
    ],
)
def test_odd_bodies_are_never_a_fault(running: Running, body: bytes) -> None:
    head = b"POST /add HTTP/1.1\r\nHost: HOST\r\nOrigin: http://HOST\r\n" + inside(running)
    if body.endswith(UNFINISHED):
        with socket.create_connection(("127.0.0.1", running.house.port), timeout=10) as connection:
            connection.sendall(head.replace(b"HOST", f"127.0.0.1:{running.house.port}".encode()) + body)
    else:
        status, answer, _ = send(running, head + body)
        assert 400 <= status < 500
        assert b"Content-Security-Policy: default-src 'none'" in answer
    test_someone_who_came_in_is_answered(running)


UPLOAD = """
import os, sys, tempfile, threading, http.client, re
written = []
def watch(event, args):
    named = event == "open" and not isinstance(args[0], int)  # a number is a pipe to the reader, which is no file
    if named and isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        written.append(str(args[0]))
    if event.startswith("tempfile."):
        written.append(event)
from pathlib import Path
from evenstep.web.serve import start
from evenstep.web.vault.folder import Folder
running = start(Folder(Path(tempfile.gettempdir()) / "notes"))
threading.Thread(target=running.server.run, daemon=True).start()
port = running.house.port
host = f"127.0.0.1:{port}"
def ask(method, path, body=None, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request(method, path, body, {"Host": host, "Sec-Fetch-Site": "same-origin", **headers})
    answer = connection.getresponse()
    return answer, answer.read().decode()
opened, _ = ask("GET", running.address().partition(str(port))[2])
cookie = {"Cookie": opened.getheader("Set-Cookie").split(";")[0]}
_, page = ask("GET", "/add", **cookie)
key = re.search('csrfmiddlewaretoken" value="([^"]+)', page)[1]
line = "2024-{:02d}-{:02d} {:02d}:{:02d}:00+00:00,{},CANARY-" + "x" * 400 + "\\n"
table = "time,sender,text\\n" + "".join(
    line.format(n // 2240 % 12 + 1, n // 80 % 28 + 1, n // 4 % 20, n % 60, "Ada" if n % 3 else "Ben")
    for n in range(20000)
)
body = (
    f'--b\\r\\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\\r\\n\\r\\n{key}\\r\\n'
    f'--b\\r\\nContent-Disposition: form-data; name="files"; filename="chat.csv"\\r\\n'
    f'Content-Type: text/csv\\r\\n\\r\\n{table}\\r\\n--b--\\r\\n'
).encode()
import evenstep.web.pattern  # the library looks where it may keep what it compiles; that is no part of an upload
sys.addaudithook(watch)
answer, text = ask("POST", "/add", body, **cookie, **{"Content-Type": "multipart/form-data; boundary=b"})
assert answer.status == 302, (answer.status, text)
_, questions = ask("GET", answer.getheader("Location"), **cookie)
assert "20,000 messages" in questions or "messages" in questions, questions
print(len(body), answer.status, written)
"""


def test_an_upload_of_several_megabytes_never_touches_the_disk(tmp_path: Path) -> None:
    places = {name: str(tmp_path / name.lower()) for name in ("TMPDIR", "HOME", "XDG_CACHE_HOME")}
    for place in places.values():
        Path(place).mkdir()
    done = subprocess.run(
        [sys.executable, "-c", UPLOAD],
        env={**os.environ, **places, "PYTHONDONTWRITEBYTECODE": "1"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    size, status, written = done.stdout.split(" ", 2)
    assert int(size) > 5 * 2**20
    assert status == "302"
    assert written.strip() == "[]"
    left = [path for path in tmp_path.rglob("*") if path.is_file() and b"CANARY-" in path.read_bytes()]
    assert left == []


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_ends_quietly_and_takes_its_file_away(
    tmp_path_factory: pytest.TempPathFactory, ending: signal.Signals
) -> None:
    tmp_path, notes = tmp_path_factory.mktemp("tmp"), tmp_path_factory.mktemp("notes")
    code = """
from pathlib import Path
from evenstep.web.serve import serve
import sys
serve(Path(sys.argv[1]), open_browser=False, on_ready=lambda l: print(l, flush=True))
"""
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(notes)],
        env={**os.environ, "TMPDIR": str(tmp_path)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    assert re.search(r"http://127\.0\.0\.1:\d+/open/\S{20,}", line)
    assert [path.name for path in tmp_path.iterdir()] != []
    process.send_signal(ending)
    out, err = process.communicate(timeout=20)
    assert (process.returncode, out, err) == (0, "", "")
    assert list(tmp_path.iterdir()) == []


def test_a_port_that_is_taken_is_said(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(OSError, match="use"):
            start(Folder(tmp_path), other.getsockname()[1], look=FakeReading())


def test_the_invented_page_is_made_once_however_many_ask_meanwhile() -> None:
    begun, twice, go_on = threading.Event(), threading.Event(), threading.Event()

    def make() -> Shown:
        (twice if begun.is_set() else begun).set()
        go_on.wait(10)
        return Shown("Mira and Jon", "<h1>Invented</h1>")

    ask = Once(make)
    assert not ask.is_running()
    asking = [threading.Thread(target=ask) for _ in range(2)]
    asking[0].start()
    assert begun.wait(10)
    asking[1].start()
    again = twice.wait(0.3)
    assert ask.is_running()
    go_on.set()
    for thread in asking:
        thread.join()
    assert not again
    assert ask() is ask()
    assert not ask.is_running()


def test_what_could_not_be_made_is_tried_again_and_does_not_leave_everyone_waiting() -> None:
    tries: list[int] = []

    def make() -> Shown:
        tries.append(1)
        if len(tries) == 1:
            raise OSError("the first try")
        return Shown("Mira and Jon", "<h1>Invented</h1>")

    ask = Once(make)
    with pytest.raises(OSError, match="first try"):
        ask()
    assert not ask.is_running()
    assert ask().label == "Mira and Jon"


@pytest.mark.skipif(not hasattr(time, "CLOCK_BOOTTIME"), reason="a clock that counts sleep has another name here")
def test_a_closed_lid_counts_as_idleness(monkeypatch: pytest.MonkeyPatch) -> None:
    slept_s = {time.CLOCK_BOOTTIME: 28_800.0}
    monkeypatch.setattr(time, "monotonic", lambda: 120.0)
    monkeypatch.setattr(time, "clock_gettime", lambda clock: slept_s[clock])
    assert steady_s() == 28_800.0
