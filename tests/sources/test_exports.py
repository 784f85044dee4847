"""The help on exports: every kind that is read has its steps in plain sentences, and no other is named."""

from __future__ import annotations

from evenstep.sources.exports import EXPORTS
from evenstep.sources.read import SOURCES


def test_every_kind_that_is_read_has_its_steps_and_no_other() -> None:
    assert {name for each in EXPORTS for name in each.sources} | {"instagram"} == {
        name for source in SOURCES for name in (source.name, "instagram")
    }


def test_every_step_is_a_sentence() -> None:
    words = [line for each in EXPORTS for line in (*each.steps, each.gives, each.lacks) if line]
    assert len(words) > 2 * len(EXPORTS)
    assert [line for line in words if not line.endswith(".") or len(line.split()) > 40 or "!" in line] == []
