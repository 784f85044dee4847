"""What was typed and not kept: held for its owner after a lock, shown to who typed it when the visit is over."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, TypeGuard

import pytest
from django.forms import BaseForm, Textarea
from django.test import Client
from fake_house import ORIGIN

from evenstep import web
from evenstep.web.headers import REFUSAL
from evenstep.web.house import House
from evenstep.web.models import Space
from evenstep.web.unsent import OWN_WORDS
from evenstep.web.vault import keep
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


@pytest.mark.parametrize("by_itself", [True, False])
@pytest.mark.parametrize("place", ["round", "turns"])
def test_private_lines_of_one_of_two_are_never_held(
    inside: Client, form_key: Callable[[Client], str], house: House, space: Space, place: str, by_itself: bool
) -> None:
    """The page one comes back to would hold them, and it is another person who comes back."""
    path, form = f"/n/{space.key}/{place}", form_key(inside)
    said = {"csrfmiddlewaretoken": form, "two": "on", "turn": "0", "afraid": "yes", "hurt": "no"}
    if by_itself:
        inside.post("/lock", {**said, "typed-for": path}, HTTP_ORIGIN=ORIGIN)
    else:
        visit_of(inside, house).lock_up()
        inside.post(path, said, HTTP_ORIGIN=ORIGIN)
    visit = visit_of(inside, house)
    assert visit.opened is None
    assert visit.unsent is None


WRITTEN = {"note": "half a sen <b>", "toward": "me"}


def test_after_a_restart_what_was_typed_is_shown_to_who_typed_it(
    inside: Client, form_key: Callable[[Client], str], house: House, space: Space
) -> None:
    """The app does not know the page's visit any more. The words are in the answer and nowhere else."""
    form, path = form_key(inside), f"/n/{space.key}/moments/new/good"
    house.visits.leave_all()
    answer = inside.post(path, {"csrfmiddlewaretoken": form, **WRITTEN}, HTTP_ORIGIN=ORIGIN)
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "<blockquote" in page
    assert "half a sen &lt;b&gt;" in page
    assert "data-veil-after" in page
    assert answer.headers["Cache-Control"] == "no-store"
    assert space.moments.count() == 0


def test_a_page_that_locks_itself_after_its_visit_is_over_shows_no_words(
    inside: Client, form_key: Callable[[Client], str], house: House, space: Space
) -> None:
    """It rested for long: whoever sits there now gave no passphrase."""
    form = form_key(inside)
    house.visits.leave_all()
    where = f"/n/{space.key}/moments/new/good"
    answer = inside.post("/lock", {"csrfmiddlewaretoken": form, "typed-for": where, **WRITTEN}, HTTP_ORIGIN=ORIGIN)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "half a sen" not in page
    assert "<blockquote" not in page
    assert "locked, and what was typed on it went with that" in page


def test_after_someone_else_came_in_what_was_typed_is_shown(
    inside: Client, form_key: Callable[[Client], str], house: House, space: Space
) -> None:
    form, path, visit = form_key(inside), f"/n/{space.key}/moments/new/good", visit_of(inside, house)
    visit.lock_up()
    visit.unlock(keep.create(house.folder, "Other notes", None, house.now()))
    answer = inside.post(path, {"csrfmiddlewaretoken": form, **WRITTEN}, HTTP_ORIGIN=ORIGIN)
    assert answer.status_code == 403
    assert "half a sen" in answer.content.decode()
    assert visit.unsent is None


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_ORIGIN": "http://evil.test"},
        {"HTTP_ORIGIN": "null"},
        {"HTTP_ORIGIN": ORIGIN, "HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_ORIGIN": ORIGIN, "HTTP_SEC_FETCH_SITE": "same-site"},
        {"HTTP_ORIGIN": ORIGIN, "HTTP_HOST": "evil.test"},
    ],
)
def test_another_site_is_shown_nothing(stranger: Client, headers: dict[str, str]) -> None:
    answer = stranger.post("/n/abc/moments/new/good", WRITTEN, **headers)
    assert (answer.status_code, answer.content.decode()) == (403, REFUSAL)


@pytest.mark.parametrize("said", [{}, {"passphrase": "four words"}, {"note": ""}, {"note": "x" * 70_000}])
def test_without_words_that_can_be_shown_it_is_the_one_refusal(stranger: Client, said: dict[str, str]) -> None:
    answer = stranger.post("/n/abc/moments/new/good", said, HTTP_ORIGIN=ORIGIN)
    assert (answer.status_code, answer.content.decode()) == (403, REFUSAL)


def test_a_broken_form_is_the_one_refusal(stranger: Client) -> None:
    kind = "multipart/form-data; boundary=x"
    for body in (b"--x", b"--x\r\nnonsense", b"&".join(b"note=%d" % n for n in range(300))):
        content = "application/x-www-form-urlencoded" if body.startswith(b"note") else kind
        answer = stranger.post("/n/abc/moments/new/good", body, content_type=content, HTTP_ORIGIN=ORIGIN)
        assert (answer.status_code, answer.content.decode()) == (403, REFUSAL)


def test_every_field_for_own_words_is_one_of_those_that_are_shown() -> None:
    """A field of several lines that is added later would be lost after a restart: name it in OWN_WORDS."""
    forms = [each for module in _form_modules() for each in vars(module).values() if _is_form(each)]
    lines = {
        (form.__name__, name)
        for form in forms
        for name, field in form.base_fields.items()
        if isinstance(field.widget, Textarea)
    }
    assert len(lines) >= 4
    assert {(form, name) for form, name in lines if name not in OWN_WORDS} == set()


def _form_modules() -> list[Any]:
    return [import_module(f"evenstep.web.{path.stem}") for path in sorted(Path(web.__path__[0]).glob("forms*.py"))]


def _is_form(each: object) -> TypeGuard[type[BaseForm]]:
    return isinstance(each, type) and issubclass(each, BaseForm)
