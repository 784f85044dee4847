"""Stand-ins for tests of the app: a clock, a reading that is quick and known, and a client as a browser sends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.test import Client

from evenstep.errors import Choice
from evenstep.web.house import HOUSE_KEY, House
from evenstep.web.outcome import Answers, Ask, FileRead, Outcome, Problem, Shown, Upload
from evenstep.web.vault.slot import Cost

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
PORT = 43210
HOST = f"127.0.0.1:{PORT}"
ORIGIN = f"http://{HOST}"
CHEAP = Cost(memory_kib=32, passes=1, lanes=1)  # a passphrase where the work of a guess is not what is tested
HOSTS = (  # what a request for somebody else names
    None,
    "",
    "evil.test",
    f"evil.test:{PORT}",
    "localhost",
    f"localhost:{PORT}",
    f"localhost.:{PORT}",
    "127.0.0.1",
    f"127.0.0.1:{PORT + 1}",
    f"127.0.0.1.:{PORT}",
    f"0.0.0.0:{PORT}",
    f"[::]:{PORT}",
    f"{HOST}, {HOST}",
    f"127.0.0.1:{PORT}@evil.test",
    f"127.1:{PORT}",
    f" {HOST}",
)
ME = Ask("me-0", "me", "Which of these is you?", (Choice("Ada", "Ada (3)"), Choice("Ben", "Ben <b>(2)</b>")))


@dataclass
class Clock:
    """Seconds that move only when a test says so."""

    now_s: float = 1000.0

    def __call__(self) -> float:
        return self.now_s

    def now(self) -> datetime:
        """The wall clock that goes with it: second 1000 is 23 November 2026, 12:00 UTC, a Monday."""
        return NOON + timedelta(seconds=self.now_s - 1000.0)

    def later(self, *, days: float = 0, seconds: float = 0) -> None:
        """Let time pass."""
        self.now_s += days * 86400.0 + seconds


@dataclass
class FakeReading:
    """Stands in for pattern.look: refuses files that begin with b"bad", asks one question, then shows its answer."""

    seen: list[tuple[tuple[Upload, ...], Answers]] = field(default_factory=list)
    during: Callable[[], None] = lambda: None

    def __call__(self, uploads: Sequence[Upload], answers: Answers) -> Outcome:
        self.seen.append((tuple(uploads), answers))
        self.during()
        problems = tuple(Problem(u.number, u.name, "E228", "Not known.", "See help.") for u in uploads if _bad(u))
        day = datetime(2024, 2, 1, tzinfo=UTC)
        files = tuple(FileRead(u.name, 5, day, day) for u in uploads if not _bad(u))
        if not files:
            return Outcome(problems=problems)
        if answers.get(ME.key) is None:
            return Outcome(asks=(ME,), problems=problems, files=files)
        body = f"<h1>Finding for {answers.get(ME.key)}</h1><p>{sorted(answers.hard_weeks)}</p>"
        return Outcome(problems=problems, files=files, shown=Shown("You and Ben", body))


def _bad(upload: Upload) -> bool:
    return upload.data.startswith(b"bad")


def make_client(house: House, **extra: Any) -> Client:
    """A browser on this computer, without a visit yet, that sends what browsers send along with a click."""
    defaults = {HOUSE_KEY: house, "HTTP_HOST": HOST, "HTTP_SEC_FETCH_SITE": "same-origin"} | extra
    return Client(enforce_csrf_checks=True, raise_request_exception=False, **defaults)
