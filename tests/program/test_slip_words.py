"""The pages for when it slips: whole for the four kinds, plain and kind, with a way to stop and a way to a person."""

from __future__ import annotations

import itertools

import pytest
from words_of_steps import strings, troubles, troubles_at_work

from evenstep.by_kind import KINDS, Kind, table
from evenstep.errors import ContentError
from evenstep.program.friend_card import CLOSING, HOPES
from evenstep.program.neutral_friend import QUESTIONS
from evenstep.program.practices import practices
from evenstep.program.safety import Switches, allowed
from evenstep.program.slip_words import PAGES, SHELF_KINDS, read_slip_words, setbacks, slip_words
from evenstep.program.tags import ALWAYS, DANGERS, NEEDS, STOPPED

GIVEN = dict(table("program/content", "slips.toml"))
PRACTICES = ("practices/limits.toml", "practices/slips.toml")
TEXTS = sorted({*strings({key: words for key, words in GIVEN.items() if key != "source"})})
OF_PRACTICES = sorted(
    {
        text
        for name in PRACTICES
        for one in table("program/content", name)["practices"]
        for text in strings({key: words for key, words in one.items() if key not in {"source", "switch", "never_with"}})
    }
)
MINE = ("limits", "slips")


@pytest.mark.parametrize("text", [*TEXTS, *OF_PRACTICES])
def test_every_text_reads_easily_and_blames_nobody(text: str) -> None:
    assert troubles(text) == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_page_is_there_in_every_kind(kind: Kind) -> None:
    words = slip_words(kind)
    assert set(words.pages) == set(PAGES)
    assert {prompt.slug for prompt in words.setbacks} == {"signs", "helps", "call", "again_me", "again_us"}
    assert set(QUESTIONS) <= set(words.pages["neutral_friend"])
    assert set(SHELF_KINDS) <= set(words.pages["shelf"])
    assert {*HOPES, *CLOSING, "for_whom", "thanks"} <= set(words.pages["friend_card"])
    assert "{day}" in words.pages["friend_card"]["last_day"]


@pytest.mark.parametrize("kind", KINDS)
def test_the_gentle_page_says_first_that_one_may_stop_and_when_to_leave_it(kind: Kind) -> None:
    page = list(slip_words(kind).pages["where_from"])
    assert page.index("stop") < page.index("first") < page.index("learned") < page.index("rather")
    assert {"leave_1", "leave_2", "leave_3"} <= set(page)


def test_how_we_begin_again_hangs_on_a_clear_no() -> None:
    for each in itertools.product((False, True), repeat=4):
        switches = Switches(*each)
        shown = {prompt.slug for prompt in setbacks("partner", switches)}
        assert ("again_us" in shown) == allowed(switches).reaching
        assert "again_me" in shown


def test_at_work_nothing_is_odd() -> None:
    words = slip_words("work")
    said = [*strings(dict(words.pages)), *words.friend_items.values()]
    said += [text for prompt in words.setbacks for text in (prompt.title, prompt.question, prompt.reach, prompt.back)]
    mine = [one for one in practices("work") if one.group in MINE]
    said += [text for one in mine for text in (one.title, one.purpose, one.reach, one.back, one.not_for, *one.steps)]
    assert [trouble for text in said for trouble in troubles_at_work(text)] == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_practices_speak_to_both_sides_at_equal_length(kind: Kind) -> None:
    for one in practices(kind):
        if one.group in MINE:
            assert abs(len(one.reach.split()) - len(one.back.split())) <= 6, one.slug


def test_each_practice_hangs_on_what_it_has_to() -> None:
    """By hand: a limit is about contact; saying one is toward the other; seeing both halves needs the clear no."""
    found = {one.slug: one.tags for one in practices("partner") if one.group in MINE}
    private = {"if_then", "setbacks", "small_wins", "doubts", "where_from", "shelf", "trusted_friend"}
    assert set(found) == private | {"limit", "boundary_or_request", "neutral_friend"}
    for slug in private:
        assert (found[slug].switch, found[slug].needs, found[slug].never_with) == (ALWAYS, frozenset(), frozenset())
    assert found["limit"].switch == ALWAYS
    assert found["limit"].never_with == {STOPPED}
    for slug, switch in (("boundary_or_request", "reaching"), ("neutral_friend", "loop")):
        assert (found[slug].switch, found[slug].needs) == (switch, NEEDS)
        assert found[slug].never_with == DANGERS | {STOPPED}


def test_a_part_that_is_missing_is_refused() -> None:
    for page in (*PAGES, "friend_items"):
        with pytest.raises(ContentError):
            read_slip_words({key: words for key, words in GIVEN.items() if key != page}, "partner")
    with pytest.raises(ContentError):
        read_slip_words({**GIVEN, "slips": {}}, "partner")
