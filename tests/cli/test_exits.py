"""How an error is told: one line for scripts and logs, three for a person at a screen."""

from __future__ import annotations

from evenstep.errors import InputError, OptionError
from evenstep.exits import _told

REFUSED = InputError("E107", "chat\x1b.zip", "_chat.txt")


def test_a_refusal_on_a_screen_says_which_file_what_is_wrong_and_what_to_do_each_on_a_line() -> None:
    lines = _told(REFUSED, on_a_screen=True).split("\n")
    assert [line.strip() for line in lines] == [
        "E107 · chat\\x1b.zip, _chat.txt",
        "This zip has a password.",
        "Unpack it yourself and choose the chat file.",
    ]


def test_elsewhere_it_is_one_line_and_so_is_every_other_error() -> None:
    assert "\n" not in _told(REFUSED, on_a_screen=False)
    assert _told(OptionError("zone", "no"), on_a_screen=True) == "zone: no"
