"""The loop's words: nothing absent that cannot be told, no number that contradicts its sentence, problems named."""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Callable, Iterator

import pytest
from loops import ECHO, blank, less, loop, none, reaching, slower, sooner, unsure
from test_wording import plain

from evenstep.loop.findings import Answer, Echo, Effect, Interval, LoopResult, PersonKey
from evenstep.loop.rule import circles_of, verdict_of
from evenstep.report.halves import circles, halves
from evenstep.report.names import People
from evenstep.report.wording import circles as circle_words
from evenstep.report.wording import loop as loop_words
from evenstep.report.wording import loop_numbers

PEOPLE = People.of("Ada", "B", "Ada")
FEW = "too few episodes"


def every_loop() -> Iterator[LoopResult]:
    """All answers that four halves can have together, with the verdict that the fit gives them."""
    makers: dict[Answer, tuple[Callable[[PersonKey], Effect], Callable[[PersonKey], Effect]]] = {
        "shows": (slower, reaching),
        "opposite": (sooner, less),
        "no sign": (lambda who: none(who, "w"), lambda who: none(who, "k")),
        "can't tell": (lambda who: unsure(who, "w"), lambda who: unsure(who, "k")),
        "not enough yet": (lambda who: blank(who, "w", FEW), lambda who: blank(who, "k", FEW)),
    }
    for answers in itertools.product(makers, repeat=4):
        w_a, k_a, w_b, k_b = (makers[answer][n % 2]("ab"[n // 2]) for n, answer in enumerate(answers))
        yield loop(verdict_of(answers), w_a, k_a, w_b, k_b, circles=circles_of(answers))


def test_nothing_is_called_absent_that_cannot_be_told() -> None:
    """In all 625 combinations: “no sign” only where a half shows none, and every answer in the sentence is there."""
    words: dict[Answer, str] = {
        "no sign": r"no sign",
        "can't tell": r"can’t be told|Can’t tell|fit without one",
        "not enough yet": r"(?:not|Not) enough yet",
    }
    for found in every_loop():
        text = plain(loop_words.finding(PEOPLE, found)).replace(loop_words.WHICH_FIRST, "")
        answers = {effect.answer for effect in found.effects}
        assert not re.search(r"\bno (?:whole )?(?:circle|half)\b|[Nn]othing|[Nn]one\b", text), text
        for answer, pattern in words.items():
            if re.search(pattern, text):
                expected = {"can't tell", "not enough yet"} if answer == "can't tell" else {answer}
                assert answers & expected, (answers, text)
        if found.verdict in ("both directions", "one direction", "the other way round"):
            for answer in answers - {"shows", "opposite"}:
                assert re.search(words[answer], text), (answers, text)


@pytest.mark.parametrize(
    ("reach", "words"),
    [
        ((1.1, 2.0), "above 1, so in the model the reaching grows"),
        ((0.1, 2.0), "above 0"),
        ((-0.1, 2.0), "could be 0"),
        ((-0.4, -0.1), "below 0"),
    ],
)
def test_the_echo_is_a_property_of_the_model(reach: tuple[float, float], words: str) -> None:
    (text, could), (answer, wait) = loop_numbers.echo(PEOPLE, dataclasses.replace(ECHO, reach_acts=Interval(*reach)))
    assert plain(text).startswith(
        "In the model, one more follow-up by you to B comes with about 0.4 more reaches by you over the next 7 days"
    )
    assert words in plain(text)
    assert "describes the model" in plain(could)
    assert plain(answer) == (
        "In the model, after one more follow-up by you, B’s answer comes about 2 h 6 min later, "
        "in B’s own active hours."
    )
    assert plain(wait) == "Could be 36 min to 4 h later. " + loop_numbers.REMINDED
    other = loop_numbers.echo(PEOPLE, Echo("b", 1, Interval(0, 2), 1, Interval(-1, 2)))
    assert "your answer comes about 1 h later" in plain(other[1][0])
    assert plain(other[1][1]) == "Could be 1 h sooner to 2 h later. " + loop_numbers.REMINDED


@pytest.mark.parametrize(
    ("reach", "could"),
    [
        ((0.03, 0.8), "0.03 to 0.8 more reaches"),
        ((0.000004, 0.8), "just above 0 to 0.8 more reaches"),
        ((0.96, 1.3), "0.96 to 1.3 more reaches"),
        ((1.004, 1.3), "1.004 to 1.3 more reaches"),
        ((-0.02, 0.8), "0.02 fewer to 0.8 more reaches"),
        ((-0.8, -0.03), "0.03 to 0.8 fewer reaches"),
    ],
)
def test_the_ends_of_an_echo_never_contradict_what_is_said_of_it(reach: tuple[float, float], could: str) -> None:
    told = plain(loop_numbers.echo(PEOPLE, dataclasses.replace(ECHO, reach_acts=Interval(*reach)))[0][1])
    assert told.startswith(f"Could be {could}. ")


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        ("separation", "The messages set no bound to it, so no number can be given."),
        ("at the boundary", "What was found lies at the edge of where we look, so no number can be given."),
        ("search did not end", "Our search for the number did not come to an end, so none is given."),
        ("another", "No range can be given."),
    ],
)
@pytest.mark.parametrize("answer", ["not enough yet", "can't tell"])
def test_a_half_without_a_number_says_what_was_in_the_way(problem: str, said: str, answer: Answer) -> None:
    gone = dataclasses.replace(blank("b", "w", problem), answer=answer, episodes=300)
    found = loop("can't tell", unsure("a", "w"), unsure("a", "k"), gone, unsure("b", "k"))
    text, could = loop_numbers.line(halves(found, PEOPLE)[0], found.enough)
    begin = "Not enough yet to tell" if answer == "not enough yet" else "Can’t tell"
    assert plain(text) == f"{begin} whether B answered later or sooner after you had lately written again."
    assert plain(could) == said
    assert "300 times to look at" not in plain(text) + plain(could)


@pytest.mark.parametrize(
    ("later", "more", "said"),
    [
        (unsure("b", "w"), unsure("a", "k"), "Neither half can be told, nor whether the circle closes."),
        (
            unsure("b", "w"),
            reaching("a"),
            "One half shows, one can’t be told. Whether the circle closes can’t be told.",
        ),
        (none("b", "w"), reaching("a"), "One half shows, one shows no sign. The circle stays open."),
        (none("b", "w"), none("a", "k"), "Neither half shows a sign. The circle stays open."),
        (sooner("b"), unsure("a", "k"), "One half goes the other way round, one can’t be told. The circle stays open."),
    ],
)
def test_a_circle_is_called_open_only_where_a_half_speaks_against_it(later: Effect, more: Effect, said: str) -> None:
    found = loop("can't tell", none("a", "w"), more, later, none("b", "k"))
    assert plain(circle_words.caption(circles(found, PEOPLE)[0])) == said


def test_inside_the_picture_what_does_not_show_is_a_question() -> None:
    found = loop("one direction", none("a", "w"), reaching("a"), unsure("b", "w"), less("b"))
    assert [plain(circle_words.move(half)) for half in halves(found, PEOPLE)] == [
        "B answers later?",
        "you reach out more",
        "you answer later?",
        "B reaches out less",
    ]
