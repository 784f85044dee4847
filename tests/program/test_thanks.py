"""Good moments: lines for every kind, as many words for either side, and none that asks for something back."""

from __future__ import annotations

import re
from typing import Any

import pytest
from words_of_steps import strings, troubles, troubles_at_work

from evenstep.by_kind import KINDS, Kind, table
from evenstep.errors import ContentError
from evenstep.program.thanks import FILE, PARTS, read_thanks, thanks
from readability import words

GIVEN: dict[str, Any] = dict(table("program/content", FILE))


@pytest.mark.parametrize("kind", KINDS)
def test_three_parts_with_lines_to_try(kind: Kind) -> None:
    found = thanks(kind)
    assert [part.slug for part in found.parts] == list(PARTS)
    for part in found.parts:
        assert len(part.lines) >= 4
        assert len(set(part.lines)) == len(part.lines)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_said_to_them_holds_no_name_and_asks_for_nothing_back(kind: Kind) -> None:
    _, thank, news = thanks(kind).parts
    assert not any("{" in line for line in (*thank.lines, *news.lines))
    assert not any("?" in line or re.search(r"\bbut\b|\bnext time\b|\bwhy\b", line) for line in thank.lines)
    assert all("?" in line for line in news.lines), "good news is asked about"


def test_the_lines_to_notice_and_to_thank_belong_to_their_kind() -> None:
    for n in (0, 1):
        found = [set(thanks(kind).parts[n].lines) for kind in KINDS]
        assert len(set().union(*found)) == sum(map(len, found))


@pytest.mark.parametrize("kind", KINDS)
def test_a_step_back_can_be_thanked_for_too(kind: Kind) -> None:
    """Room, a no, a time that was named: what the one who steps back gives is seen as well."""
    said = " ".join(thanks(kind).parts[1].lines)
    assert re.search(r"letting|until Monday|no room|not minding", said)


@pytest.mark.parametrize("kind", KINDS)
def test_both_sides_are_told_as_much(kind: Kind) -> None:
    reach = sum(len(words(part.reach)) for part in thanks(kind).parts)
    back = sum(len(words(part.back)) for part in thanks(kind).parts)
    assert 0.75 < reach / back < 1.35


@pytest.mark.parametrize("text", sorted({s for s in strings(GIVEN) if " " in s}))
def test_every_sentence_is_plain(text: str) -> None:
    assert troubles(text) == []


def test_at_work_the_words_fit_work() -> None:
    said = [text for part in thanks("work").parts for text in (part.how, part.reach, part.back, part.care, *part.lines)]
    assert [problem for text in said for problem in troubles_at_work(text)] == []


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        ({"news": {}}, "news.name"),
        ({"notice": GIVEN["notice"] | {"lines": []}}, "notice.lines"),
        ({"thank": GIVEN["thank"] | {"extra": 1}}, "thank"),
        ({"cheer": {}}, ""),
    ],
)
def test_a_broken_file_is_refused_with_its_place(changed: dict[str, Any], place: str) -> None:
    with pytest.raises(ContentError) as refused:
        read_thanks(GIVEN | changed, "partner")
    assert (refused.value.file, refused.value.place.removesuffix(".partner")) == (FILE, place)
