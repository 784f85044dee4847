"""A second file with other names: what was said before is filled in with its reason, and forgotten with its row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.test import Client
from test_messages import bring, file, short, zone

from evenstep.web import imports
from evenstep.web.models import Import, Space
from evenstep.web.who import Known

__all__ = ["short"]
Post = Callable[..., Any]
BEFORE = "You said so the last time."


def ask_page(client: Client, post: Post, space: Space, text: str) -> tuple[str, str]:
    where = post(client, f"/n/{space.key}/bring", {"files": [file(text, "WhatsApp Chat with J.txt")]}).headers[
        "Location"
    ]
    return where, client.get(where).content.decode()


def chosen(page: str) -> str:
    """The name beside the row of "Which of these is you?" that is filled in."""
    row = page.partition(" checked")[2]
    return row.partition(" (")[0].rpartition(">")[2].strip()


def renamed(text: str) -> str:
    return text.replace("Mira:", "Mira Kovač:").replace("Jon:", "J:").replace(" 2023", " 2022")


def test_other_names_are_offered_with_the_reason_kept_and_remembered(
    inside: Client, post: Post, space: Space, short: str
) -> None:
    bring(inside, post, space, short)
    assert imports.known(space) == Known(frozenset({"Mira"}), frozenset({"Jon"}))
    where, page = ask_page(inside, post, space, renamed(short))
    assert chosen(page) == "Mira Kovač"
    me = page.partition(" checked")[0].rpartition('value="')[2].partition('"')[0]
    post(inside, where, {"all-zone": zone(page), "me-0": me, "weeks": ""})
    assert imports.known(space) == Known(frozenset({"Mira", "Mira Kovač"}), frozenset({"Jon", "J"}))
    assert {name for one in space.imports.all() for name in imports._names_in(one)} == {"Mira", "Jon"}
    _, page = ask_page(inside, post, space, renamed(short))
    assert (chosen(page), BEFORE in page) == ("Mira Kovač", True)


def test_what_was_said_is_forgotten_with_its_bringing(inside: Client, post: Post, space: Space, short: str) -> None:
    bring(inside, post, space, short)
    Import.objects.all().delete()
    assert imports.known(space) == Known()
    _, page = ask_page(inside, post, space, short)
    assert BEFORE not in page
