"""Reports to test with: composed from invented results in many shapes, without measuring."""

from __future__ import annotations

import functools
from datetime import UTC, datetime
from typing import Any

from loops import LOOPS
from results import invented

from evenstep.events.reading import Gap, Note, Reading
from evenstep.loop.findings import LoopResult
from evenstep.measures.base import MeasureOptions
from evenstep.report.chart import Chart
from evenstep.report.document import Report, compose
from evenstep.report.draw import Drawn, draw
from evenstep.report.names import People
from evenstep.report.sections.base import History

FROM = datetime(2023, 3, 2, tzinfo=UTC)
UNTIL = datetime(2025, 6, 8, tzinfo=UTC)
NOW = datetime(2025, 6, 9, tzinfo=UTC)


def reading(**more: Any) -> Reading:
    """A WhatsApp export with something of everything."""
    known = {
        "file": "chat.zip",
        "source": "whatsapp",
        "seen": 39120,
        "imported": 38912,
        "skipped": 8,
        "system": 200,
        "first": FROM,
        "last": UNTIL,
        "date_order": "dmy",
        "date_order_decided_by": "a day above 12",
        "zone": "Europe/Berlin",
        "zone_decided_by": "you said so",
        "capped": True,
        "gaps": (Gap(datetime(2024, 7, 1, tzinfo=UTC), datetime(2024, 7, 19, tzinfo=UTC)),),
        "notes": (Note("E214", "line 3", count=8), Note("E218")),
    }
    return Reading(**(known | more))


def report(
    names: tuple[str, str] = ("Ada", "B"),
    me: str | None = "Ada",
    *,
    resolution_s: float = 60.0,
    loop: LoopResult | None = None,
    **results: Any,
) -> Report:
    """``results`` go to results.invented."""
    me_key = None if me is None else "ab"[names.index(me)]
    history = History(FROM, UNTIL, "Europe/Berlin", resolution_s, 38912)
    hard = frozenset({"2024-W07"}) if results.get("hard", True) else frozenset()
    return compose(
        invented(me=me_key, **results),
        People.of(*names, me),
        history,
        [reading()],
        now=NOW,
        options=MeasureOptions(hard_weeks=hard),
        loop=loop,
    )


@functools.cache
def drawn(chart: Chart) -> Drawn:
    """Each chart is drawn once for all tests."""
    return draw(chart)


SHAPES: dict[str, dict[str, Any]] = {
    "usual": {},
    "me is b": {"me": "B"},
    "me unknown": {"me": None},
    "b starts": {"start": 0.3},
    "even": {"start": 0.5},
    "any cut": {"start": 0.75, "holds_for": "any cut"},
    "depends": {"start": 0.54, "holds_for": "depends on the cut"},
    "a slower": {"medians": (9000.0, 700.0), "gap": "a_more"},
    "b slower": {"medians": (70.0, 7000.0), "gap": "b_more"},
    "same speed": {"medians": (700.0, 700.0), "gap": "even"},
    "b beyond 72 h": {"medians": (700.0, None)},
    "both beyond 72 h": {"medians": (None, None)},
    "no hard weeks": {"hard": False},
    "short": {"enough": False},
    "short, unknown": {"enough": False, "me": None},
    "two months": {"months": 2},
    "seconds": {"resolution_s": 1.0},
    **{f"loop: {name}": {"loop": found} for name, found in LOOPS.items()},
    **{f"loop, me is b: {name}": {"loop": found, "me": "B"} for name, found in LOOPS.items()},
    **{f"loop, me unknown: {name}": {"loop": found, "me": None} for name, found in LOOPS.items()},
}
