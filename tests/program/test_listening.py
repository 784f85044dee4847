"""The words of a listening session: there for every kind, plain, and of one length for speaker and listener."""

from __future__ import annotations

from typing import Any

import pytest
from words_of_steps import strings, troubles, troubles_at_work

from evenstep.by_kind import KINDS, Kind, table
from evenstep.errors import ContentError
from evenstep.program.listening import FILE, SAID, listening, read_listening
from readability import words

GIVEN: dict[str, Any] = dict(table("program/content", FILE))


@pytest.mark.parametrize("kind", KINDS)
def test_the_words_are_there(kind: Kind) -> None:
    found = listening(kind)
    assert set(found.said) == set(SAID)
    assert len(found.topics) >= 6
    assert len(set(found.topics)) == len(found.topics)
    assert {"{speaker}", "{listener}"} <= set(found.said["speak"].replace(".", " ").split())


def test_topics_belong_to_their_kind() -> None:
    found = [set(listening(kind).topics) for kind in KINDS]
    assert len(set().union(*found)) == sum(map(len, found))


@pytest.mark.parametrize("kind", KINDS)
def test_speaker_and_listener_are_told_as_much(kind: Kind) -> None:
    speaker, listener = (sum(len(words(line)) for line in role) for role in _roles(kind))
    assert len(listening(kind).speaker) == len(listening(kind).listener)
    assert 0.75 < speaker / listener < 1.35


def _roles(kind: Kind) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return listening(kind).speaker, listening(kind).listener


@pytest.mark.parametrize("text", sorted({s for s in strings(GIVEN) if " " in s}))
def test_every_sentence_is_plain(text: str) -> None:
    assert troubles(text) == []


def test_at_work_the_words_fit_work() -> None:
    found = listening("work")
    said = [*found.both, *found.speaker, *found.listener, *found.said.values(), *found.topics, *found.card]
    assert [problem for text in said for problem in troubles_at_work(text)] == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_card_is_whole_without_the_program(kind: Kind) -> None:
    """What the screen does, the paper says: hot topics, the three answers, swap, close, pause."""
    card = " ".join(listening(kind).card)
    assert "{" not in card
    for needed in ("Above 6", "Yes:", "Nearly:", "Not yet:", "Swap", "both agree", "pause"):
        assert needed in card


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        ({"said": {**GIVEN["said"], "speak": {"any": "{who} speaks."}}}, "said.speak.friend"),
        ({"rules": {"both": [{"any": "x"}]}}, "rules.speaker"),
        ({"card": {"name": {"any": "x"}, "lines": []}}, "card.lines"),
        ({"topics": {}}, "topics.examples"),
        ({"said": {**GIVEN["said"], "extra": {"any": "x"}}}, "said"),
    ],
)
def test_a_broken_file_is_refused_with_its_place(changed: dict[str, Any], place: str) -> None:
    with pytest.raises(ContentError) as refused:
        read_listening(GIVEN | changed, "friend")
    assert (refused.value.file, refused.value.place) == (FILE, place)
