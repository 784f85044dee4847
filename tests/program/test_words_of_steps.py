"""The list that the words of the steps are held to bites, and lets plain words through."""

from __future__ import annotations

import pytest
from words_of_steps import strings, troubles, troubles_at_work


@pytest.mark.parametrize(
    "bad",
    [
        "You should talk more.",
        "Well done!",
        "This is your fault.",
        "Some people are clingy.",
        "Her silence says it all.",
        "They always leave first.",
        "It's here.",
        "Insufficient responsiveness necessitates clarification of communicative expectations.",
        " ".join(["one"] * 26) + ".",
    ],
)
def test_what_may_not_be_said_is_found(bad: str) -> None:
    assert troubles(bad)


def test_plain_words_pass_and_a_phrase_may_be_let_through() -> None:
    assert troubles("{other} made tea. You can rest now.") == []
    assert troubles("If you must leave, leave.", ("you must leave",)) == []


def test_some_words_are_odd_at_work() -> None:
    assert troubles_at_work("Tell them your feelings.")
    assert not troubles_at_work("Tell them what you need.")


def test_no_string_of_a_table_escapes() -> None:
    assert list(strings({"a": ["x", {"b": "y"}], "c": 1, "d": ("z",)})) == ["x", "y", "z"]
