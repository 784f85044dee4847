"""Today: one kind thing at most, help within reach, and nothing that counts or calls."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.test import Client
from fake_house import NOON

from evenstep.web.models import AnswerSet, Space

Post = Callable[..., Any]


def test_it_begins_with_six_lines(inside: Client, space: Space) -> None:
    text = inside.get(f"/n/{space.key}/today").content.decode()
    assert "Six lines to begin with" in text
    assert text.count('class="primary"') == 1


def test_most_days_need_nothing(inside: Client, space: Space) -> None:
    AnswerSet.objects.create(space=space, form="reach.1", at=NOON, local_day=NOON.date(), answers={})
    text = inside.get(f"/n/{space.key}/today").content.decode()
    assert "Nothing is needed from you here" in text
    assert 'class="primary"' not in text
    assert "Something for right now" in text


def test_no_number_about_anyone_stands_here(inside: Client, space: Space) -> None:
    text = inside.get(f"/n/{space.key}/today").content.decode()
    words = re.sub(r"<[^>]+>", " ", text.partition("<main")[2].partition("</main>")[0].partition(">")[2])
    assert not re.search(r"\d", words)


def test_where_they_asked_to_stop_nothing_is_offered(inside: Client, space: Space) -> None:
    Space.objects.filter(pk=space.pk).update(stopped=True)
    assert "Nothing is needed from you here" in inside.get(f"/n/{space.key}/today").content.decode()
