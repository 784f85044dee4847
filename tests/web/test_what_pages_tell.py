"""What somebody at the keyboard could read from pages: never that the private page was answered, nor what was said."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

import pytest
from django.test import Client
from every_route import ROUTES, Facts, fill, within_a_space

from evenstep.program.safety import QUESTIONS
from evenstep.web.house import House
from evenstep.web.models import Space
from evenstep.web.vault.opened import Opened

Post = Callable[..., Any]
Pages = dict[str, tuple[int, str, str]]
CLEAR: Final = dict.fromkeys(QUESTIONS, "no")
OUTSIDE: Final = {"data", "data-print", "data-settings", "data-taken", "spaces", "help", "now"}
# A reading under way has an address of its own each time; what is only posted shows nothing.
NOT_SHOWN: Final = {"bring-ask"}
SECRET: Final = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')
# "They asked me to stop" is the person's own setting. These name it: where it is switched, and where messages would be
# read or looked at, with what may help instead. They are not reached by a way that looks different from others.
NAMES_IT: Final = {"stopped", "bring", "look-again"}


@pytest.fixture
def facts(inside: Client, house: House, opened: Opened, store: Opened) -> Facts:
    visit = house.visits.find(inside.cookies[house.cookie].value)
    assert visit is not None
    return fill(house, visit, opened.person)


def all_pages(client: Client, facts: Facts) -> Pages:
    """Every page of the space, and those beyond it on which the space is named, without the forms' secrets."""
    client.get("/help")  # what was just said is shown once
    found: Pages = {}
    for route in ROUTES:
        if route.name in NOT_SHOWN or not (within_a_space(route) or route.name in OUTSIDE):
            continue
        answer = client.get(route.path(facts))
        if answer.status_code != 405:
            text = SECRET.sub("", answer.content.decode())
            found[route.name] = (answer.status_code, answer.headers.get("Location", ""), text)
    assert len(found) > 50
    return found


def differing(some: Pages, others: Pages) -> set[str]:
    assert some.keys() == others.keys()
    return {name for name in some if some[name] != others[name]}


def test_every_answer_of_the_private_page_leaves_the_pages_of_one_who_chose_nothing(
    inside: Client, post: Post, facts: Facts
) -> None:
    """Byte for byte, whether things were on before or never; only the form's secret is another one."""
    own = f"/n/{facts.space.key}/own"
    post(inside, own, {**CLEAR, "step": "switches"})  # six times no, and nothing switched on
    assert not Space.objects.filter(joint_on=True).exists()
    chosen_off = all_pages(inside, facts)
    for answers in ({**CLEAR, "afraid": "yes"}, {**CLEAR, "stop": "unsure"}, {}):
        Space.objects.update(joint_on=True, reaching_on=True, loop_on=True)
        post(inside, own, answers)
        assert differing(chosen_off, all_pages(inside, facts)) == set()


def test_stop_only_leaves_out_and_says_so_where_it_is_switched(inside: Client, facts: Facts) -> None:
    """A page that differs by it holds less, never a word more, so that nobody who looks past finds a flag."""
    Space.objects.update(joint_on=False, reaching_on=False, loop_on=False)
    before = all_pages(inside, facts)
    Space.objects.update(stopped=True)
    after = all_pages(inside, facts)
    other = differing(before, after)
    assert other >= NAMES_IT
    for name in other - NAMES_IT:
        status, leads_to, text = after[name]
        if status == 302:
            assert leads_to == f"/n/{facts.space.key}/steps", name
            continue
        assert _lines(text) <= _lines(before[name][2]), name


def test_the_table_asks_every_page_of_a_space() -> None:
    assert {route.name for route in ROUTES} >= OUTSIDE | NOT_SHOWN | NAMES_IT


def _lines(text: str) -> set[str]:
    return {part.strip() for part in re.split(r"[<>\n]", text) if part.strip()}
