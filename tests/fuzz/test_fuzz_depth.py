"""A light execution ends at the door to the tables, for every source, and no door is missing."""

from __future__ import annotations

import sys

import polars as pl
import pytest
from fuzz_depth import DOORS, REACHED, UNBUILT, to_the_door
from fuzz_lines import Broken, first_lines, hold, parsed_lines
from fuzz_packing import pack
from fuzz_small import SMALL
from fuzz_targets import targets
from fuzz_twice import Disagreed, quick_files

from evenstep.sources.telegram import chats

LOADS_WITH_POLARS = ("table",)  # its own reading of cells is Polars'


@pytest.mark.parametrize("name", sorted(SMALL))
def test_a_light_execution_ends_at_the_door(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """No table is asked anything before: else a source has found a new way, and DOORS must know it."""
    target, seed = targets()[name], pack(SMALL[name])
    light = to_the_door(target)
    queries: list[object] = []
    lazy = pl.DataFrame.lazy

    def counted(self: pl.DataFrame) -> pl.LazyFrame:
        queries.append(self)
        return lazy(self)

    monkeypatch.setattr(pl.DataFrame, "lazy", counted)
    assert light(seed) == REACHED
    assert not queries or name in LOADS_WITH_POLARS
    assert target(seed) == "read"
    assert queries  # the whole way asks, so that the count above means something


def test_every_door_is_there() -> None:
    targets()
    for start, name in (*DOORS, *UNBUILT):
        assert any(key.startswith(start) and callable(getattr(sys.modules[key], name, None)) for key in sys.modules)


def test_the_lines_notice_a_line_that_is_lost() -> None:
    data = first_lines()[1]
    parsed = parsed_lines(data)
    assert parsed.events.height == 300
    with pytest.raises(Broken):
        hold([], parsed)


def test_the_two_ways_notice_a_row_that_differs(monkeypatch: pytest.MonkeyPatch) -> None:
    seed = quick_files()[0]
    assert targets()["telegramtwice"](seed) == "read"
    careful = chats._carefully
    monkeypatch.setattr(chats, "_carefully", lambda data, *rest: careful(data.replace(b"word 2", b"word 3"), *rest))
    with pytest.raises(Disagreed):
        targets()["telegramtwice"](seed)
