"""Help lines as pages show them: a number first, a day with each line, and words for what is not there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from fake_house import ORIGIN, Clock, make_client

from evenstep.program.countries import countries
from evenstep.program.emergency import emergency_numbers
from evenstep.program.helplines import all_lines
from evenstep.web.house import House
from evenstep.web.models import Settings, Space

Post = Callable[..., Any]


def text_of(response: Any) -> str:
    text: str = response.content.decode()
    return text


def text_secret(client: Client) -> str:
    """The form secret on the help page."""
    text: str = client.get("/help").content.decode()
    return text.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]


def test_the_emergency_number_comes_first_then_lines_with_their_day(ada: Client, post: Post) -> None:
    text = text_of(post(ada, "/help", {"country": "GB"}))
    order = [text.index(word) for word in ("Call <b>999</b>", "Press 55", "0808 2000 247", "Your country")]
    assert order == sorted(order)
    assert "Checked on 23 November 2026, in saved copies of its pages." in text
    assert "may have changed" not in text
    assert '<option value="GB" selected>' in text
    assert 'href="tel:' not in text and "http" not in text.partition("<main")[2]


def test_after_more_than_a_year_the_page_says_that_lines_may_have_changed(house: House, clock: Clock) -> None:
    """The clock travels: a year and some days after the lines were checked, a new visit opens the page."""
    clock.later(days=370)
    client = make_client(house)
    client.get(f"/open/{house.launch.issue()}")
    secret = text_secret(client)
    text = text_of(client.post("/help", {"csrfmiddlewaretoken": secret, "country": "GB"}, HTTP_ORIGIN=ORIGIN))
    assert text.index("Call <b>999</b>") < text.index("may have changed") < text.index("0808 2000 247")


@pytest.mark.parametrize("country", ["KE", "AQ", "JP"])
def test_a_country_without_lines_still_gets_a_number_a_note_and_the_directories(
    ada: Client, post: Post, country: str
) -> None:
    text = text_of(post(ada, "/help", {"country": country}))
    numbers = emergency_numbers(country)
    assert f"<b>{numbers[0]}</b>" in text if numbers else "the country you are in" in text
    assert "112" in text
    assert "findahelpline.com" in text and "befrienders.org" in text
    assert "A wrong number is worse than none" in text


def test_every_line_of_the_file_is_shown_whole(ada: Client, post: Post) -> None:
    for country in sorted({line.country for line in all_lines()}):
        text = text_of(post(ada, "/help", {"country": country}))
        assert countries()[country].replace("&", "&amp;") in text
        for line in (line for line in all_lines() if line.country == country):
            assert line.phone in text
            assert line.sms in text and line.tty in text


def test_a_country_is_never_part_of_an_address(ada: Client, post: Post) -> None:
    response = post(ada, "/help", {"country": "US"})
    assert response.status_code == 200
    assert "Location" not in response.headers
    assert ada.get("/help", {"country": "US"}).content.decode().count("1-800-799-7233") == 0


@pytest.mark.parametrize(("country", "words"), [("", "Choose a country."), ("XX", "Choose one from the list.")])
def test_no_country_is_no_harm(ada: Client, post: Post, country: str, words: str) -> None:
    response = post(ada, "/help", {"country": country})
    assert response.status_code == 422
    assert words in text_of(response)
    assert "findahelpline.com" in text_of(response)


def test_the_country_of_the_settings_is_used_while_the_notes_are_open(inside: Client, space: Space) -> None:
    assert "Call <b>" not in text_of(inside.get("/help"))
    Settings.objects.update_or_create(pk=1, defaults={"country": "IE"})
    assert "1800 341 900" in text_of(inside.get("/help"))
    assert "116 123" in text_of(inside.get(f"/n/{space.key}/still"))
    assert "0800 2000" not in text_of(inside.get("/help/more"))


@pytest.mark.parametrize(
    ("country", "says"),
    [
        ("GB", "They have heard this before."),
        ("DE", "We know no such line here yet."),
        ("KE", "checked well"),
        ("", ""),
    ],
)
def test_nobody_is_promised_a_listener_who_is_not_there(inside: Client, space: Space, country: str, says: str) -> None:
    Settings.objects.update_or_create(pk=1, defaults={"country": country})
    text = text_of(inside.get("/help/more"))
    assert says in text or "could check well" in text
    assert ("They have heard this before." in text) == (country == "GB")
    assert ("could check well" in text) == (country == "KE")
    assert "could check well" not in text_of(inside.get(f"/n/{space.key}/still")) or country == "KE"


def test_where_lines_are_for_women_alone_the_page_names_help_for_the_others(ada: Client, post: Post) -> None:
    words = "If none of these is for you, a doctor or the emergency number is for everyone."
    assert text_of(post(ada, "/help", {"country": "ES"})).count(words) == 2
    for country in ("DE", "US"):
        assert words not in text_of(post(ada, "/help", {"country": country}))


def test_help_says_who_to_tell_before_anything_else(ada: Client) -> None:
    text = text_of(ada.get("/help"))
    order = (
        "If you are in danger now",
        "If a child is afraid",
        "If you think of ending your life",
        "People to talk to",
    )
    assert [text.index(each) for each in order] == sorted(text.index(each) for each in order)
    assert "Your browser may list a page called “Notes: help”." in text
    assert 'href="/now/minutes"' in text


def test_a_store_that_cannot_be_read_does_not_take_help_with_it(
    inside: Client, space: Space, monkeypatch: pytest.MonkeyPatch
) -> None:
    Settings.objects.update_or_create(pk=1, defaults={"country": "GB"})
    assert "116 123" in text_of(inside.get("/help/more"))

    def fails(*args: Any, **kwargs: Any) -> Any:
        raise OperationalError("disk I/O error")

    monkeypatch.setattr(Settings.objects, "filter", fails)
    answer = inside.get("/help/more")
    assert answer.status_code == 200
    assert "findahelpline.com" in text_of(answer)
