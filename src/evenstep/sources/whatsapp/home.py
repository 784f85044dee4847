"""Which rows surely belong to this chat: those of people who take part in it, not a few lines that may be pasted."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from evenstep.sources.whatsapp.bytes import Bools, Ints

LONGEST_PASTE: Final = 500  # rows


def at_home(sender: npt.NDArray[np.int32]) -> Bools:
    """True, shape (n,), for rows that may speak for the whole file; ``sender`` is negative where there is none.

    Not at home are notices behind the first row (a typed line without a colon looks like one), and people who
    only meet one another within a short stretch of a chat that two or more others have without them.
    """
    home: Bools = sender >= 0
    if len(home):
        home[0] = True
    people = np.flatnonzero(np.bincount(sender[sender >= 0])) if (sender >= 0).any() else np.zeros(0, np.int64)
    if len(people) < 3:
        return home
    first, last = _spans(sender, int(people[-1]) + 1)
    for person in people.tolist():
        if home[first[person]]:
            start, stop = _stretch(sender, first, last, person)
            inside = np.unique(sender[start:stop])
            if 2 * (stop - start) < len(sender) and len(people) - int((inside >= 0).sum()) >= 2:
                home[start:stop] = False
    return home


def _spans(sender: npt.NDArray[np.int32], people: int) -> tuple[Ints, Ints]:
    """First and last row of each person."""
    rows = np.flatnonzero(sender >= 0)
    first, last = np.zeros(people, np.int64), np.zeros(people, np.int64)
    last[sender[rows]] = rows
    first[sender[rows[::-1]]] = rows[::-1]
    return first, last


def _stretch(sender: npt.NDArray[np.int32], first: Ints, last: Ints, person: int) -> tuple[int, int]:
    """The rows from the first to the last of this person and of all who write in between; (0, n) when it is long."""
    start, stop = int(first[person]), int(last[person]) + 1
    while stop - start <= LONGEST_PASTE:
        inside = np.unique(sender[start:stop])
        inside = inside[inside >= 0]
        wider = int(first[inside].min()), int(last[inside].max()) + 1
        if wider == (start, stop):
            return wider
        start, stop = wider
    return 0, len(sender)
