"""Who is who in a file: what was said for this space before, what the file says, and what looks alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from evenstep.events.likeness import ORDER, Why, sign

Because = Literal["file", "before"] | Why
"""Where an offered answer comes from."""

ME: Final = "me"
OTHER: Final = "other"


@dataclass(frozen=True)
class Known:
    """What the two were called in the files that were brought before: handles, as they stood there."""

    me: frozenset[str] = frozenset()
    other: frozenset[str] = frozenset()

    def and_also(self, said: Mapping[str, Iterable[str]]) -> Known:
        """With the handles of one more bringing."""
        return Known(self.me | frozenset(said.get(ME, ())), self.other | frozenset(said.get(OTHER, ())))


NOBODY: Final = Known()


@dataclass(frozen=True)
class Offer:
    """A name to begin with, and why. It is filled in, never taken unasked."""

    name: str
    because: Because


def offered_me(names: Sequence[str], in_file: str | None, known: Known) -> Offer | None:
    """Which of ``names`` is probably oneself; None when nothing speaks for one of them alone."""
    found = _like(names, known.me)
    if found is not None and found.because == "before":
        return found
    if in_file in names and in_file is not None:
        return Offer(in_file, "file")
    if found is None and len(names) == 2:
        theirs = _like(names, known.other)
        found = theirs and Offer(next(name for name in names if name != theirs.name), theirs.because)
    return found


def offered_other(names: Sequence[str], known: Known) -> Offer | None:
    """Which of ``names`` is probably the other person."""
    return _like([name for name in names if name not in known.me], known.other)


def also_one_of_them(names: Sequence[str], me: str, other: str, known: Known) -> list[tuple[str, str, Because]]:
    """Further handles of a file that may be one of the two: (handle, ME or OTHER, why), in the order of ``names``."""
    mine, theirs = known.me | {me}, known.other | {other}
    found = []
    for name in (each for each in names if each not in (me, other)):
        as_me, as_other = _why(name, mine), _why(name, theirs)
        if as_me and (as_other is None or _rank(as_me) < _rank(as_other)):
            found.append((name, ME, as_me))
        elif as_other and (as_me is None or _rank(as_other) < _rank(as_me)):
            found.append((name, OTHER, as_other))
    return found


def _like(names: Sequence[str], handles: frozenset[str]) -> Offer | None:
    """The one name that is most like one of the handles; None when two are equally like."""
    ranked = sorted((_rank(why), name, why) for name in names if (why := _why(name, handles)) is not None)
    if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return None
    return Offer(ranked[0][1], ranked[0][2])


def _why(name: str, handles: frozenset[str]) -> Because | None:
    if name in handles:
        return "before"
    signs = [why for handle in handles if (why := sign(name, handle)) is not None]
    return min(signs, key=_rank, default=None)


def _rank(because: Because) -> int:
    return -1 if because in ("file", "before") else ORDER.index(because)
