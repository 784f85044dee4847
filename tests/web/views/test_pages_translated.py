"""Messages, the loop, what was read, a question and a refusal in a made language: no bare English word is left."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from bare_words import bare_words
from evenstep.samples import sample_export
from evenstep.web import making
from evenstep.web.models import Kept, Settings, Space
from evenstep.web.vault.opened import Opened
from pseudo import LONG, TURNED, longer, pseudo_locales

Post = Callable[..., Any]
FILE = "Mira und Jon.txt"
KNOWN = (FILE, "Mira", "Jon", "WhatsApp", "Telegram", "Europe/Berlin")
CODE = re.compile(r"\(?[EW]\d{3}\)?")
ZONES = re.compile(r"<select.*?</select>", re.DOTALL)  # places, as the database of time zones calls them


@pytest.fixture(scope="module")
def chat() -> str:
    return sample_export("short")


@pytest.fixture
def longer_pages(store: Opened) -> Iterator[None]:
    """The person reads the longer language."""
    Settings.objects.update_or_create(pk=1, defaults={"language": LONG})
    with pseudo_locales():
        yield


def file(data: bytes, name: str = FILE) -> io.BytesIO:
    made = io.BytesIO(data)
    made.name = name
    return made


def bare(page: str, *known: str) -> list[str]:
    return bare_words(CODE.sub("", ZONES.sub("", page)), *KNOWN, *known)


def text(client: Client, path: str) -> str:
    return str(client.get(path).content.decode())


def question(client: Client, post: Post, space: Space, chat: str) -> tuple[str, str]:
    """Where the question about a file stands, and the page."""
    where = post(client, f"/n/{space.key}/bring", {"files": [file(chat.encode())]}).headers["Location"]
    return where, text(client, where)


def bring(client: Client, post: Post, space: Space, chat: str) -> None:
    where, page = question(client, post, space, chat)
    me = page.partition("Mira (")[0].rpartition('value="')[2].partition('"')[0]
    zone = page.partition('name="all-zone"')[2].partition(" selected")[0].rpartition('value="')[2].partition('"')[0]
    assert post(client, where, {"all-zone": zone, "me-0": me, "weeks": "2024-W07"}).status_code == 302
    post(client, f"/n/{space.key}/guess", {"starts": "80", "my_wait": "900", "their_wait": ""})


def worked_out(client: Client, path: str) -> str:
    for _ in range(600):
        page = text(client, path)
        if 'class="report"' in page:
            return page
        time.sleep(0.1)
    raise AssertionError("it was never worked out")


@pytest.mark.usefixtures("longer_pages")
def test_messages_and_the_loop(inside: Client, post: Post, space: Space, chat: str) -> None:
    bring(inside, post, space, chat)
    messages = worked_out(inside, f"/n/{space.key}/messages")
    assert bare(messages) == []
    assert 'lang="en"' not in messages
    assert bare(worked_out(inside, f"/n/{space.key}/loop")) == []


@pytest.mark.usefixtures("longer_pages")
def test_what_was_read(inside: Client, post: Post, space: Space, chat: str) -> None:
    bring(inside, post, space, f"{chat}\n31/02/2024, 10:00 - Jon: a day that is none\n")
    page = text(inside, f"/n/{space.key}/brought")
    assert "(E217)" not in page
    assert longer("This date does not exist or lies outside 1990 to today.") in page
    assert bare(page) == []


@pytest.mark.usefixtures("longer_pages")
def test_the_questions_about_a_file(inside: Client, post: Post, space: Space, chat: str) -> None:
    page = question(inside, post, space, chat)[1]
    assert 'name="all-zone"' in page
    assert bare(page) == []


TELEGRAM_BROKEN = b'{"name": "Jon", "type": "personal_chat", "id": 1, "messages": [{"id": 1,, }]}'
SMALL_NUMBERS = b"time,sender,text\n12,Jon,a\n15,Mira,b\n20,Jon,c\n"
TWO_ORDERS = b"time,sender\n03/04/2024 10:00,Jon\n05/06/2024 11:00,Mira\n"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "empty.txt"),
        (b"<!doctype html><html></html>", "page.html"),
        (b"%PDF-1.4", "paper.pdf"),
        (b"a,b\n1,2\n", "table.csv"),
        (TELEGRAM_BROKEN, "result.json"),
        (b"PK\x05\x06" + bytes(18), "chat.zip"),
        (b"PK\x03\x04" + bytes(40), "chat.zip"),
        (b"\x89PNG", "picture.png"),
    ],
)
@pytest.mark.usefixtures("longer_pages")
def test_a_refused_file(inside: Client, post: Post, space: Space, data: bytes, name: str) -> None:
    response = post(inside, f"/n/{space.key}/bring", {"files": [file(data, name)]})
    page = response.content.decode()
    assert response.status_code == 422
    assert name in page
    assert bare(page, name, "PDF", "CSV") == []


@pytest.mark.parametrize(("data", "kind"), [(SMALL_NUMBERS, "epoch"), (TWO_ORDERS, "date_order")])
@pytest.mark.usefixtures("longer_pages")
def test_a_readers_own_question(inside: Client, post: Post, space: Space, data: bytes, kind: str) -> None:
    where = post(inside, f"/n/{space.key}/bring", {"files": [file(data, "table.csv")]}).headers["Location"]
    page = text(inside, where)
    assert f"read-{kind}-0" in page
    assert bare(page, "table.csv") == []


def test_a_kept_pattern_belongs_to_a_language(inside: Client, post: Post, space: Space, chat: str) -> None:
    bring(inside, post, space, chat)
    english = worked_out(inside, f"/n/{space.key}/messages")
    first = Kept.objects.get().of
    Settings.objects.update_or_create(pk=1, defaults={"language": TURNED})
    with pseudo_locales():
        turned = worked_out(inside, f"/n/{space.key}/messages")
    assert Kept.objects.get().of != first
    assert "Made on your own computer" in english
    assert "Made on your own computer" not in turned
    assert making.kept(space, first) is None
