"""What came before a moment, read off a history turn by turn from the definitions: O(turns) a moment, no recursion."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

import numpy as np

from evenstep.events.activity import active_rate
from evenstep.loop.design import IDLE, OWES, WAITS, Rows
from evenstep.loop.history import History, history_of
from evenstep.loop.options import LoopOptions
from tables import conversations_of, events_table, utc

CELL_S = 900.0


@dataclass(frozen=True)
class Moment:
    """What one person sees at one moment: ``clock_s`` of their state, ``reminded_s`` ago, P, and S of the other."""

    turn: int
    state: int
    clock_s: float
    reminded_s: float
    pressure: float
    slowness: float
    latest: float
    at_risk: bool
    hour: int


@dataclass(frozen=True)
class Naive:
    """A history with the zones of a and b, asked at single moments."""

    history: History
    options: LoopOptions
    zones: tuple[str, str]

    @cached_property
    def waiting(self) -> list[list[int]]:
        """For each turn, the turns of the waiting it belongs to so far, itself the last."""
        h, runs = self.history, []
        for n in range(h.who.size):
            goes_on = n > 0 and h.who[n] == h.who[n - 1] and not self.anew(n)
            runs.append([*runs[-1], n] if goes_on else [n])
        return runs

    def anew(self, n: int) -> bool:
        """Whether nobody is known to have owed an answer before turn ``n``: after a call, across a gap of the file."""
        h = self.history
        return bool(h.ends_in_call[n - 1]) or any(
            start < h.begin_s[n] and h.begin_s[n - 1] < end for start, end in h.gaps_s
        )

    @cached_property
    def waits(self) -> list[list[tuple[int, float]]]:
        """For a and b, their answers: the turn, and log(1 + active minutes) since the waiting began."""
        h, found = self.history, [[], []]
        for n in range(1, h.who.size):
            if h.who[n] != h.who[n - 1] and not self.anew(n):
                begin, end = h.begin_s[self.waiting[n - 1][0]], h.begin_s[n]
                minutes = self.active_s(int(h.who[n]), float(begin), float(end)) / 60
                found[h.who[n]].append((n, float(np.log(1 + minutes))))
        return found

    @cached_property
    def rates(self) -> list[np.ndarray]:
        """Of a and b, by local hour of the week."""
        h = self.history
        hours = [[self.hour(i, float(t)) for t in h.begin_s[h.who == i]] for i in (0, 1)]
        return [active_rate(np.array(hours[i], dtype=np.int64), h.hours[i]) for i in (0, 1)]

    def active_s(self, i: int, begin_s: float, end_s: float) -> float:
        """Cell by cell: the time in each quarter hour times that hour's rate."""
        total, t = 0.0, begin_s
        while t < end_s:
            epoch = t + self.history.origin_s
            until = min((np.floor(epoch / CELL_S) + 1) * CELL_S - self.history.origin_s, end_s)
            total += (until - t) * self.rates[i][self.hour(i, t)]
            t = until
        return total

    def hour(self, i: int, t: float) -> int:
        local = datetime.fromtimestamp(t + self.history.origin_s, ZoneInfo(self.zones[i]))
        return local.weekday() * 24 + local.hour

    def at(self, i: int, t: float) -> Moment:
        """Person ``i`` at ``t`` seconds after the first turn."""
        h, o = self.history, self.options
        last = max(n for n in range(h.who.size) if h.begin_s[n] <= t)
        silence, mine, call = t - h.end_s[last], h.who[last] == i, h.ends_in_call[last]
        first, *again = self.waiting[last]
        idle = call or silence >= o.session_gap_s
        state = IDLE if idle else WAITS if mine else OWES
        earlier = [n for n in range(first) if h.who[n] == 1 - i and len(self.waiting[n]) > 1]
        pressure = sum(np.exp(-(t - h.begin_s[n]) / o.pressure_s) for n in earlier)
        slowness, latest = self.slowness(1 - i, last)
        return Moment(
            turn=last,
            state=state,
            clock_s=t - h.begin_s[first] if state == OWES else silence,
            reminded_s=t - h.begin_s[again[-1]] if again else np.inf,
            pressure=pressure if state == OWES else 0.0,
            slowness=slowness,
            latest=latest,
            at_risk=not (silence < 0 if call else mine and silence < o.turn_gap_s) and not self.unknown(t),
            hour=self.hour(i, t),
        )

    def slowness(self, person: int, last: int) -> tuple[float, float]:
        """Running mean of a person's log waits after turn ``last``, half-life in answers, and the last one."""
        values = [v for _, v in self.waits[person]]
        if not values:
            return 0.0, 0.0
        mean = float(np.mean(values))
        seen = [v for n, v in self.waits[person] if n <= last]
        keep = 0.5 ** (1 / self.options.half_life_answers)
        weights = [(1 - keep) * keep ** (len(seen) - 1 - n) for n in range(len(seen))]
        return keep ** len(seen) * mean + float(np.dot(weights, seen)), seen[-1] if seen else mean

    def unknown(self, t: float) -> bool:
        """Inside a gap, or after it and before the next turn."""
        h = self.history
        for start, end in h.gaps_s:
            after = [float(b) for b in h.begin_s if b >= end]
            if start <= t < (after[0] if after else h.until_s):
                return True
        return False


