"""Who is visiting, in memory only: one reading and one unlocked store at a time, let go when left or idle."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from string import ascii_letters, digits
from typing import Final

from evenstep.web.outcome import Answers, Outcome, Problem, Shown, Upload
from evenstep.web.vault.opened import Opened

FORM_KEY: Final = "_csrftoken"  # Django's name for the form's secret
SENT_KEPT: Final = 50
LOCK_AFTER_S: Final = 10 * 60.0  # until the person chooses another time


@dataclass
class Reading:
    """One bringing of files: their bytes, the answers so far, what came of it. Bytes go once the page is there."""

    key: str = field(default_factory=lambda: secrets.token_urlsafe(12))
    uploads: tuple[Upload, ...] = ()
    answers: Answers = field(default_factory=Answers)
    outcome: Outcome = field(default_factory=Outcome)
    set_aside: tuple[Problem, ...] = ()
    space: str = ""  # the space it is for; "" for one that is only looked at

    @property
    def shown(self) -> Shown | None:
        """The finished page, once there is one."""
        return self.outcome.shown

    def settle(self, answers: Answers, outcome: Outcome) -> None:
        """Keep the answers and the outcome; let go of files that were refused, and of all once the page is there."""
        refused = {problem.number for problem in outcome.problems}
        kept = () if outcome.shown else tuple(u for u in self.uploads if u.number not in refused)
        self.uploads, self.answers, self.outcome = kept, answers, outcome


class NotUndone(Exception):
    """It cannot be taken back any more. Its text says why, in the person's language."""


@dataclass(frozen=True)
class Said:
    """What was just done, in words, to be shown once; ``undo`` takes it back, or raises NotUndone."""

    words: str
    undo: Callable[[], None] | None = None
    id: str = field(default_factory=lambda: secrets.token_hex(8))


@dataclass(frozen=True)
class Unsent:
    """A form that came when the store had just been locked. Kept in memory until its owner is back."""

    person: str
    path: str
    fields: tuple[tuple[str, str], ...] = field(repr=False)


@dataclass
class Sending:
    """One form as it was rendered, and where sending it led; "" while it did not get through."""

    turn: threading.Lock = field(default_factory=threading.Lock, repr=False)
    led_to: str = ""


def _with_form_secret() -> dict[str, object]:
    """A form secret as Django makes them, made at once: two windows that open together must not each make their own."""
    return {FORM_KEY: "".join(secrets.choice(ascii_letters + digits) for _ in range(32))}


def _nothing(whose: object) -> None:
    """What follows when a store is let go of and nobody works on it."""


@dataclass
class Visit:
    """One opened door: ``secret`` is the cookie's value. The reading's key is needed as well to see any content.

    ``opened`` is the store this visit has unlocked; ``lock_after_s`` of quiet lock it again.
    """

    secret: str
    last_s: float
    store: dict[str, object] = field(default_factory=_with_form_secret)  # what Django takes for a session
    reading: Reading | None = None
    opened: Opened | None = None
    was: str = ""  # whose store was open before it locked
    lock_after_s: float = LOCK_AFTER_S
    adult: bool = False
    said: Said | None = None
    undoable: Said | None = None
    looks: dict[str, datetime] = field(default_factory=dict)  # space -> when the look under way began
    unsent: Unsent | None = None
    two: object | None = field(default=None, repr=False)  # what two.py holds of two people who share this screen
    two_turn: threading.RLock = field(default_factory=threading.RLock, repr=False)  # see two.one_at_a_time
    sent: dict[tuple[str, str], Sending] = field(default_factory=dict, repr=False)  # the last forms that make something
    sent_lock: threading.Lock = field(default_factory=threading.Lock, repr=False)
    lock: threading.RLock = field(default_factory=threading.RLock, repr=False)
    left: bool = False
    under_way: int = 0  # requests that are being answered: while there are any, the visit is not idle
    shut: Callable[[str], None] = field(default=_nothing, repr=False)  # called with whose store is let go of

    @property
    def person(self) -> str:
        """Whose store is open here, or was before it locked; "" when there was none."""
        return self.was if self.opened is None else self.opened.person

    def begin(self, uploads: tuple[Upload, ...]) -> Reading:
        """Replace whatever was there by a new reading with a new key."""
        self.reading = Reading(uploads=uploads)
        return self.reading

    def reading_for(self, key: str) -> Reading | None:
        """The reading with this key, when it is still the one we hold."""
        reading = self.reading
        if reading is None or not secrets.compare_digest(reading.key.encode(), key.encode()):
            return None
        return reading

    def unlock(self, opened: Opened, lock_after_s: float = LOCK_AFTER_S) -> None:
        """Hold ``opened`` from now on, and nothing of another store. A visit that was left holds nothing."""
        if self.left:
            self.shut(opened.person)
            return
        if self.was != opened.person:
            self.store |= _with_form_secret()  # a form on another person's page must not work on this store
            self.sent.clear()
        if self.unsent is not None and self.unsent.person != opened.person:
            self.unsent = None
        if self.opened is not None and self.opened.person != opened.person:
            self.lock_up()
        self.reading, self.said, self.undoable, self.two = None, None, None, None
        self.opened, self.was, self.lock_after_s = opened, opened.person, lock_after_s

    def sending(self, path: str, form: str) -> Sending:
        """The sending of one rendered form, known by its secret; a form without one is always a new sending."""
        with self.sent_lock:
            while len(self.sent) >= SENT_KEPT:
                del self.sent[next(iter(self.sent))]
            return self.sent.setdefault((path, form), Sending()) if form else Sending()

    def lock_up(self) -> None:
        """Let the key and everything that was read with it go. The door stays open."""
        before = self.opened
        self.opened, self.reading, self.said, self.undoable, self.two = None, None, None, None, None
        self.looks.clear()
        for key in [key for key in self.store if key != FORM_KEY]:
            del self.store[key]
        if before is not None:
            self.shut(before.person)

    def say(self, words: str, undo: Callable[[], None] | None = None) -> None:
        """Words for the next page, with a way back where there is one."""
        self.said = Said(words, undo)
        self.undoable = self.said if undo is not None else None

    def forget(self) -> None:
        """Let everything go. A reading under way in another thread finds ``left`` and keeps nothing."""
        self.left = True
        self.lock_up()
        self.unsent = None
        self.was = ""
        self.sent.clear()
        self.store.clear()


