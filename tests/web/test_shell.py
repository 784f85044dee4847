"""The shell around every page: places and tabs, spaces, a word after an action, and the look on <html>."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import reload
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.urls import NoReverseMatch, clear_url_caches, reverse

from evenstep.web import urls
from evenstep.web.house import House
from evenstep.web.models import Settings, Space
from evenstep.web.places import PLACES
from evenstep.web.vault.opened import Opened

STATIC = Path(urls.__file__).parent / "static"


@pytest.fixture
def style_page() -> Iterator[None]:
    """The route to the parts, there for one test."""
    with override_settings(DEVELOPMENT=True):
        reload(urls)
        clear_url_caches()
        yield
    reload(urls)
    clear_url_caches()


def body(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def html_tag(client: Client, path: str) -> str:
    found = re.search(r"<html[^>]*>", body(client, path))
    assert found is not None
    return found[0]


def test_a_place_lights_its_word_and_its_tabs(inside: Client, space: Space) -> None:
    page = body(inside, f"/n/{space.key}/moments")
    assert page.count("aria-current") == 3  # the space in its list, the place, the tab
    assert re.search(r'aria-current="true"><span>The pattern', page)
    assert re.search(r'aria-current="page"><span>Moments', page)
    today = body(inside, f"/n/{space.key}/today")
    assert re.search(r'aria-current="page"><span>Today', today)
    assert 'class="tabs"' not in today


def test_every_place_and_tab_that_is_named_can_be_reached() -> None:
    def reached(name: str) -> bool:
        for args in ((), ("0123456789ab",)):
            try:
                return bool(reverse(name, args=args))
            except NoReverseMatch:
                continue
        return False

    names = {place.url for place in PLACES} | {tab.url for place in PLACES for tab in place.tabs}
    assert [name for name in names if not reached(name)] == []


def test_places_that_do_not_exist_yet_are_not_shown(inside: Client, space: Space) -> None:
    page = body(inside, f"/n/{space.key}/today")
    assert "Is it working?" not in page
    assert ">Steps<" in page


def test_without_a_store_there_are_no_places_and_no_spaces(ada: Client) -> None:
    page = body(ada, "/add")
    assert 'class="places"' not in page
    assert "space-menu" not in page
    assert "data-lock-after" not in page
    assert "data-veil-after" not in page


def test_the_switcher_lists_every_space_and_needs_no_script(inside: Client, space: Space, house: House) -> None:
    other = Space.objects.create(kind="friend", other="Ina & <b>", made_at=house.now())
    page = body(inside, f"/n/{space.key}/today")
    assert f'href="/n/{other.key}/today"' in page
    assert "You and Ina &amp; &lt;b&gt;" in page
    assert '<details class="space space-menu">' in page
    assert 'action="/lock"' in page


def test_a_word_after_an_action_is_shown_once_with_its_way_back(inside: Client, space: Space, house: House) -> None:
    visit = house.visits.find(inside.cookies[house.cookie].value)
    assert visit is not None
    undone: list[str] = []
    visit.say("Noted <b>.", lambda: undone.append("yes"))
    assert inside.head(f"/n/{space.key}/today").status_code == 200  # nobody has seen it
    page = body(inside, f"/n/{space.key}/today")
    assert "Noted &lt;b&gt;." in page
    assert 'action="/undo"' in page
    assert f'name="next" value="/n/{space.key}/today"' in page
    assert "Noted" not in body(inside, f"/n/{space.key}/today")
    visit.say("Only said.")
    assert 'action="/undo"' not in body(inside, f"/n/{space.key}/today")


def test_the_look_comes_from_the_settings(inside: Client, space: Space, store: Opened) -> None:
    Settings.objects.update_or_create(pk=1, defaults={"theme": "dark", "text_size": "larger"})
    tag = html_tag(inside, f"/n/{space.key}/today")
    for attribute in ('lang="en"', 'dir="ltr"', 'data-theme="dark"', 'data-text="larger"', 'data-veil-after="30"'):
        assert attribute in tag
    assert 'data-lock-after="600"' in tag
    assert 'name="color-scheme" content="dark"' in body(inside, f"/n/{space.key}/today")


def test_a_look_that_is_none_is_not_taken(inside: Client, space: Space, store: Opened) -> None:
    Settings.objects.update_or_create(pk=1, defaults={"theme": '"><b>', "text_size": "huge", "language": "tlh"})
    tag = html_tag(inside, f"/n/{space.key}/today")
    assert all(plain in tag for plain in ('lang="en"', 'data-theme="system"', 'data-text="normal"'))


def test_leaving_works_when_the_settings_cannot_be_read(inside: Client, space: Space, opened: Opened) -> None:
    opened.path.write_bytes(b"not a store any more" * 300)
    assert inside.get(f"/n/{space.key}/today").headers["Location"] == "/"
    assert inside.post("/leave", HTTP_ORIGIN="http://127.0.0.1:43210").status_code == 200


def test_the_parts_are_there_in_development_only(ada: Client, style_page: None) -> None:
    page = body(ada, "/style?theme=dark&text=large")
    assert 'data-theme="dark"' in page
    assert page.count('class="primary"') == 1
    assert 'style="' not in page


def test_a_release_has_no_page_of_parts(ada: Client) -> None:
    assert settings.DEVELOPMENT is False
    assert ada.get("/style").status_code == 404


SIDES = re.compile(r"\b(left|right|top|bottom)\b(?![^{]*\*/)")
FOUR = re.compile(
    r"(?<![.\w-])(?:margin|padding|inset|border-(?:width|color)):\s*([^\s;]+)\s+([^\s;]+)\s+([^\s;]+)\s+([^\s;]+)\s*;"
)
CHEVRONS = {("0", "2px", "2px", "0"), ("0", "3px", "3px", "0")}  # turned by half a right angle: the same both ways


def sheets() -> list[tuple[str, str]]:
    return [(p.name, re.sub(r"/\*.*?\*/", "", p.read_text(), flags=re.S)) for p in sorted(STATIC.glob("*.css"))]


@pytest.mark.parametrize(("name", "css"), sheets(), ids=lambda value: value if value.endswith(".css") else "")
def test_the_style_knows_start_and_end_not_left_and_right(name: str, css: str) -> None:
    """Otherwise a page that is read from right to left falls apart."""
    assert SIDES.findall(css) == []
    uneven = [found.groups() for found in FOUR.finditer(css) if found[2] != found[4]]
    assert [each for each in uneven if each not in CHEVRONS] == []


def test_the_style_has_no_colour_of_its_own() -> None:
    for name, css in sheets():
        assert re.findall(r"#[0-9a-f]{3,8}\b|\brgb|\bhsl|\bred\b|\bgreen\b", css) == [], name
