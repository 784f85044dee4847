"""The export: held to its schema by another's validator, complete, and silent about what it leaves out."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from datetime import timedelta
from typing import get_args

import jsonschema
import pytest
from django.apps import apps
from worlds_of_notes import NOON, fill

from evenstep.by_kind import KINDS as KINDS_OF_TWO
from evenstep.events.reading import Reading
from evenstep.events.schema import CONVERSATIONS, EVENTS, KINDS, RESOLUTIONS_S, SOURCE_NAMES, ZONE_SOURCES
from evenstep.program.limits import ASPECTS, Per
from evenstep.program.practices import practices
from evenstep.web import models
from evenstep.web.forms_data import LOCK_WORDS
from evenstep.web.look import TEXT_SIZES, THEMES
from evenstep.web.models import Settings, Space
from evenstep.web.takeout import everything
from evenstep.web.takeout.reading import USES
from evenstep.web.takeout.shape import check_shape, schema
from evenstep.web.vault.opened import Opened


def test_the_schema_is_a_schema_and_each_key_in_it_is_explained() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    for name, made in {**schema()["$defs"], "": schema()}.items():
        for key, inner in made.get("properties", {}).items():
            ref = schema()["$defs"].get(inner.get("$ref", "").removeprefix("#/$defs/"), {})
            assert inner.get("description") or ref.get("description") or name in {"gap"}, f"{name}.{key}"


def test_the_schema_knows_every_word_that_a_store_may_hold() -> None:
    """What is added elsewhere, and not here, could be taken out but never brought back."""
    made = schema()["$defs"]
    columns = made["events"]["properties"]["columns"]["const"]
    cells = dict(zip(columns, made["events"]["properties"]["rows"]["items"]["prefixItems"], strict=True))
    assert columns == list(EVENTS)
    assert tuple(cells["kind"]["enum"]) == KINDS
    assert tuple(cells["source"]["enum"]) == SOURCE_NAMES
    assert tuple(cells["zone_source"]["enum"]) == ZONE_SOURCES
    assert tuple(cells["resolution_s"]["enum"]) == RESOLUTIONS_S
    assert set(made["conversation"]["properties"]) == set(CONVERSATIONS)
    assert set(made["reading"]["properties"]) == {each.name for each in fields(Reading)}
    assert tuple(made["space"]["properties"]["kind"]["enum"]) == models.KINDS
    assert tuple(made["moment"]["properties"]["toward"]["enum"]) == models.WHO
    limit = made["limit"]["properties"]
    assert tuple(limit["aspect"]["enum"]) == ASPECTS
    assert tuple(limit["per"]["enum"]) == ("", *get_args(Per))
    assert set(limit["rule"]["enum"]) == set(USES)
    assert all(re.fullmatch(made["written"]["properties"]["practice"]["pattern"], each) for each in slugs())
    assert made["settings"]["properties"]["lock_after_min"]["enum"] == [minutes for minutes, _ in LOCK_WORDS]
    assert tuple(made["settings"]["properties"]["theme"]["enum"]) == THEMES
    assert tuple(made["settings"]["properties"]["text_size"]["enum"]) == TEXT_SIZES


def slugs() -> list[str]:
    return [each.slug for kind in KINDS_OF_TWO for each in practices(kind)]


def test_an_export_keeps_its_schema(store: Opened) -> None:
    fill()
    doc = json.loads(everything.as_json(NOON))
    jsonschema.validate(doc, schema(), format_checker=jsonschema.FormatChecker())
    check_shape(doc)


def test_two_exports_differ_in_their_date_alone(store: Opened) -> None:
    fill()
    first, second = (json.loads(everything.as_json(NOON + timedelta(days=n))) for n in range(2))
    assert first.pop("written") != second.pop("written")
    assert first == second


def test_an_empty_store_is_taken_out_and_nothing_is_made_by_looking(store: Opened) -> None:
    Settings.objects.all().delete()
    assert json.loads(everything.as_json(NOON))["spaces"] == []
    assert not Settings.objects.exists()


LEFT_OUT = {
    "Settings": {"id", "first_run_done", "backed_up_on", "tries_emptied_on", "untidied"},
    "Space": {"id", "joint_on", "reaching_on", "loop_on", "last_used", "gone_at"},
    "AnswerSet": {"id", "space", "gone_at"},
    "Moment": {"id", "space", "gone_at"},
    "HardWeek": {"id", "space"},
    "Import": {"id", "space", "gone_at", "events", "conversations"},  # as "events" and "conversation" of schema.json
    "Guess": {"id", "space", "gone_at"},
    "Look": {"id", "space", "local_day"},
    "Offered": {"id", "space", "practice", "rule", "on"},
    "Kept": {"id", "space", "of", "body"},
    "Unlock": {"id", "at", "worked"},
    "Tried": {"id", "space", "gone_at"},
    "Written": {"id", "space", "gone_at"},
    "Limit": {"id", "space", "gone_at"},
    "Slip": {"id", "limit"},
    "Sitting": {"id", "space", "gone_at"},
}
TAKEN = {
    "Settings": everything.SETTINGS,
    "Space": everything.SPACE,
    "AnswerSet": everything.ANSWERS,
    "Moment": everything.MOMENT,
    "HardWeek": ("week",),
    "Import": everything.IMPORT,
    "Guess": everything.GUESS,
    "Tried": everything.TRIED,
    "Written": everything.WRITTEN,
    "Limit": everything.LIMIT,
    "Slip": everything.SLIP,
    "Sitting": everything.SITTING,
}


@pytest.mark.parametrize("model", list(apps.get_app_config("notes").get_models()), ids=lambda m: m.__name__)
def test_every_column_is_taken_out_or_left_out_on_purpose(model: type) -> None:
    """A new column fails here until someone decides."""
    name = model.__name__
    columns = {field.name for field in model._meta.fields}
    assert columns == LEFT_OUT[name] | set(TAKEN.get(name, ()))


def test_the_switches_of_the_private_page_are_not_in_the_file(store: Opened) -> None:
    fill()
    assert Space.objects.filter(joint_on=True).exists()
    text = everything.as_json(NOON).decode()
    assert not [word for word in ("joint", "reaching", "loop_on", "derived", "last_used") if word in text]


def test_a_message_is_one_line_of_the_file(store: Opened) -> None:
    fill()
    lines = everything.as_json(NOON).decode().split("\n")
    assert sum('"whatsapp", "2026-11-23T' in line for line in lines) == 6
