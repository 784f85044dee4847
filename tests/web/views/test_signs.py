"""Signs: both sides' forms, what they say, the four weeks between, and taking answers away."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from fake_house import NOON

from evenstep.by_kind import KINDS
from evenstep.inventory.form import FORMS
from evenstep.inventory.load import load
from evenstep.web.models import AnswerSet, Space

Post = Callable[..., Any]


def everything(slug: str, value: int, hard: int | None = None) -> dict[str, str]:
    form = load(slug, "partner")
    values = {"hard": value if hard is None else hard}
    return {item.field(each.slug): str(values.get(each.slug, value)) for item in form.items for each in form.occasions}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("slug", FORMS)
def test_every_form_opens_for_every_kind_with_the_others_name(
    inside: Client, space: Space, slug: str, kind: str
) -> None:
    Space.objects.filter(pk=space.pk).update(kind=kind, other="Zoë <b>")
    response = inside.get(f"/n/{space.key}/signs/{slug}")
    text = response.content.decode()
    assert response.status_code == 200
    assert "{other}" not in text
    assert "Zoë <b>" not in text
    fields = set(re.findall(r'type="radio" name="([\w.]+)"', text))
    assert fields == set(load(slug, kind).fields)  # type: ignore[arg-type]
    assert "checked" not in text  # nothing is answered for anyone


def test_answers_become_a_sentence_about_the_pattern(inside: Client, post: Post, space: Space) -> None:
    response = post(inside, f"/n/{space.key}/signs/reach", everything("reach", 1, hard=4))
    assert response.headers["Location"] == f"/n/{space.key}/signs/reach/said"
    made = space.answer_sets.get()
    assert (made.form, len(made.answers), made.answers["first_1.hard"]) == ("reach.1", 24, 4)
    text = inside.get(response.headers["Location"]).content.decode()
    assert "you often reach" in text.lower().replace("\u2068", "").replace("\u2069", "")
    assert "pursuer" not in text
    assert text == text.replace("score", "")


def test_what_is_left_open_is_kept_as_open(inside: Client, post: Post, space: Space) -> None:
    post(inside, f"/n/{space.key}/signs/reach", {"first_1.hard": "3", "first_2.hard": "open", "over_1.hard": ""})
    assert space.answer_sets.get().answers == {"first_1.hard": 3}
    assert "not enough" in inside.get(f"/n/{space.key}/signs/reach/said").content.decode().lower()


def test_an_answer_that_is_none_of_the_choices_is_refused(inside: Client, post: Post, space: Space) -> None:
    response = post(inside, f"/n/{space.key}/signs/reach", {"first_1.hard": "9"})
    assert response.status_code == 422
    assert not space.answer_sets.exists()


def test_the_side_the_six_lines_spoke_of_comes_first(inside: Client, post: Post, space: Space) -> None:
    form = load("glance", "partner")
    answers = {
        item.field("lately"): "2" if theme.side == "step_back" else "0" for theme in form.themes for item in theme.items
    }
    post(inside, f"/n/{space.key}/signs/glance", answers)
    text = inside.get(f"/n/{space.key}/signs").content.decode()
    assert text.index(f"/n/{space.key}/signs/step_back") < text.index(f"/n/{space.key}/signs/reach")


def test_a_long_form_waits_four_weeks(inside: Client, post: Post, space: Space) -> None:
    post(inside, f"/n/{space.key}/signs/reach", everything("reach", 2))
    text = inside.get(f"/n/{space.key}/signs").content.decode()
    assert "Open again from 21 December." in text
    assert f'href="/n/{space.key}/signs/reach"' not in text
    AnswerSet.objects.update(at=NOON - timedelta(days=28), local_day=NOON.date() - timedelta(days=28))
    assert f'href="/n/{space.key}/signs/reach"' in inside.get(f"/n/{space.key}/signs").content.decode()


def test_both_halves_only_where_the_sentence_about_the_loop_is_on(inside: Client, post: Post, space: Space) -> None:
    post(inside, f"/n/{space.key}/signs/reach", everything("reach", 3))
    page = f"/n/{space.key}/signs/reach/said"
    assert 'class="halves ' not in inside.get(page).content.decode()
    Space.objects.filter(pk=space.pk).update(loop_on=True)
    assert 'class="halves ' in inside.get(page).content.decode()
    Space.objects.filter(pk=space.pk).update(stopped=True)
    assert 'class="halves ' not in inside.get(page).content.decode()


def test_filling_and_taking_away_can_be_taken_back(inside: Client, post: Post, undo: Post, space: Space) -> None:
    post(inside, f"/n/{space.key}/signs/week", everything("week", 5))
    undo(inside)
    assert not space.answer_sets.exists()
    post(inside, f"/n/{space.key}/signs/week", everything("week", 5))
    made = space.answer_sets.get()
    post(inside, f"/n/{space.key}/signs/{made.pk}/remove")
    assert not space.answer_sets.exists()
    undo(inside)
    assert space.answer_sets.get().answers == made.answers


def test_there_is_no_other_form(inside: Client, post: Post, space: Space) -> None:
    assert inside.get(f"/n/{space.key}/signs/horoscope").status_code == 404
    assert post(inside, f"/n/{space.key}/signs/999/remove").status_code == 404
    assert inside.get(f"/n/{space.key}/signs/reach/said").headers["Location"] == f"/n/{space.key}/signs"


def test_the_picture_and_its_table_say_the_same(inside: Client, post: Post, space: Space) -> None:
    answers = everything("reach", 1, hard=4)
    answers["self_1.ordinary"] = "open"
    post(inside, f"/n/{space.key}/signs/reach", answers)
    text = inside.get(f"/n/{space.key}/signs/reach/said").content.decode()
    assert text.count("<svg viewBox=") == len(load("reach", "partner").themes)
    assert text.count('cx="310.0"') == 6  # nearly always, on hard days
    assert text.count('cx="85.0"') == 6
    assert text.count("<td>Nearly always</td>") == 6
    assert text.count("<td>Rarely</td>") == 6


def test_two_fillings_stand_beside_each_other(inside: Client, post: Post, space: Space) -> None:
    post(inside, f"/n/{space.key}/signs/reach", everything("reach", 1, hard=4))
    assert "Beside last time" not in inside.get(f"/n/{space.key}/signs/reach/said").content.decode()
    AnswerSet.objects.update(at=NOON - timedelta(days=30), local_day=NOON.date() - timedelta(days=30))
    post(inside, f"/n/{space.key}/signs/reach", everything("reach", 1, hard=2))
    text = inside.get(f"/n/{space.key}/signs/reach/said").content.decode()
    assert "Beside last time" in text
    assert "less often than last time" in text


def test_where_a_line_names_help_the_way_there_stands_below(inside: Client, post: Post, space: Space) -> None:
    there = 'href="/help">To Help</a>'
    post(inside, f"/n/{space.key}/signs/effects", everything("effects", 4))
    heavy = inside.get(f"/n/{space.key}/signs/effects/said").content.decode()
    assert "Under Help you find people to talk to." in heavy
    assert there in heavy
    post(inside, f"/n/{space.key}/signs/{space.answer_sets.get().pk}/remove")
    post(inside, f"/n/{space.key}/signs/effects", everything("effects", 0))
    assert there not in inside.get(f"/n/{space.key}/signs/effects/said").content.decode()
