"""Taking things out through the pages: what is said before, what the files hold, what is noted afterwards."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import time
from html import unescape
from typing import Any

import pytest
from django.test import Client
from every_route import _read
from fake_house import CHEAP

from evenstep.inventory.load import load
from evenstep.inventory.said import Voice
from evenstep.program.cards import cards
from evenstep.web import imports
from evenstep.web.house import House
from evenstep.web.models import (
    AnswerSet,
    Guess,
    HardWeek,
    Limit,
    Moment,
    Settings,
    Sitting,
    Slip,
    Space,
    Tried,
    Written,
)
from evenstep.web.own_words import SHEETS
from evenstep.web.vault import backup, keep
from evenstep.web.vault.opened import Opened, using
from evenstep.web.vault.trouble import FullDisk

Post = Callable[..., Any]


def name_of(response: Any) -> str:
    return str(response.headers["Content-Disposition"])


def test_it_is_said_before_that_a_plain_file_is_not_locked(inside: Client) -> None:
    page = inside.get("/data/take").content.decode()
    assert page.index("These files are not locked.") < page.index("Take it out as one file")
    assert page.index("Make a backup instead") < page.index("Take it out as one file")
    assert page.count('class="primary"') == 1


def test_everything_as_one_file_under_a_name_that_says_nothing(
    inside: Client, post: Post, house: House, space: Space
) -> None:
    response = post(inside, "/data/take", {"as": "json"})
    assert name_of(response) == f'attachment; filename="notes-{house.now().date()}.json"'
    assert response.headers["Cache-Control"] == "no-store"
    assert json.loads(response.content)["spaces"][0]["key"] == space.key


def test_everything_as_tables(inside: Client, post: Post, house: House, space: Space) -> None:
    response = post(inside, "/data/take", {"as": "zip"})
    assert name_of(response) == f'attachment; filename="notes-{house.now().date()}.zip"'
    with zipfile.ZipFile(io.BytesIO(response.content)) as found:
        assert space.key in found.read("spaces.csv").decode()


def test_another_kind_of_file_there_is_not(inside: Client, post: Post) -> None:
    assert post(inside, "/data/take", {"as": "pickle"}).status_code == 422


def test_the_page_to_print_holds_all_that_can_be_read(inside: Client, space: Space, house: House) -> None:
    day = house.now().date()
    columns = {"toward": "me", "back": "other", "tension": 3, "topic": "money", "ended": "left", "mended": "nobody"}
    Moment.objects.create(space=space, at=house.now(), local_day=day, note="Canarynote <b>", **columns)
    Moment.objects.create(
        space=space, at=house.now(), local_day=day, good=True, toward="both", back="nobody", tension=0
    )
    asked = load("reach", "partner")
    answers = {asked.fields[0]: asked.scale.highest, "gone.hard": 2}
    AnswerSet.objects.create(space=space, form=asked.key, at=house.now(), local_day=day, answers=answers)
    HardWeek.objects.create(space=space, week="2024-W07")
    Guess.objects.create(space=space, figure="starts", value=0.6, at=house.now())
    Guess.objects.create(space=space, figure="my_wait", value=3600.0, at=house.now())
    Guess.objects.create(space=space, figure="unknown", value=2.5, at=house.now())
    imports.keep(space, _read().pair, "CanaryMe", house.now(), day)
    page = inside.get("/data/print").content.decode()
    words = ["You and Jon", "Canarynote &lt;b&gt;", "Money", "One of us went away from it", "2024-W07", "gone", "2.5"]
    words += [asked.scale.word(asked.scale.highest), asked.title, "how many do you start", ">60<", "1 hour"]
    words += ["a good moment", "CanaryFile.txt", "as times, lengths and kinds"]
    assert [each for each in words if each not in page] == []


def test_the_page_to_print_holds_what_steps_noted(inside: Client, space: Space, house: House) -> None:
    now, day = house.now(), house.now().date()
    fields = {"when_this": "CanaryIf <b>", "then": ["CanaryThen", ""], "ready": True, "times": 3}
    Written.objects.create(space=space, practice="if_then", at=now, local_day=day, fields=fields)
    Written.objects.create(space=space, practice="gone_practice", at=now, local_day=day, fields={})
    rows = [
        {"rule": "per_span", "most": 3, "per": "day"},
        {"rule": "in_a_row", "most": 2},
        {"rule": "none_after", "after": time(22), "until": time(5, 30)},
        {},
    ]
    for row in rows:
        limit = Limit.objects.create(
            space=space,
            at=now,
            aspect="support",
            words="CanaryLimit",
            instead="CanaryWalk",
            starts=day,
            ends=day,
            **row,
        )
    Slip.objects.create(limit=limit, at=now, local_day=day, note="CanarySlip")
    state = {"version": 1, "step": "canarystep", "setup": {"topic": "CanaryTopic"}, "line": "CanaryLine"}
    Sitting.objects.create(space=space, practice="listening", at=now, state={**state, "agreed": ["me", "other"]})
    Sitting.objects.create(space=space, practice="pause", at=now, state={"line": "Unagreed", "agreed": ["me"]})
    Tried.objects.create(space=space, practice="worth_list", at=now, begun_on=day, ended_on=day, helped="a_bit")
    page = inside.get("/data/print").content.decode()
    words = [
        "If this happens, then I will",
        "when this",
        "CanaryIf &lt;b&gt;",
        "CanaryThen",
        ">yes<",
        ">3<",
        "gone practice",
    ]
    words += [
        "CanaryLimit",
        "CanaryWalk",
        "CanarySlip",
        "At most 3 a day",
        "At most 2 in a row",
        "None from 22:00 until 05:30",
    ]
    words += ["A listening session", "CanaryTopic", "CanaryLine", "Where my worth comes from", "It helped a bit"]
    assert [each for each in words if each not in page] == []
    assert [each for each in ("canarystep", "Unagreed", "per_span", "support") if each in page] == []


def test_own_words_are_printed_under_what_was_asked(inside: Client, space: Space, house: House) -> None:
    """With the labels of the page they were written on, and a pick in the list's words."""
    now, day = house.now(), house.now().date()
    sheets = {slug: make(space, Voice(space.other), day) for slug, make in SHEETS.items()}
    asked = {slug: next(a for a in sheet.written() if a.looks in ("line", "text")) for slug, sheet in sheets.items()}
    for slug, ask in asked.items():
        fields = {ask.name: f"Canary-{slug}"}
        Written.objects.create(space=space, practice=slug, at=now, local_day=day, fields=fields)
    picked, choice = next((s, a) for s, sheet in sheets.items() for a in sheet.written() if a.choices)
    value, words = choice.choices[0]
    Written.objects.create(space=space, practice=picked, at=now, local_day=day, fields={choice.name: value})
    page = unescape(re.sub(r"\s+", " ", inside.get("/data/print").content.decode()))
    for slug, ask in asked.items():
        label = ask.label or ask.name.replace("_", " ")
        assert f'<bdi>{label}</bdi></span> <p class="own-words"><bdi>Canary-{slug}</bdi>' in page, slug
    assert f'<bdi>{choice.label}</bdi></span> <p class="own-words"><bdi>{words}</bdi>' in page


