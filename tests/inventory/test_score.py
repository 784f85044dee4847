"""Findings: levels of answered lines, the difference of days over lines answered twice, and nothing about a person."""

from __future__ import annotations

import dataclasses

import pytest
from fillings import LEVELS, of_days
from hypothesis import given, settings
from hypothesis import strategies as st

from evenstep.by_kind import KINDS
from evenstep.errors import OptionError
from evenstep.inventory.form import FORMS
from evenstep.inventory.load import load
from evenstep.inventory.score import Findings, Level, Paired, band, score

REACH = load("reach", "partner")


def test_a_theme_by_hand() -> None:
    found = score(REACH, {"first_1.ordinary": 2, "first_2.ordinary": 1, "first_1.hard": 4, "first_2.hard": 3})
    first = found.theme("first")
    assert first.levels["ordinary"] == Level(1.5, 2, 2, 1, "mid")
    assert first.levels["hard"] == Level(3.5, 2, 2, 1, "high")
    assert first.paired == Paired("mid", "high", "mid", 2.0)
    assert first.strongest == "high"
    assert (found.answered, found.asked, found.enough) == (4, 24, False)


def test_days_are_compared_only_over_lines_answered_on_both() -> None:
    """Line 1 says less on hard days; line 2, answered on hard days only, must not turn that round."""
    found = score(REACH, {"first_1.ordinary": 2, "first_1.hard": 1, "first_2.hard": 4})
    assert found.theme("first").paired == Paired("mid", "low", "mid", -1.0)
    apart = score(REACH, {"first_1.ordinary": 0, "first_2.hard": 4})
    assert apart.theme("first").paired is None


def test_a_line_left_open_is_no_zero() -> None:
    found = score(REACH, {"first_1.hard": 3, "first_2.hard": None})
    assert found.theme("first").levels["hard"] == Level(3.0, 1, 2, None, "high")
    assert found.theme("first").levels["ordinary"] == Level(None, 0, 2, None, None)
    assert found.theme("over").strongest is None


@pytest.mark.parametrize(
    ("mean", "said"), [(0, "low"), (1.25, "low"), (1.5, "mid"), (2.5, "mid"), (2.75, "high"), (4, "high")]
)
def test_a_level_in_three_words(mean: float, said: str) -> None:
    assert band(mean, 4) == said


@pytest.mark.parametrize(("answers", "enough"), [((2, None), True), ((None, 2), True), ((None, None), False)])
def test_enough_is_half_of_the_lines_on_one_kind_of_days(answers: tuple[int | None, int | None], enough: bool) -> None:
    assert score(REACH, of_days(REACH, *answers)).enough is enough


def test_five_lines_of_twelve_are_not_enough_and_six_are() -> None:
    hard = [field for field in REACH.fields if field.endswith(".hard")]
    assert not score(REACH, dict.fromkeys(hard[:5], 2)).enough
    assert score(REACH, dict.fromkeys(hard[:6], 2)).enough


@pytest.mark.parametrize("value", [-1, 5, 1.5, True, "3"])
def test_a_value_the_scale_does_not_have_is_refused(value: object) -> None:
    with pytest.raises(OptionError, match=r"first_1\.hard"):
        score(REACH, {"first_1.hard": value})  # type: ignore[dict-item]


def test_an_answer_to_another_form_is_refused() -> None:
    with pytest.raises(OptionError, match="no such question"):
        score(REACH, {"worn_1.weeks": 1})


def test_there_is_no_total_and_no_type() -> None:
    names = {field.name for field in dataclasses.fields(Findings)}
    assert names == {"form", "themes", "answered", "asked"}


@settings(deadline=None)
@given(st.data())
def test_any_filling_of_any_form_has_levels_within_its_scale(data: st.DataObject) -> None:
    form = load(data.draw(st.sampled_from(FORMS)), data.draw(st.sampled_from(KINDS)))
    value = st.one_of(st.none(), st.integers(0, form.scale.highest))
    answers = data.draw(st.dictionaries(st.sampled_from(form.fields), value))
    found = score(form, answers)
    assert found.answered == sum(v is not None for v in answers.values())
    for theme in found.themes:
        for level in theme.levels.values():
            assert (level.mean is None) == (level.band is None) == (level.answered == 0)
            assert level.mean is None or 0 <= level.mean <= form.scale.highest
            assert (level.apart is None) == (level.answered < 2)
        if theme.paired:
            assert abs(theme.paired.difference) <= form.scale.highest


def test_more_on_hard_days_never_lowers_what_is_said_of_them() -> None:
    order = {None: -1, "low": 0, "mid": 1, "high": 2}
    bands = [score(REACH, of_days(REACH, 2, hard)).theme("first").levels["hard"].band for hard in LEVELS]
    assert [order[one] for one in bands] == sorted(order[one] for one in bands)
