"""Sentences about the pattern: each case said once, both halves, the guess marked, nothing promised to the unsafe."""

from __future__ import annotations

from itertools import product

import pytest
from fillings import EVERYTHING, LEVELS, SAM, all_statements, filled, of_days, of_themes
from hypothesis import given, settings
from hypothesis import strategies as st

from evenstep.by_kind import KINDS, Kind
from evenstep.inventory.form import OPPOSITE, Side
from evenstep.inventory.load import load
from evenstep.inventory.said import Statement, Voice
from evenstep.inventory.score import Findings, score
from evenstep.inventory.sentences import lead_case, signs

SIDES: tuple[Side, Side] = ("reach", "step_back")


def plain(text: str) -> str:
    return text.replace("\u2068", "").replace("\u2069", "")


@pytest.mark.parametrize(
    ("ordinary", "hard", "said"),
    [
        (2, 3, "On hard days you often reach first. On ordinary days you sometimes do."),
        (0, 4, "On hard days you often reach first. On ordinary days you rarely do."),
        (3, 0, "On ordinary days you often reach first. On hard days you rarely do."),
        (3, 3, "You often reach first, on ordinary days and on hard days alike."),
        (2, 2, "You sometimes reach first, on ordinary days and on hard days alike."),
        (3, 4, "You often reach first, and on hard days still more."),
        (1, 0, "You rarely reach first, and on hard days still less."),
        (None, 3, "On hard days you often reach first. About ordinary days we can’t tell."),
        (2, None, "On ordinary days you sometimes reach first. About hard days we can’t tell."),
    ],
)
def test_the_leading_sentence(ordinary: int | None, hard: int | None, said: str) -> None:
    assert signs(filled("reach", "partner", ordinary, hard), SAM).lead == said


def test_work_speaks_of_bringing_things_up() -> None:
    said = signs(filled("reach", "work", 2, 3), SAM).lead
    assert said == "On hard days you often bring things up first. On ordinary days you sometimes do."


def test_less_than_a_step_is_called_alike() -> None:
    """2 and 2 on ordinary days, 2 and 3 on hard days: half a step, so no difference is claimed."""
    form = load("reach", "partner")
    answers = {**of_days(form, 2, 2), "first_2.hard": 3}
    assert lead_case(score(form, answers).theme("first")) == "alike_mid"


@pytest.mark.parametrize("side", SIDES)
def test_every_leading_sentence_can_come_up_and_each_that_comes_up_is_there(side: Side) -> None:
    form = load(side, "partner")
    first, second = (item.slug for item in form.theme(form.leads_with).items)
    cases = set()
    for a, b, c, d in product(LEVELS, repeat=4):
        answers = {f"{first}.ordinary": a, f"{second}.ordinary": b, f"{first}.hard": c, f"{second}.hard": d}
        cases.add(lead_case(score(form, answers).theme(form.leads_with)))
    assert cases == set(form.leads) - {"also_often", "also_sometimes", "kindness"}


@pytest.mark.parametrize("kind", KINDS)
def test_swapping_sides_swaps_the_halves(kind: Kind) -> None:
    """Who reaches is told of reaching and of a guess of stepping back; who steps back the other way round."""
    for loud, side in product(range(6), SIDES):
        form = load(side, kind)
        theme = form.themes[loud]
        opposite = load(OPPOSITE[side], kind).theme(theme.mirror)
        said = signs(_loud(side, kind, loud), SAM, loop_on=True)
        there = signs(_loud_theme(OPPOSITE[side], kind, opposite.slug), SAM, loop_on=True)
        assert said.halves and there.halves
        assert plain(said.halves.mine.text) == theme.said["half"].replace("{other}", "Sam")
        assert plain(there.halves.theirs.text) == opposite.said["guess"].replace("{other}", "Sam")
        assert said.halves.mine.text != there.halves.mine.text
        assert "Sam" in said.halves.theirs.text and "Sam" in there.halves.theirs.text


def _loud(side: Side, kind: Kind, at: int) -> Findings:
    form = load(side, kind)
    return score(form, of_themes(form, tuple(4 if n == at else 0 for n in range(6))))


def _loud_theme(side: Side, kind: Kind, slug: str) -> Findings:
    return _loud(side, kind, [theme.slug for theme in load(side, kind).themes].index(slug))


@pytest.mark.parametrize("side", SIDES)
def test_the_other_half_is_always_marked_as_a_guess(side: Side) -> None:
    halves = signs(filled(side, "friend", 2, 3), SAM, loop_on=True).halves
    assert halves is not None
    assert (halves.mine.guess, halves.theirs.guess) == (False, True)
    assert plain(halves.theirs.label) == "Sam’s half, one guess"
    assert plain(halves.mine.label) == "Your half, from your answers"
    assert plain(halves.lines[0]).startswith("It stays a guess until Sam says it.")


@pytest.mark.parametrize("side", SIDES)
def test_without_the_switch_nothing_is_said_of_what_two_people_make_together(side: Side) -> None:
    found = filled(side, "partner", 2, 4)
    off, on = signs(found, SAM), signs(found, SAM, loop_on=True)
    assert off.halves is None
    assert not any("two people" in text or "habit" in text for text in off.sentences)
    assert "This is a habit two people make together. Habits can change." in on.lines
    assert off.lead == on.lead
    assert not any("habit" in text for text in signs(found, SAM, loop_on=True, stopped=True).sentences)


def test_who_was_asked_to_stop_hears_no_good_word_for_reaching() -> None:
    found = filled("reach", "partner", 2, 4)
    said = signs(found, SAM, loop_on=True, stopped=True)
    assert said.halves is None
    assert not any("good wish" in text or "good thing" in text or "two people" in text for text in said.sentences)
    there = signs(found, SAM).sentences
    assert any("good wish" in text for text in there) and any("good thing" in text for text in there)


