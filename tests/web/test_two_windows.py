"""Two on one device, two windows that send at one instant: each thing is done once, in the order of the passing."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.test import Client, RequestFactory
from fake_house import ORIGIN, make_client

from evenstep.program.safety import QUESTIONS
from evenstep.web import two
from evenstep.web.house import House
from evenstep.web.models import Settings, Sitting, Space
from evenstep.web.steps import code
from evenstep.web.two import Passing, Plan
from evenstep.web.views import rounds, shares, turns
from evenstep.web.visits import Visit

CLEAR = dict.fromkeys(QUESTIONS, "no")
YES = {"step": "fill", "fair": "yes", "heard": "yes"}
Together = Callable[..., list[Any]]
Meet = Callable[[Any, str], list[str]]


@pytest.fixture
def here(space: Space) -> str:
    Space.objects.update(joint_on=True, alone=False, me="Ada")
    Settings.objects.create(pk=1)
    return f"/n/{space.key}"


@pytest.fixture
def visit(inside: Client, house: House) -> Visit:
    found = house.visits.find(inside.cookies[house.cookie].value)
    assert found is not None
    return found


@pytest.fixture
def together(inside: Client, house: House, form_key: Callable[[Client], str]) -> Iterator[Together]:
    """Send several forms from as many windows at one instant."""
    with ThreadPoolExecutor(3) as threads:

        def send(where: str, *forms: dict[str, str]) -> list[Any]:
            turn = re.search(r'name="turn" value="(\w+)"', inside.get(where).content.decode())
            windows = [make_client(house) for _ in forms]
            keys = [form_key(inside) for _ in forms]  # a secret each, as two windows have
            for window in windows:
                window.cookies = inside.cookies
            said = [{"two": "on", "turn": turn[1] if turn else "", **form} for form in forms]
            going = [
                threads.submit(window.post, where, {"csrfmiddlewaretoken": key, **form}, HTTP_ORIGIN=ORIGIN)
                for window, key, form in zip(windows, keys, said, strict=True)
            ]
            return [each.result(60) for each in going]

        yield send


@pytest.fixture
def meet(monkeypatch: pytest.MonkeyPatch) -> Meet:
    """Let two requests meet in one function: there the first waits for the second, a short while. Who came there."""

    def wait_in(there: Any, name: str) -> list[str]:
        plain, both, came = getattr(there, name), threading.Barrier(2), []

        def waiting(*args: Any, **kwargs: Any) -> Any:
            came.append(name)
            try:
                both.wait(0.6)
            except threading.BrokenBarrierError:
                assert both.broken  # the other one was kept outside, as it should be
            return plain(*args, **kwargs)

        monkeypatch.setattr(there, name, waiting)
        return came

    return wait_in


def test_a_screen_that_is_taken_over_twice_is_passed_on_once(
    here: str, visit: Visit, together: Together, meet: Meet
) -> None:
    where = f"{here}/parts/{code('fair_heard')}"
    visit.two = passing = Passing("fair_heard", here[3:], "me", "pass", {"me": {"fair": "no", "heard": "no"}})
    meet(two, "_moved")
    together(where, {}, {})
    assert (passing.who, passing.stage) == ("other", "own")
    assert passing.marks == {"me": {"fair": "no", "heard": "no"}}


def test_what_the_first_one_fills_in_twice_is_no_filling_of_the_second(
    here: str, visit: Visit, together: Together, meet: Meet
) -> None:
    where = f"{here}/parts/{code('fair_heard')}"
    visit.two = passing = Passing("fair_heard", here[3:], "me", "fill")
    came = meet(two, "_filled")
    together(where, YES, {**YES, "fair": "no"})
    assert came == ["_filled"]
    assert (passing.who, passing.stage) == ("me", "pass")
    assert set(passing.marks) == {"me"}


def test_what_two_filled_in_is_kept_once(here: str, visit: Visit, space: Space, together: Together, meet: Meet) -> None:
    where = f"{here}/parts/{code('fair_heard')}"
    visit.two = Passing("fair_heard", here[3:], "other", "fill", {"me": {"fair": "yes", "heard": "yes"}})
    meet(two, "over")
    together(where, YES, YES)
    assert space.written.count() == 1
    assert visit.two is None


def test_a_check_in_is_begun_once(here: str, visit: Visit, together: Together, meet: Meet) -> None:
    visit.two = Passing("check_in", here[3:], "other", "in", {"me": {}, "other": {}})
    meet(rounds, "_begin")
    answers = together(f"{here}/round", {"called_by": "me"}, {"called_by": "other"})
    assert [each.status_code for each in answers] == [302, 302]
    assert Sitting.objects.count() == 1


def test_one_tap_sent_by_two_windows_moves_once(here: str, visit: Visit, together: Together, meet: Meet) -> None:
    visit.two = Passing("listening", here[3:], "other", "in", {"me": {}, "other": {}})
    begin = {"tap": "begin", "moves": "0", "topic": "Sunday", "tension": "2", "minutes": "5", "first": "me"}
    meet(turns, "_move")
    together(f"{here}/turns", begin, {**begin, "first": "other"})
    assert Sitting.objects.count() == 1
    together(f"{here}/turns/tap", *[{"tap": "spoken", "moves": "1"}] * 2)
    assert Sitting.objects.get().state["moves"] == 2


def test_a_long_reading_keeps_nobody_waiting(inside: Client, here: str, visit: Visit) -> None:
    """A file is read in another window of this visit: the passing goes on."""
    reading, done = threading.Event(), threading.Event()

    def read() -> None:
        with visit.lock:
            reading.set()
            done.wait(30)

    other = threading.Thread(target=read)
    other.start()
    try:
        assert reading.wait(10)
        assert inside.get(f"{here}/round").status_code == 200
    finally:
        done.set()
        other.join(30)


def test_a_view_that_takes_no_turns_is_refused(space: Space) -> None:
    with pytest.raises(TypeError, match="one_at_a_time"):
        two.gate(RequestFactory().get("/"), space, Plan("check_in", "", ""))
    for view in (rounds.this_round, rounds.agree, rounds.stop, turns.turns, turns.tap, turns.stop, shares.parts):
        assert view.__wrapped__
