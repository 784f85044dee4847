"""How the loop is fitted: every choice in one frozen value."""

from __future__ import annotations

from dataclasses import dataclass

from evenstep.errors import OptionError


@dataclass(frozen=True)
class LoopOptions:
    """Options of the loop's fit; durations in seconds. Raises OptionError for a value that cannot be meant.

    ``turn_gap_s``: the longest gap inside a turn; 0 makes every event a turn. ``session_gap_s``: after this silence
    nobody owes an answer. ``pressure_s``: how fast a follow-up is forgotten (the tau of P). ``half_life_answers``: of
    the running mean of log waits (S). ``levels``: grid points of the drift at
    most (``drift.levels_for``); 1 leaves drift out. ``spells`` and
    ``partner``: whether busy spells, and what was known of both people's drift and spells, are in the model; without
    them it is one of the forms that validation compares, not one to trust. ``least_*``: what a verdict needs.
    """

    turn_gap_s: float = 300.0
    session_gap_s: float = 8 * 3600.0
    pressure_s: float = 1.5 * 86_400.0
    half_life_answers: float = 4.0
    levels: int = 13
    spells: bool = True
    partner: bool = True
    least_weeks: int = 10
    least_turns: int = 300
    least_episodes: int = 15
    alpha: float = 0.05
    seed: int = 0

    def __post_init__(self) -> None:
        """Refuse what cannot be meant."""
        if not self.turn_gap_s >= 0:
            raise OptionError("turn_gap_s", f"should be 0 seconds or more, not {self.turn_gap_s}")
        for name in ("session_gap_s", "pressure_s", "half_life_answers"):
            value = getattr(self, name)
            if not value > 0:
                raise OptionError(name, f"should be above 0, not {value}")
        if self.levels < 1:
            raise OptionError("levels", f"should be at least 1, not {self.levels}")
        if not 0 < self.alpha < 1:
            raise OptionError("alpha", f"should lie between 0 and 1, not {self.alpha}")
