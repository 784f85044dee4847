"""What was taken away is hidden everywhere, in every copy, comes back for a day, and is then gone from the file."""

from __future__ import annotations

import io
import re
import time
import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

import pytest
from django.apps import apps
from django.test import Client
from every_route import CANARIES, ROUTES, Facts, fill
from fake_house import NOON, ORIGIN, Clock, make_client

from evenstep.web import taken
from evenstep.web.house import House
from evenstep.web.models import (
    AnswerSet,
    Guess,
    Import,
    Limit,
    Moment,
    Removable,
    Settings,
    Sitting,
    Slip,
    Space,
    Tried,
    Written,
)
from evenstep.web.takeout.back import bring_back
from evenstep.web.takeout.csv_out import as_zip
from evenstep.web.takeout.everything import as_json
from evenstep.web.vault import backup as backups
from evenstep.web.vault.forget import delete_person
from evenstep.web.vault.opened import Opened, using
from evenstep.web.vault.trouble import FullDisk
from page_decryptor import all_pages

Post = Callable[..., Any]
SECRET: Final = re.compile('name="csrfmiddlewaretoken" value="([^"]+)"')
# Models whose rows are never taken away by themselves, and why. A new model fails here until someone decides.
NEVER_ALONE: Final = {
    "Settings": "one row of choices; a change has its own Undo",
    "Unlock": "the list of tries is emptied as a whole, at once",
    "HardWeek": "a list of weeks is changed, with its own Undo",
    "Look": "counts days for the looking budget; goes with its space",
    "Offered": "remembers what was suggested, for one new a week; goes with its space",
    "Slip": "one slip has its own Undo; goes with its limit",
    "Kept": "worked out from the rest; goes with its space",
}
CANARY: Final = {
    "space": "CanaryOther",
    "moment": "CanaryNote",
    "import": "CanaryFile",
    "guess": "0.4242",
    "tried": "canarytried",
    "written": "CanaryWritten",
    "limit": "CanaryLimit",
    "slip": "CanarySlip",
    "sitting": "CanarySitting",
}


@pytest.fixture
def facts(inside: Client, house: House, opened: Opened, store: Opened) -> Facts:
    visit = house.visits.find(inside.cookies[house.cookie].value)
    assert visit is not None
    Settings.objects.create(pk=1)
    there = fill(house, visit, opened.person)
    Guess.objects.update(value=0.4242)
    return there


def test_every_model_can_be_taken_away_or_is_left_out_on_purpose() -> None:
    models = {model.__name__: model for model in apps.get_app_config("notes").get_models()}
    removable = {name for name, model in models.items() if issubclass(model, Removable)}
    assert removable == {kind.__name__ for kind in taken.KINDS.values()}
    assert set(models) - removable == set(NEVER_ALONE)
    for name in removable:
        assert models[name]._default_manager.name == "objects"


def copies() -> str:
    """Every plain copy that can be made, as text."""
    zipped = zipfile.ZipFile(io.BytesIO(as_zip(NOON)))
    return as_json(NOON).decode() + "".join(zipped.read(name).decode() for name in zipped.namelist())


def pages(client: Client, facts: Facts) -> dict[str, str]:
    """Every page that can be looked at, by the name of its route."""
    found = {}
    for route in (route for route in ROUTES if route.name not in ("open", "leave", "asset")):
        cookies = client.cookies.copy()
        found[route.name] = client.get(route.path(facts)).content.decode(errors="replace")
        client.cookies = cookies
    return found


@pytest.mark.parametrize("kind", sorted(CANARY))
def test_no_page_and_no_export_shows_what_was_taken_away(facts: Facts, inside: Client, kind: str) -> None:
    canary = CANARY[kind]
    before = pages(inside, facts)
    assert canary in copies()
    assert any(canary in text for text in before.values()) or kind == "guess"  # shown beside the finding only
    gone = taken.KINDS["limit" if kind == "slip" else kind]  # a slip goes with its limit
    taken.take_away(gone.objects.all(), NOON)
    # the name of a space says which one can come back; a file that is just being read is no stored fact
    allowed = {"data-taken"} if kind == "space" else {"ask", "bring-ask", "notes"}
    after = pages(inside, facts)
    assert {name for name, text in after.items() if canary in text} <= allowed
    assert canary not in copies()


def test_answers_that_were_taken_away_are_in_no_page_and_no_copy(facts: Facts, inside: Client) -> None:
    signs = f"/n/{facts.space.key}/signs"
    assert "Take this away" in inside.get(signs).content.decode()
    assert "/said" in inside.get(f"{signs}/reach/said").request["PATH_INFO"]
    taken.take_away(AnswerSet.objects.all(), NOON)
    assert "Take this away" not in inside.get(signs).content.decode()
    assert inside.get(f"{signs}/reach/said").status_code == 302
    assert '"answers": []' in copies()


def test_a_backup_holds_nothing_of_it_and_neither_does_what_comes_back(
    facts: Facts, house: House, opened: Opened
) -> None:
    taken.take_away([facts.moment], NOON)
    made = backups.backup(house.folder, opened)
    assert Moment.everything.filter(gone_at__isnull=False).count() == 1  # here it can still be brought back
    back = backups.restore(house.folder, made, "", house.now())
    left = Moment.objects.count()
    with using(back):
        assert Moment.everything.count() == left


