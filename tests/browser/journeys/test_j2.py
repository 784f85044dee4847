"""J2: the one who steps back is met first on his own side, makes a pause with a return time, notes a good moment."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from calm_page import is_calm
from playwright.sync_api import expect
from three_ways import bring_messages, fill, first_run, good_moment, look, questions, six_lines
from walk import SetOut, Walker

WORDS = "I want to think about this."


def begin(walker: Walker) -> None:
    walker.arrived.append(is_calm)
    first_run(walker, other="Mira")
    walker.go("Not now")
    six_lines(walker, reach=0, step_back=2)


def test_his_side_first_and_as_long_as_the_other(setting_out: SetOut) -> None:
    walker = setting_out()
    begin(walker)
    walker.go("The pattern")
    offered = walker.page.locator("main .lines a").all_inner_texts()
    assert offered[:2] == ["When you step back", "When you reach"]
    lengths = []
    for side in offered[:2]:
        walker.go(side)
        lengths.append((len(questions(walker)), walker.page.locator(".pair").count()))
        walker.go("Not now")
    assert lengths[0] == lengths[1] == (24, 12)
    walker.go("When you step back")
    fill(walker, ordinary=1, hard=4)
    expect(walker.page.locator(".halves")).to_have_count(0)  # nothing about the loop before it was switched on


def test_a_pause_with_a_return_time_then_a_good_moment(setting_out: SetOut, home: Path) -> None:
    walker = setting_out()
    begin(walker)
    walker.go("Something for right now")
    walker.go("Make the sentence")
    walker.write("own", WORDS)
    walker.choose("day", "tomorrow")
    walker.write("at", "20:00")
    walker.go("Make the sentence")
    expect(walker.page.locator(".finding")).to_have_text(f"{WORDS} I’ll come back tomorrow at 20:00.")
    walker.go("Change it")
    assert walker.page.locator("[name=own]").input_value() == ""
    assert not [path for path in home.rglob("*") if path.is_file() and WORDS.encode() in path.read_bytes()]
    walker.go("Back to your notes")
    good_moment(walker)
    walker.go("The pattern")
    walker.go("Moments")
    walker.reads("Someone gave room")


def test_a_pause_needs_no_notes_at_all(setting_out: SetOut, home: Path) -> None:
    walker = setting_out(java_script_enabled=False)
    walker.arrived.append(is_calm)
    walker.go("Something for right now")
    walker.go("Make the sentence")
    walker.choose("day", "tomorrow")
    walker.write("at", "07:30")
    walker.go("Make the sentence")
    walker.reads("I’ll come back tomorrow at 07:30.")
    assert not (home / "people").exists()


def test_what_his_messages_show_names_both(setting_out: SetOut, long_export: dict[str, Any]) -> None:
    walker = setting_out()
    begin(walker)
    walker.go("The pattern")
    walker.go("Messages")
    bring_messages(walker, long_export, me="Jon")
    look(walker)
    finding = walker.page.locator(".report .finding").first.inner_text()
    assert "you" in finding.lower()
    assert "Mira" in finding
