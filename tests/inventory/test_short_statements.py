"""Effects, one-tap signs, change and steadiness: what each says, and what each leaves unsaid."""

from __future__ import annotations

import pytest
from fillings import SAM, of_days, of_themes
from hypothesis import given, settings
from hypothesis import strategies as st

from evenstep.errors import OptionError
from evenstep.inventory.change import change, shifts
from evenstep.inventory.effects import effects
from evenstep.inventory.glance import glance, leaning
from evenstep.inventory.levels import in_words
from evenstep.inventory.load import load
from evenstep.inventory.reliability import LEAST, Noise, baseline, own_noise, reported
from evenstep.inventory.said import Voice, fenced, pieces
from evenstep.inventory.score import score

EFFECTS, GLANCE, WEEK, REACH = (load(slug, "partner") for slug in ("effects", "glance", "week", "reach"))


def test_the_heaviest_effect_leads_and_nobody_carries_it_alone() -> None:
    said = effects(score(EFFECTS, of_themes(EFFECTS, (3, 2, 0, 4, 1))), SAM)
    assert said.lead == "Worry was often with you."
    assert said.lines == (
        "You were often worn out.",
        "Now and then you were unsure of yourself, and much hung on \u2068Sam\u2069.",
        "There was little room for a life of your own.",
        "You don’t have to carry this alone. Under Help you find people to talk to.",
    )


def test_a_light_month_is_said_too_and_room_is_read_the_other_way_round() -> None:
    said = effects(score(EFFECTS, of_themes(EFFECTS, (1, 0, 1, 0, 4))), SAM)
    assert said.lead == "In these four weeks none of this weighed on you often."
    assert said.lines == ("There was often room for a life of your own.",)


def test_effects_with_few_answers_say_so() -> None:
    assert not effects(score(EFFECTS, {"worn_1.weeks": 4}), SAM).enough


@pytest.mark.parametrize(
    ("values", "side", "lead"),
    [
        ((2, 0, 2, 0, 2, 0), "reach", "The lines you chose speak more of reaching."),
        ((0, 2, 0, 1, 0, 1), "step_back", "The lines you chose speak more of needing room."),
        ((2, 1, 1, 1, 1, 1), None, "The lines you chose speak of both: reaching, and needing room."),
        ((0, 0, 0, 0, 0, 0), None, "These lines don’t speak for you right now, and that is fine."),
        ((None,) * 6, None, "Nothing chosen, and that is fine."),
    ],
)
def test_six_taps_speak_of_the_lines_not_of_the_person(
    values: tuple[int | None, ...], side: str | None, lead: str
) -> None:
    found = score(GLANCE, of_themes(GLANCE, values))
    assert leaning(found) == side
    assert glance(found, SAM).lead == lead
    assert any("longer questions for each side" in text for text in glance(found, SAM).lines)


def test_the_one_tap_page_needs_no_name() -> None:
    assert glance(score(GLANCE, of_themes(GLANCE, (2, 0, 1, 0, 1, 0))), Voice("")).lead


def test_a_change_is_named_by_theme_and_days_without_better_or_worse() -> None:
    later = {**of_days(REACH, 2, 3), "silence_1.hard": 1, "silence_2.hard": 2}
    said = change(REACH, of_days(REACH, 2, 3), later, SAM)
    assert said.lead == "Since last time some of your answers moved."
    assert said.lines == ("“When no answer comes”, on hard days: less often than last time.",)
    assert "Answers given both times: 24 of 24." in said.rests_on
    assert any("Two sittings can’t tell" in text for text in said.cannot_tell)


def test_half_a_step_is_no_change() -> None:
    later = {**of_days(REACH, 2, 3), "silence_1.hard": 2}
    assert change(REACH, of_days(REACH, 2, 3), later, SAM).lead == "Since last time your answers look much the same."


def test_a_change_rests_on_lines_answered_both_times() -> None:
    """Line 1 stayed; line 2 was open the first time and is high now: nothing moved."""
    earlier, later = {"first_1.hard": 1}, {"first_1.hard": 1, "first_2.hard": 4}
    moved = next(shift for shift in shifts(REACH, earlier, later) if shift.answered)
    assert (moved.theme.slug, moved.occasion, moved.difference, moved.answered) == ("first", "hard", 0.0, 1)
    assert not change(REACH, {"first_1.hard": 1}, {"first_2.hard": 1}, SAM).enough


