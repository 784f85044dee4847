"""From uploads to the page: the same report as the library builds, over one file and over several."""

from __future__ import annotations

from datetime import UTC, datetime

from evenstep import gather
from evenstep.loop.fit import fit_loop
from evenstep.report.document import build_report
from evenstep.report.html import render_body
from evenstep.samples import ZONE, sample_export, sample_hard_weeks
from evenstep.sources.archive import NamedBytes
from evenstep.web.outcome import OTHER_PEOPLE, Answers, Outcome, Upload
from evenstep.web.pattern import look, sample

NOW = datetime(2026, 1, 1, tzinfo=UTC)
CHAT = sample_export("short")
NAME = "WhatsApp Chat with Jon.txt"


def run(answers: dict[str, str], *texts: str, weeks: frozenset[str] = frozenset()) -> Outcome:
    uploads = [Upload(n, NAME, text.encode()) for n, text in enumerate(texts)]
    return look(uploads, Answers(answers, weeks), ZONE, NOW)


def test_questions_come_before_the_page() -> None:
    outcome = run({}, CHAT)
    assert outcome.shown is None
    assert {ask.key for ask in outcome.asks} == {"all-zone", "me-0"}
    assert {ask.file for ask in outcome.asks} == {""}
    assert outcome.files[0].messages > 50


def test_the_page_is_the_librarys_own_report() -> None:
    weeks = sample_hard_weeks("short")
    outcome = run({"all-zone": ZONE, "me-0": "Mira"}, CHAT, weeks=weeks)
    answers = gather.Answers(two=("Mira", "Jon"), me="Mira", zone=ZONE)
    pair = gather.gather([NamedBytes(NAME, CHAT.encode())], answers, now=NOW)
    loop = fit_loop(pair.conversations, pair.events)
    report = build_report(
        pair.conversations, pair.events, pair.readings, me="Mira", hard_weeks=weeks, now=NOW, loop=loop
    )
    assert outcome.shown is not None
    assert outcome.shown.label == "You and Jon"
    assert outcome.shown.body == render_body(report)


def test_one_may_not_say_who_one_is() -> None:
    outcome = run({"all-zone": ZONE, "me-0": ""}, CHAT)
    assert outcome.shown is not None
    assert outcome.shown.label == "Jon and Mira"
    assert "Your own week" not in outcome.shown.body


def test_the_same_file_twice_changes_nothing_but_the_reading() -> None:
    once = run({"all-zone": ZONE, "me-0": "Mira"}, CHAT).shown
    twice = run({"all-zone": ZONE, "me-0": "Mira"}, CHAT, CHAT).shown
    assert once is not None
    assert twice is not None
    finding = once.body.partition('<p class="finding">')[2].partition("</p>")[0]
    assert finding
    assert finding in twice.body


def test_two_files_with_different_names_become_one_timeline() -> None:
    half = CHAT.count("\n") // 2
    lines = CHAT.splitlines(keepends=True)
    first, second = "".join(lines[:half]), "".join(lines[half:]).replace("Jon:", "Jonathan:").replace("Mira:", "Me:")
    order = {"read-date_order-0": "dmy", "read-date_order-1": "dmy"}
    outcome = run({"all-zone": ZONE, "me-0": "Mira", "me-1": "Me", **order}, first, second)
    whole = run({"all-zone": ZONE, "me-0": "Mira"}, CHAT)
    assert outcome.shown is not None
    assert whole.shown is not None
    assert outcome.shown.label == "You and Jon"
    assert "Jonathan" not in outcome.shown.body
    finding = whole.shown.body.partition('<p class="finding">')[2].partition("</p>")[0]
    assert finding in outcome.shown.body


def test_a_refused_file_does_not_stop_the_others() -> None:
    outcome = look(
        [Upload(0, "page.html", b"<!doctype html><html></html>"), Upload(1, NAME, CHAT.encode())],
        Answers({"all-zone": ZONE, "me-1": "Mira"}),
        ZONE,
        NOW,
    )
    assert [problem.code for problem in outcome.problems] == ["E111"]
    assert outcome.shown is not None


def test_a_file_of_other_people_is_left_out_when_one_says_so() -> None:
    others = CHAT.replace("Mira:", "Dora:").replace("Jon:", "Emil:")
    asked = run({"all-zone": ZONE}, CHAT, others)
    for ask in (ask for ask in asked.asks if ask.kind == "me"):
        assert [choice.value for choice in ask.choices][-1] == OTHER_PEOPLE
    left = run({"all-zone": ZONE, "me-0": "Mira", "me-1": OTHER_PEOPLE}, CHAT, others)
    alone = run({"all-zone": ZONE, "me-0": "Mira"}, CHAT)
    assert left.shown is not None
    assert alone.shown is not None
    assert left.shown.label == "You and Jon"
    assert "Emil" not in left.shown.body
    finding = alone.shown.body.partition('<p class="finding">')[2].partition("</p>")[0]
    assert finding in left.shown.body
    assert [(problem.number, problem.what) for problem in left.problems] == [(1, "Left out, as you said.")]


def test_when_every_file_is_left_out_nothing_is_read() -> None:
    both = run({"all-zone": ZONE, "me-0": OTHER_PEOPLE, "me-1": OTHER_PEOPLE}, CHAT, CHAT.replace("Jon:", "Emil:"))
    assert (both.shown, both.asks, len(both.problems)) == (None, (), 2)


def test_nothing_but_refusals_is_said() -> None:
    outcome = look([Upload(0, "x", b"\x00\x01\x02")], Answers(), ZONE, NOW)
    assert outcome.shown is None
    assert outcome.asks == ()
    assert len(outcome.problems) == 1


def test_the_invented_people_have_a_page() -> None:
    shown = sample(NOW)
    assert shown.label == "You and Jon"
    assert "<script" not in shown.body
    assert "style=" not in shown.body
