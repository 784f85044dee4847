"""Own words under a practice, over all practices that have a sheet: made, listed, changed, taken away, on paper."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

import pytest
from django.test import Client, RequestFactory
from fake_house import NOON
from typed_words import CANARY, TYPED, path, typed

from evenstep.by_kind import KINDS
from evenstep.web import steps
from evenstep.web.doing import WRITTEN, tool
from evenstep.web.house import House
from evenstep.web.models import Space, Written
from evenstep.web.own_words import SHEETS
from evenstep.web.unsent import own_words

Post = Callable[..., Any]
REACHING: Final = {"neutral_friend", "one_small_start"}
NOT_WHEN: Final = {"off": REACHING, "stopped": REACHING | {"notice_early"}}
IN_BDI: Final = re.compile(r"<bdi>[^<]*Canary &lt;b&gt;&amp;.*?</bdi>", re.DOTALL)


def text(response: Any) -> str:
    page: str = response.content.decode()
    return page


@pytest.fixture(autouse=True)
def all_on(space: Space) -> None:
    Space.objects.update(joint_on=True, reaching_on=True, loop_on=True)


def test_each_sheet_has_a_button_and_an_example_here() -> None:
    assert set(SHEETS) == set(WRITTEN) == set(TYPED)


@pytest.mark.parametrize("slug", SHEETS)
def test_the_life_of_one(inside: Client, post: Post, undo: Post, space: Space, slug: str) -> None:
    """One test for each practice, since each needs a store: its steps in the order in which they are lived."""
    assert tool(space, slug).href == path(space, slug)  # type: ignore[union-attr]
    refused(inside, post, space, slug)
    post(inside, path(space, slug), typed(slug))
    undo(inside)
    assert not space.written.exists()
    assert post(inside, path(space, slug), typed(slug)).headers["Location"] == path(space, slug)
    row = space.written.get(practice=slug)
    assert row.fields[TYPED[slug][1]] == CANARY
    shown(inside, space, slug, row.key)
    changed(inside, post, undo, space, slug)
    taken_away(inside, post, undo, space, slug)
    hidden(inside, post, space, slug)


def refused(inside: Client, post: Post, space: Space, slug: str) -> None:
    """What can't be kept comes back as it was typed, with what to do above it."""
    answer = post(inside, path(space, slug), dict.fromkeys(typed(slug), ""))
    assert answer.status_code == 422
    assert 'id="problems"' in text(answer)
    answer = post(inside, path(space, slug), typed(slug, CANARY * 600))
    assert answer.status_code == 422
    assert "Canary &lt;b&gt;&amp;" * 600 in text(answer)
    assert not Written.objects.exists()


def shown(inside: Client, space: Space, slug: str, key: str) -> None:
    page, on_paper = (text(inside.get(each)) for each in (path(space, slug), path(space, slug, key, "paper")))
    for each in (page, on_paper):
        assert IN_BDI.search(each)
        assert "Canary <b>" not in each
    assert page.count('class="primary"') == 1
    assert "<textarea" not in on_paper


def changed(inside: Client, post: Post, undo: Post, space: Space, slug: str) -> None:
    """What this sheet does not ask for is left as it was; a form of an older page runs over nothing."""
    before = space.written.get().fields | {"from_a_file": "stays"}
    Written.objects.update(fields=before)
    here = path(space, slug, space.written.get().key)
    form = text(inside.get(here))
    assert "Canary &lt;b&gt;&amp;" in form
    assert 'name="own-moment"' not in form  # nothing to pick from once it is written
    older = post(inside, here, {**typed(slug, "Other words"), "seen": "of an older page"})
    assert (older.status_code, "Other words" in text(older)) == (422, True)
    assert space.written.get().fields == before
    post(inside, here, typed(slug, "Other words"))
    assert space.written.get().fields == before | {TYPED[slug][1]: "Other words"}
    undo(inside)
    assert space.written.get().fields == before


def taken_away(inside: Client, post: Post, undo: Post, space: Space, slug: str) -> None:
    key = space.written.get().key
    post(inside, path(space, slug, key, "remove"))
    assert not space.written.exists()
    assert not IN_BDI.search(text(inside.get(path(space, slug))))
    undo(inside)
    assert space.written.get().key == key


def hidden(inside: Client, post: Post, space: Space, slug: str) -> None:
    """What the space may not see is not there: with all switches off, and after "stop"."""
    key = space.written.get().key
    for off in ({"joint_on": False, "reaching_on": False, "loop_on": False}, {"stopped": True}):
        Space.objects.update(**{"joint_on": True, "reaching_on": True, "loop_on": True, **off})
        there = steps.find(Space.objects.get(), slug) is not None
        assert there == (slug not in NOT_WHEN["stopped" if "stopped" in off else "off"])
        for each in (path(space, slug), path(space, slug, key), path(space, slug, key, "paper")):
            assert (inside.get(each).status_code == 200) == there, each
        if not there:
            for each in (path(space, slug), path(space, slug, key), path(space, slug, key, "remove")):
                assert post(inside, each, typed(slug, "new")).headers["Location"] == f"/n/{space.key}/steps"
            assert space.written.get().fields[TYPED[slug][1]] == CANARY


