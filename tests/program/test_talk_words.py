"""Talk and the step-back track: plain words, both sides told as much, and nothing towards anyone without a clear no."""

from __future__ import annotations

import itertools
import re

import pytest
from words_of_steps import strings, troubles, troubles_at_work

from evenstep.by_kind import KINDS, Kind, table
from evenstep.inventory.load import load
from evenstep.program.practices import FOLDER, Practice, practices
from evenstep.program.safety import Switches
from evenstep.program.tags import ALWAYS, STOPPED, may_show
from readability import words

GROUPS = ("talk", "step_back")
TALK = ["first_talk", "check_in", "listening", "pause", "cards", "trainer", "before_send", "noticing", "thanks"]
TRACK = ["notice_early", "until_eight", "back_first", "one_small_start"]
ALONE = {"pause", "trainer", "before_send", "notice_early"}  # open to everyone: done alone, or to protect oneself
TEXTS = sorted({s for group in GROUPS for s in strings(table(FOLDER, f"{group}.toml")) if " " in s})


def ours(kind: Kind) -> list[Practice]:
    return [one for one in practices(kind) if one.group in GROUPS]


def said(one: Practice) -> list[str]:
    return [one.title, one.purpose, one.reach, one.back, one.not_for, *one.steps]


@pytest.mark.parametrize("kind", KINDS)
def test_all_of_them_are_there_for_every_kind(kind: Kind) -> None:
    assert [one.slug for one in ours(kind)] == TALK + TRACK
    assert all(3 <= len(one.steps) <= 6 and one.minutes[1] > 0 for one in ours(kind))


@pytest.mark.parametrize("text", TEXTS)
def test_every_sentence_is_plain(text: str) -> None:
    assert troubles(text) == []


def test_at_work_the_words_fit_work() -> None:
    assert [problem for one in ours("work") for text in said(one) for problem in troubles_at_work(text)] == []


@pytest.mark.parametrize("kind", KINDS)
def test_both_sides_are_told_as_much(kind: Kind) -> None:
    lengths = [(one.slug, len(words(one.reach)), len(words(one.back))) for one in ours(kind)]
    assert [slug for slug, reach, back in lengths if not 0.7 < reach / back < 1.4] == []
    assert 0.9 < sum(reach for _, reach, _ in lengths) / sum(back for _, _, back in lengths) < 1.1


def test_over_all_switches_only_what_is_alone_is_open_and_after_stop_nothing() -> None:
    for joint, reaching, loop, stopped in itertools.product((False, True), repeat=4):
        held = Switches(joint, reaching, loop, stopped)
        shown = {one.slug for one in ours("partner") if may_show(one.tags, held)}
        if stopped:
            assert shown == set()
        elif not (joint or reaching):
            assert shown == ALONE


def test_what_is_open_to_everyone_is_done_alone() -> None:
    for one in ours("friend"):
        assert (one.tags.switch == ALWAYS) == (one.slug in ALONE)
        assert STOPPED in one.tags.never_with
        if one.slug in ALONE:
            assert one.who == "one"


@pytest.mark.parametrize("kind", KINDS)
def test_whoever_is_afraid_is_asked_for_nothing(kind: Kind) -> None:
    """What is open without the private page, and could lead to the other person, says so itself."""
    afraid = {one.slug: one.not_for for one in ours(kind) if one.slug in ALONE}
    assert all("afraid" in text for text in afraid.values())
    assert "you owe nobody a time" in afraid["pause"]
    assert "Help" in afraid["notice_early"]


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_is_told_to_turn_towards_the_other_where_it_may_not_be_safe(kind: Kind) -> None:
    towards = re.compile(r"\b(?:go to|write to|call|tell|ask|come back to) \{other\}", re.IGNORECASE)
    for one in ours(kind):
        if one.slug in ALONE:
            assert not towards.search(" ".join(said(one)))


def test_signs_are_themes_of_the_inventory() -> None:
    themes = {theme.slug for side in ("reach", "step_back") for theme in load(side, "partner").themes}
    assert all(one.signs and set(one.signs) <= themes for one in ours("partner"))


def test_each_source_says_that_it_was_not_tested_here() -> None:
    for one in ours("family"):
        assert one.source.startswith(("Our own", "Our own wording"))
        assert re.search(r"Nobody has tested|no study|differ|do not agree", one.source)
