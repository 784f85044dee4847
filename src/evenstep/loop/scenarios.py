"""The named worlds: what is true in each, in one line and as numbers (method.md 4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

HOLIDAY: Final = "holiday"
MOVED_ZONE: Final = "moved zone"
NIGHT_SHIFTS: Final = "night shifts"
CAPPED: Final = "capped"
PHONE_OFF: Final = "phone off"
SHIFTED: Final = "shifted"


@dataclass(frozen=True)
class Scenario:
    """What is true in a world. Effects in the order (a, b); coefficients are log rate ratios (method.md 3.2)."""

    name: str
    says: str
    w: tuple[float, float] = (0.0, 0.0)
    k: tuple[float, float] = (0.0, 0.0)
    drift_sd: float = 0.0
    drift_days: float = 10.0
    shared: bool = False  # one drift moves both people
    opposed: bool = False  # where one drift moves both: b the other way
    answers_sd: float = 0.0  # of a drift of each person's answers alone
    reaching_sd: float = 0.0  # of a drift of each person's reaching alone
    cause_sd: float = 0.0  # of one drift that raises a's reaching and slows b's answers
    spell_hours: float = 0.0  # mean length of a busy spell; free ones are 1.5 times as long
    spell_depth: float = 2.5
    turns_a_day: float = 15.0  # of both, about
    pareto: bool = False  # waits with a heavy tail instead of the usual steps
    copying: float = 0.0  # how much of the other's last speed is taken over
    reminder: tuple[float, float, float] = (0.8, 0.4, 0.1)  # log rate in the first 2, 10, 60 minutes of a follow-up
    resolution_s: float = 1.0
    oddity: str = ""  # holiday, moved zone, night shifts, capped, phone off, shifted

    @property
    def loop(self) -> bool:
        """Whether both legs of one circle are true."""
        return any(self.k[i] > 0 and self.w[1 - i] < 0 for i in (0, 1)) and self.oddity != SHIFTED


def _drifts() -> Iterator[Scenario]:
    for whose, shared in (("own", False), ("shared", True)):
        for days in (2, 10, 30):
            for sd in (0.3, 0.6):
                says = f"{'one drift for both' if shared else 'each drifts alone'}, {days} days, sd {sd}; no effect"
                yield Scenario(f"drift-{whose}-{days}d-{sd}", says, drift_sd=sd, drift_days=days, shared=shared)


def _by_state() -> Iterator[Scenario]:
    usual = Scenario("", "", drift_sd=0.3)
    for sd in (0.3, 0.6):
        each = replace(usual, answers_sd=sd, reaching_sd=sd)
        answers = "answers and reaching of each drift apart from one another"
        yield replace(each, name=f"apart-{sd}", says=f"{answers}, sd {sd}; no effect")
        one = "one cause raises a's reaching and slows b's answers"
        yield replace(usual, name=f"one-cause-{sd}", says=f"{one}, sd {sd}; no effect", cause_sd=sd)
        yield replace(
            usual, name=f"opposed-{sd}", says=f"one drift makes a faster and b slower, sd {sd}; no effect",
            drift_sd=sd, shared=True, opposed=True,
        )  # fmt: skip


def _spells() -> Iterator[Scenario]:
    for hours in (1, 4, 12):
        alone = Scenario(f"spells-{hours}h", f"busy and free spells of about {hours} h; no effect", spell_hours=hours)
        yield alone
        yield replace(
            alone, name=f"spells-{hours}h+drift", says=f"{alone.says}, with drift", drift_sd=0.6, drift_days=10.0
        )


def _oddities() -> Iterator[Scenario]:
    usual = Scenario("", "", spell_hours=4.0, drift_sd=0.3)
    for name, says, oddity in (
        ("holiday", "b is away for two weeks", HOLIDAY),
        ("moved-zone", "b lives 9 hours away for the second half", MOVED_ZONE),
        ("night-shifts", "every third week b works at night", NIGHT_SHIFTS),
        ("capped", "the export keeps only its last part", CAPPED),
        ("phone-off", "a's phone is off for 3 days, twice", PHONE_OFF),
    ):
        yield replace(usual, name=name, says=f"{says}; no effect", oddity=oddity)
    yield replace(usual, name="one-minute", says="the clock shows minutes only; no effect", resolution_s=60.0)
    yield Scenario("pareto", "waits with a heavy tail; no effect", pareto=True)
    yield Scenario("copying", "each takes over the other's last speed; no effect", copying=0.25)
    yield Scenario("reminder", "a follow-up reminds and nothing more", reminder=(2.0, 1.0, 0.4))


def _effects() -> Iterator[Scenario]:
    loop = Scenario("loop", "each makes the other do more of it", w=(-0.35, -0.35), k=(0.35, 0.35))
    spells = replace(loop, name="loop-spells", says="the loop, with spells of 4 h", spell_hours=4.0)
    both = replace(spells, name="loop-spells+drift", says="the loop, with spells of 4 h and drift", drift_sd=0.3)
    yield from (loop, replace(loop, name="loop-drift", says="the loop, with drift", drift_sd=0.3), spells, both)
    only_k = "a writes more when b has been slow, and nothing else"
    yield replace(both, name="one-way-k", says=only_k, w=(0.0, 0.0), k=(0.35, 0.0))
    only_w = "b slows when a has written again, and nothing else"
    yield replace(both, name="one-way-w", says=only_w, w=(0.0, -0.35), k=(0.0, 0.0))
    yield replace(both, name="shifted", says="the loop's two histories moved apart by 17 weeks", oddity=SHIFTED)


def _all() -> Iterator[Scenario]:
    yield Scenario("null", "nothing but the hours of the day")
    yield from _drifts()
    yield from _by_state()
    yield from _spells()
    yield from _oddities()
    yield from _effects()


SCENARIOS: Final[Mapping[str, Scenario]] = MappingProxyType({each.name: each for each in _all()})