class Visits:
    """All visits of this process. ``clock`` gives seconds that never run backwards; ``idle_s`` ends an unused visit.

    ``when_shut`` is called with the person whose store no visit holds any more: what works on it has to stop.
    ``while_open`` is called with each store that a sweep finds open: what has to be done there from time to time.
    """

    def __init__(self, clock: Callable[[], float], idle_s: float) -> None:
        self._clock = clock
        self._idle_s = idle_s
        self._visits: dict[str, Visit] = {}
        self._lock = threading.Lock()
        self.when_shut: Callable[[str], None] = _nothing
        self.while_open: Callable[[Opened], None] = _nothing

    def enter(self) -> Visit:
        """Begin a visit."""
        visit = Visit(secrets.token_urlsafe(32), self._clock(), shut=self._shut)
        with self._lock:
            self._visits[visit.secret] = visit
        return visit

    def find(self, secret: str) -> Visit | None:
        """The visit with this cookie, its idle time set back to zero; None when unknown or over."""
        self.sweep()
        with self._lock:
            visit = self._visits.get(secret)
            if visit is not None:
                visit.last_s = self._clock()
            return visit

    def knows(self, secret: str) -> bool:
        """Whether there is a visit with this cookie. Asking is no use of it."""
        with self._lock:
            return secret in self._visits

    @contextmanager
    def answering(self, visit: Visit) -> Iterator[None]:
        """A request of ``visit`` is being answered: long work is no idleness, which counts anew from its end."""
        with self._lock:
            visit.under_way += 1
        try:
            yield
        finally:
            with self._lock:
                visit.under_way -= 1
                visit.last_s = self._clock()

    def leave(self, secret: str) -> None:
        """Forget this visit now. Nothing happens when there is none."""
        with self._lock:
            visit = self._visits.pop(secret, None)
        if visit is not None:
            visit.forget()

    def leave_now(self, secret: str) -> None:
        """Leave by one's own will: this visit is forgotten, and each other one of the same person is locked."""
        with self._lock:
            visit = self._visits.get(secret)
            others = [each for each in self._visits.values() if each is not visit]
        person = visit.person if visit is not None else ""
        self.leave(secret)
        for other in (each for each in others if person and each.person == person):
            other.lock_up()
            other.unsent = None

    def sweep(self) -> None:
        """Forget visits that were idle for too long, and lock those that were idle for a while."""
        now_s = self._clock()
        with self._lock:
            idle = [(visit, now_s - visit.last_s) for visit in self._visits.values() if not visit.under_way]
        for visit, idle_s in idle:
            if idle_s > self._idle_s:
                self.leave(visit.secret)
            elif visit.opened is not None and idle_s > visit.lock_after_s:
                visit.lock_up()
            elif visit.opened is not None:
                self.while_open(visit.opened)

    def lock_others(self, keeping: Visit, person: str) -> None:
        """Lock each other visit that holds this person's store: its key was changed, or it is gone."""
        with self._lock:
            others = [visit for visit in self._visits.values() if visit is not keeping]
        for visit in others:
            if visit.opened is not None and visit.opened.person == person:
                visit.lock_up()

    def leave_all(self) -> None:
        """Forget everyone: the server stops."""
        with self._lock:
            everyone = list(self._visits)
        for secret in everyone:
            self.leave(secret)

    def _shut(self, person: str) -> None:
        with self._lock:
            held = any(visit.opened is not None and visit.opened.person == person for visit in self._visits.values())
        if not held:
            self.when_shut(person)
