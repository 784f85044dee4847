"""Names: sentences about two people in which nobody's letters can break out."""

from __future__ import annotations

import pytest

from evenstep.report.names import People, join, say, shorten, visible

HOSTILE = '<b onclick="x()">\u202eevil\u2066\x00\n</b>'


def test_me_is_said_first_and_keeps_place_in_the_tables() -> None:
    people = People.of("Ada", "B", "B")
    assert (people.first.key, people.second.key) == ("b", "a")
    assert people.me is people.first


def test_without_me_a_comes_first_and_nobody_is_me() -> None:
    people = People.of("Ada", "B", None)
    assert people.first.name == "Ada"
    assert people.me is None


def test_grammar_follows_you_and_names() -> None:
    template = "{1} {1:start|starts} and {2} {2:start|starts}. {1s} cup, {2s} cup; {1y} or {2y}"
    mine = str(say(template, People.of("Ada", "B", "Ada"))).replace("\u2068", "").replace("\u2069", "")
    theirs = str(say(template, People.of("Ada", "B", None))).replace("\u2068", "").replace("\u2069", "")
    assert mine == "You start and B starts. Your cup, B’s cup; yours or B’s"
    assert theirs == "Ada starts and B starts. Ada’s cup, B’s cup; Ada’s or B’s"


def test_html_escapes_and_fences_names() -> None:
    made = say("{1} and {2}", People.of(HOSTILE, "O'Neil & Co", None)).__html__()
    assert made.count("<bdi>") == made.count("</bdi>") == 2
    inside = made.replace("<bdi>", "").replace("</bdi>", "")
    assert "<" not in inside
    assert "&amp; Co" in made
    assert "\u202e" not in made
    assert "‹U+202E›evil" in made


def test_plain_text_isolates_names_and_shows_controls() -> None:
    made = str(say("{1} writes", People.of(HOSTILE, "B", None)))
    assert made.startswith("\u2068")
    assert made.endswith("\u2069 writes")
    assert "\n" not in made
    assert "\x00" not in made


def test_braces_in_a_name_are_letters_not_a_template() -> None:
    assert "{2} {word}" in str(say("{1}", People.of("{2} {word}", "B", None)))


@pytest.mark.parametrize("name", ["", "   ", "\ud800", "\ufffe", "\u2028"])
def test_a_name_is_never_empty_or_unprintable(name: str) -> None:
    shown = visible(name)
    assert shown
    assert shown.encode("utf-8")


def test_shortening_does_not_cut_an_emoji_or_an_accent_in_two() -> None:
    family = "👩\u200d👩\u200d👧"
    assert shorten("ab" + family, 5) == "ab…"
    assert shorten("abc" + "e\u0301" * 4, 6) == "abce\u0301…"
    assert shorten("short", 10) == "short"


def test_numbers_stay_with_their_units_only_in_html() -> None:
    sentence = say("35 min for {1}", People.of("Al", "B", None))
    assert "35\u00a0min for\u00a0<bdi>" in sentence.__html__()
    assert "\u00a0" not in str(sentence)


def test_join_leaves_out_empty_sentences() -> None:
    assert str(join([say("One."), say(""), say("Two.")])) == "One. Two."


def test_a_template_without_people_cannot_name_them() -> None:
    with pytest.raises(KeyError):
        say("{1} writes")


def test_nothing_is_about_a_bound_or_about_all() -> None:
    assert str(say("about {p} of 100", p="61")) == "about 61 of 100"
    assert str(say("about {p} of 100", p="more than 99")) == "more than 99 of 100"
    assert str(say("about {p} of 100", p="100")) == "100 of 100"
