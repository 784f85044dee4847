"""The loop's section: a sentence for every verdict, both people in it, nothing shown that is withheld."""

from __future__ import annotations

import dataclasses
import math

import pytest
from loops import ECHO, LOOPS, loop, none, reaching, slower, unsure
from pages import report
from test_wording import plain, words_of

from evenstep.errors import OptionError
from evenstep.loop.findings import VERDICTS, Controls, Interval
from evenstep.report.document import Report, build_report
from evenstep.report.halves import halves
from evenstep.report.names import People
from evenstep.report.sections.base import Section
from evenstep.report.wording import loop_method, loop_numbers

PEOPLE = People.of("Ada", "B", "Ada")


def section_of(made: Report) -> Section:
    return next(section for section in made.sections if section.slug == "loop")


def said(name: str, me: str | None = "Ada") -> str:
    return plain(section_of(report(loop=LOOPS[name], me=me)).finding)


def test_there_is_one_of_every_verdict_and_each_has_its_own_sentence() -> None:
    assert {found.verdict for found in LOOPS.values()} == set(VERDICTS)
    by_verdict = {found.verdict: said(name) for name, found in LOOPS.items() if not found.withheld}
    assert len(set(by_verdict.values())) == len(VERDICTS)


def test_no_loop_no_section() -> None:
    assert not [section for section in report().sections if section.slug == "loop"]
    assert report().loop is None


def test_one_circle_names_who_reaches_and_claims_no_order() -> None:
    expected = (
        "When you reached and B stepped back, each came with more of the other. Which came first, messages can’t tell. "
        "With B as the one who reaches, one half can’t be told, and one shows no sign."
    )
    assert said("one circle") == expected
    assert said("one circle", "B").startswith("When Ada reached and you stepped back, each came")
    assert said("one circle", None).startswith("When Ada reached and B stepped back, each came")


def test_the_circle_of_b_is_said_from_b() -> None:
    found = loop("both directions", slower("a"), unsure("a", "k"), none("b", "w"), reaching("b"), circles=("b",))
    made = section_of(report(loop=found))
    assert plain(made.finding).startswith("When B reached and you stepped back, each came")
    assert [chart.data.closes for chart in made.charts] == [False, True]


def test_two_circles_are_said_in_one_breath() -> None:
    expected = "Both circles show, the one with you as the one who reaches and the one with B."
    assert said("two circles").startswith(expected)
    assert "When one of the two reached" in said("two circles", None)


def test_half_a_circle_says_first_that_it_is_half() -> None:
    assert said("one half") == (
        "Only half of a circle shows: after B’s answers had slowed, you reached out more than usual. "
        "The other half of it can’t be told. "
        "With B as the one who reaches, one half can’t be told, and one shows no sign."
    )
    assert said("two halves").startswith("Only halves show, one of each circle: after B’s answers had slowed, you")
    assert "; and after your answers had slowed, B reached out more than usual." in said("two halves")
    assert said("two halves").endswith("The other two can’t be told.")
    turned = "With B as the one who reaches, one half goes the other way round, and one shows no sign."
    assert said("half and sooner").endswith(turned)


def test_the_other_way_round_is_said_as_such() -> None:
    assert said("the other way round") == (
        "What shows is the other way round from a circle: after you had lately written again, B answered sooner "
        "than usual; and after B’s answers had slowed, you reached out less than usual. The other two show no sign."
    )


def test_what_a_check_takes_back_says_which() -> None:
    whether = "Can’t tell whether there is a circle between you and B. Both halves of one show."
    assert said("fooled circle").startswith(
        whether + " But a circle closed, too, with one history moved by whole weeks"
    )
    assert said("untested circle").startswith(whether + " But there is not enough in the weeks that were left out")
    made = section_of(report(loop=LOOPS["untested circle"]))
    assert not any(chart.data.closes for chart in made.charts)
    told, could = section_of(report(loop=LOOPS["found in moved weeks"])).lines[1]
    assert plain(told) == "Can’t tell whether you reached out more or less after B’s answers had slowed."
    assert plain(could).startswith(
        "Could be 100 to 169 where it is usually 100. We found as much with one history moved"
    )


