"""A first talk, cards, the trainer, and lines for good moments: kept only when asked, and off like what never was."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client
from fake_house import NOON

from evenstep.by_kind import KINDS
from evenstep.program.cards import cards
from evenstep.web.models import Space

Post = Callable[..., Any]
PARTS = {"feel": "I miss <b> you", "wish": "", "ask": "A walk?"}


def text(response: Any) -> str:
    page: str = response.content.decode()
    return re.sub("[\u2068\u2069]", "", page)


@pytest.fixture
def on(space: Space) -> Space:
    Space.objects.filter(pk=space.pk).update(joint_on=True, reaching_on=True)
    return Space.objects.get(pk=space.pk)


REACHING, JOINT = ("talk", "good", "glad"), ("cards", "cards/mine", "cards/paper")


@pytest.mark.parametrize(
    ("state", "there"),
    [
        ({}, {"answer"}),
        ({"reaching_on": True}, {"answer", *REACHING}),
        ({"joint_on": True}, {"answer", *JOINT}),
        ({"joint_on": True, "reaching_on": True, "stopped": True}, set()),
    ],
)
def test_off_it_looks_like_what_was_never_there(
    inside: Client, post: Post, space: Space, state: dict[str, bool], there: set[str]
) -> None:
    Space.objects.filter(pk=space.pk).update(**state)
    for path in ("answer", *REACHING, *JOINT):
        assert (inside.get(f"/n/{space.key}/{path}").status_code == 200) == (path in there), path
    if "reaching_on" not in state or "stopped" in state:
        post(inside, f"/n/{space.key}/talk", {**PARTS, "keep": "on"})
        assert "tea or coffee" not in text(inside.get(f"/n/{space.key}/moments/new/good?line=1"))
    if not there:
        post(inside, f"/n/{space.key}/cards/mine", {"words": "Why?", "depth": "1"})
        post(inside, f"/n/{space.key}/answer/keep", {"text": "Hm"})
    assert not space.written.exists()


@pytest.mark.parametrize("kind", KINDS)
def test_three_openings_for_every_kind(inside: Client, on: Space, kind: str) -> None:
    Space.objects.filter(pk=on.pk).update(kind=kind)
    page = text(inside.get(f"/n/{on.key}/talk"))
    openings = re.findall(r'href="\?from=(\w+)"', page)
    assert len(openings) == 3
    assert "If there is a silence" in page
    first = text(inside.get(f"/n/{on.key}/talk?from={openings[0]}"))
    assert all(re.search(rf'<textarea name="{part}"[^>]*>\s*\w', first) for part in PARTS)


def test_a_text_is_made_and_kept_only_when_asked(inside: Client, post: Post, on: Space) -> None:
    page = text(post(inside, f"/n/{on.key}/talk", PARTS))
    assert "<bdi>I miss &lt;b&gt; you. A walk?</bdi>" in page
    assert not on.written.exists()
    for _ in range(2):
        page = text(post(inside, f"/n/{on.key}/talk", {**PARTS, "keep": "on"}))
    row = on.written.get()
    assert (row.practice, row.fields) == ("first_talk", PARTS)
    assert "I miss &lt;b&gt; you</textarea>" in text(inside.get(f"/n/{on.key}/talk?kept={row.key}"))
    other = Space.objects.create(kind="work", other="Cay", made_at=NOON, reaching_on=True)
    assert "I miss" not in text(inside.get(f"/n/{other.key}/talk?kept={row.key}"))
    post(inside, f"/n/{other.key}/talk/remove", {"which": row.key})
    assert on.written.exists()
    post(inside, f"/n/{on.key}/talk/remove", {"which": row.key})
    assert not on.written.exists()


def card_of(page: str) -> str:
    found = re.search(r'class="one-card"><bdi>(.*?)</bdi>', page)
    return unescape(found[1]) if found else ""


def test_no_card_comes_twice_and_a_reload_shows_the_same(inside: Client, on: Space) -> None:
    there = {card.says for card in cards("partner") if card.depth == 3 and card.theme == "near"}
    first = inside.get(f"/n/{on.key}/cards?depth=3&theme=near").headers["Location"]
    seen: list[str] = []
    page = text(inside.get(first))
    assert card_of(text(inside.get(first))) == card_of(page)
    while card_of(page):
        seen.append(card_of(page))
        following = re.search(r'class="primary" href="(\?[^"]+)"', page)
        assert following is not None
        page = text(inside.get(f"/n/{on.key}/cards{unescape(following[1])}"))
    assert sorted(seen) == sorted(there)
    assert "You have seen every card of this kind." in page
    assert inside.get(f"/n/{on.key}/cards?depth=9&mix=%00&at=-1").status_code == 200


def test_cards_of_ones_own_and_those_one_likes(inside: Client, post: Post, undo: Post, on: Space) -> None:
    assert post(inside, f"/n/{on.key}/cards/mine", {"words": " ", "depth": "1"}).status_code == 422
    post(inside, f"/n/{on.key}/cards/mine", {"words": "What is <b> new?", "depth": "2"})
    slug = next(card.slug for card in cards("partner"))
    where = {"depth": "1", "theme": "", "mix": "abc123", "at": "4"}
    back = post(inside, f"/n/{on.key}/cards/like", {"card": slug, **where})
    assert back.headers["Location"].endswith("cards?depth=1&theme=&mix=abc123&at=4")
    page, paper = (text(inside.get(f"/n/{on.key}/cards/{name}")) for name in ("mine", "paper"))
    for each in (page, paper):
        assert "<bdi>What is &lt;b&gt; new?</bdi>" in each
        assert next(card.says for card in cards("partner")) in unescape(each)
    post(inside, f"/n/{on.key}/cards/like", {"card": slug})
    assert on.written.count() == 1
    post(inside, f"/n/{on.key}/cards/like", {"card": "no such card"})
    post(inside, f"/n/{on.key}/cards/mine/remove", {"which": on.written.get().key})
    assert not on.written.exists()
    undo(inside)
    assert on.written.get().fields == {"words": "What is <b> new?", "depth": 2}


def test_the_hints_stand_in_the_text_with_their_numbers(inside: Client, post: Post, space: Space) -> None:
    reply = "You waited <b> so long. Why don't you just call?"
    page = text(post(inside, f"/n/{space.key}/answer", {"one": "no_answer", "text": reply}))
    marked = re.search(r'class="own-words marked"><bdi>(.*?)</bdi>', page)
    assert marked is not None
    assert re.search(r"<mark>[^<]*call\?<sup>\d(, \d)*</sup>", marked[1])
    assert unescape(re.sub("<sup>.*?</sup>|<[^>]*>", "", marked[1])) == reply
    numbers = {n for each in re.findall("<sup>(.*?)</sup>", marked[1]) for n in each.split(", ")}
    listed = page.partition('class="own-words marked"')[2].partition("<ol")[2].partition("</ol>")[0].count("<li>")
    assert numbers == {str(n) for n in range(1, listed + 1)}
    assert "This can sound like advice." in page
    assert "One possible answer" in page
    assert not space.written.exists()


def test_another_language_gets_no_hints_and_silence_is_fine(inside: Client, post: Post, space: Space) -> None:
    other = "Du hast lange gewartet, und ich habe nicht geschrieben. Wie war das?"
    page = text(post(inside, f"/n/{space.key}/answer", {"one": "no_answer", "text": other}))
    assert "<mark>" not in page
    assert "The hints read English only" in page
    silent = text(post(inside, f"/n/{space.key}/answer", {"one": "no_answer", "text": " "}))
    assert "To be quiet for a moment can be listening too." in silent
    assert "Keep it in my notes" not in silent


def test_the_next_situation_is_another_one_and_an_answer_is_kept_once(inside: Client, post: Post, space: Space) -> None:
    seen, one = [], "no_answer"
    for _ in range(12):
        page = text(post(inside, f"/n/{space.key}/answer", {"one": one, "text": ""}))
        one = re.search(r'class="primary" href="[^"]*\?one=(\w+)"', page)[1]  # type: ignore[index]
        seen.append(one)
    assert len(set(seen)) >= 11
    for _ in range(2):
        post(inside, f"/n/{space.key}/answer/keep", {"one": "no_answer", "text": "Tell me more", "heard": "partly"})
    row = space.written.get()
    assert (row.fields["reply"], row.fields["heard"]) == ("Tell me more", "partly")


def test_an_answer_that_no_file_could_hold_is_kept_without_what_it_could_not(
    inside: Client, post: Post, space: Space
) -> None:
    """One such sign in it, and the whole file that is taken out could not be brought back."""
    post(inside, f"/n/{space.key}/answer/keep", {"one": "no_answer", "text": "Tell \0me"})
    assert space.written.get().fields["reply"] == "Tell me"


def test_a_line_begins_a_good_moment(inside: Client, post: Post, on: Space) -> None:
    page = text(inside.get(f"/n/{on.key}/good"))
    assert "Jon made tea or coffee for me too." in page
    form = text(inside.get(f"/n/{on.key}/moments/new/good?line=1"))
    assert "Jon made tea or coffee for me too.</textarea>" in form
    assert "Jon made tea" not in text(inside.get(f"/n/{on.key}/moments/new/hard?line=1"))
    assert "Thank you for cooking yesterday." in text(inside.get(f"/n/{on.key}/glad"))


def test_at_work_the_sides_are_called_otherwise(inside: Client, on: Space) -> None:
    for kind, words in (("partner", "If you reach out more"), ("work", "If you raise things more")):
        Space.objects.filter(pk=on.pk).update(kind=kind)
        assert words in text(inside.get(f"/n/{on.key}/glad"))
