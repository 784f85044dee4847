"""Hostile values in every field of every sheet of own words: never our fault, shown as text, refused ones not kept."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from html import unescape
from typing import Any, Final
from urllib.parse import quote_plus

import pytest
from django.test import Client
from fake_house import NOON, ORIGIN
from typed_words import path, typed

from evenstep.web import steps
from evenstep.web.house import House
from evenstep.web.models import Settings, Space, Written
from evenstep.web.own_words import SHEETS, sheet_of
from evenstep.web.sheets.sheet import Sheet

Send = Callable[..., Any]
KIND: Final = "application/x-www-form-urlencoded"
# Shorter than a line may be: all of them are words one may write, and have to come back as they were.
WORDS: Final = (
    "<script>alert(7)</script><img src=x onerror=alert(7)>&lt;b&gt;\"'`",
    "{{7*7}} {% load i18n %}{% debug %} {other} {0.__class__} %(name)s ${7*7} #{7*7}",
    "javascript:alert(7) data:text/html,<b> </textarea></title><svg/onload=alert(7)>",
    "\u202eevil\u202c \u2066\u2067a\u2069 \u200f\u200e\ufeff\u200b \u2028x\u2029 \x85\x1b[31m\x08\x7f",
    "=cmd|'/c calc'!A1 @SUM(1) \U0001f469\u200d\U0001f467 a\u0300\u0301\u0302\u0303 \ufdfa \uffff",
)
TEN_MB: Final = "x" * 10 * 2**20
NO_WORDS: Final = {  # what is refused in any field of words
    "a NUL": "a\0b",
    "much too long": "y" * 100_000,
    "a million lines": "a" + "\n" * 999_000 + "b",
}
NO_DAYS: Final = ("2026-02-31", "10000-01-01", "0000-00-00", "31 Feb", "2026-02-14T00:00", "<b>", "\0", "9" * 5000)
NO_TIMES: Final = ("25:00", "18:60", "noon", "<script>", "\0", "-1:00", "1e9", "24:00")
NO_CHOICES: Final = ("<script>", "__class__", "\0", "walk,left", "0", "x" * 5000, "{}", "-1")
EARLY_AND_LATE: Final = ("0001-01-01", "1901-01-01", "9999-12-31")
BROKEN: Final = b"%ED%A0%80x%ED%BF%BF%FF%C0%80"  # lone surrogates, and bytes that are no UTF-8 at all
ACTIVE: Final = re.compile(r"<script>|<img src=x|<svg/|href=.?javascript:|<!--|\b49\b")


@pytest.fixture(autouse=True)
def all_on(space: Space) -> None:
    Space.objects.update(joint_on=True, reaching_on=True, loop_on=True)
    Settings.objects.create(pk=1)


@pytest.fixture
def send(inside: Client, house: House, form_key: Callable[[Client], str]) -> Send:
    """Post fields as a browser does, in order, doubled ones too; bytes are sent as they are, percent-encoded before."""

    secret, visit = form_key(inside), house.visits.find(inside.cookies[house.cookie].value)
    assert visit is not None

    def go(where: str, fields: dict[str, Any]) -> Any:
        pairs = [
            (name, one)
            for name, value in {"csrfmiddlewaretoken": secret, **fields}.items()
            for one in (value if isinstance(value, list) else [value])
        ]
        body = b"&".join(
            quote_plus(name).encode() + b"=" + (one if isinstance(one, bytes) else quote_plus(one).encode())
            for name, one in pairs
        )
        visit.sent.clear()  # each is a form of its own, as if its page had been opened anew
        answer = inside.post(where, body, content_type=KIND, HTTP_ORIGIN=ORIGIN)
        assert answer.status_code < 500, (where, list(fields), answer.content[-500:])
        return answer

    return go


def sheet(space: Space, slug: str) -> Sheet:
    step = steps.find(Space.objects.get(), slug)
    assert step is not None
    found = sheet_of(space, step, NOON.date())
    assert found is not None
    return found


def text(response: Any) -> str:
    page: str = response.content.decode()
    assert not ACTIVE.search(page)
    return page


def plain(words: str) -> str:
    """As it comes out of a page again: line ends and the blanks around it are the form's."""
    return words.replace("\r\n", "\n").strip()


def refused(answer: Any, sent: dict[str, Any]) -> None:
    """Each field that is wrong says so, with what was typed in it; nothing is kept."""
    assert answer.status_code in (400, 422)
    page = text(answer)
    if answer.status_code == 422:
        assert 'id="problems"' in page
        for name, value in sent.items():
            assert f'id="{name}_error"' in page, name
            assert "\0" in value or plain(value) in unescape(page), name


def of_looks(sheet: Sheet, *looks: str) -> list[str]:
    """The fields of a sheet that look so, as a form names them."""
    return [f"own-{each.name}" for each in sheet.written() if each.looks in looks]


