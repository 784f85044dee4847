"""Serves the app on this computer only: waitress on 127.0.0.1, a way in that works once, nothing spooled to disk."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, Final
from wsgiref.types import StartResponse, WSGIEnvironment

from evenstep.machine import this_zone
from evenstep.web import settings
from evenstep.web.channel import bind
from evenstep.web.house import House
from evenstep.web.launch import Launch, RedirectFile
from evenstep.web.outcome import Answers, Outcome, Shown, Upload
from evenstep.web.vault.folder import Folder
from evenstep.web.vault.passing import close_demo, sweep
from evenstep.web.views.later import load_all
from evenstep.web.visits import Visits
from evenstep.web.wsgi import Application, make_application, make_gate

if TYPE_CHECKING:
    from evenstep.web.pattern import Joined
    from evenstep.web.who import Known

ENDINGS: Final = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))
SWEEP_EVERY_S: Final = 30.0
FIRST_PAGE_S: Final = 5.0  # how long the rest of the library waits for the first page before it is imported
ITS_STYLES_S: Final = 0.5  # what that page asks for at once comes before it as well


def serve(
    root: Path, port: int | None = None, open_browser: bool = True, on_ready: Callable[[str], object] = print
) -> None:
    """Serve until Ctrl-C.

    Parameters: ``root``, the folder of the people's stores; ``port``, None for a free one; ``open_browser``, also try
    to open it; ``on_ready``, called with one line that holds the address. Raises OSError when the port is taken,
    AlreadyOpen when another evenstep works on this folder, ReadOnlyPlace or FullDisk when nothing can be written there.

    1. hold the folder, make the house and bind to 127.0.0.1;
    2. issue a token, write the private redirect file, say the address, open the browser;
    3. serve; forget idle visits; on a terminal, Enter gives a new address;
    4. at the end forget everyone and take the file away.
    """
    _no_core_dumps()
    folder = Folder(root)
    with folder.hold():  # until everyone is forgotten: nobody else may work on these stores before that
        sweep(folder.root)
        _serve(start(folder, port), open_browser, on_ready)


def _serve(running: Running, open_browser: bool, on_ready: Callable[[str], object]) -> None:
    redirect = RedirectFile()
    try:
        with contextlib.suppress(KeyboardInterrupt), _ends_politely():
            _invite(running, redirect, on_ready, open_browser)
            _in_background(running, lambda: _invite(running, redirect, on_ready, open_browser=False))
            running.server.run()
    finally:
        running.stop()
        redirect.remove()


@dataclass(frozen=True)
class Running:
    """A bound server and its house."""

    server: Any
    house: House
    over: threading.Event
    invented: Once
    met: threading.Event  # the first page was sent

    def address(self) -> str:
        """A new address that opens the app once, within a minute."""
        return f"http://127.0.0.1:{self.house.port}/open/{self.house.launch.issue()}"

    def stop(self) -> None:
        """Forget everyone and close the port."""
        self.over.set()
        self.house.visits.leave_all()
        self.server.close()


def start(
    folder: Folder,
    port: int | None = None,
    look: Callable[[Sequence[Upload], Answers], Outcome] | None = None,
    sample: Callable[[], Shown] | None = None,
    idle_s: float = settings.IDLE_S,
) -> Running:
    """Bind and be ready to run, with the real reading unless another one is given (tests)."""
    zone = this_zone()
    server = bind(port or 0)
    invented = Once(sample or _sample)
    house = House(
        port=int(server.effective_port),
        visits=Visits(steady_s, idle_s),
        launch=Launch(steady_s, settings.TOKEN_LIFE_S),
        look=look or partial(_look, zone),
        read=partial(_read, zone),
        sample=invented,
        folder=folder,
        close_demo=lambda person: close_demo(folder.root, person),
        now=lambda: datetime.now(UTC),
        zone=zone,
        preparing=invented.is_running,
    )
    met = threading.Event()
    server.application = _noting(make_application(house), met)
    server.gate = make_gate(house)
    return Running(server, house, threading.Event(), invented, met)


def _noting(application: Application, met: threading.Event) -> Application:
    """The same application; ``met`` is set once it has answered for a page, not for the way in or a style."""

    def noting(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        answer = application(environ, start_response)
        if not environ["PATH_INFO"].startswith(("/open/", "/s/")):
            met.set()
        return answer

    return noting


def _look(zone: str | None, uploads: Sequence[Upload], answers: Answers) -> Outcome:
    from evenstep.web import pattern  # noqa: PLC0415 -- the library takes half a second, which the first page has not

    return pattern.look(uploads, answers, zone, datetime.now(UTC))


def _read(zone: str | None, uploads: Sequence[Upload], answers: Answers, known: Known) -> tuple[Outcome, Joined | None]:
    from evenstep.web import pattern  # noqa: PLC0415 -- as above

    return pattern.read(uploads, answers, zone, datetime.now(UTC), known=known, me_needed=True)


def _sample() -> Shown:
    from evenstep.web import pattern  # noqa: PLC0415 -- as above

    return pattern.sample(datetime.now(UTC))


def steady_s() -> float:
    """Seconds that never run backwards and go on while the computer sleeps: a closed lid is idleness too."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)  # Linux; elsewhere the monotonic clock counts sleep or comes closest
    return time.monotonic() if boot is None else time.clock_gettime(boot)


