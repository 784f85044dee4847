"""One connection: what is read of a request before anybody answers it, and the server's own words for a broken one."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from functools import partial
from io import BytesIO
from typing import Any, Final

import waitress.server
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.task import ErrorTask
from waitress.utilities import Error

from evenstep.web import settings
from evenstep.web.headers import HEADERS, REFUSAL

# The most bytes of a body that may be kept, by the request's headers as a WSGI environ.
Gate = Callable[[dict[str, Any]], int]
CONTENT: Final = ("CONTENT_TYPE", "CONTENT_LENGTH")  # the two headers that an environ names without HTTP_
LONGEST_BETWEEN: Final = 1024  # bytes; waitress would keep such a line at any length, and look through it each time


class _Refused(Error):  # type: ignore[misc]
    """What was not let in."""

    code = 403
    reason = "Forbidden"


class _Nowhere:
    """Takes a body and keeps nothing of it: neither in memory nor in a file."""

    def append(self, data: bytes) -> None:
        """Let it go."""

    def __len__(self) -> int:
        return 0

    def getfile(self) -> BytesIO:
        """An empty body."""
        return BytesIO()

    def close(self) -> None:
        """There is nothing to close."""


class GuardedParser(HTTPRequestParser):  # type: ignore[misc]
    """Asks ``gate`` as soon as the headers are there. A body that may not be kept is read to its end and let go of.

    Read to its end, because a connection that is cut while the other side still writes loses the answer as well. But
    not for ever: who is not known to be inside gets ``settings.STRANGER_S`` for a whole request, headers and body. No
    thread waits for a body meanwhile, only a connection is open, of which there may be a hundred.
    """

    def __init__(self, gate: Gate, adj: Any) -> None:
        super().__init__(adj)
        self.error: Error | None = None
        self.completed: bool = False
        self._gate = gate
        self._asked = False
        self._refused = False
        self._until_s: float | None = time.monotonic() + settings.STRANGER_S  # None: there is no such end

    def received(self, data: bytes) -> int:
        """Take the next bytes of the request, and say how many were taken. The headers end before the body begins."""
        taken: int = super().received(data)
        if self.body_rcv is not None and not self._asked and not self.completed:
            self._asked = True
            self._look_at_the_headers()
        if self.chunked and not self.completed and self._between_chunks() > LONGEST_BETWEEN:
            self._refused = self.completed = True
        if not self.completed and self._until_s is not None and time.monotonic() > self._until_s:
            self._refused = self.completed = True
        if self._refused and self.completed and self.error is None:
            self.error = _Refused("")
        if self.completed:
            self.expect_continue = False  # "go on" would open a request anew that is over, past the gate
        return taken

    def _between_chunks(self) -> int:
        """How much waitress holds of a line that tells a chunk's length, or of what follows the last one: no body."""
        return len(self.body_rcv.control_line) + len(self.body_rcv.trailer)

    def _look_at_the_headers(self) -> None:
        try:
            most = self._gate(self._environ())
        except (ValueError, LookupError):  # headers that Django cannot read: nobody of ours sends such
            most = 0
        if most >= settings.MAX_BODY_BYTES:
            self._until_s = None  # somebody inside: it takes as long as it takes
        unknown = self.chunked and most < settings.MAX_BODY_BYTES  # how long it is, is told at its end only
        if unknown or self.content_length > most:
            self._refused = True
            self.body_rcv.buf = _Nowhere()

    def _environ(self) -> dict[str, Any]:
        """As waitress gives it to the application, as far as the door looks at it."""
        headers = {name if name in CONTENT else f"HTTP_{name}": value for name, value in self.headers.items()}
        return headers | {
            "REQUEST_METHOD": self.command,
            "PATH_INFO": self.path,
            "REQUEST_URI": self.request_uri,
            "wsgi.input": BytesIO(),
        }


class _QuietError(ErrorTask):  # type: ignore[misc]
    """Waitress' answer to a malformed request, with the same words as any refusal and no name of a program."""

    def execute(self) -> None:
        """Write the answer."""
        body = REFUSAL.encode()
        ours = self.request.error.code >= 500  # waitress' word for a transfer coding it does not know: not our fault
        self.status = "400 Bad Request" if ours else f"{self.request.error.code} {self.request.error.reason}"
        self.response_headers += [("Content-Type", "text/plain; charset=utf-8"), *HEADERS.items()]
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class _QuietChannel(HTTPChannel):  # type: ignore[misc]
    error_task_class = _QuietError

    def __init__(self, server: Any, *args: Any, **more: Any) -> None:
        super().__init__(server, *args, **more)
        self.parser_class = partial(GuardedParser, server.gate)


def bind(port: int) -> Any:
    """A waitress server on 127.0.0.1 that keeps every body in memory: the overflow sizes are above the body's limit.

    It lets nobody in until it is given an ``application`` and a ``gate``.
    """
    server = waitress.server.create_server(
        _not_yet,
        sockets=[socket.create_server(("127.0.0.1", port))],
        ident=None,
        threads=6,
        max_request_body_size=settings.MAX_BODY_BYTES,
        inbuf_overflow=settings.MAX_BODY_BYTES + 2**20,
        outbuf_overflow=settings.MAX_BODY_BYTES + 2**20,
        max_request_header_size=32 * 1024,
        clear_untrusted_proxy_headers=False,  # a forwarded request is refused, not cleaned
    )
    server.channel_class = _QuietChannel
    server.gate = lambda _environ: 0
    return server


def _not_yet(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:  # noqa: ARG001
    start_response("503 Service Unavailable", [("Content-Type", "text/plain; charset=utf-8")])
    return [b""]
