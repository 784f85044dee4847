"""A body is kept for who may enter, and for nobody else: neither in memory nor in a file, however it is sent."""

from __future__ import annotations

import re
import socket
import threading
import time
import tracemalloc
from collections.abc import Iterator
from typing import Any

import pytest
from fake_house import FakeReading
from waitress.buffers import OverflowableBuffer

from evenstep.web import settings
from evenstep.web.headers import HEADERS, REFUSAL
from evenstep.web.outcome import Shown
from evenstep.web.serve import Running, start
from evenstep.web.settings import MAX_BODY_BYTES
from evenstep.web.vault.folder import Folder
from evenstep.web.views.errors import MOST_WORDS_BYTES

LARGE = 48 * 2**20
PIECE = b"x" * 2**16
OURS = "Host: HOST\r\nOrigin: http://HOST\r\nSec-Fetch-Site: same-origin\r\n"
FOREIGN = [
    "Host: evil.test\r\nOrigin: http://evil.test\r\nSec-Fetch-Site: same-origin\r\nCOOKIE",
    "Host: HOST\r\nOrigin: http://evil.test\r\nSec-Fetch-Site: cross-site\r\nCOOKIE",
    "Host: HOST\r\nOrigin: null\r\nCOOKIE",
    "Host: HOST\r\nSec-Fetch-Site: same-site\r\nCOOKIE",
    "Host: HOST\r\nCOOKIE",
    OURS + "X-Forwarded-For: 127.0.0.1\r\nCOOKIE",
    OURS,
    OURS + "Cookie: notes1=abc\r\n",
]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = Folder(tmp_path_factory.mktemp("notes"))
    made = start(folder, look=FakeReading(), sample=lambda: Shown("Mira and Jon", "<h1>Invented</h1>"))
    threading.Thread(target=made.server.run, daemon=True).start()
    yield made
    made.stop()


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many bytes of a body were kept, piece by piece. All that waitress keeps, in memory or in a file, is here."""
    pieces: list[int] = []
    plain = OverflowableBuffer.append

    def append(self: Any, data: bytes) -> None:
        if data.startswith(PIECE[:16]) or data.endswith(PIECE[:16]):
            pieces.append(len(data))
        plain(self, data)

    monkeypatch.setattr(OverflowableBuffer, "append", append)
    return pieces


def cookie(running: Running) -> str:
    """The Cookie header of someone who came in."""
    path = running.address().partition(str(running.house.port))[2]
    _, head, _ = send(running, f"GET {path} HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n")
    found = re.search(r"Set-Cookie: +(notes\d+-[0-9a-f]{16}=[^;]+)", head)
    assert found
    return f"Cookie: {found[1]}\r\n"


def send(running: Running, head: str, body_bytes: int = 0, chunked: bool = False) -> tuple[int, str, str]:
    """Status, head and body of the answer to a request with so many bytes of body."""
    with socket.create_connection(("127.0.0.1", running.house.port), timeout=60) as connection:
        connection.sendall(head.replace("HOST", f"127.0.0.1:{running.house.port}").encode())
        for _ in range(body_bytes // len(PIECE)):
            connection.sendall(b"%x\r\n%s\r\n" % (len(PIECE), PIECE) if chunked else PIECE)
        connection.sendall(b"0\r\n\r\n" if chunked else b"")
        answer = b"".join(iter(lambda: connection.recv(65_536), b"")).decode()
    head, _, body = answer.partition("\r\n\r\n")
    return int(head.split(" ")[1]), head, body


def post(running: Running, headers: str, body_bytes: int = LARGE, chunked: bool = False) -> tuple[int, str, str]:
    own = headers.replace("COOKIE", cookie(running) if "COOKIE" in headers else "")
    how = "Transfer-Encoding: chunked" if chunked else f"Content-Length: {body_bytes}"
    kind = "Content-Type: application/x-www-form-urlencoded"
    return send(
        running, f"POST /add HTTP/1.1\r\n{own}{kind}\r\n{how}\r\nConnection: close\r\n\r\n", body_bytes, chunked
    )


@pytest.mark.parametrize("chunked", [False, True], ids=["one length", "chunked"])
@pytest.mark.parametrize("headers", FOREIGN)
def test_a_large_body_of_a_stranger_is_refused_and_not_kept(
    running: Running, kept: list[int], headers: str, chunked: bool
) -> None:
    status, head, body = post(running, headers, chunked=chunked)
    assert (status, body) == (403, REFUSAL)
    assert all(f"{name}: {value}\r\n" in head + "\r\n" for name, value in HEADERS.items())
    assert sum(kept) == 0


def test_memory_stays_as_it_was(running: Running) -> None:
    tracemalloc.start()
    post(running, FOREIGN[0])
    refused = tracemalloc.get_traced_memory()[1]
    tracemalloc.reset_peak()
    post(running, OURS + "COOKIE")
    let_in = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert refused < LARGE / 8
    assert let_in > LARGE  # the measure does see a body


def test_someone_inside_may_send_a_large_body(running: Running, kept: list[int]) -> None:
    assert post(running, OURS + "COOKIE")[0] in (400, 403)  # no form of ours, so it goes no further
    assert sum(kept) == LARGE


def test_a_page_of_ours_that_is_over_may_send_a_form_and_no_more(running: Running, kept: list[int]) -> None:
    post(running, OURS, len(PIECE))
    assert sum(kept) == len(PIECE) == MOST_WORDS_BYTES
    kept.clear()
    post(running, OURS, 2 * len(PIECE))
    assert sum(kept) == 0


def test_a_refusal_before_the_body_is_the_same_as_one_after_it(running: Running) -> None:
    """The bytes must not tell where in the program it was refused."""
    early, late = post(running, FOREIGN[1], len(PIECE)), post(running, FOREIGN[1], 0)
    assert early[0] == late[0] == 403
    assert early[2] == late[2] == REFUSAL
    assert sorted(_lines(early[1])) == sorted(_lines(late[1]))


def test_asking_for_leave_to_go_on_does_not_let_in(running: Running, kept: list[int]) -> None:
    status, head, _ = post(running, FOREIGN[0] + "Expect: 100-continue\r\n", len(PIECE))
    assert status == 100  # the body is read to its end all the same
    assert sum(kept) == 0
    assert "Location" not in head


def test_asking_to_go_on_does_not_open_a_request_that_is_over(running: Running, kept: list[int]) -> None:
    """Neither one that was too long, nor one without a body: what follows it would come past the gate."""
    asks = "Expect: 100-continue\r\n"
    too_long = f"POST /add HTTP/1.1\r\n{FOREIGN[0][:-6]}{asks}Content-Length: {MAX_BODY_BYTES}\r\n\r\n"
    status, head, _ = send(running, too_long)
    assert status == 413
    assert "100 Continue" not in head
    without = f"GET / HTTP/1.1\r\n{OURS}{asks}\r\n"
    length = f"Content-Length: {4 * len(PIECE)}\r\nConnection: close"
    status, _, _ = send(running, f"{without}POST /add HTTP/1.1\r\n{OURS}{length}\r\n\r\n", 4 * len(PIECE))
    assert status == 403
    assert sum(kept) == 0


@pytest.mark.parametrize("begin", ["", "0\r\nA: "], ids=["a chunk's length", "what follows the last chunk"])
@pytest.mark.parametrize("headers", [OURS + "COOKIE", FOREIGN[0][:-6]], ids=["inside", "a stranger"])
def test_a_line_without_end_between_chunks_is_refused_at_once(running: Running, headers: str, begin: str) -> None:
    own = headers.replace("COOKIE", cookie(running) if "COOKIE" in headers else "")
    head = f"POST /add HTTP/1.1\r\n{own}Transfer-Encoding: chunked\r\n\r\n"
    status, _, body = send(running, f"{head}{begin}{'1' * 2000}")
    assert (status, body) == (403, REFUSAL)


def test_headers_that_cannot_be_read_are_refused_and_nothing_is_kept(running: Running, kept: list[int]) -> None:
    head = f"POST /add HTTP/1.1\r\n{OURS}Content-Type: a/b; charset*=nosuch'en'x\r\nConnection: close\r\n"
    status, _, body = send(running, f"{head}Content-Length: {len(PIECE)}\r\n\r\n", len(PIECE))
    assert (status, body) == (403, REFUSAL)
    assert sum(kept) == 0


def test_more_than_the_most_is_refused_at_once(running: Running, kept: list[int]) -> None:
    head = f"POST /add HTTP/1.1\r\n{OURS}Content-Length: {MAX_BODY_BYTES}\r\n\r\n"
    assert send(running, head)[0] == 413
    assert kept == []


def test_a_stranger_does_not_keep_a_visit_alive(running: Running) -> None:
    """Asking at the gate is no use of the visit: only a request that was let in is."""
    own = cookie(running)
    visit = list(running.house.visits._visits.values())[-1]
    before = visit.last_s
    post(running, FOREIGN[1].replace("COOKIE", own), len(PIECE))
    assert visit.last_s == before


def trickle(running: Running, head: str, most_s: float) -> tuple[float, bytes]:
    """Send a byte of a body every now and then, until an answer comes: after how long, and the answer."""
    begun = time.monotonic()
    with socket.create_connection(("127.0.0.1", running.house.port), timeout=0.1) as connection:
        connection.sendall(head.replace("HOST", f"127.0.0.1:{running.house.port}").encode())
        while time.monotonic() - begun < most_s:
            try:
                connection.sendall(b"x")
                if answer := connection.recv(65_536):
                    return time.monotonic() - begun, answer + rest_of(connection)
            except TimeoutError:
                continue
    return time.monotonic() - begun, b""


def rest_of(connection: socket.socket) -> bytes:
    """What comes after the first piece of an answer, until the other side is silent or has closed."""
    pieces = []
    try:
        while piece := connection.recv(65_536):
            pieces.append(piece)
    except (TimeoutError, ConnectionResetError):
        pass  # it has said all that it will say
    return b"".join(pieces)


SLOW = {
    "a stranger's body": f"POST /add HTTP/1.1\r\n{FOREIGN[0][:-6]}Content-Length: 1000\r\n\r\n",
    "in chunks": f"POST /add HTTP/1.1\r\n{FOREIGN[0][:-6]}Transfer-Encoding: chunked\r\n\r\n3e8\r\n",
    "a page that is over": f"POST /add HTTP/1.1\r\n{OURS}Content-Length: 1000\r\n\r\n",
    "headers": "GET / HTTP/1.1\r\nHost: HOST\r\nA: ",
    "nothing yet": "",
}


@pytest.mark.parametrize("head", SLOW.values(), ids=SLOW)
def test_a_stranger_that_sends_slowly_is_refused_after_a_while(
    running: Running, monkeypatch: pytest.MonkeyPatch, head: str
) -> None:
    monkeypatch.setattr(settings, "STRANGER_S", 1.0)
    after_s, answer = trickle(running, head, most_s=8.0)
    assert answer.startswith((b"HTTP/1.1 403 ", b"HTTP/1.0 403 "))
    assert answer.endswith(REFUSAL.encode())
    assert 0.9 < after_s < 6.0


def test_someone_inside_may_take_their_time(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    own = OURS + cookie(running)
    monkeypatch.setattr(settings, "STRANGER_S", 0.5)
    _, answer = trickle(running, f"POST /add HTTP/1.1\r\n{own}Content-Length: 1000\r\n\r\n", most_s=2.0)
    assert answer == b""


def test_slow_strangers_keep_nobody_waiting(running: Running) -> None:
    """More of them than there are threads: a page comes at once all the same."""
    at = ("127.0.0.1", running.house.port)
    slow = [socket.create_connection(at, timeout=10) for _ in range(20)]
    try:
        for each in slow:
            each.sendall(SLOW["a stranger's body"].encode())
        begun = time.monotonic()
        assert post(running, OURS + "COOKIE", len(PIECE))[0] in (400, 403)
        assert time.monotonic() - begun < 10.0
    finally:
        for each in slow:
            each.close()


def _lines(head: str) -> Iterator[str]:
    return (line for line in head.split("\r\n") if not line.startswith("Date"))
