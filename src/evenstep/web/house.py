"""What a running app holds, handed to each request: port, visits, way in, the people's folder, clock and zone."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.http import HttpRequest

from evenstep.web.launch import Launch
from evenstep.web.outcome import Answers, Outcome, Shown, Upload
from evenstep.web.vault.folder import Folder
from evenstep.web.vault.opened import Opened
from evenstep.web.visits import Visit, Visits
from evenstep.web.work import Piece, Workshop

if TYPE_CHECKING:
    from evenstep.web.pattern import Joined  # it brings the whole library
    from evenstep.web.who import Known

HOUSE_KEY: Final = "evenstep.house"  # the name in the WSGI environ; a client cannot send one with a dot
VISIT_KEY: Final = "evenstep.visit"
AGAIN_AFTER: Final = timedelta(minutes=5)
OPENED_KEY: Final = "evenstep.opened"  # set by middleware.Store while a store is at hand


@dataclass(frozen=True)
class House:
    """Everything that is not in the request. ``read`` reads uploads, ``look`` makes the page of them at
    once, ``sample`` gives the invented people.

    ``folder`` holds each person's encrypted store; ``now`` gives the time in UTC, ``zone`` this computer's own zone.

    ``preparing`` says whether one who asks for ``sample`` now would have to wait: half a minute when the app runs for
    the first time on a computer, a few seconds later on.
    """

    port: int
    visits: Visits
    launch: Launch
    look: Callable[[Sequence[Upload], Answers], Outcome]
    read: Callable[[Sequence[Upload], Answers, Known], tuple[Outcome, Joined | None]]
    sample: Callable[[], Shown]
    folder: Folder
    now: Callable[[], datetime]
    zone: str | None = None
    workshop: Workshop = field(default_factory=Workshop)
    mark: str = field(default_factory=lambda: secrets.token_hex(8), repr=False)
    preparing: Callable[[], bool] = lambda: False
    close_demo: Callable[[str], None] = lambda person: None  # noqa: ARG005 (nothing to close)
    due: dict[str, datetime] = field(default_factory=dict)  # person -> when the next thing taken away is to be gone

    def __post_init__(self) -> None:
        """What works on a store stops when nobody holds the store any more: locked, left or idle."""
        self.visits.when_shut = self._shut
        self.visits.while_open = self._sweep

    def to_sweep(self, opened: Opened, at: datetime | None) -> None:
        """Note when something that was taken away from this store has to be gone for real; None: there is nothing."""
        if at is None:
            self.due.pop(opened.person, None)
        else:
            self.due[opened.person] = min(at, self.due.get(opened.person, at))

    def _sweep(self, opened: Opened) -> None:
        """In the background, and only when something is due: a request must not wait for a file to be rewritten."""
        now = self.now()
        if self.due.get(opened.person, now) >= now:
            return
        self.due[opened.person] = now + AGAIN_AFTER  # when it fails: the disk may be full now and not later

        def do(piece: Piece) -> None:
            from evenstep.web import taken  # noqa: PLC0415 -- this file is imported before Django is set up

            with piece.store() as there:
                at = taken.sweep(now)
                self.due.pop(there.person, None)
                self.to_sweep(there, at)

        self.workshop.begin(opened, "sweep", (), do)

    def _shut(self, person: str) -> None:
        self.workshop.forget(person)
        self.close_demo(person)

    @property
    def hosts(self) -> frozenset[str]:
        """The only two Host headers that are ours."""
        return frozenset({f"127.0.0.1:{self.port}", f"[::1]:{self.port}"})

    @property
    def cookie(self) -> str:
        """The cookie's name: browsers share cookies between ports, so it has the port in it, and is new at each start.

        Another server on this computer can then lay no cookie of this name before ours. What we set, it receives.
        """
        return f"notes{self.port}-{self.mark}"


def house_of(request: HttpRequest) -> House:
    """The house this request came to. Raises TypeError when the server forgot to say."""
    house = request.META.get(HOUSE_KEY)
    if not isinstance(house, House):
        raise TypeError(f"the WSGI environ has no {HOUSE_KEY}: serve through evenstep.web.serve")
    return house


def visit_of(request: HttpRequest) -> Visit:
    """The visit this request belongs to. middleware.Door lets no page be reached without one."""
    visit = request.META.get(VISIT_KEY)
    if not isinstance(visit, Visit):
        raise TypeError("this page was reached without a visit")
    return visit


def is_open(request: HttpRequest) -> bool:
    """Whether a store is at hand for this request. Another window may have locked or unlocked the visit meanwhile."""
    return OPENED_KEY in request.META
