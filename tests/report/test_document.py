"""build_report: measured for real on an invented conversation, and the same whoever is called a."""

from __future__ import annotations

import dataclasses
from dataclasses import FrozenInstanceError
from datetime import UTC, datetime

import polars as pl
import pytest
from talk import talk

from evenstep.errors import OptionError
from evenstep.events.reading import Reading
from evenstep.measures.base import MeasureOptions
from evenstep.report.document import Report, build_report

NOW = datetime(2025, 3, 1, tzinfo=UTC)
QUICK = MeasureOptions(draws=200)
READING = Reading("chat.txt", "whatsapp", 10, 8, 1, 1)


def build(*, me: str | None = "Ada", options: MeasureOptions = QUICK, **kwargs: object) -> Report:
    conversations, events = talk(**kwargs)  # type: ignore[arg-type]
    return build_report(conversations, events, [READING], me=me, now=NOW, options=options)


@pytest.fixture(scope="module")
def long() -> Report:
    return build()


def test_a_long_conversation_answers_every_question(long: Report) -> None:
    assert [s.slug for s in long.sections] == [
        "starts", "sweep", "waiting", "reach", "runs", "participation", "months", "week", "research", "reading",
    ]  # fmt: skip
    assert all(section.enough for section in long.sections)
    assert {chart.kind for s in long.sections for chart in s.charts} == {
        "split",
        "cuts",
        "curves",
        "months",
        "runs",
        "week",
    }


def test_the_true_starter_is_found_and_said(long: Report) -> None:
    assert str(long.sections[0].finding).startswith("Over this time you started more often: about 6")


def test_a_short_conversation_says_how_many_weeks_would_help() -> None:
    made = build(days=25)
    assert str(made.sections[0].finding).startswith("Not enough yet to say. About ")
    assert not any(section.enough for section in made.sections if section.slug != "reading")
    assert not any(section.charts for section in made.sections)


def test_me_may_be_given_or_come_from_the_table_or_be_nobody(long: Report) -> None:
    assert build(me=None).people == long.people
    conversations, events = talk(me=None)
    made = build_report(conversations, events, [READING], me=None, now=NOW, options=QUICK)
    assert made.people.me is None
    assert "week" not in {s.slug for s in made.sections}


def test_swapping_the_labels_changes_no_sentence(long: Report) -> None:
    conversations, events = talk()
    swapped = conversations.with_columns(person_a="person_b", person_b="person_a")
    made = build_report(swapped, events, [READING], me="Ada", now=NOW, options=QUICK)
    assert [str(s) for s in made.sentences] == [str(s) for s in long.sentences]
    assert made.people.first.key == "b"


def test_hard_weeks_reach_the_measures() -> None:
    conversations, events = talk()
    hard = frozenset(f"2024-W{week:02d}" for week in range(1, 50, 2))
    made = build_report(conversations, events, [READING], me="Ada", now=NOW, options=QUICK, hard_weeks=hard)
    reach = next(s for s in made.sections if s.slug == "reach")
    assert "weeks called hard" in str(reach.more[0])
    assert {row.middle_words for row in reach.charts[0].data.rows} == {
        "all weeks",
        "ordinary weeks",
        "weeks called hard",
    }


def test_a_minute_clock_is_known_to_the_sentences(long: Report) -> None:
    assert long.history.resolution_s == 60.0


def test_wrong_questions_are_named() -> None:
    conversations, events = talk(days=20)
    with pytest.raises(OptionError, match="me"):
        build_report(conversations, events, [READING], me="Zoe", now=NOW, options=QUICK)
    with pytest.raises(OptionError, match="one conversation"):
        build_report(pl.concat([conversations, conversations]), events, [READING], me=None, now=NOW, options=QUICK)
    nobody = conversations.with_columns(person_b=pl.lit(None, dtype=pl.String), me=pl.lit(None, dtype=pl.String))
    with pytest.raises(OptionError, match="two persons"):
        build_report(nobody, events, [READING], me=None, now=NOW, options=QUICK)


def test_a_conversation_without_events_is_a_calm_page() -> None:
    conversations, events = talk(days=20)
    made = build_report(conversations, events.clear(), [], me=None, now=NOW, options=QUICK)
    assert "Not enough yet to say. There is no hurry." in str(made.sections[0].finding)


def test_the_same_blank_is_said_once() -> None:
    conversations, events = talk(days=20)
    made = build_report(conversations, events.clear(), [], me=None, now=NOW, options=QUICK)
    blanks = [str(section.finding) for section in made.sections if not section.enough]
    in_full = [blank for blank in blanks if blank != "Not enough yet here either."]
    assert len(in_full) == len(set(in_full)) < len(blanks) - 3


def test_what_the_page_does_not_use_of_the_files_is_said() -> None:
    conversations, events = talk(days=20)
    for more, said in ((0, False), (590, True)):
        held = dataclasses.replace(READING, imported=events.height + more)
        made = build_report(conversations, events, [held], me=None, now=NOW, options=QUICK)
        facts = {head: str(text) for head, text in made.sections[-1].facts}
        assert ("On this page" in facts) == said
    assert facts["On this page"].startswith(f"{events.height:,} of the {events.height + 590:,} kept.")


def test_a_report_cannot_be_changed(long: Report) -> None:
    with pytest.raises(FrozenInstanceError):
        long.title = long.lead  # type: ignore[misc]