def test_every_page_opens_in_every_kind(inside: Client, space: Space) -> None:
    for kind in KINDS:
        Space.objects.update(kind=kind)
        for slug in SHEETS:
            page = text(inside.get(path(space, slug))).partition("<main")[2]
            assert "{" not in page, slug
            assert page.count('class="primary"') == 1, slug


def test_rows_of_another_space_or_practice_are_not_there(inside: Client, post: Post, space: Space) -> None:
    other = Space.objects.create(kind="work", other="Cay", made_at=NOON)
    post(inside, path(other, "shelf"), typed("shelf"))
    row = other.written.get()
    assert inside.get(path(other, "shelf", row.key)).status_code == 200
    assert inside.get(path(space, "shelf", row.key)).status_code == 404
    assert inside.get(path(other, "small_wins", row.key)).status_code == 404


def test_a_practice_without_a_sheet_leads_to_its_own_page(inside: Client, space: Space) -> None:
    assert inside.get(path(space, "limit")).headers["Location"] == f"/n/{space.key}/steps/{steps.code('limit')}"


def test_a_row_that_a_file_brought_is_shown_as_far_as_it_can_be(inside: Client, space: Space) -> None:
    odd = {"trigger": {"deep": ["x"]}, "friend": ["a"], "what": 7, "day": "soon", "hopes": [["walk"]], "card": {"a": 1}}
    for slug in SHEETS:
        rows = [
            Written.objects.create(space=space, practice=slug, at=NOON, local_day=NOON.date(), fields=fields)
            for fields in (odd, ["a", 1], {}, "words")
        ]
        page = text(inside.get(path(space, slug)))
        assert all(row.key in page for row in rows)
        for row in rows[:2]:
            assert inside.get(path(space, slug, row.key)).status_code == 200
            assert inside.get(path(space, slug, row.key, "paper")).status_code in (200, 302)


def test_a_plan_from_two_lists_and_own_words_before_them(inside: Client, post: Post, space: Space) -> None:
    post(inside, path(space, "if_then"), {"own-moment": "night", "own-then": "water"})
    fields = space.written.get().fields
    assert fields["trigger"] == "I lie awake and go over what was said"
    page = text(inside.get(path(space, "if_then")))
    assert f"If {fields['trigger']}, then I will {fields['idea']}." in page
    Written.objects.all().delete()
    said = {"own-moment": "night", "own-trigger": "the bus is late.", "own-then": "water", "own-idea": "hum,"}
    post(inside, path(space, "if_then"), said)
    assert space.written.get().fields == {"trigger": "the bus is late", "idea": "hum"}


def test_ideas_toward_the_other_need_a_clear_no(inside: Client, post: Post, space: Space) -> None:
    Space.objects.update(reaching_on=False)
    assert "ask once and then leave it" not in text(inside.get(path(space, "if_then")))
    answer = post(inside, path(space, "if_then"), {"own-moment": "night", "own-then": "ask_once"})
    assert answer.status_code == 422
    assert 'name="own-again_us"' not in text(inside.get(path(space, "setbacks")))
    Space.objects.update(reaching_on=True)
    assert 'name="own-again_us"' in text(inside.get(path(space, "setbacks")))


def test_half_written_is_kept_as_typed(inside: Client, post: Post, space: Space) -> None:
    post(inside, path(space, "where_from"), {"own-first": "When I was\r\nseven and nobo"})
    assert space.written.get().fields == {"first": "When I was\nseven and nobo"}


def test_sent_twice_is_kept_once(inside: Client, form_key: Callable[[Client], str], space: Space) -> None:
    said = {"csrfmiddlewaretoken": form_key(inside), **typed("small_wins")}
    for _ in range(2):
        answer = inside.post(path(space, "small_wins"), said, HTTP_ORIGIN=f"http://{inside.defaults['HTTP_HOST']}")
        assert answer.status_code == 302
    assert space.written.count() == 1


def test_words_outlive_a_lock(inside: Client, post: Post, house: House, space: Space) -> None:
    visit = house.visits.find(inside.cookies[house.cookie].value)
    assert visit is not None
    post(inside, "/lock", {"typed-for": path(space, "where_from"), **typed("where_from", "half a sen")})
    assert visit.unsent is not None
    assert dict(visit.unsent.fields) == {"own-learned": "half a sen"}


def test_every_field_of_a_sheet_counts_as_own_words() -> None:
    for slug in SHEETS:
        assert CANARY in own_words(RequestFactory().post("/", typed(slug)))


def test_a_slip_is_data_is_reached_from_the_plan_for_setbacks_and_from_limits(inside: Client, space: Space) -> None:
    for where in (path(space, "setbacks"), f"/n/{space.key}/mine"):
        assert f'href="/n/{space.key}/after"' in text(inside.get(where))
    page = text(inside.get(f"/n/{space.key}/after"))
    assert "One slip does not put you back to the start." in page
    assert path(space, "setbacks") in page
    assert "<form" not in page.partition("<main")[2]  # nothing to fill in, nothing kept
    assert "That is more than a slip." in page  # for everyone: shown only after a stop it would tell of the stop


def test_after_stop_a_slip_that_was_contact_is_called_more_than_a_slip(inside: Client, space: Space) -> None:
    Space.objects.update(stopped=True)
    page = text(inside.get(f"/n/{space.key}/after"))
    assert "If you got in touch after they asked you to stop" in page
    assert "That is more than a slip." in page
    assert "I worry about how I behave" in page
