"""The questions as a form: choices by number, two different people, weeks as a person writes them."""

from __future__ import annotations

import pytest

from evenstep.errors import Choice
from evenstep.web.forms import QuestionsForm
from evenstep.web.outcome import OTHER_PEOPLE, Answers, Ask

PEOPLE = (Choice("Ada", "Ada (9)"), Choice("Ben", "Ben (8)"), Choice("Cy\r\n", "Cy (1)"))
ME = Ask("me-0", "me", "Which of these is you?", PEOPLE)
OTHER = Ask("other-0", "other", "And who is the other person?", PEOPLE)
ZONE = Ask("all-zone", "zone", "Where?", tuple(Choice(f"Z/{n}", f"Z, {n}") for n in range(30)), "Z/7")


def test_answers_are_values_not_numbers_and_are_added_to_those_before() -> None:
    form = QuestionsForm((ME, OTHER, ZONE), {"me-0": "0", "other-0": "2", "all-zone": "7", "weeks": ""})
    assert form.is_valid(), form.errors
    answers = form.answers(Answers({"read-chat-0": "x"}))
    assert answers.values == {"read-chat-0": "x", "me-0": "Ada", "other-0": "Cy\r\n", "all-zone": "Z/7"}


def test_the_same_person_twice_is_asked_again() -> None:
    form = QuestionsForm((ME, OTHER), {"me-0": "1", "other-0": "1"})
    assert not form.is_valid()
    assert "other one" in str(form.errors["other-0"])


def test_who_leaves_a_file_out_need_not_say_who_the_other_one_is() -> None:
    mine = Ask("me-0", "me", "Which?", (*PEOPLE, Choice(OTHER_PEOPLE, "Other people")))
    form = QuestionsForm((mine, OTHER), {"me-0": "3", "weeks": ""})
    assert form.is_valid(), form.errors
    assert form.answers(Answers()).get("me-0") == OTHER_PEOPLE
    assert not QuestionsForm((mine, OTHER), {"me-0": "1", "weeks": ""}).is_valid()


def test_what_is_offered_is_chosen_already_and_nothing_else_is() -> None:
    html = QuestionsForm((ZONE,)).as_p()
    assert '<option value="7" selected>' in html
    assert "checked" not in QuestionsForm((ME,)).as_p()


def test_a_way_not_to_say_is_an_answer_but_not_the_default() -> None:
    ask = Ask("me-0", "me", "Which?", (*PEOPLE[:2], Choice("", "I would rather not say")))
    assert "checked" not in QuestionsForm((ask,)).as_p()
    assert not QuestionsForm((ask,), {"weeks": ""}).is_valid()
    form = QuestionsForm((ask,), {"me-0": "2"})
    assert form.is_valid()
    assert form.answers(Answers()).get("me-0") == ""


@pytest.mark.parametrize(
    ("text", "weeks"),
    [
        ("", set()),
        ("2024-W07", {"2024-W07"}),
        ("2024-02-14, 2024W08\n2024-02-20", {"2024-W07", "2024-W08"}),
        ("2020-12-31 2021-01-03", {"2020-W53"}),
    ],
)
def test_weeks(text: str, weeks: set[str]) -> None:
    form = QuestionsForm((), {"weeks": text})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["weeks"] == weeks


@pytest.mark.parametrize("text", ["2024-W54", "14.2.2024", "soon", "2024-02-30", "x" * 30_000])
def test_weeks_that_cannot_be_read_are_asked_again(text: str) -> None:
    form = QuestionsForm((), {"weeks": text})
    assert not form.is_valid()
    assert "weeks" in form.errors


def test_a_question_without_choices_is_a_line_to_write_on_and_a_start_is_a_day() -> None:
    epoch = Ask("read-epoch-0", "epoch", "When did it begin?")
    free = Ask("read-other-0", "other-kind", "What?")
    form = QuestionsForm((epoch, free), {"read-epoch-0": "2004-03-23", "read-other-0": "x"})
    assert form.is_valid(), form.errors
    assert form.answers(Answers()).values == {"read-epoch-0": "2004-03-23", "read-other-0": "x"}
    assert not QuestionsForm((epoch,), {"read-epoch-0": "long ago"}).is_valid()


def test_files_are_told_apart_by_their_names_and_ids_of_ours_are_not_shown() -> None:
    files = (Choice("Chat with Ben.txt", "263 bytes"), Choice("Chat with Cy.txt", "251 bytes"))
    chats = (Choice("telegram:12", "Ada and Ben, 3 messages"), Choice("Ben", "Ben, 3 messages"))
    html = QuestionsForm(
        (Ask("read-chat-0", "chat", "Which?", files), Ask("read-chat-1", "chat", "Which?", chats))
    ).as_p()
    assert "Chat with Ben.txt (263 bytes)" in html
    assert "Ada and Ben, 3 messages" in html
    assert "telegram:12" not in html
    assert "Ben (Ben, 3 messages)" not in html