def test_a_backup_of_somebody_else_brings_nothing_back_that_was_taken_away(
    facts: Facts, house: House, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken.take_away([facts.moment], NOON)
    monkeypatch.setattr(backups, "_without_taken_away", lambda _: None)
    back = backups.restore(house.folder, backups.backup(house.folder, opened), "", house.now())
    with using(back):
        assert not Moment.everything.filter(gone_at__isnull=False).exists()


def test_after_a_day_it_is_gone_from_the_file(facts: Facts, opened: Opened) -> None:
    Moment.objects.exclude(pk=facts.moment.pk).update(note="")
    taken.take_away([facts.moment], NOON)
    assert taken.sweep(NOON + timedelta(hours=23, minutes=59)) == NOON + timedelta(hours=24)
    assert b"CanaryNote" in all_pages(opened.path, opened.key)
    assert taken.sweep(NOON + timedelta(hours=24)) is None
    assert not Moment.everything.filter(pk=facts.moment.pk).exists()
    assert b"CanaryNote" not in all_pages(opened.path, opened.key)


@pytest.mark.parametrize("kind", ["tried", "written", "limit", "sitting", "space"])
def test_what_steps_noted_is_gone_from_the_file_after_a_day(facts: Facts, opened: Opened, kind: str) -> None:
    lost = [CANARY[kind]] + ([CANARY["slip"]] if kind == "limit" else [])
    lost = [word for word in CANARIES if word != "CanaryPattern"] if kind == "space" else lost
    taken.take_away(taken.KINDS[kind].objects.all(), NOON)
    taken.sweep(NOON + timedelta(hours=23))
    held = all_pages(opened.path, opened.key)
    assert [word for word in lost if word.encode() not in held] == []
    taken.sweep(NOON + timedelta(hours=24))
    held = all_pages(opened.path, opened.key)
    assert [word for word in lost if word.encode() in held] == []
    assert kind != "limit" or not Slip.objects.exists()


def test_a_backup_and_what_comes_back_of_it_hold_what_steps_noted(facts: Facts, house: House, opened: Opened) -> None:
    taken.take_away([facts.written, facts.sitting], NOON)
    back = backups.restore(house.folder, backups.backup(house.folder, opened), "", house.now())
    with using(back):
        counts = [kind.everything.count() for kind in (Tried, Written, Limit, Sitting)]
        assert (counts, Slip.objects.count()) == ([2, 0, 1, 0], 2)
        assert not Space.objects.filter(joint_on=True).exists()


def test_deleting_all_notes_leaves_no_row_of_steps(facts: Facts, house: House, opened: Opened) -> None:
    assert CANARY["written"].encode() in all_pages(opened.path, opened.key)
    delete_person(house.folder, opened)
    assert not opened.path.exists()
    assert not [path for path in house.folder.root.rglob("*") if opened.person in str(path)]


def test_a_sweep_that_a_full_disk_cut_short_is_ended_by_the_next(
    facts: Facts, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(opened: Opened) -> None:
        raise FullDisk

    Moment.objects.exclude(pk=facts.moment.pk).update(note="")
    taken.take_away([facts.moment], NOON)
    with monkeypatch.context() as broken:
        broken.setattr(taken, "tidy", full)
        with pytest.raises(FullDisk):
            taken.sweep(NOON + timedelta(days=2))
    assert Settings.objects.get().untidied
    taken.sweep(NOON + timedelta(days=2))
    assert not Settings.objects.get().untidied
    assert b"CanaryNote" not in all_pages(opened.path, opened.key)


def test_unlocking_sweeps(ada: Client, house: House, clock: Clock, opened: Opened) -> None:
    with using(opened):
        space = Space.objects.create(kind="friend", other="Jon", made_at=NOON)
        taken.take_away([space], NOON)
    clock.later(days=1)
    client = make_client(house)
    assert client.get(f"/open/{house.launch.issue()}").status_code == 200
    secret = SECRET.findall(client.get("/add").content.decode())[0]
    client.post(f"/u/{opened.person}", {"csrfmiddlewaretoken": secret}, HTTP_ORIGIN=ORIGIN)
    with using(opened):
        assert not Space.everything.exists()


def test_while_the_notes_are_open_a_sweep_comes_by_itself(
    inside: Client, post: Post, house: House, clock: Clock, space: Space, opened: Opened
) -> None:
    moment = Moment.objects.create(space=space, at=NOON, local_day=NOON.date(), toward="me", back="other", tension=1)
    post(inside, f"/n/{space.key}/moments/{moment.key}/remove")
    assert house.due[opened.person] == NOON + timedelta(hours=24)
    visit = house.visits.find(inside.cookies[house.cookie].value)
    assert visit is not None
    visit.under_way, visit.lock_after_s = 0, 1e9
    clock.now_s += 86400.0 + 1
    visit.last_s = clock.now_s
    house.visits.sweep()
    _wait_for(house, opened)
    assert not Moment.everything.exists()
    assert opened.person not in house.due


def test_the_same_export_is_brought_in_beside_what_was_taken_away(facts: Facts) -> None:
    file = as_json(NOON)
    taken.take_away([facts.moment], NOON)
    taken.take_away([facts.brought], NOON)
    bring_back(file)
    assert Moment.objects.filter(key=facts.moment.key).count() == 1
    taken.take_away([Space.objects.get()], NOON)
    bring_back(file)
    assert Space.objects.get().key == facts.space.key
    assert Import.objects.filter(space=Space.objects.get()).count() == 1


def _wait_for(house: House, opened: Opened) -> None:
    for _ in range(400):
        piece = house.workshop.find(opened.person, "sweep")
        if piece is not None and piece.state != "working":
            assert piece.state == "done"
            return
        time.sleep(0.02)
    raise AssertionError("no sweep came")