@settings(deadline=None)
@given(st.data())
def test_swapping_two_fillings_turns_each_change_round(data: st.DataObject) -> None:
    answer = st.one_of(st.none(), st.integers(0, 4))
    earlier, later = (data.draw(st.dictionaries(st.sampled_from(REACH.fields), answer)) for _ in range(2))
    there, back = shifts(REACH, earlier, later), shifts(REACH, later, earlier)
    assert [s.difference for s in there] == [None if s.difference is None else -s.difference for s in back]


def test_single_weekly_lines_are_not_set_one_week_against_another() -> None:
    with pytest.raises(OptionError, match="ups and downs"):
        change(WEEK, {}, {}, SAM)


@pytest.mark.parametrize(
    ("values", "sd"),
    [
        ((5, 7, 4), (13 / 2 / 2) ** 0.5),  # differences 2 and -3: mean square 6.5, halved, root
        ((5, 7, 4, 0, 10), (13 / 2 / 2) ** 0.5),  # only the first three
        ((None, 5, None, 7, 4), (13 / 2 / 2) ** 0.5),  # what was left open does not count
        ((2, 4, 6), 2**0.5),  # a steady climb is not calm
        ((6, 6, 6), LEAST),  # whole steps hide that much
    ],
)
def test_own_noise_by_hand(values: tuple[int | None, ...], sd: float) -> None:
    noise = own_noise(values)
    assert noise.answers == 3
    assert noise.sd == pytest.approx(sd)


@pytest.mark.parametrize("values", [(), (5,), (5, 7), (5, None, 7)])
def test_own_noise_cannot_be_told_before_three(values: tuple[int | None, ...]) -> None:
    assert own_noise(values) == Noise(None, sum(value is not None for value in values))


def test_own_noise_is_right_on_average_for_a_line_without_drift() -> None:
    """All triples of fair answers from {4, 6}: variance 1; the mean of squares over them must be 1."""
    triples = [(a, b, c) for a in (4, 6) for b in (4, 6) for c in (4, 6)]
    raw = [((b - a) ** 2 + (c - b) ** 2) / 4 for a, b, c in triples]
    assert sum(raw) / len(raw) == 1
    assert [own_noise(t).sd for t in triples if len(set(t)) > 1] == [pytest.approx(r**0.5) for r in raw if r]


def test_the_baseline_has_each_line_of_the_week() -> None:
    fillings = [dict.fromkeys(WEEK.fields, value) for value in (3, 5, 5)]
    assert baseline(WEEK, fillings) == dict.fromkeys(WEEK.fields, Noise(1.0, 3))
    assert baseline(WEEK, fillings[:2])["trust_1.week"].sd is None


def test_steadiness_is_reported_as_what_it_is() -> None:
    assert "not known" in reported(REACH, SAM)
    assert "after three weeks" in reported(WEEK, SAM)


@pytest.mark.parametrize("name", ["{other}", "Sam\u202e", "\u2068Sam\u2069", "{0.__class__}", "O’Neil & Söhne <b>"])
def test_any_name_is_fenced_in_and_shown_as_it_is(name: str) -> None:
    said = Voice(name).say("I trusted {other}.")
    bare = name.replace("\u202e", "").replace("\u2068", "").replace("\u2069", "")
    assert said == f"I trusted \u2068{bare}\u2069."


def test_a_page_can_set_names_apart() -> None:
    said = Voice("Sam").say("When I ask {other}, {other} may say less.")
    assert pieces(said) == (
        ("When I ask ", False),
        ("Sam", True),
        (", ", False),
        ("Sam", True),
        (" may say less.", False),
    )
    assert pieces("Worn out") == (("Worn out", False),)


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ((3, 3), "Often"),
        ((2, 3), "Between “Sometimes” and “Often”"),
        ((None, 4), "Nearly always"),
        ((None, None), "Left open"),
    ],
)
def test_a_level_is_said_in_the_words_of_its_scale(answers: tuple[int | None, int | None], said: str) -> None:
    found = score(REACH, {"first_1.hard": answers[0], "first_2.hard": answers[1]})
    assert in_words(REACH, found.theme("first").levels["hard"], SAM) == said


def test_a_name_is_needed_where_one_is_spoken() -> None:
    with pytest.raises(OptionError, match="other"):
        fenced(" \u2068 ")
