"""Something for right now: no set-up, nothing stored, and what is written is shown back exactly once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from fake_house import Clock

from evenstep.program.right_now import NEEDS
from evenstep.web.house import House
from evenstep.web.models import Space

Post = Callable[..., Any]
CANARY = "zebra-lantern-4417"


def main_of(response: Any) -> str:
    text: str = response.content.decode()
    return text.partition("<main")[2]


def test_it_works_before_the_first_run(ada: Client, post: Post, tmp_path: Path) -> None:
    assert "Before you send" in main_of(ada.get("/now"))
    assert post(ada, "/now/before", {"text": CANARY}).status_code == 200
    assert post(ada, "/now/pause", {"opening": "well", "day": "tomorrow", "at": "20:00"}).status_code == 200
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_what_is_written_is_shown_back_once_and_kept_nowhere(
    inside: Client, post: Post, space: Space, house: House, tmp_path: Path
) -> None:
    answer = post(inside, "/now/before", {"text": CANARY, "need": "heard"})
    assert answer.status_code == 200
    assert main_of(answer).count(CANARY) == 1
    assert "You want to be heard." in main_of(answer)
    for path in ("/now", "/now/before", "/help", f"/n/{space.key}/today"):
        assert CANARY not in inside.get(path).content.decode()
    visit = house.visits.find(inside.cookies[house.cookie].value)
    assert CANARY not in repr(vars(visit))
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if CANARY.encode() in path.read_bytes()]


def test_what_is_written_is_text_and_never_page(ada: Client, post: Post) -> None:
    text = main_of(post(ada, "/now/before", {"text": "<b>you</b>\nnever & always"}))
    assert "&lt;b&gt;you&lt;/b&gt;<br>never &amp; always" in text


def test_an_empty_page_is_fine_too(ada: Client, post: Post) -> None:
    text = main_of(post(ada, "/now/before", {"text": " \n "}))
    assert "Four ways to go on" in text
    assert "What you wrote" not in text


@pytest.mark.parametrize("need", NEEDS)
def test_each_need_has_words_of_its_own(ada: Client, post: Post, need: str) -> None:
    shown = {main_of(post(ada, "/now/before", {"need": each})) for each in NEEDS}
    assert len(shown) == len(NEEDS)


@pytest.mark.parametrize(
    ("sent", "words"),
    [({"text": CANARY * 1000}, "longer than this page can hold"), ({"text": CANARY, "need": "revenge"}, "choose one")],
)
def test_what_cannot_be_read_is_said_and_the_text_is_kept_in_the_form(
    ada: Client, post: Post, sent: dict[str, str], words: str
) -> None:
    answer = post(ada, "/now/before", sent)
    assert answer.status_code == 422
    assert words in main_of(answer)
    assert CANARY in main_of(answer).partition("<textarea")[2]


def test_the_page_can_send_nothing(ada: Client, post: Post) -> None:
    text = main_of(post(ada, "/now/before", {"text": CANARY}))
    assert "<form" not in text
    assert "mailto:" not in text and "sms:" not in text and "tel:" not in text


def test_a_pause_says_when_one_is_back(ada: Client, post: Post) -> None:
    tomorrow = main_of(post(ada, "/now/pause", {"opening": "quiet", "day": "tomorrow", "at": "09:05"}))
    assert "I need some quiet before I can listen." in tomorrow
    assert "I’ll come back tomorrow at 09:05." in tomorrow
    own = main_of(post(ada, "/now/pause", {"opening": "well", "own": "<i>Later</i>", "day": "tomorrow", "at": "9:00"}))
    assert "&lt;i&gt;Later&lt;/i&gt;" in own
    assert "I want to answer this well." not in own


def test_a_time_today_is_local_and_still_to_come(ada: Client, post: Post, clock: Clock, house: House) -> None:
    from zoneinfo import ZoneInfo

    here = clock.now().astimezone(ZoneInfo(house.zone or "UTC"))
    past = post(ada, "/now/pause", {"opening": "well", "day": "today", "at": f"{here:%H:%M}"})
    assert past.status_code == 422
    assert "already past" in main_of(past)
    assert f'value="{here:%H:%M}"' in main_of(past)
    if here.hour < 23:
        later = post(ada, "/now/pause", {"opening": "well", "day": "today", "at": "23:59"})
        assert "I’ll come back at 23:59." in main_of(later)


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"opening": "well", "day": "today"}, "Or choose to say later when."),
        ({"opening": "well", "day": "today", "at": "eight"}, "Write it like 20:00."),
        ({"day": "today", "at": "20:00"}, "write your own below"),
        ({"opening": "well", "at": "20:00"}, "Choose a day."),
    ],
)
def test_a_pause_without_a_time_asks_for_one(ada: Client, post: Post, sent: dict[str, str], words: str) -> None:
    answer = post(ada, "/now/pause", sent)
    assert answer.status_code == 422
    assert words in main_of(answer)


@pytest.mark.parametrize("at", ["", "20:00", "eight"])
def test_a_pause_may_leave_the_time_for_later(ada: Client, post: Post, at: str) -> None:
    answer = post(ada, "/now/pause", {"opening": "full", "day": "later", "at": at})
    text = main_of(answer)
    assert answer.status_code == 200
    assert "my head is too full right now." in text
    assert "I can’t talk now. I’ll tell you when I can." in text
    assert "I’ll come back" not in text and "alarm" not in text


def test_own_words_get_the_full_stop_they_lack(ada: Client, post: Post) -> None:
    said = {"opening": "well", "day": "tomorrow", "at": "9:00"}
    assert ">I need air.</span>" in main_of(post(ada, "/now/pause", {**said, "own": "I need air"}))
    assert ">I need air.</span>" in main_of(post(ada, "/now/pause", {**said, "own": "I need air."}))
    assert ">I want to answer this well.</span>" in main_of(post(ada, "/now/pause", {**said, "own": "  "}))


def test_what_is_said_is_first_guarded_then_left_unsent_and_only_last_said_another_way(ada: Client, post: Post) -> None:
    text = main_of(post(ada, "/now/before", {"text": CANARY, "need": "closeness"}))
    ways = ("let it stay here", "Don’t send it", "Tell another person", "Do something of mine", "Say it another way")
    order = [text.index(each) for each in (CANARY, "Copy it now", *ways, "If tonight is too much to carry")]
    assert order == sorted(order)
    assert text.count("<details open>") == 1
    assert "<summary>Don’t send it" in text.partition("<details open>")[2][:40]
    assert text.count('href="/help"') == 2 and 'href="/now/minutes"' in text


def test_ten_minutes_needs_no_notes_and_leads_to_nobody_but_help(ada: Client, inside: Client, post: Post) -> None:
    assert 'href="/now/minutes"' in main_of(ada.get("/now"))
    post(inside, "/lock")
    answer = inside.get("/now/minutes")
    text = main_of(answer)
    assert answer.status_code == 200
    for words in ("For these ten minutes", "Someone to call", "One step for your own life"):
        assert words in text
    assert "<form" not in text and "/now/before" not in text
