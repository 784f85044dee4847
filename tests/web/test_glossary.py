"""The twelve words: each is a word the pages really use, is explained once, and can be reached from where it stands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client

import evenstep
from evenstep.web.glossary import WORDS

SOURCE = Path(evenstep.__file__).parent
USED_AS = {  # how pages write a word where it stands in a sentence or above a finding
    "space": "this space",
    "reach": "reach",
    "step-back": "step back",
    "moment": "moment",
    "hard-week": "weeks you called hard",
    "beginning": "beginning",
    "waiting": "wait",
    "loop": "the loop",
    "could-be": "could be",
    "holds": "leans on",
    "not-enough": "not enough yet",
    "cant-tell": "can’t be told",
}


def everything_said() -> str:
    """All templates and all sentences in code, but the glossary itself."""
    files = [path for path in SOURCE.rglob("*") if path.suffix in {".html", ".py"} and path.is_file()]
    others = [path for path in files if path.name not in {"glossary.py", "words.html"}]
    return "\n".join(path.read_text(encoding="utf-8") for path in others).lower()


def test_there_are_twelve_and_each_stands_once() -> None:
    assert len(WORDS) == 12
    assert len({slug for slug, *_ in WORDS}) == len({str(word).lower() for _, word, *_ in WORDS}) == 12
    assert set(USED_AS) == {slug for slug, *_ in WORDS}


def test_every_word_is_one_that_the_pages_use() -> None:
    said = everything_said()
    assert not [slug for slug, words in USED_AS.items() if words not in said]


def test_the_page_explains_them_and_is_led_to(ada: Client) -> None:
    page = ada.get("/help/words").content.decode()
    assert re.findall(r'<div id="([a-z-]+)"><dt>', page) == [slug for slug, *_ in WORDS]
    assert '/help/words"' in ada.get("/help").content.decode()


@pytest.mark.parametrize("template", ["parts/roles.html", "moments/_together.html", "data/methods.html", "help.html"])
def test_where_a_figure_says_how_it_was_got_the_words_are_one_tap_away(template: str) -> None:
    text = (SOURCE / "web" / "templates" / template).read_text(encoding="utf-8")
    assert "{% url 'words' %}" in text
