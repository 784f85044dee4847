"""J1: alone, and the one who usually reaches: guesses first, the reveal, the loop, a moment, the lock."""

from __future__ import annotations

from typing import Any

from calm_page import has_both_sides, is_calm
from playwright.sync_api import expect
from three_ways import from_the_reveal, hard_moment, to_the_reveal
from walk import SetOut, Walker


def test_her_first_evening(setting_out: SetOut, long_export: dict[str, Any]) -> None:
    walker = setting_out()
    walker.arrived += [is_calm, has_both_sides]
    to_the_reveal(walker, long_export)
    both_guesses_stand_beside_what_was_found(walker)
    every_picture_has_its_sentence_and_notes(walker)
    from_the_reveal(walker)
    assert walker.visitor.watch.console == []
    shows_nothing_any_more(walker)
    assert walker.visitor.watch.elsewhere == []
    assert [path for path in walker.paths if "token" in path or "jon" in path.lower()] == []


def both_guesses_stand_beside_what_was_found(walker: Walker) -> None:
    """Three rows: the share, her wait that she guessed, and his, which is never left out beside hers."""
    rows = walker.page.locator(".guesses li").all_inner_texts()
    assert len(rows) == 3
    assert "Your guess: 90 of 100" in rows[0]
    assert "The messages show: 70 of 100" in rows[0]
    assert "Your guess: 5 min" in rows[1]
    assert "Jon’s answers" in rows[2]
    assert "Your guess" not in rows[2]
    assert all("Could be" in row for row in rows)


def every_picture_has_its_sentence_and_notes(walker: Walker) -> None:
    """Beside each: from what it was counted."""
    sections = walker.page.locator(".report .section:has(figure.picture)")
    assert sections.count() >= 5
    for section in sections.all():
        assert section.locator(".finding").first.inner_text()
        assert "From" in section.locator(".notes").first.inner_text()


def shows_nothing_any_more(walker: Walker) -> None:
    """Back meets the lock or nothing, never a page of hers."""
    for _ in range(4):
        text = walker.back()
        assert "Jon" not in text
        assert "moment" not in text


def test_a_moment_can_be_undone_and_a_look_on_the_same_day_is_the_same_look(
    setting_out: SetOut, export: dict[str, Any]
) -> None:
    walker = setting_out()
    to_the_reveal(walker, export)
    walker.go("Today")
    hard_moment(walker)
    walker.go("Undo")
    walker.reads("Taken back.")
    walker.go("The pattern")
    walker.go("Moments")
    walker.reads("No moments yet")
    walker.go("Messages")
    expect(walker.page.locator(".report")).to_be_visible()
