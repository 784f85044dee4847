"""The check-in: five parts in 20 to 30 minutes for every kind, nothing too hot, and no note without two yeses."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from words_of_steps import strings, troubles, troubles_at_work

from evenstep.by_kind import KINDS, Kind, table
from evenstep.errors import ContentError, OptionError
from evenstep.program.check_in import FILE, PARTS, Request, check_in, kept, lacks, next_days, read_check_in, where

GIVEN: dict[str, Any] = dict(table("program/content", FILE))
TODAY = date(2026, 11, 23)
notes = st.dictionaries(st.sampled_from([*PARTS, "else"]), st.text(max_size=8))


@pytest.mark.parametrize("kind", KINDS)
def test_five_parts_in_twenty_to_thirty_minutes(kind: Kind) -> None:
    found = check_in(kind)
    assert [part.slug for part in found.parts] == list(PARTS)
    assert found.minutes == 20 if kind == "work" else 20 <= found.minutes <= 30
    assert max(found.parts, key=lambda part: part.minutes).slug == "hard"
    assert all(question.endswith("?") for part in found.parts for question in part.questions)
    assert len(found.walk.questions) == 4


@pytest.mark.parametrize("kind", KINDS)
def test_what_the_other_has_noticed_is_asked(kind: Kind) -> None:
    asked = [question for part in check_in(kind).parts for question in part.questions]
    assert "What have you noticed me doing differently? What would help?" in asked


def test_each_kind_has_questions_of_its_own() -> None:
    asked = {kind: {q for part in check_in(kind).parts for q in part.questions} for kind in KINDS}
    for kind in KINDS:
        others = set().union(*(asked[other] for other in KINDS if other != kind))
        assert len(asked[kind] - others) >= 2
        assert len(set(check_in(kind).walk.questions)) == 4


@pytest.mark.parametrize("text", sorted({s for s in strings(GIVEN) if " " in s}))
def test_every_sentence_is_plain(text: str) -> None:
    assert troubles(text) == []


def test_at_work_the_words_fit_work() -> None:
    found = check_in("work")
    said = [q for part in found.parts for q in (part.name, part.how, *part.questions)]
    said += [*found.said.values(), found.walk.name, found.walk.how, *found.walk.questions]
    assert [problem for text in said for problem in troubles_at_work(text)] == []


def test_what_is_hot_goes_to_a_listening_session() -> None:
    assert [where(tension) for tension in range(11)] == ["here"] * 7 + ["session"] * 4
    for outside in (-1, 11, True):
        with pytest.raises(OptionError):
            where(outside)


def test_a_request_needs_words_and_a_day_to_come() -> None:
    assert lacks(Request("Call on Sunday", TODAY), TODAY) == ()
    assert lacks(Request(" ", None), TODAY) == ("what", "by")
    assert lacks(Request("Call", TODAY - timedelta(days=1)), TODAY) == ("by",)


@given(notes, st.booleans(), st.booleans())
def test_notes_are_kept_only_if_both_say_yes(given_notes: dict[str, str], mine: bool, theirs: bool) -> None:
    stored = kept(given_notes, mine=mine, theirs=theirs)
    if not (mine and theirs):
        assert stored == {}
    else:
        assert stored == {part: note for part, note in given_notes.items() if part != "else" and note.strip()}


def test_an_answer_that_is_no_answer_is_no_yes() -> None:
    assert kept({"thanks": "tea"}, mine=True, theirs="no") == {}  # type: ignore[arg-type]


@given(st.dates(date(2020, 1, 1), date(2035, 1, 1)))
def test_the_next_days_are_to_come_and_on_the_same_weekday(today: date) -> None:
    days = next_days(today)
    assert list(days) == sorted(set(days))
    assert all(day > today and day.weekday() == today.weekday() for day in days)


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        ({"parts": GIVEN["parts"][1:]}, "parts"),
        ({"parts": [GIVEN["parts"][0] | {"minutes": {"work": 2}}, *GIVEN["parts"][1:]]}, "thanks.minutes"),
        ({"said": {**GIVEN["said"], "extra": {"any": "x"}}}, "said"),
        ({"said": {}}, "said.before"),
        ({"walk": {**GIVEN["walk"], "questions": []}}, "walk.questions"),
    ],
)
def test_a_broken_file_is_refused_with_its_place(changed: dict[str, Any], place: str) -> None:
    with pytest.raises(ContentError) as refused:
        read_check_in(GIVEN | changed, "family")
    assert (refused.value.file, refused.value.place.removesuffix(".family")) == (FILE, place)
