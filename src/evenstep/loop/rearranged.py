"""The same turns in an order that no effect can have made: the partner moved by whole weeks, or time run backwards."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt

from evenstep.events.activity import CELL_S, WeekHours
from evenstep.loop.history import SLIGHT_S, TIE_S, History

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

HOUR_S: Final = 3600.0
DAY_S: Final = 86_400.0
WEEK_S: Final = 7 * DAY_S
WEEK_H: Final = 168


def shifted_history(history: History, weeks: int, turn_gap_s: float) -> History:
    """Person b's turns moved ``weeks`` weeks later, around the end, against a's; the last started week is left out.

    b keeps their local hour of the week across clock changes. A turn in which the other now begins ends there; turns
    of one person that now follow one another within ``turn_gap_s`` are one. Nothing is known in the file's gaps, nor
    where they came to lie for b.
    """
    span = history.weeks * WEEK_S
    kept = history.begin_s < span
    who, begin, calls = history.who[kept], history.begin_s[kept].copy(), history.ends_in_call[kept]
    length = history.end_s[kept] - begin
    begin[who == 1] = _later(begin[who == 1], weeks, span, history)
    order = np.argsort(begin, kind="stable")
    begin = _rising(begin[order])
    end = np.minimum(begin + length[order], np.append(begin[1:], span))
    gaps = np.vstack([history.gaps_s, _around(history.gaps_s, weeks * WEEK_S, span)])
    made = replace(
        history,
        who=who[order],
        begin_s=begin,
        end_s=np.maximum(end, begin),
        ends_in_call=calls[order],
        until_s=span,
        gaps_s=gaps[np.argsort(gaps[:, 0])],
    )
    return _joined(made, max(turn_gap_s, SLIGHT_S))


def reversed_history(history: History) -> History:
    """Time run backwards: what came before comes after; each turn begins with its last event.

    Where nothing hangs on the other's past but who owes since when, the effects should be quiet backwards too.
    """
    # Whole days of the epoch, so that hours of the clock still begin where panels break.
    mirror = round((2 * history.origin_s + history.until_s) / DAY_S) * int(DAY_S)
    begin = _rising(history.until_s - history.end_s[::-1])
    return replace(
        history,
        origin_s=mirror - history.origin_s - history.until_s,
        who=history.who[::-1].copy(),
        begin_s=begin,
        end_s=np.maximum(history.until_s - history.begin_s[::-1], begin),
        after_call=history.ends_in_call[::-1].copy(),
        ends_in_call=history.after_call[::-1].copy(),
        gaps_s=history.until_s - history.gaps_s[::-1, ::-1],
        hours=(_mirrored(history.hours[0], mirror), _mirrored(history.hours[1], mirror)),
    )


def _later(begin_s: Floats, weeks: int, span_s: float, history: History) -> Floats:
    """Moved around the end, at the same local hour of the week."""
    moved = (begin_s + weeks * WEEK_S) % span_s
    cells = history.hours[1]
    off = _hour(begin_s + history.origin_s, cells) - _hour(moved + history.origin_s, cells)
    clock = (off + WEEK_H // 2) % WEEK_H - WEEK_H // 2
    there: Floats = np.clip(moved + clock * HOUR_S, 0.0, span_s - 1.0)
    return there


def _hour(epoch_s: Floats, cells: WeekHours) -> Ints:
    at = ((epoch_s - cells.origin_s) // CELL_S).astype(np.int64)
    hours: Ints = cells.hour[np.clip(at, 0, cells.hour.size - 1)]
    return hours


def _around(gaps_s: Floats, by_s: float, span_s: float) -> Floats:
    """Gaps (n, 2) moved around the end: one that lies across it becomes two."""
    inside = np.clip(gaps_s, 0.0, span_s)
    inside = inside[inside[:, 1] > inside[:, 0]] + by_s
    begin, end = inside[:, 0] % span_s, inside[:, 0] % span_s + inside[:, 1] - inside[:, 0]
    over = end > span_s
    first = np.column_stack([begin, np.minimum(end, span_s)])
    rest: Floats = np.vstack([first, np.column_stack([np.zeros(int(over.sum())), end[over] - span_s])])
    return rest


def _rising(begin_s: Floats) -> Floats:
    """Strictly rising: what comes at or before the one before it moves just behind it."""
    lift = np.arange(begin_s.size) * TIE_S
    behind: Floats = np.maximum.accumulate(begin_s - lift) + lift
    return np.where(behind > begin_s + TIE_S / 2, behind, begin_s)


def _joined(history: History, turn_gap_s: float) -> History:
    """Turns of one person within ``turn_gap_s`` of one another become one; who came after a call is seen anew."""
    who, begin, end, calls = history.who, history.begin_s, history.end_s, history.ends_in_call
    new = np.ones(who.size, dtype=bool)
    new[1:] = (who[1:] != who[:-1]) | (begin[1:] - end[:-1] > turn_gap_s) | calls[:-1]
    last = np.append(new[1:], [True])[: who.size]
    return replace(
        history,
        who=who[new],
        begin_s=begin[new],
        end_s=end[last],
        after_call=np.append([False], calls[last][:-1]),
        ends_in_call=calls[last],
    )


def _mirrored(cells: WeekHours, mirror: int) -> WeekHours:
    return WeekHours(mirror - cells.origin_s - CELL_S * cells.hour.size, cells.hour[::-1].copy())
