"""The words of sharing the load, one's own life, seeing someone and choosing, held to the list for all steps."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from words_of_steps import strings, troubles, troubles_at_work

from evenstep.by_kind import KINDS, Kind
from evenstep.program import load
from evenstep.program.load import pack
from evenstep.program.practices import practices

CONTENT: Final = Path(load.__file__).parent / "content"
FILES: Final = ("load.toml", "decisions.toml", "own_life.toml", "someone.toml", "choose.toml",
                "practices/load.toml", "practices/own_life.toml", "practices/someone.toml")  # fmt: skip
GROUPS: Final = {"load", "own_life", "someone"}
# Names of two kinds of couple therapy, as they are called; the sentences beside them are plain.
NAMES: Final = {"EFT: emotionally focused therapy", "IBCT: integrative behavioral couple therapy"}


def without_sources(value: Any) -> Any:
    """A table without its lists of sources: those are for who wants to look them up."""
    if isinstance(value, dict):
        return {name: without_sources(each) for name, each in value.items() if name != "source"}
    return [without_sources(each) for each in value] if isinstance(value, list) else value


def table(name: str) -> dict[str, Any]:
    return tomllib.loads((CONTENT / name).read_text(encoding="utf-8"))


def shown(name: str) -> list[str]:
    """Every text of a file; what is one small word is a slug."""
    found = strings(without_sources(table(name)))
    return sorted({each for each in found if " " in each or each[:1].isupper()} - NAMES)


def at_work(value: Any) -> Iterator[str]:
    """What is read at work: the words for work, else those for any."""
    if isinstance(value, dict):
        own = value.get("work", value.get("any"))
        if isinstance(own, str):
            yield own
        else:
            for name, each in value.items():
                if name not in {"partner", "friend", "family", "source"}:
                    yield from at_work(each)
    elif isinstance(value, list):
        for each in value:
            yield from at_work(each)


@pytest.mark.parametrize("name", FILES)
def test_every_text_is_plain_short_and_takes_no_side(name: str) -> None:
    texts = shown(name)
    assert len(texts) >= 15
    assert [trouble for text in texts for trouble in troubles(text)] == []


@pytest.mark.parametrize("name", FILES)
def test_nothing_is_odd_to_read_at_work(name: str) -> None:
    read = [text for text in at_work(table(name)) if text not in NAMES]
    assert read
    assert [trouble for text in read for trouble in troubles_at_work(text)] == []


def test_the_cards_for_work_are_not_odd_there() -> None:
    texts = [text for card in pack("work").cards for text in (card.name, card.notice, card.plan, card.do)]
    assert [trouble for text in texts for trouble in troubles_at_work(text)] == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_practices_of_these_groups_are_there_and_speak_to_both_sides_alike(kind: Kind) -> None:
    mine = {each.slug: each for each in practices(kind) if each.group in GROUPS}
    assert set(mine) == {
        "responsibilities", "own_estimate", "decisions", "own_decisions", "fair_heard",
        "own_plan", "worth_list", "friends", "when_to_see_someone", "kinds_of_help",
    }  # fmt: skip
    for each in mine.values():
        reach, back = len(each.reach.split()), len(each.back.split())
        assert max(reach, back) <= 1.35 * min(reach, back), each.slug
        assert len(each.steps) >= 3
        assert each.source


@pytest.mark.parametrize("kind", KINDS)
def test_what_two_do_together_hangs_on_joint_and_what_one_does_alone_on_nothing(kind: Kind) -> None:
    for each in practices(kind):
        if each.group not in GROUPS:
            continue
        if each.who == "two":
            assert each.tags.switch == "joint"
            assert each.tags.needs == {"safe_check"}
            assert each.tags.never_with == {"fear", "coercion", "violence", "unknown", "stopped"}
        else:
            assert each.tags.switch == "always"
            assert each.tags.never_with <= {"stopped"}