def test_what_talking_left_is_printed_in_words(inside: Client, space: Space, house: House) -> None:
    """Nothing is printed by the name under which the program keeps it."""
    now, day = house.now(), house.now().date()
    kept = {
        "first_talk": {"feel": "CanaryFeel", "wish": "", "ask": "CanaryAsk"},
        "cards": {"favourite": cards("partner")[0].slug},
        "trainer": {"situation": "CanarySaid", "reply": "CanaryReply", "heard": "not_yet"},
        "trusted_friend": {"friend": "Rahel", "item": "wins", "body": "Soup", "last_day": "2026-12-07"},
    }
    for slug, fields in kept.items():
        Written.objects.create(space=space, practice=slug, at=now, local_day=day, fields=fields)
    Written.objects.create(
        space=space, practice="cards", at=now, local_day=day, fields={"words": "CanaryOwn", "depth": 2}
    )
    Moment.objects.create(space=space, at=now, local_day=day, good=True, toward="me", tension=0, ended="room")
    AnswerSet.objects.create(space=space, form="week.1", at=now, local_day=day, answers={"sure_1.week": 7})
    Space.objects.create(kind="friend", other="Mira", made_at=now)
    page = unescape(inside.get("/data/print").content.decode())
    words = ["CanaryFeel", "CanaryAsk", "CanarySaid", "CanaryReply", "CanaryOwn", "Not yet", "7 December 2026"]
    words += [cards("partner")[0].says, "Would the other one feel heard?", "What was good: <bdi>Someone gave room"]
    words += ["A line from the shelf of small things", "7 of 10", "There is nothing yet."]
    assert [each for each in words if each not in page] == []
    assert re.findall("favourite|reply|not_yet|2026-12-07|How it ended|>feel<|>2<", page) == []


@pytest.mark.parametrize(
    ("path", "entered"), [("/data/take", {"as": "json"}), ("/data/take", {"as": "zip"}), ("/data/print", {})]
)
def test_at_a_screen_left_open_the_passphrase_is_asked_for(
    ada: Client, post: Post, house: House, path: str, entered: dict[str, str]
) -> None:
    opened = keep.create(house.folder, "Mine", "four quiet words here", house.now(), CHEAP)
    visit = house.visits.find(ada.cookies[house.cookie].value)
    assert visit is not None
    visit.unlock(opened)
    with using(opened):
        space = Space.objects.create(kind="work", other="Bo", made_at=house.now())
        columns = {"toward": "me", "back": "other", "tension": 3, "note": "Canary"}
        Moment.objects.create(space=space, at=house.now(), local_day=house.now().date(), **columns)
    assert 'id="old"' in ada.get("/data/take").content.decode()
    assert ada.get("/data/print").headers["Location"] == "/data/take"
    refused = [post(ada, path, entered), post(ada, path, entered | {"old": "other words, all of them"})]
    assert [(each.status_code, b"Canary" in each.content) for each in refused] == [(422, False)] * 2
    assert "does not open these notes" in refused[1].content.decode()
    taken = post(ada, path, entered | {"old": "four quiet words here"})
    assert taken.status_code == 200
    assert b"Canary" in taken.content or b"spaces.csv" in taken.content


def test_a_backup_can_be_brought_back_and_its_day_is_noted(
    inside: Client, post: Post, house: House, space: Space, opened: Opened
) -> None:
    response = post(inside, "/data/backup")
    assert name_of(response) == f'attachment; filename="notes-{house.now().date()}.backup"'
    assert Settings.objects.get().backed_up_on == house.now().date()
    assert "last made on" in inside.get("/data").content.decode()
    back = backup.restore(house.folder, response.content, None, house.now())
    with using(back):
        assert Space.objects.get().key == space.key
    assert back.person != opened.person


def test_a_backup_that_failed_is_said_and_not_noted(
    inside: Client, post: Post, store: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> bytes:
        raise FullDisk

    monkeypatch.setattr("evenstep.web.views.data_out.make_backup", full)
    response = post(inside, "/data/backup")
    assert response.status_code == 422
    assert "The disk is full" in response.content.decode()
    assert Settings.objects.get().backed_up_on is None


def test_without_a_passphrase_the_backup_is_called_what_it_is(inside: Client) -> None:
    assert "whoever finds it can read it" in inside.get("/data/backup").content.decode()