def small_history(seed: int, n: int = 60, options: LoopOptions | None = None) -> Naive:
    """Ten days or so around a change of clocks: texts, picked-up and missed calls, ties, two zones, one gap."""
    rng = np.random.default_rng(seed)
    time, rows = utc("2024-03-27 06:00:07"), []
    who = "A"
    for number in range(n):
        if rng.random() < 0.55:
            who = "B" if who == "A" else "A"
        gap = rng.choice([0, 20, 200, 300, 301, 900, 4_000, 9_000, 20_000, 31_000, 70_000], p=np.ones(11) / 11)
        time += timedelta(seconds=int(gap + rng.integers(0, 3)))
        kind = rng.choice(["text", "text", "text", "text", "call", "missed_call"])
        duration = float(rng.integers(5, 2_000)) if kind == "call" else None
        rows.append({"event_id": number, "sender": who, "time": time, "kind": kind, "duration_s": duration})
    events = events_table(rows)
    zones = ("Europe/Berlin", "Asia/Kolkata") if seed % 2 else ("America/New_York", "UTC")
    gaps = [("2024-03-29 10:00:30", "2024-03-30 04:00:00")] if seed % 3 == 0 else []
    conversations = conversations_of(
        events,
        zone_a=zones[0],
        zone_b=zones[1],
        gaps=gaps,
        observed_until=(time + timedelta(hours=50)).isoformat()[:19],
    )
    chosen = options or LoopOptions()
    return Naive(history_of(conversations, events, chosen), chosen, zones)


def split(rows: Rows, where: np.ndarray, share: float) -> Rows:
    """Each panel in ``where`` cut in two at ``share`` of its length; a turn stays at the end, a new day in front."""
    count = np.where(np.isin(np.arange(rows.y.size), where), 2, 1)
    index = np.repeat(np.arange(rows.y.size), count)
    second = np.append([False], index[1:] == index[:-1])
    first = np.append(second[1:], [False])
    parts = {name: getattr(rows, name)[index] for name in rows.__dataclass_fields__}
    whole = parts["dt_h"]
    parts["begin_s"] = np.where(second, parts["begin_s"] + share * whole * 3600, parts["begin_s"])
    parts["dt_h"] = np.where(first, share * whole, np.where(second, (1 - share) * whole, whole))
    parts["y"] = np.where(first, 0, parts["y"])
    parts["new_day"] = parts["new_day"] & ~second
    return replace(rows, **parts)
