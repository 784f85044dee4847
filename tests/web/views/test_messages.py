"""Messages in a space: bringing, guessing, looking, the weekly change, and taking back."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from django.test import Client
from fake_house import Clock

from evenstep.report.names import say
from evenstep.report.sections.base import Section
from evenstep.samples import sample_export
from evenstep.web import imports, making
from evenstep.web.house import House
from evenstep.web.models import Guess, Import, Space
from evenstep.web.vault.opened import Opened

Post = Callable[..., Any]


def file(text: str, name: str = "WhatsApp Chat with Jon.txt") -> io.BytesIO:
    made = io.BytesIO(text.encode())
    made.name = name
    return made


@pytest.fixture(scope="session")
def short() -> str:
    return sample_export("short")


def bring(client: Client, post: Post, space: Space, text: str) -> Any:
    ask = post(client, f"/n/{space.key}/bring", {"files": [file(text)]}).headers["Location"]
    page = client.get(ask).content.decode()
    me = page.partition("Mira (")[0].rpartition('value="')[2].partition('"')[0]
    return post(client, ask, {"all-zone": zone(page), "me-0": me, "weeks": ""})


def zone(page: str) -> str:
    return page.partition('name="all-zone"')[2].partition(" selected")[0].rpartition('value="')[2].partition('"')[0]


def shown(client: Client, path: str) -> str:
    """The page once it is worked out."""
    for _ in range(600):
        response = client.get(path)
        text = response.content.decode()
        if response.status_code == 200 and "Working it out" not in text:
            return text
        assert response.status_code == 200, response.headers
        time.sleep(0.1)
    raise AssertionError("it was never worked out")


def test_from_a_file_to_the_pattern(inside: Client, post: Post, space: Space, short: str) -> None:
    response = bring(inside, post, space, short)
    assert response.headers["Location"] == f"/n/{space.key}/messages"
    assert inside.get(f"/n/{space.key}/messages").headers["Location"] == f"/n/{space.key}/guess"
    post(inside, f"/n/{space.key}/guess", {"starts": "80", "my_wait": "900", "their_wait": ""})
    assert {(g.figure, g.value) for g in Guess.objects.all()} == {("starts", 0.8), ("my_wait", 900.0)}
    text = shown(inside, f"/n/{space.key}/messages")
    assert 'class="report"' in text
    assert "The loop" in shown(inside, f"/n/{space.key}/loop")


def test_every_guess_can_be_left_out(inside: Client, post: Post, space: Space, short: str) -> None:
    bring(inside, post, space, short)
    assert post(inside, f"/n/{space.key}/guess", {}).headers["Location"] == f"/n/{space.key}/messages"
    assert not Guess.objects.exists()
    assert "Your guess, and what was found" not in shown(inside, f"/n/{space.key}/messages")


def test_a_guess_out_of_range_is_said(inside: Client, post: Post, space: Space, short: str) -> None:
    bring(inside, post, space, short)
    response = post(inside, f"/n/{space.key}/guess", {"starts": "180"})
    assert response.status_code == 422
    assert "A number from 0 to 100." in response.content.decode()
    assert 'value="180"' in response.content.decode()


def looked_at(client: Client, post: Post, space: Space, text: str) -> None:
    bring(client, post, space, text)
    post(client, f"/n/{space.key}/guess", {})
    shown(client, f"/n/{space.key}/messages")


def test_a_second_look_in_a_week_asks_first_and_never_locks(
    inside: Client, post: Post, space: Space, short: str, clock: Clock, house: House, opened: Opened
) -> None:
    looked_at(inside, post, space, short)
    assert inside.get(f"/n/{space.key}/messages").status_code == 200  # half an hour is one look
    clock.later(seconds=3 * 3600)
    come_back(inside, house, opened)
    assert inside.get(f"/n/{space.key}/messages").headers["Location"] == f"/n/{space.key}/again/messages"
    clock.later(days=2)
    come_back(inside, house, opened)
    response = inside.get(f"/n/{space.key}/messages")
    assert response.headers["Location"] == f"/n/{space.key}/again/messages"
    text = inside.get(response.headers["Location"]).content.decode()
    assert "What are you hoping to find?" in text
    assert "Nothing here changes before Monday, 30 November." in text
    post(inside, f"/n/{space.key}/again/messages")
    assert inside.get(f"/n/{space.key}/messages").status_code == 200
    clock.later(days=5)
    come_back(inside, house, opened)
    assert inside.get(f"/n/{space.key}/messages").status_code == 200  # the week has turned


def come_back(client: Client, house: House, opened: Opened) -> None:
    """A new visit of the same person: the old one is over by then."""
    client.get(f"/open/{house.launch.issue()}")
    visit = house.visits.find(client.cookies[house.cookie].value)
    assert visit is not None
    visit.unlock(opened)


def test_later_messages_join_at_the_weekly_change(
    inside: Client, post: Post, space: Space, short: str, clock: Clock, house: House, opened: Opened
) -> None:
    looked_at(inside, post, space, short)
    clock.later(days=3)
    come_back(inside, house, opened)
    response = bring(inside, post, space, short)
    assert response.headers["Location"] == f"/n/{space.key}/brought"
    assert [one.joins_on.isoformat() for one in space.imports.all()] == ["2026-11-23", "2026-11-30"]
    assert "Joins the pattern on Monday, 30 November." in inside.get(f"/n/{space.key}/brought").content.decode()


def test_the_same_messages_again_count_once_whatever_the_names(
    inside: Client, post: Post, space: Space, short: str
) -> None:
    bring(inside, post, space, short)
    bring(inside, post, space, short.replace(" Mira:", " Mi Ra:").replace(" Jon:", " Jonathan:"))
    one, two = space.imports.all()
    alone, both = imports.joined([one]), imports.joined([one, two])
    assert both.events.height == alone.events.height
    assert both.conversations["person_a"].to_list() == alone.conversations["person_a"].to_list()


def test_deleting_a_bringing_leaves_nothing_of_it(inside: Client, post: Post, space: Space, short: str) -> None:
    looked_at(inside, post, space, short)
    assert space.kept.exists()
    one = space.imports.get()
    post(inside, f"/n/{space.key}/brought/{one.key}/remove", {"how": "now"})
    assert not Import.everything.exists()
    assert not space.kept.exists()
    assert "No messages here yet" in inside.get(f"/n/{space.key}/messages").content.decode()


def test_hard_weeks_are_part_of_what_is_worked_out(
    inside: Client, post: Post, undo: Post, space: Space, short: str
) -> None:
    looked_at(inside, post, space, short)
    before = space.kept.get().of
    assert post(inside, f"/n/{space.key}/weeks", {"weeks": "2024-09-10, soon"}).status_code == 422
    post(inside, f"/n/{space.key}/weeks", {"weeks": "2024-09-10"})
    assert list(space.hard_weeks.values_list("week", flat=True)) == ["2024-W37"]
    shown(inside, f"/n/{space.key}/messages")
    assert space.kept.get().of != before
    undo(inside)


def test_no_text_of_a_message_is_kept(inside: Client, post: Post, space: Space, short: str) -> None:
    line = next(line for line in short.splitlines() if " Mira: " in line)
    bring(inside, post, space, short.replace(line, f"{line} canarywords", 1))
    one = space.imports.get()
    everything = bytes(one.events) + bytes(one.conversations) + str(one.reading).encode()
    assert b"canarywords" not in everything
    assert "text" not in imports.joined([one]).events.columns


def test_where_they_asked_to_stop_nothing_is_read(inside: Client, post: Post, space: Space, short: str) -> None:
    Space.objects.filter(pk=space.pk).update(stopped=True)
    response = post(inside, f"/n/{space.key}/bring", {"files": [file(short)]})
    assert response.status_code == 200
    assert "They asked you to stop" in response.content.decode()
    assert not space.imports.exists()


def test_the_loops_sentence_is_off_until_switched_on() -> None:
    found = Section(
        "loop", say("The loop"), say("Each did more."), True, more=(say("More."),), lines=((say("a"), say("b")),)
    )
    silent = making.without_sentence(found, loop_on=False)
    assert "switched off in this space" in str(silent.finding)
    assert (silent.more, silent.lines, silent.charts) == ((), (), found.charts)
    assert making.without_sentence(found, loop_on=True) == found
    blank = replace(found, enough=False)
    assert making.without_sentence(blank, loop_on=False) == blank  # "not enough yet" says nothing about anyone


def test_switching_it_on_works_the_page_out_anew(inside: Client, post: Post, space: Space, short: str) -> None:
    looked_at(inside, post, space, short)
    before = space.kept.get().of
    Space.objects.filter(pk=space.pk).update(loop_on=True)
    shown(inside, f"/n/{space.key}/loop")
    assert space.kept.get().of != before


def test_a_file_that_cannot_be_read_is_named_and_nothing_changes(inside: Client, post: Post, space: Space) -> None:
    response = post(inside, f"/n/{space.key}/bring", {"files": [file("not an export", "shopping.txt")]})
    assert response.status_code == 422
    assert "shopping.txt" in response.content.decode()
    assert not space.imports.exists()
    assert post(inside, f"/n/{space.key}/bring", {}).status_code == 422


def test_after_a_stop_every_look_is_asked_about(inside: Client, post: Post, space: Space, short: str) -> None:
    looked_at(inside, post, space, short)
    Space.objects.filter(pk=space.pk).update(stopped=True)
    post(inside, f"/n/{space.key}/again/loop")
    inside.get(f"/n/{space.key}/messages")
    text = inside.get(f"/n/{space.key}/again/messages").content.decode()
    assert "It can’t bring an answer" in text
    assert "Look anyway" in text


def test_the_title_comes_before_the_guesses_and_no_heading_is_skipped(
    inside: Client, post: Post, space: Space, short: str
) -> None:
    bring(inside, post, space, short)
    post(inside, f"/n/{space.key}/guess", {"starts": "90"})
    text = shown(inside, f"/n/{space.key}/messages")
    levels = [int(level) for level in re.findall(r"<h([1-6])", text)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert text.count("<h1") == 1


def test_a_guess_that_no_figure_can_stand_beside_is_said_to_be_kept(
    inside: Client, post: Post, space: Space, short: str
) -> None:
    bring(inside, post, space, short)  # three weeks: too few for any figure that is guessed
    post(inside, f"/n/{space.key}/guess", {"starts": "90"})
    text = shown(inside, f"/n/{space.key}/messages")
    assert "There is not enough yet to set what you guessed beside a figure. Your guess is kept." in text
    assert "Your guess, and what was found" not in text
    assert "Not enough yet to compare one time with another." in text


def test_the_end_of_the_guess_line_carries_the_name(inside: Client, post: Post, space: Space, short: str) -> None:
    bring(inside, post, space, short)
    assert "Jon starts all" in inside.get(f"/n/{space.key}/guess").content.decode()


def test_a_page_with_one_section_has_no_list_of_sections(inside: Client, post: Post, space: Space, short: str) -> None:
    bring(inside, post, space, short)
    post(inside, f"/n/{space.key}/guess")
    assert 'class="contents"' in shown(inside, f"/n/{space.key}/messages")
    assert 'class="contents"' not in shown(inside, f"/n/{space.key}/loop")
