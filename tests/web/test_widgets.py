"""A long list that opens is drawn as Django draws it."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.test.html import parse_html

from evenstep.web.forms_care import CountryForm
from evenstep.web.forms_data import SettingsForm
from evenstep.web.widgets import LongList

HOSTILE = [("", "Choose …"), ('"><script>', "<b>&amp;</b> 'x'"), (7, "seven"), ("7.0", "é\u202e")]


@pytest.mark.parametrize("attrs", [{}, {"id": "id_x", "required": True, "disabled": False, "data-x": '"<'}])
@pytest.mark.parametrize("value", ["", None, 7, "7", '"><script>', "elsewhere"])
def test_it_is_drawn_as_django_does(value: Any, attrs: dict[str, Any]) -> None:
    ours, theirs = (kind(choices=HOSTILE).render("a<b", value, attrs) for kind in (LongList, forms.Select))
    assert parse_html(ours) == parse_html(theirs)
    assert ours.count("<option") == len(HOSTILE)


@pytest.mark.parametrize("form", [CountryForm, SettingsForm])
def test_the_countries_are_such_a_list(form: Any) -> None:
    field = form({"country": "DE"})["country"]
    theirs = forms.Select(choices=field.field.choices)
    attrs = field.build_widget_attrs({"id": field.auto_id}, field.field.widget)
    assert parse_html(str(field)) == parse_html(theirs.render("country", "DE", attrs))
    assert '<option value="DE" selected>' in str(field)
