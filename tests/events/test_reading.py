"""The reading report balances, and its rejects and notes speak in one form."""

from __future__ import annotations

import pytest

from evenstep.errors import Choice as AChoice
from evenstep.errors import NeedsAnswer, describe
from evenstep.events.reading import Note, Reading, empty_rejects, make_rejects, reject_lines, summarise
from evenstep.problem_codes import CODES


def test_a_reading_balances_only_when_every_record_is_accounted_for() -> None:
    assert Reading("chat.txt", "whatsapp", seen=10, imported=6, already_there=1, skipped=1, system=2).balances
    assert not Reading("chat.txt", "whatsapp", seen=10, imported=6, skipped=1, system=2).balances


def test_a_reject_says_code_file_place_what_and_what_to_do() -> None:
    rejects = make_rejects([("E214", "chat.txt", "line 8,113", 8113, "")])
    (line,) = reject_lines(rejects)
    assert line.startswith("E214 · chat.txt, line 8,113 · This line has no date we recognise. · ")
    assert line.endswith(CODES["E214"].to_do)
    assert rejects.schema == empty_rejects().schema


def test_a_long_list_of_rejects_is_cut() -> None:
    assert len(reject_lines(make_rejects([("E214", "c", f"line {i}", i, "") for i in range(50)]), most=5)) == 5


def test_an_unknown_code_cannot_be_used() -> None:
    with pytest.raises(KeyError):
        make_rejects([("E999", "c", "", None, "")])


def test_notes_speak_in_the_same_form() -> None:
    reading = Reading("c.txt", "whatsapp", 0, 0, 0, 0, notes=(Note("E218", detail="40,012 messages"),))
    assert reading.note_lines() == [describe("E218", "c.txt", "", "40,012 messages")]


def test_a_question_names_its_option_in_both_worlds() -> None:
    question = NeedsAnswer(
        "date_order", "Which comes first?", [AChoice("dmy", "1 February"), AChoice("mdy", "")], "c.txt"
    )
    assert "date_order=" in str(question)
    assert "--date-order" in str(question)
    assert "dmy = 1 February; mdy" in str(question)


def test_what_was_kept_aside_is_summed_up_by_code_with_its_first_place() -> None:
    rejects = make_rejects(
        [("E226", "t", "row 3", 3, ""), ("E230", "t", "row 5", 5, ""), ("E226", "t", "row 9", 9, "")]
    )
    assert summarise(rejects) == (Note("E226", "row 3", "", 2), Note("E230", "row 5", "", 1))