@pytest.mark.parametrize("me", ["Ada", "B", None])
@pytest.mark.parametrize("name", [name for name, found in LOOPS.items() if found.verdict != "not enough yet"])
def test_every_sentence_and_every_number_is_about_both(name: str, me: str | None) -> None:
    section = section_of(report(loop=LOOPS[name], me=me))
    people = report(me=me).people
    for sentence in (section.finding, *(text for text, _ in section.lines)):
        words = plain(sentence).replace("’s", "").lower().replace(",", "").replace(".", "").replace(":", "").split()
        for person in (people.first, people.second):
            assert {"you", "your"} & set(words) if person.is_me else person.name.lower() in words, sentence


@pytest.mark.parametrize("name", ["not enough yet", "does not fit"])
def test_what_is_withheld_leaves_no_effect_on_the_page(name: str) -> None:
    section = section_of(report(loop=LOOPS[name]))
    assert not section.enough
    assert section.charts == section.lines == section.key == ()
    text = " ".join(words_of(report(loop=LOOPS[name])))
    for number in ("142", "1.42", "0.78", "78 in the time", "reached out more than usual"):
        assert number not in text


def test_not_enough_yet_says_what_would_be_enough() -> None:
    section = section_of(report(loop=LOOPS["not enough yet"]))
    six = "Not enough yet to say. About 6 more weeks of messages would help. There is no hurry."
    assert plain(section.finding) == six
    assert plain(section.notes[0][1]) == (
        "4 weeks, 212 turns, and as few as 7 times to look at for one half. This needs 10 weeks, 300 turns and 15 times"
    )


def test_what_does_not_fit_is_named() -> None:
    section = section_of(report(loop=LOOPS["does not fit"]))
    assert plain(section.finding).startswith("Can’t say. Our way of describing when you and B write does not fit")
    assert plain(section.more[0]) == "In weeks that were left out of the fit, this did not match: when B answered."


def test_plain_numbers_are_paces_and_counts_out_of_a_hundred() -> None:
    lines = [(plain(text), plain(could)) for text, could in section_of(report(loop=LOOPS["one circle"])).lines]
    assert lines[0] == (
        "After you had lately written again, B’s answers came at a slower pace: about 78 in the time that usually "
        "holds 100. At that pace, an hour of waiting is about 1 h 17 min.",
        "Could be 66 to 92 where it is usually 100.",
    )
    assert lines[1] == (
        "After B’s answers had slowed, you reached out more: about 142 times where it is usually 100.",
        "Could be 119 to 169 where it is usually 100.",
    )
    assert lines[2][0] == "After B had lately written again, your answers came at about their usual pace."
    assert lines[3][0] == "Can’t tell whether B reached out more or less after your answers had slowed."


def test_a_range_that_shows_is_never_rounded_onto_no_change() -> None:
    close = dataclasses.replace(reaching("a"), ratio=Interval(1.003, 1.4))
    found = loop("one direction", none("a", "w"), close, unsure("b", "w"), none("b", "k"))
    assert "Could be 100.3 to 140 where" in plain(section_of(report(loop=found)).lines[1][1])
    assert plain(section_of(report(loop=found)).charts[0].table.rows[1][2]) == "1.003–1.40"
    hair = dataclasses.replace(slower("b"), rate_ratio=0.998, ratio=Interval(0.004, 0.99996))
    text, could = loop_numbers.line(halves(loop("one direction", *found.effects[:2], hair, none("b", "k")), PEOPLE)[0],
                                    found.enough)  # fmt: skip
    assert "about 99.8 in the time that usually holds 100" in plain(text)
    assert plain(could) == "Could be fewer than 1 to 99.996 where it is usually 100."


def test_no_range_and_too_little_are_said_and_never_printed_as_numbers() -> None:
    lines = [(plain(text), plain(could)) for text, could in section_of(report(loop=LOOPS["nothing estimated"])).lines]
    assert lines[0][1] == "The messages set no bound to it, so no number can be given."
    assert lines[2] == (
        "Not enough yet to tell whether you answered later or sooner after B had lately written again.",
        "There were 7 times to look at; this needs 15.",
    )


def test_an_echo_that_could_not_be_worked_out_is_left_out() -> None:
    gone = dataclasses.replace(ECHO, wait_hours=Interval(0.1, math.inf))
    found = dataclasses.replace(LOOPS["one circle"], echoes=(gone,))
    assert len(section_of(report(loop=found)).lines) == 4


