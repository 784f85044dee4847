"""A report in another language: every word of it is asked for, is collected for translators, and comes out whole."""

from __future__ import annotations

import functools
import importlib.util
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from pages import SHAPES, report

from bare_words import bare_words
from evenstep.report.document import Report
from evenstep.report.html import render_body
from evenstep.report.names import People, Person, drawn, say
from evenstep.report.terminal import print_report
from evenstep.spoken import speaking
from pseudo import longer

ROOT = Path(__file__).parents[2]
NAMES = ("Ada", "B", "chat.zip", "WhatsApp", "Europe/Berlin", "E214", "E218", "UTC")
DRAWN = ("usual", "me unknown", "loop: one circle", "loop: nothing estimated", "loop, me unknown: the other way round")


@functools.cache
def collector() -> ModuleType:
    """docs/library_messages.py, which is no part of the package."""
    found = importlib.util.spec_from_file_location("library_messages", ROOT / "docs" / "library_messages.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


@functools.cache
def whole_library() -> frozenset[tuple[str, str]]:
    return frozenset((message.one, message.many) for message in collector().library(ROOT / "src" / "evenstep"))


@contextmanager
def longer_words(asked: set[tuple[str, str]] | None = None) -> Iterator[None]:
    """The longer language; what it is asked for is noted in ``asked``."""
    noted: set[tuple[str, str]] = set() if asked is None else asked

    def one(words: str) -> str:
        noted.add((words, ""))
        return longer(words)

    def many(words: str, more: str, n: int) -> str:
        noted.add((words, more))
        return longer(words if n == 1 else more)

    with speaking(one, many):
        yield


def behind(made: Report) -> Iterator[str]:
    """What is not printed in a terminal: the words around and instead of pictures, and what opens."""
    for section in made.sections:
        yield from (f"{head}: {text}" for head, text in (*section.how, *section.doubts))
        for chart in filter(None, (*section.charts, section.twin)):
            yield from map(str, (chart.title, chart.caption, chart.alt, *chart.table.headers))
            yield from (str(cell) for row in chart.table.rows for cell in row)


@pytest.mark.parametrize("shape", SHAPES)
def test_what_a_report_asks_for_is_collected(shape: str) -> None:
    asked: set[tuple[str, str]] = set()
    with longer_words(asked):
        made = report(**SHAPES[shape])
        print_report(made, StringIO())
        if shape in DRAWN:
            render_body(made)
    assert len(asked) > 50
    assert asked - whole_library() == set()


@pytest.mark.parametrize("shape", SHAPES)
def test_no_sentence_of_a_report_is_left_in_english(shape: str) -> None:
    with longer_words():
        made = report(**SHAPES[shape])
        said = StringIO()
        print_report(made, said)
        page = render_body(made) if shape in DRAWN else ""
    assert bare_words(said.getvalue(), *NAMES) == []
    assert bare_words("\n".join(behind(made)), *NAMES) == []
    assert bare_words(page, *NAMES) == []


def test_the_same_report_is_in_english_outside() -> None:
    with longer_words():
        inside = str(report().title)
    assert inside != str(report().title) == "You, \u2068B\u2069 and the messages in between"


@pytest.mark.parametrize(
    ("bare", "found"),
    [("<p>Bare</p>", 1), ('<svg aria-label="Bare"></svg>', 1), ("<style>a {}</style><p>Ada 5</p>", 0), ("", 0)],
)
def test_a_bare_word_is_found(bare: str, found: int) -> None:
    assert len(bare_words(bare, "Ada")) == found


def collected(source: str) -> list[tuple[str, str]]:
    """What the collector finds in a file that imports all who speak."""
    who = "from evenstep.report.names import drawn, say, say_n\n"
    what = "from evenstep.spoken import N_, pairs, tr, trn, words as w\n"
    return list(collector().sentences(who + what + source))


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('say("a" " b", people)', [("a b", "")]),
        ('say("a" if x else "b")', [("a", ""), ("b", "")]),
        ('tr({"x": "a", "y": "b"}[key])', [("a", ""), ("b", "")]),
        ('drawn({"x": "a"}.get(key, "b"), person)', [("a", ""), ("b", "")]),
        ('N_((("a", "b"), *("c",)))', [("a", ""), ("b", ""), ("c", "")]),
        ('w("{n} a", n=1)', [("{n} a", "")]),
        ('trn("a", "b", n)', [("a", "b")]),
        ('pairs({"x": ("a", "b")})', [("a", "b")]),
        ('say_n(*MORE["x"], n)', []),
        ('print("a")', []),
    ],
)
def test_sentences_are_collected_whole(source: str, found: list[tuple[str, str]]) -> None:
    assert collected(source) == found


@pytest.mark.parametrize("source", ['say(f"{x} a")', 'tr("a " + x)', 'words(f"a {x}")'.replace("words", "w")])
def test_a_sentence_put_together_is_refused(source: str) -> None:
    with pytest.raises(ValueError, match="a"):
        collected(source)


def test_the_codes_of_problems_are_collected() -> None:
    made = {one for one, _ in whole_library()}
    assert {"This zip has a password.", "Unpack it yourself and choose the chat file.", "you said so"} <= made


def forms(person: Person) -> dict[str, Any]:
    return {"people": People(person, Person("b", "Bo", is_me=False)), "person": person}


def test_a_translator_may_give_each_case_its_form() -> None:
    """A star is the name, where the word for oneself changes with its place in the sentence."""
    me, ada = Person("a", "Ada", is_me=True), Person("a", "Ada", is_me=False)
    said = "Das gilt für {1:dich|*}, {1:dein|*s} Teil."
    assert str(say(said, forms(me)["people"])) == "Das gilt für dich, dein Teil."
    assert str(say(said, forms(ada)["people"])) == "Das gilt für \u2068Ada\u2069, \u2068Ada\u2069s Teil."
    assert drawn("{1:du|*} und {1s} Teil", me) == "du und your Teil"
    assert drawn("für {1:dich|*}", ada) == "für \u2068Ada\u2069"
