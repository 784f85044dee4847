"""The form that takes something away: one part of a page, the same everywhere, and it leads to the thing beside it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from every_route import Facts, fill
from fake_house import NOON

from evenstep.web.house import House
from evenstep.web.steps import code
from evenstep.web.vault.opened import Opened

TEMPLATES = Path(settings.HERE) / "templates"
FORM = re.compile(r'<form[^>]*action="([^"]*)"(?:(?!</form>).)*What you take away can be brought back', re.DOTALL)


@pytest.fixture
def facts(inside: Client, house: House, opened: Opened, store: Opened) -> Facts:
    visit = house.visits.find(inside.cookies[house.cookie].value)
    assert visit is not None
    return fill(house, visit, opened.person)


def test_it_stands_on_each_page_and_leads_to_what_is_there(inside: Client, facts: Facts) -> None:
    key = facts.space.key
    shared = facts.space.written.create(practice="own_estimate", at=NOON, local_day=NOON.date(), fields={})
    lines = {"key": key, "code": code("if_then"), "written": facts.written.key}
    pages = {
        "moment": {"key": key, "moment": facts.moment.key},
        "own-words": lines,
        "mine": {"key": key, "limit": facts.limit.key},
        "seen": {"key": key, "written": shared.key},
    }
    shown_at = {"moment": "moment-change", "own-words": "own-words-change", "mine": "mine-one", "seen": "seen"}
    for name, kwargs in pages.items():
        page = inside.get(reverse(shown_at[name], kwargs=kwargs)).content.decode()
        assert FORM.findall(page) == [reverse(f"{name}-remove", kwargs=kwargs)], name


def test_its_words_stand_in_one_file() -> None:
    there = {str(each.relative_to(TEMPLATES)) for each in TEMPLATES.rglob("*.html") if _says(each)}
    assert there == {"parts/take_away.html"}


def _says(template: Path) -> bool:
    return "What you take away can be brought back for 24 hours." in template.read_text()
