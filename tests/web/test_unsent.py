"""What was typed in a page that locks itself: held for its owner, and only what can be written again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from evenstep.web.house import House
from evenstep.web.models import Space
from evenstep.web.visits import Visit

Post = Callable[..., Any]


def visit_of(client: Client, house: House) -> Visit:
    visit = house.visits.find(client.cookies[house.cookie].value)
    assert visit is not None
    return visit


def test_a_page_that_locks_itself_takes_what_was_typed_along(
    inside: Client, post: Post, house: House, space: Space
) -> None:
    path = f"/n/{space.key}/moments/new/good"
    answer = post(inside, "/lock", {"typed-for": path, "note": "half a sen", "toward": "me"})
    assert answer.headers["Location"] == "/"
    visit = visit_of(inside, house)
    assert visit.opened is None
    assert visit.unsent is not None
    assert visit.unsent.path == path
    assert dict(visit.unsent.fields) == {"note": "half a sen", "toward": "me"}


@pytest.mark.parametrize(
    "place",
    ["", "/", "/data/end", "/n/KEY/let-go", "/n/KEY/own", "http://evil.test/n/KEY/moments/new/good", "nowhere", "//["],
)
def test_nothing_else_is_held(inside: Client, post: Post, house: House, space: Space, place: str) -> None:
    typed = {"typed-for": place.replace("KEY", space.key), "sure": "yes", "note": "words"}
    assert post(inside, "/lock", typed).headers["Location"] == "/"
    assert visit_of(inside, house).opened is None
    assert visit_of(inside, house).unsent is None