def wrong(sheet: Sheet) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """What has to be refused, all fields of a kind at once: (typed words that are shown again, choices)."""
    for words in NO_WORDS.values():
        yield dict.fromkeys(of_looks(sheet, "line", "text"), words), {}
    lists = [*of_looks(sheet, "choice", "several"), *(f"own-{each.name}" for each in sheet.picks())]
    for day, at, choice in zip(NO_DAYS, NO_TIMES, NO_CHOICES, strict=True):
        written = dict.fromkeys(of_looks(sheet, "date"), day) | dict.fromkeys(of_looks(sheet, "time"), at)
        yield written, dict.fromkeys(lists, choice)


@pytest.mark.parametrize("slug", SHEETS)
def test_what_is_hostile_and_may_be_written_comes_back_as_text(
    inside: Client, send: Send, space: Space, slug: str
) -> None:
    here, asked = path(space, slug), sheet(space, slug)
    fields = of_looks(asked, "line", "text")
    for words in WORDS:
        assert send(here, {**typed(slug), **dict.fromkeys(fields, words)}).status_code == 302
        row = Written.objects.get()
        kept = {str(value) for name, value in row.fields.items() if f"own-{name}" in fields}
        assert kept and (kept == {plain(words)} or slug == "if_then")  # a plan's halves lose their last mark
        assert all(each in unescape(text(inside.get(f"{here}/{row.key}"))) for each in " ".join(kept).split())
        page = text(inside.get(here)) + text(inside.get(f"{here}/{row.key}/paper", follow=True))
        around = re.sub(r"<bdi>.*?</bdi>|<input[^>]*>|<textarea.*?</textarea>", "", page, flags=re.DOTALL)
        assert "\u202e" not in around, "words that turn the line stand apart from ours"
        Written.objects.exclude(pk=row.pk).delete()
        if words != WORDS[-1]:
            row.delete()
    text(inside.get("/data/print"))


@pytest.mark.parametrize("slug", SHEETS)
def test_what_is_refused_is_said_at_each_field_and_kept_nowhere(
    inside: Client, send: Send, space: Space, slug: str
) -> None:
    """On a new page, and on the page that changes what is there; one field that is wrong is enough."""
    send(path(space, slug), typed(slug))
    before = Written.objects.get()
    for written, lists in wrong(sheet(space, slug)):
        if written | lists:
            refused(send(path(space, slug), {**typed(slug), **written, **lists}), written)
            assert Written.objects.count() == 1
        if written:
            refused(send(path(space, slug, before.key), {**typed(slug), **written}), written)
    for name in of_looks(sheet(space, slug), "line", "text", "date", "time"):
        refused(send(path(space, slug), {**typed(slug), name: "a\0b"}), {name: "a\0b"})
    assert Written.objects.get().fields == before.fields


@pytest.mark.parametrize("slug", SHEETS)
def test_fields_that_are_missing_more_twice_broken_or_without_end(
    inside: Client, send: Send, space: Space, slug: str
) -> None:
    here, asked, whole = path(space, slug), {each.name for each in sheet(space, slug).written()}, typed(slug)
    for name in (*whole, None):
        send(here, {each: value for each, value in whole.items() if name not in (each, None)})
    more = {"own-__class__": "x", "own-space": "1", "practice": "shelf", "pk": "1", "fields": "{}", "own-\0": "y"}
    assert send(here, {**whole, **more}).status_code == 302
    send(here, {name: [*WORDS[:2], value] for name, value in whole.items() if isinstance(value, str)})
    for row in Written.objects.all():
        assert (row.practice, row.space_id) == (slug, space.pk)
        assert set(row.fields) <= asked
    Written.objects.all().delete()
    assert send(here, {**whole, **{f"x{n}": "" for n in range(300)}}).status_code == 400
    assert send(here, {**whole, of_looks(sheet(space, slug), "line", "text")[0]: TEN_MB}).status_code == 400
    assert send(here, {**whole, "csrfmiddlewaretoken": BROKEN}).status_code == 403
    assert not Written.objects.exists()
    fields = of_looks(sheet(space, slug), "line", "text")
    assert send(here, {**whole, **dict.fromkeys(fields, BROKEN)}).status_code == 302
    kept = json.dumps(Written.objects.get().fields, ensure_ascii=False)
    assert "\ufffd" in kept.encode().decode(), "what is no text becomes a sign for it"
    text(inside.get(here))


@pytest.mark.parametrize("day", EARLY_AND_LATE)
def test_a_plan_at_the_end_of_time_breaks_no_page_and_no_calendar(
    inside: Client, send: Send, space: Space, day: str
) -> None:
    send(path(space, "own_plan"), {**typed("own_plan"), "own-day": day, "own-title": WORDS[3]})
    assert Written.objects.get().fields["day"] == day
    for where in (f"/n/{space.key}/today", f"/n/{space.key}/steps", "/data/print", path(space, "own_plan")):
        text(inside.get(where))
    answer = inside.get(f"/n/{space.key}/dates")
    assert answer.status_code in (200, 302)
    assert date.fromisoformat(day) > NOON.date() or answer.status_code == 302


def test_the_table_meets_every_kind_of_field(space: Space) -> None:
    looks = {each.looks for slug in SHEETS for each in sheet(space, slug).written()}
    assert looks == {"line", "text", "choice", "several", "date", "time"}
    assert all(len(words) < 200 for words in WORDS)