def test_going_quiet_is_named_as_what_may_keep_someone_safe() -> None:
    assert (
        "Going quiet can be a way to keep things calm, or safe."
        in signs(filled("step_back", "family", 2, 3), SAM).lines
    )


@pytest.mark.parametrize("kind", KINDS)
def test_what_may_be_fear_is_not_called_a_good_wish(kind: Kind) -> None:
    """Putting oneself last and saying less can be fear: the reasons stay open, and Help is named."""
    for side, slug in (("reach", "self"), ("step_back", "unsure")):
        lines = signs(_loud_theme(side, kind, slug), SAM).lines
        assert not any("good wish" in text for text in lines)
        assert any(text.endswith("If it is fear, Help is for you.") for text in lines)


def test_who_knows_both_sides_is_told_so() -> None:
    both = signs(filled("reach", "partner", 2, 3), SAM, also=filled("step_back", "partner", 1, 2))
    assert "You also said that you step back now and then. So you know both sides of this." in both.lines
    one = signs(filled("reach", "partner", 2, 3), SAM, also=filled("step_back", "partner", 0, 1))
    assert not any("both sides" in text for text in one.lines)


def test_few_answers_say_so_and_nothing_else() -> None:
    form = load("step_back", "work")
    said = signs(score(form, {"room_1.hard": 4}), SAM, loop_on=True)
    assert said == Statement(
        "Not enough yet to say.", ("A few more answers would help. There is no hurry.",),
        ("Answers given: 1 of 24, in one sitting.",), (), enough=False,
    )  # fmt: skip


def test_two_answers_far_apart_are_named_and_not_averaged_away() -> None:
    form = load("reach", "partner")
    said = signs(score(form, {**of_days(form, 2, 2), "self_1.hard": 4, "self_2.hard": 0}), SAM)
    assert "Your two answers on “Putting yourself last” lay far apart. Both can be true." in said.rests_on


def test_where_it_shows_most_is_said_of_a_theme() -> None:
    form = load("reach", "partner")
    answers = {**of_days(form, 0, 0), "over_1.hard": 4, "over_2.hard": 3, "worth_1.ordinary": 3, "worth_2.ordinary": 3}
    lines = signs(score(form, answers), SAM).lines
    assert lines[0].endswith("look for a sign that all is well. It shows most on hard days.")
    assert lines[1] == "You often feel that you have to earn your place. It shows most on ordinary days."


def test_where_the_leading_theme_was_left_open_the_others_lead() -> None:
    form = load("reach", "partner")
    answers = {**of_days(form, 2, 2), **dict.fromkeys(form.fields[:4]), "self_1.hard": 4, "self_2.hard": 4}
    said = signs(score(form, answers), SAM)
    assert said.lead == "You often put your own needs last. It shows most on hard days."
    assert said.lines[2] == "Now and then you wish for more closeness than there is."
    assert said.lines[3] == "It is a good thing to want to be near someone."


@pytest.mark.parametrize(
    ("answers", "days"),
    [
        ({"worth_1.ordinary": 0, "worth_1.hard": 2}, " It shows most on hard days."),
        ({"worth_1.ordinary": 0, "worth_1.hard": 1, "worth_2.ordinary": 4}, ""),  # one line says more, the other not
        ({"worth_1.ordinary": 3, "worth_2.hard": 1}, ""),  # no line was answered on both
        ({"worth_1.hard": 2}, " You said so about hard days."),
        ({"worth_2.ordinary": 2}, " You said so about ordinary days."),
    ],
)
def test_days_are_named_only_where_the_answers_agree_on_them(answers: dict[str, int], days: str) -> None:
    form = load("reach", "partner")
    rest = {field: 0 for field in form.fields if not field.startswith("worth")}
    line = signs(score(form, {**rest, **answers}), SAM).lines[0]
    assert line.endswith("that you have to earn your place." + days)


def test_away_from_couples_the_studies_are_to_be_read_lightly() -> None:
    for kind in KINDS:
        said = signs(filled("reach", kind, 2, 3), SAM).cannot_tell
        assert any("couples" in text for text in said) is (kind != "partner")


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_that_is_said_is_empty_or_half_filled(kind: Kind) -> None:
    for said in all_statements(kind):
        assert said.lead
        assert all(text and text == text.strip() for text in said.sentences)
        if said.enough and said.cannot_tell:
            assert said.rests_on
    for text in EVERYTHING[kind]:
        assert "{" not in text and "}" not in text
        assert "None" not in text and "nan" not in text.split()
        assert text[-1] in ".”", text


@settings(deadline=None)
@given(st.data())
def test_any_filling_says_something_calm_and_names_both(data: st.DataObject) -> None:
    side, kind = data.draw(st.sampled_from(SIDES)), data.draw(st.sampled_from(KINDS))
    form = load(side, kind)
    answers = data.draw(st.dictionaries(st.sampled_from(form.fields), st.one_of(st.none(), st.integers(0, 4))))
    said = signs(score(form, answers), SAM, loop_on=True)
    assert said.lead
    assert said.enough or said.lead == "Not enough yet to say."
    assert not said.enough or "Sam" in " ".join(said.sentences)
    assert "you" in " ".join(said.sentences).lower() or not said.enough


def test_another_language_gets_whole_sentences_and_never_glued_parts() -> None:
    """A pseudo-language that marks each string: every sentence must be made of whole marked strings."""
    marked = Voice("Sam", lambda text: f"[{text}]")
    for text in signs(filled("reach", "friend", 2, 3), marked, loop_on=True).sentences:
        assert text.startswith("[") and text.endswith("]")
        assert text.count("[") == text.count("]")
