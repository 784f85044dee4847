"""Collect every sentence for translators: from the app's templates and code, the library's, the inventory's lines."""

from __future__ import annotations

import os
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import django
import polib
from django.core.management import call_command
from library_messages import Message, library

SOURCE = Path(__file__).parents[1] / "src" / "evenstep"
LOCALE = SOURCE / "web" / "locale"
MADE = LOCALE / "en" / "LC_MESSAGES" / "django.po"


def main() -> int:
    """Write the template and say where it is. Needs the gettext programs."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evenstep.web.settings")
    django.setup(set_prefix=False)
    LOCALE.mkdir(exist_ok=True)
    os.chdir(SOURCE / "web")
    call_command("makemessages", locale=["en"], no_obsolete=True, add_location="file", no_wrap=True, verbosity=0)
    catalogue = polib.pofile(str(MADE))
    add(catalogue, library(SOURCE))
    add(catalogue, inventory())
    catalogue.save()
    sys.stdout.write(f"{len(catalogue)} sentences in {MADE.relative_to(SOURCE.parents[1])}\n")
    return 0


def add(catalogue: polib.POFile, messages: Iterable[Message]) -> None:
    """Put each into the catalogue once."""
    there = {entry.msgid for entry in catalogue}
    for one, many, file in messages:
        if one not in there:
            there.add(one)
            entry = polib.POEntry(msgid=one, occurrences=[(file, "")])
            if many:
                entry.msgid_plural, entry.msgstr_plural = many, {0: "", 1: ""}
            catalogue.append(entry)


def inventory() -> Iterator[Message]:
    """The inventory's words and their file: it knows nothing of gettext, the app translates them when it shows them."""
    for path in sorted((SOURCE / "inventory" / "items").glob("*.toml")):
        for words in _strings(tomllib.loads(path.read_text(encoding="utf-8"))):
            if " " in words or words[:1].isupper():
                yield Message(words, "", f"inventory/items/{path.name}")


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _strings(each)


if __name__ == "__main__":
    raise SystemExit(main())
