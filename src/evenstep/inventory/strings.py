"""Every string a translator has to know, out of the TOML files: gettext's own tools do not read those."""

from __future__ import annotations

from collections.abc import Iterator

from evenstep.inventory.form import Form
from evenstep.inventory.load import all_forms
from evenstep.inventory.said import phrases


def all_strings() -> tuple[str, ...]:
    """Each string once, in the order of the files, so that neighbours in a catalogue belong together."""
    forms = [string for form in all_forms() for string in _of_form(form)]
    return tuple(dict.fromkeys([*forms, *phrases().values()]))


def _of_form(form: Form) -> Iterator[str]:
    yield from (form.title, form.intro, form.scale.skip, form.source, form.licence)
    yield from (word for _, word in form.scale.words)
    for occasion in form.occasions:
        yield occasion.name
        if occasion.hint:
            yield occasion.hint
    for theme in form.themes:
        yield theme.name
        yield from (item.text for item in theme.items)
        yield from theme.said.values()
    yield from form.leads.values()
