"""Long work in the background: one piece at a time, with a place to see how far it is, and a way to stop it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
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
    """One piece of work and how far it is. ``at`` counts finished steps of ``steps``."""

    name: str
    steps: tuple[str, ...]
    at: int = 0
    state: Literal["working", "done", "stopped", "failed"] = "working"
    asked_to_stop: bool = False

    def step(self) -> None:
        """One step is finished. Raises Stopped when somebody asked for it."""
        if self.asked_to_stop:
            raise Stopped
        self.at += 1


@dataclass
class Workshop:
    """The pieces under way, by whose store and what. A piece works on its store as long as the key is in memory."""

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
            piece = self._pieces[key] = Piece(name, steps)
        language = get_language() or "en"  # of the person who asks: the thread knows none
        threading.Thread(target=self._run, args=(opened, piece, do, language), daemon=True).start()
        return piece

    def find(self, person: str, name: str) -> Piece | None:
        """The piece of that name, under way or over."""
        with self._lock:
            return self._pieces.get((person, name))

    def forget(self, person: str) -> None:
        """Ask everything of this person's store to stop: it was locked or left."""
        with self._lock:
            for key in [key for key in self._pieces if key[0] == person]:
                self._pieces.pop(key).asked_to_stop = True

    def _run(self, opened: Opened, piece: Piece, do: Callable[[Piece], None], language: str) -> None:
        with self._turn:
            try:
                if piece.asked_to_stop:  # locked while it waited for its turn: the store is not opened at all
                    raise Stopped
                with using(opened), speaking_in(language):
                    do(piece)
                piece.state = "done"
            except Stopped:
                piece.state = "stopped"
            except Exception:
                piece.state = "failed"
                LOG.exception("work in the background failed")  # logs.PlaceOnly keeps the places and drops the values
