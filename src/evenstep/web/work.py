"""Long work in the background: one piece at a time, with a place to see how far it is, and a way to stop it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final, Literal

from django.utils.translation import get_language

from evenstep.web.vault.opened import Opened, using
from evenstep.web.voice import speaking_in

LOG: Final = logging.getLogger("evenstep.web.work")


class Stopped(Exception):
    """The work was asked to stop."""


@dataclass
class Piece:
    """One piece of work and how far it is. ``at`` counts finished steps of ``steps``.

    It can get at the store only inside ``store``, and only as long as somebody has it open: a step is a computation
    that cannot be cut in two, and must not hold a key that its owner has let go of.
    """

    name: str
    steps: tuple[str, ...]
    at: int = 0
    state: Literal["working", "done", "stopped", "failed"] = "working"
    asked_to_stop: bool = False
    opened: Opened | None = field(default=None, repr=False)

    @contextmanager
    def store(self) -> Iterator[Opened]:
        """The store, for as long as it takes to read or to write. Raises Stopped once it was locked."""
        opened = self.opened
        if opened is None or self.asked_to_stop:
            raise Stopped
        with using(opened):
            yield opened

    def stop(self) -> None:
        """Ask it to stop, and take the key away now."""
        self.asked_to_stop, self.opened = True, None

    def step(self) -> None:
        """One step is finished. Raises Stopped when somebody asked for it."""
        if self.asked_to_stop:
            raise Stopped
        self.at += 1


@dataclass
class Workshop:
    """The pieces under way, by whose store and what. All of a person's lose the key when nobody holds it any more."""

    _pieces: dict[tuple[str, str], Piece] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _turn: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def begin(self, opened: Opened, name: str, steps: tuple[str, ...], do: Callable[[Piece], None]) -> Piece:
        """Start ``do`` in the background, or give the piece of that name that is under way already."""
        key = (opened.person, name)
        with self._lock:
            piece = self._pieces.get(key)
            if piece is not None and piece.state == "working":
                return piece
            piece = self._pieces[key] = Piece(name, steps, opened=opened)
        language = get_language() or "en"  # of the person who asks: the thread knows none
        threading.Thread(target=self._run, args=(piece, do, language), daemon=True).start()
        return piece

    def find(self, person: str, name: str) -> Piece | None:
        """The piece of that name, under way or over."""
        with self._lock:
            return self._pieces.get((person, name))

    def forget(self, person: str) -> None:
        """Ask everything of this person's store to stop: it was locked or left."""
        with self._lock:
            for key in [key for key in self._pieces if key[0] == person]:
                self._pieces.pop(key).stop()

    def _run(self, piece: Piece, do: Callable[[Piece], None], language: str) -> None:
        with self._turn:
            try:
                if piece.asked_to_stop:  # locked while it waited for its turn: it is not begun at all
                    raise Stopped
                with speaking_in(language):
                    do(piece)
                piece.state = "done"
            except Stopped:
                piece.state = "stopped"
            except Exception:
                piece.state = "failed"
                LOG.exception("work in the background failed")  # logs.PlaceOnly keeps the places and drops the values
            finally:
                piece.opened = None
