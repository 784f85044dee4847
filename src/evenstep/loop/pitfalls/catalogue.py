"""The list of naive analyses, by the names their rows carry in the table of pitfalls."""

from __future__ import annotations

from typing import Final

from evenstep.loop.pitfalls.correlation import message_correlation
from evenstep.loop.pitfalls.innovation import innovation
from evenstep.loop.pitfalls.last_turn import last_turn, last_turn_by_week
from evenstep.loop.pitfalls.recent_count import recent_count, recent_count_by_week
from evenstep.loop.pitfalls.reply_clock import debt_clock, last_message_clock
from evenstep.loop.validation.estimator import NamedEstimator

PITFALLS: Final = (
    NamedEstimator("correlation", message_correlation),
    NamedEstimator("last-message clock", last_message_clock),
    NamedEstimator("debt clock", debt_clock),
    NamedEstimator("3-day count", recent_count),
    NamedEstimator("3-day count, weeks", recent_count_by_week),
    NamedEstimator("last-turn clock", last_turn),
    NamedEstimator("last-turn clock, weeks", last_turn_by_week),
    NamedEstimator("innovation", innovation),
)
