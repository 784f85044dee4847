"""Bringing things back through the pages: an export into open notes, a backup as one more person's."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from every_route import _read

from evenstep.web import imports
from evenstep.web.house import House
from evenstep.web.models import Import, Moment, Settings, Space
from evenstep.web.takeout.everything import as_json
from evenstep.web.vault import backup, keep
from evenstep.web.vault.opened import Opened, using
from evenstep.web.visits import Visit

Post = Callable[..., Any]
SECRET = "four quiet words here"


def file(data: bytes) -> dict[str, Any]:
    return {"file": SimpleUploadedFile("x", data)}


def visit(client: Client, house: House) -> Visit:
    found = house.visits.find(client.cookies[house.cookie].value)
    assert found is not None
    return found


def test_an_export_comes_back_and_can_be_taken_back(
    inside: Client, post: Post, undo: Post, house: House, space: Space
) -> None:
    Moment.objects.create(
        space=space, at=house.now(), local_day=house.now().date(), toward="me", back="other", tension=1
    )
    data = as_json(house.now())
    space.delete()
    assert post(inside, "/data/bring-back", file(data)).headers["Location"] == "/data"
    assert Moment.objects.count() == 1
    assert "New here: 2. Here already: 0." in inside.get("/data").content.decode()
    undo(inside, "/data")
    assert not Space.objects.exists()


def test_messages_left_out_of_a_stopped_space_are_said(inside: Client, post: Post, house: House, space: Space) -> None:
    imports.keep(space, _read().pair, "CanaryMe", house.now(), house.now().date())
    data = as_json(house.now())
    space.imports.all().delete()
    Space.objects.update(stopped=True)
    post(inside, "/data/bring-back", file(data))
    assert not space.imports.exists()
    assert "Messages were left out where they asked you to stop." in inside.get("/data").content.decode()


def test_with_the_invented_people_nothing_of_ones_own_is_taken_in(
    ada: Client, post: Post, house: House, space: Space
) -> None:
    data = as_json(house.now())
    post(ada, "/look-round")
    with using(visit(ada, house).opened):
        key = Space.objects.get().key
        before = Import.objects.count()
    for path in ("/data/bring-back", f"/n/{key}/bring"):
        for answer in (ada.get(path), post(ada, path, file(data) | {"files": file(data)["file"]})):
            text = answer.content.decode()
            assert "Nothing of your own is kept here" in text
            assert '<a class="primary" href="/begin">' in text
    with using(visit(ada, house).opened):
        assert (Space.objects.count(), Import.objects.count()) == (1, before)


def test_a_bad_file_is_refused_with_its_place_and_nothing_changes(
    inside: Client, post: Post, house: House, space: Space
) -> None:
    doc = json.loads(as_json(house.now()))
    doc["spaces"][0]["kind"] = "<b>"
    response = post(inside, "/data/bring-back", file(json.dumps(doc).encode()))
    page = response.content.decode()
    assert response.status_code == 422
    assert "<bdi>/spaces/0/kind</bdi>" in page
    assert "Nothing was changed." in page
    assert "<b>" not in page.partition("problems")[2].partition("</section>")[0]


@pytest.mark.parametrize("path", ["/data/bring-back", "/restore"])
def test_no_file_is_asked_for_again(inside: Client, post: Post, path: str) -> None:
    response = post(inside, path)
    assert response.status_code == 422
    assert "No file was chosen." in response.content.decode()


def test_a_file_above_the_limit_is_named_as_such(inside: Client, post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evenstep.web.views.data_in.MOST_BYTES", 2)
    assert "larger than" in post(inside, "/data/bring-back", file(b"{{}")).content.decode()


def test_a_locked_backup_given_as_an_export_is_led_to_its_own_page(
    inside: Client, post: Post, house: House, opened: Opened
) -> None:
    data = backup.backup(house.folder, opened)
    assert "This is an encrypted backup." in post(inside, "/data/bring-back", file(data)).content.decode()


def test_a_backup_comes_back_before_anything_is_unlocked(ada: Client, post: Post, house: House) -> None:
    opened = keep.create(house.folder, "Mine", SECRET, house.now())
    with using(opened):
        Settings.objects.create(pk=1, lock_after_min=1)
        Space.objects.create(kind="work", other="Bo", made_at=house.now())
    data = backup.backup(house.folder, opened)
    house.folder.delete(opened.person)
    wrong = post(ada, "/restore", file(data) | {"passphrase": "four other words here"})
    assert wrong.status_code == 422
    assert "does not open these notes" in wrong.content.decode()
    assert house.folder.people() == ()
    assert post(ada, "/restore", file(data) | {"passphrase": SECRET}).headers["Location"] == "/"
    assert visit(ada, house).lock_after_s == 60.0
    assert [person.label for person in house.folder.people()] == ["Mine"]
    with using(visit(ada, house).opened):
        assert Space.objects.get().other == "Bo"


def test_a_backup_comes_beside_the_notes_that_are_open(
    inside: Client, post: Post, house: House, opened: Opened, space: Space
) -> None:
    data = backup.backup(house.folder, opened)
    assert post(inside, "/restore", file(data)).status_code == 302
    now = visit(inside, house).opened
    assert now is not None
    assert now.person != opened.person
    assert len(house.folder.people()) == 2


@pytest.mark.parametrize("data", [b"", b"hello", b"evenstep backup\n\x00\x01"])
def test_what_is_no_backup_is_refused(ada: Client, post: Post, house: House, data: bytes) -> None:
    response = post(ada, "/restore", file(data or b" "))
    assert response.status_code == 422
    assert "This backup cannot be used" in response.content.decode()
    assert house.folder.people() == ()
