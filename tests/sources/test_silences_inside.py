"""Which of a file's long silences lie inside a conversation's period: against a plain reading, and none at all."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import polars as pl

from evenstep.events.reading import Gap
from evenstep.events.schema import TimeType
from evenstep.sources.assemble import _with_silences

DAY = timedelta(days=1)
START = datetime(2000, 1, 1, tzinfo=UTC)


def _rows(spans: list[tuple[datetime, datetime]]) -> pl.DataFrame:
    columns = {
        "conversation_id": [f"table:{number}" for number in range(len(spans))],
        "observed_from": [span[0] for span in spans],
        "observed_until": [span[1] for span in spans],
    }
    types = {"conversation_id": pl.String(), "observed_from": TimeType, "observed_until": TimeType}
    return pl.DataFrame(columns, schema=types)


def test_each_conversation_has_the_silences_of_its_period() -> None:
    draw = random.Random(7)
    gaps = [Gap(START + 100 * n * DAY, START + (100 * n + draw.randint(31, 99)) * DAY) for n in range(40)]
    edges = [edge for gap in gaps for edge in (gap.start, gap.end)]
    spans = [tuple(sorted(draw.sample(edges, 2))) for _ in range(60)] + [(edge, edge) for edge in edges[:5]]
    rows = _rows([(one[0], one[1]) for one in spans])
    found = _with_silences(rows, gaps)
    assert found.drop("gaps").equals(rows)
    plain = [[(gap.start, gap.end) for gap in gaps if gap.start >= a and gap.end <= b] for a, b in spans]
    assert [[(gap["start"], gap["end"]) for gap in row] for row in found["gaps"].to_list()] == plain


def test_no_conversation_and_no_silence() -> None:
    assert _with_silences(_rows([]), []).height == 0
    assert _with_silences(_rows([]), [Gap(START, START + 40 * DAY)]).height == 0
    assert _with_silences(_rows([(START, START + DAY)]), [])["gaps"].to_list() == [[]]
