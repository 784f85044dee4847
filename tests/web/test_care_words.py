"""The words of the care pages: plain, calm, short, without a verdict, and all of them open to translation."""

from __future__ import annotations

import re
import runpy
from pathlib import Path
from typing import Any

import pytest

from evenstep.web import forms_care

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "src" / "evenstep" / "web" / "templates"
PAGES = [*sorted((TEMPLATES / "care").glob("*.html")), TEMPLATES / "help.html"]
PLAIN = runpy.run_path(str(ROOT / "tests" / "readability.py"))

ONE = re.compile(r'{%\s*translate\s+"([^"]+)"')
BLOCK = re.compile(r"{%\s*blocktranslate[^%]*%}(.*?){%\s*endblocktranslate\s*%}", re.DOTALL)
FORBIDDEN = re.compile(
    r"no signs? of abuse|you are safe|abuser|perpetrator|victim|narciss|toxic|pursuer|distancer|anxious|avoidant|"
    r"husband|wife|boyfriend|girlfriend|\bhe\b|\bshe\b|\bhis\b|\bher\b|hurry up|at once or|don.t worry|just leave|"
    r"your fault|calm down|congrat|well done|streak|score of|risk level|diagnos|\bmust\b|always|evidence",
    re.IGNORECASE,
)
ALLOWED = {  # where a forbidden word is meant and denied
    "Whether you are safe.",
    "This program cannot tell you whether you are safe.",
}


def strings_of(page: Path) -> list[str]:
    text = page.read_text(encoding="utf-8")
    blocks = [re.sub(r"{{[^}]*}}", "Sam", " ".join(block.split())) for block in BLOCK.findall(text)]
    return [*ONE.findall(text), *blocks]


def form_strings() -> list[str]:
    """Every label, hint, choice and error of the forms."""
    found: list[Any] = [words for _, words in forms_care.ANSWER_WORDS]
    found += [*forms_care.QUESTION_WORDS.values(), *forms_care.KIND_QUESTION_WORDS.values()]
    found += [*forms_care.NEED_WORDS.values(), *forms_care.OPENING_WORDS.values()]
    found += [words for pair in forms_care.SWITCH_WORDS.values() for words in pair]
    found += [words for pairs in (forms_care.OFF_ON, forms_care.DAY_WORDS) for _, words in pairs]
    for form in (forms_care.CountryForm, forms_care.BeforeForm, forms_care.PauseForm):
        for field in form.base_fields.values():
            ours = [
                words for code, words in field.error_messages.items() if code in ("required", "invalid", "max_length")
            ]
            found += [field.label, field.help_text, *ours]
    return [str(words) for words in found if words]


ALL = sorted({words for page in PAGES for words in strings_of(page)} | set(form_strings()))


def test_there_is_much_to_check() -> None:
    assert len(ALL) > 150
    assert all(strings_of(page) for page in PAGES)


@pytest.mark.parametrize("words", ALL)
def test_a_string_is_calm_and_free_of_verdicts(words: str) -> None:
    assert "!" not in words
    left = words
    for allowed in ALLOWED:
        left = left.replace(allowed, "")
    assert not FORBIDDEN.search(left), FORBIDDEN.search(left)


@pytest.mark.parametrize("words", [words for words in ALL if PLAIN["words"](words)])
def test_no_sentence_is_longer_than_25_words(words: str) -> None:
    for sentence in PLAIN["sentences"](words):
        assert len(PLAIN["words"](sentence)) <= 25, sentence


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_reads_at_grade_eight_or_below(page: Path) -> None:
    running = " ".join(words for words in strings_of(page) if words.endswith((".", "?")))
    if running:
        assert PLAIN["grade"](running) <= 8


def test_the_forms_read_at_grade_eight_or_below() -> None:
    assert PLAIN["grade"](" ".join(words for words in form_strings() if words.endswith((".", "?")))) <= 8


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_word_on_a_page_can_be_translated(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    bare = BLOCK.sub("", re.sub(r"{#.*?#}", "", text))
    bare = re.sub(r"{%.*?%}|{{.*?}}|<[^>]*>", " ", bare, flags=re.DOTALL)
    assert not re.findall(r"[A-Za-z]{2,}", bare)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_has_one_filled_button_at_most_and_no_link_outside(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert text.count('class="primary"') <= 1
    assert "http" not in text
    assert not re.findall(r'href="(?!{% url|/"|#|{{ onward }}")', text)
