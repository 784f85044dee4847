"""The words around limits: whole for the four kinds, plain, and for both sides alike."""

from __future__ import annotations

import re

import pytest
from words_of_steps import strings, troubles, troubles_at_work

from evenstep.by_kind import KINDS, Kind, table
from evenstep.errors import ContentError
from evenstep.program.boundary_words import boundary_words
from evenstep.program.limit_words import limit_words, read_limit_words
from evenstep.program.limits import Judged
from evenstep.program.own_messages import Checked
from evenstep.program.safety import Switches

FILES = ("limits.toml", "boundary.toml")
TEXTS = sorted(
    {
        text
        for name in FILES
        for text in strings({k: v for k, v in table("program/content", name).items() if k != "source"})
    }
)


@pytest.mark.parametrize("text", TEXTS)
def test_every_text_reads_easily_and_blames_nobody(text: str) -> None:
    assert troubles(text) == []


def test_work_has_words_fit_for_work() -> None:
    words = limit_words("work")
    said = [part.what for part in words.parts] + [e.words for part in words.parts for e in part.examples]
    assert [trouble for text in (*said, *words.instead.values()) for trouble in troubles_at_work(text)] == []


@pytest.mark.parametrize("kind", KINDS)
def test_both_sides_have_as_many_examples_of_about_the_same_length(kind: Kind) -> None:
    for part in limit_words(kind).parts:
        assert sorted(example.side for example in part.examples) == ["back", "back", "reach", "reach"]
    lengths = {
        side: sum(len(e.words.split()) for part in limit_words(kind).parts for e in part.examples if e.side == side)
        for side in ("reach", "back")
    }
    assert max(lengths.values()) / min(lengths.values()) < 1.35
    intro = limit_words(kind).said["intro"]
    assert abs(len(intro["reach"].split()) - len(intro["back"].split())) <= 6


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_said_to_the_other_person_needs_a_clear_no_and_both_sides_keep_examples(kind: Kind) -> None:
    toward = re.compile(r"I will (?:say|ask|answer|call|send|share|suggest|tell|name|leave a line)\b")
    for part in limit_words(kind).parts:
        quiet = part.shown(Switches())
        assert {example.side for example in quiet} == {"reach", "back"}, part.slug
        assert not [one.words for one in quiet if toward.search(one.words)]
        assert part.shown(Switches(joint=True, reaching=True, loop=True)) == part.examples
        assert part.shown(Switches(joint=True, reaching=True, loop=True, stopped=True)) == ()


@pytest.mark.parametrize("kind", KINDS)
def test_a_wish_said_as_a_limit_speaks_to_nobody(kind: Kind) -> None:
    words = boundary_words(kind)
    for rewrite in (words.general, *words.topics.values()):
        assert not re.search(r"\b(?:tell you|suggest|ask once|write to|say when|send)\b", rewrite.as_limit)


@pytest.mark.parametrize("kind", KINDS)
def test_every_state_has_its_words(kind: Kind) -> None:
    words = limit_words(kind)
    assert "slip" not in words.judged(Judged("nothing_yet"))
    assert "{n}" not in words.judged(Judged("noted", 1))
    assert "{n}" in words.judged(Judged("noted", 2))
    assert "A slip is data" in words.judged(Judged("noted", 2))
    for found in (
        Checked("nothing_yet", "not_ended"), Checked("within"), Checked("over", times=1), Checked("over", times=2),
        *(Checked("cannot_tell", why) for why in ("no_messages", "not_covered", "turns_unknown")),
    ):  # fmt: skip
        assert words.checked(found)


def test_nothing_counts_down_or_reminds() -> None:
    every = " ".join(strings(dict(table("program/content", "limits.toml"))))
    assert not re.search(r"days? left|remaining|so far|keep going|streak", every)


def test_a_part_that_is_missing_or_a_key_nobody_reads_is_refused() -> None:
    given = dict(table("program/content", "limits.toml"))
    with pytest.raises(ContentError):
        read_limit_words({**given, "aspects": given["aspects"][:3]}, "partner")
    with pytest.raises(ContentError):
        read_limit_words({**given, "aspect": []}, "partner")
