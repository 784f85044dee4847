"""The order of the file against its clocks: small steps back in time are two phones that disagree, not the past.

Two phones' clocks differ, and a message that was sent without a network carries an early time.
Sorting by time would swap the two people there, so inside SMALL_STEP_BACK the order of the
file stands. A larger step back is an edited or pasted file; there the time itself is believed.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import polars as pl

SMALL_STEP_BACK: Final = timedelta(hours=3)
LOOK_BACK_EVENTS: Final = 50


def in_file_order(time: pl.Expr) -> pl.Expr:
    """``time`` (rows in file order) made to run forward through small steps back; use with ``.over`` a conversation."""
    latest = time.rolling_max(window_size=LOOK_BACK_EVENTS, min_samples=1)
    return pl.when(latest - time <= SMALL_STEP_BACK).then(latest).otherwise(time)