def test_a_very_wide_range_is_not_spelled_out() -> None:
    wide = dataclasses.replace(unsure("a", "k"), ratio=Interval(0.031, 4567.0))
    found = loop("can't tell", unsure("a", "w"), wide, unsure("b", "w"), unsure("b", "k"))
    section = section_of(report(loop=found))
    assert plain(section.lines[1][1]) == "Could be 3 to more than 1,000 where it is usually 100."
    assert plain(section.charts[0].table.rows[1][2]) == "0.03–over 10"


def test_the_checks_are_said_as_they_came_out() -> None:
    section = section_of(report(loop=LOOPS["one circle"]))
    how, doubts = dict(section.how), dict(section.doubts)
    assert plain(how["Does it fit"]).endswith("6 of 6 such checks held.")
    assert plain(how["A check"]) == (
        "We moved B’s history by whole weeks, 51 times, so that no loop with you can be left. "
        "A circle then closed once."
    )
    assert doubts["What the check found"] == how["A check"]
    assert "Busy spells were seen for you, not for B. Drift was seen for you and for B." in plain(how["Busy times"])
    faint = dataclasses.replace(LOOPS["one circle"].availability[0], spell_depth=0.02, drift_sd=0.001)
    quiet = dataclasses.replace(LOOPS["one circle"], availability=(faint, faint))
    seen = plain(dict(loop_method.how(PEOPLE, quiet))["Busy times"])
    assert "Busy spells were seen neither for you nor for B. Drift was seen neither for you nor for B." in seen
    assert "closed not once" in plain(loop_method.control(PEOPLE, Controls(51, 0, (0, 0, 0, 0))))
    assert "was not done" in plain(loop_method.control(PEOPLE, Controls(0, 0, (0, 0, 0, 0))))
    assert section.notes[-1][0] == "Holds"
    assert section_of(report(loop=LOOPS["nothing estimated"])).notes[-1][0] == "Leans on"


def test_labels_swapped_the_same_halves_come_in_the_persons_order() -> None:
    found = LOOPS["one circle"]
    assert [half.effect for half in halves(found, PEOPLE)] == [found.effects[i] for i in (2, 1, 0, 3)]
    assert [half.effect for half in halves(found, PEOPLE.swapped())] == [found.effects[i] for i in (0, 3, 2, 1)]


def test_a_half_pulls_upward_in_the_direction_of_a_circle() -> None:
    later, more = halves(LOOPS["one circle"], PEOPLE)[:2]
    assert later.pull.low == pytest.approx(-math.log(0.92)) and later.pull.high == pytest.approx(-math.log(0.66))
    assert more.pull == Interval(math.log(1.19), math.log(1.69))


def test_the_table_holds_all_four_with_both_ranges() -> None:
    charts = section_of(report(loop=LOOPS["one circle"])).charts
    tables = [[[plain(cell) for cell in row] for row in (c.table.headers, *c.table.rows)] for c in charts]
    later, more = ([row[i] for row in tables[0]] for i in (1, 2))
    assert later == [
        "B’s pace of answers after you wrote again", "0.78", "0.66–0.92", "0.68–0.89", "0.66–0.92", "96", "shows",
    ]  # fmt: skip
    assert more[:3] == ["Your reaching after B slowed", "1.42", "1.19–1.69"]
    assert tables[1][-1] == ["Answer", "no sign", "can’t tell"]
    none_at_all = section_of(report(loop=LOOPS["nothing estimated"])).charts[0].table.rows
    assert [plain(row[1]) for row in none_at_all[:4]] == ["none"] * 4


def test_a_loop_of_another_conversation_is_refused() -> None:
    from test_document import NOW, QUICK, READING, talk

    conversations, events = talk(days=20)
    other = dataclasses.replace(LOOPS["no sign"], conversation_id="another")
    with pytest.raises(OptionError, match="loop"):
        build_report(conversations, events, [READING], me=None, now=NOW, options=QUICK, loop=other)
    own = dataclasses.replace(other, conversation_id=conversations["conversation_id"][0])
    made = build_report(conversations, events, [READING], me=None, now=NOW, options=QUICK, loop=own)
    assert made.loop is own
    assert section_of(made).enough