class Once:
    """``make``, run once: whoever asks while it runs waits for that run instead of starting another."""

    def __init__(self, make: Callable[[], Shown]) -> None:
        self._made = cache(make)
        self._lock = threading.Lock()
        self._soon = False

    def __call__(self) -> Shown:
        """What ``make`` gave; what it raises is raised, and the next one to ask tries again."""
        with self._lock:
            self._soon = False
            return self._made()

    def promise(self) -> None:
        """It will be made in the background, soon: until then one who asks would have to wait as well."""
        self._soon = True

    def is_running(self) -> bool:
        """Whether one who asks now would have to wait."""
        return self._soon or self._lock.locked()


def _invite(running: Running, redirect: RedirectFile, on_ready: Callable[[str], object], open_browser: bool) -> None:
    address = running.address()
    on_ready(f"Open {address} (works once, for one minute). Ctrl-C ends it.")
    if open_browser and _has_screen():
        import webbrowser  # noqa: PLC0415 -- looks for browsers on the disk

        webbrowser.open(redirect.write(address).as_uri())


def _in_background(running: Running, invite_again: Callable[[], None]) -> None:
    def forget_idle() -> None:
        while not running.over.wait(SWEEP_EVERY_S):
            running.house.visits.sweep()

    def listen() -> None:
        for _ in sys.stdin:
            if running.over.is_set():
                return
            invite_again()

    threading.Thread(target=forget_idle, daemon=True).start()
    running.invented.promise()
    threading.Thread(target=_warm, args=(running,), daemon=True).start()
    if sys.stdin is not None and sys.stdin.isatty():
        threading.Thread(target=listen, daemon=True).start()


def _warm(running: Running) -> None:
    """Import what the first page did without, then draw once: fonts, charts, and what is compiled at the first use."""
    running.met.wait(FIRST_PAGE_S)
    if not running.over.wait(ITS_STYLES_S):
        load_all()
        running.invented()


def _has_screen() -> bool:
    """Whether a browser with windows can be expected; one inside the terminal would take the terminal away."""
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


@contextlib.contextmanager
def _ends_politely() -> Iterator[None]:
    """A polite kill, or the terminal being closed, ends the server as Ctrl-C does: what must go at the end goes."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
        raise SystemExit(0)

    before = {name: signal.signal(name, end) for name in ENDINGS}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)


def _no_core_dumps() -> None:
    """A crash must not leave our memory in a file (where the system has such limits)."""
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 (POSIX only)

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
