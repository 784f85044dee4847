"""Collect every sentence for translators: of the app's templates and code, the library's, and the tables of words."""

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
TABLES = ("inventory/items", "program/content")
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
    add(catalogue, tables(SOURCE))
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


def tables(source: Path) -> Iterator[Message]:
    """Words in tables and their file: of the inventory and of the steps. They know nothing of gettext, the app does."""
    for path in sorted(each for folder in TABLES for each in (source / folder).rglob("*.toml")):
        for words in _strings(tomllib.loads(path.read_text(encoding="utf-8"))):
            if " " in words or words[:1].isupper():
                yield Message(words, "", str(path.relative_to(source)))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _strings(each)


if __name__ == "__main__":
    raise SystemExit(main())
