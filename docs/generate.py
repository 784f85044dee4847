"""Write the generated pages of docs/reference: commands, codes, questions, the export. `--check` only compares."""

from __future__ import annotations

import json
import runpy
import sys
from pathlib import Path
from typing import Any

import click

from evenstep.by_kind import KINDS
from evenstep.cli import main
from evenstep.inventory.form import FORMS, Form, Theme
from evenstep.inventory.load import load
from evenstep.problem_codes import CODES
from evenstep.sources.exports import EXPORTS, MENUS_CHANGE, Export
from evenstep.sources.plain_formats import OF_EVERY_KIND, plain_formats

REFERENCE = Path(__file__).parent / "reference"
TAKEOUT = Path(__file__).parents[1] / "src" / "evenstep" / "web" / "takeout" / "schema.json"
VERDICTS = {
    "refuse": "The file is refused. Nothing was changed.",
    "partial": "What was good is kept; the rest is counted and listed.",
    "repair": "A known fault was put right without loss, and counted.",
    "note": "Nothing was lost; it is worth knowing.",
    "ask": "Only you can tell; nothing is guessed.",
}


def cli_page() -> str:
    """Every command with its help, as it prints at a width of 80."""
    parts = ["# Commands\n", "Written by `make docs` from the commands' own help.\n"]
    context = click.Context(
        main, info_name="evenstep", terminal_width=80, max_content_width=80, **main.context_settings
    )
    commands: list[tuple[str, click.Command]] = [("evenstep", main)]
    commands += [(f"evenstep {name}", command) for name, command in sorted(main.commands.items())]
    for name, command in commands:
        inner = click.Context(command, info_name=name.split()[-1], parent=context if command is not main else None,
                              terminal_width=80, max_content_width=80)  # fmt: skip
        parts.append(f"## {name}\n\n```\n{command.get_help(inner if command is not main else context)}\n```\n")
    return "\n".join(parts)


def errors_page() -> str:
    """Every problem code: its verdict, what it means, what to do."""
    rows = [f"| {code} | {c.verdict} | {c.what} | {c.to_do} |" for code, c in sorted(CODES.items())]
    legend = "\n".join(f"- **{verdict}**: {meaning}" for verdict, meaning in VERDICTS.items())
    head = "# Problem codes\n\nWritten by `make docs` from `evenstep.errors.CODES`.\n\n"
    return f"{head}{legend}\n\n| code | verdict | what | what to do |\n|---|---|---|---|\n" + "\n".join(rows) + "\n"


def inventory_page() -> str:
    """Every form: its lines in the words of each kind of relationship, and what may be said of the answers."""
    head = (
        "# The questions\n\nWritten by `make docs` from `evenstep/inventory/items`. How answers become sentences, and "
        "what they can’t tell: [explanation](../explanation/inventory.md). `{other}` is the other person’s name.\n"
    )
    return head + "".join(_form_part(slug) for slug in FORMS)


def _form_part(slug: str) -> str:
    """One form: where it comes from, its scale, its lines, its sentences."""
    by_kind = [load(slug, kind) for kind in KINDS]
    form = by_kind[0]
    scale = ", ".join(f"{value} {word.lower()}" for value, word in form.scale.words)
    days = "; ".join(f"*{one.name}* ({one.hint})" if one.hint else f"*{one.name}*" for one in form.occasions)
    head = f"\n## {form.title} (`{form.key}`)\n\n{form.source} {form.licence}\n\n{form.intro}\n\n"
    rows = [
        f"| {theme.name} | {theme.idea} | " + " | ".join(one.items[at].text for one in by_kind) + " |"
        for theme, at in _first_of_theme(form)
    ]
    lines = "| theme | the idea | " + " | ".join(KINDS) + " |\n|---|---|" + "---|" * len(KINDS) + "\n" + "\n".join(rows)
    return (
        f"{head}Asked of: {days}\n\nAnswers: {scale}, or “{form.scale.skip.lower()}”.\n\n{lines}\n{_said_part(by_kind)}"
    )


def _first_of_theme(form: Form) -> list[tuple[Theme, int]]:
    """Each line with its theme, and its place among all lines."""
    themes = [theme for theme in form.themes for _ in theme.items]
    return [(theme, at) for at, theme in enumerate(themes)]


def _said_part(by_kind: list[Form]) -> str:
    """What may be said of a theme and first of all; where work has words of its own, both."""
    partner, work = by_kind[0], by_kind[-1]
    of_themes = [
        (f"{theme.name}: {name}", words, there.said[name])
        for theme, there in zip(partner.themes, work.themes, strict=True)
        for name, words in theme.said.items()
    ]
    leads = [
        (f"first sentence: {name.replace('_', ' ')}", said, work.leads[name]) for name, said in partner.leads.items()
    ]
    rows = [f"| {name} | {said} | {'' if at_work == said else at_work} |" for name, said, at_work in of_themes + leads]
    return (
        "\n| what may be said | with a partner | at work, where it differs |\n|---|---|---|\n" + "\n".join(rows) + "\n"
        if rows
        else ""
    )


TAKEOUT_HEAD = """# The file of everything

Written by `make docs` from `src/evenstep/web/takeout/schema.json`, which says the same as JSON Schema.

*My data, Take everything out* writes it; *Bring a file back* reads it. It is plain JSON in UTF-8, and it is not
encrypted. Every key is always there. Nothing in it depends on the day it was made but `written`.

Left out on purpose:

- what was switched on after the private page (joint pages, help with reaching, the loop's sentence): only the person,
  asked alone, switches it on, so a file must not. In a space that comes back they are off;
- on which days the pattern was opened, when the notes were opened, which space was used last, the last backup's day:
  they are about the use of the program;
- pages that were worked out and kept: they are worked out again;
- what was taken away, also in the day in which it can still be brought back.

Bringing back adds what is not there and changes nothing that is. The same `key` is the same space, moment, page of own
words, limit, slip, sitting, try or bringing; answers and guesses are the same when all of their columns are. `stopped`
can be set by a file, never lifted, and no messages are added to a space that is stopped here. Settings are taken over
only where no space was begun. The whole file is brought back or none of it; what is wrong is named by a JSON pointer,
or by line and column where it is no JSON at all. 256 MiB is the most.

`values` are what stands in the fields of a page: an object whose names (80 letters at most) lead to texts (100,000
letters at most), numbers, `true`, `false`, `null`, or lists and objects of these (1,000 entries at most). Lists and
objects are six deep at most, and one page has 1,048,576 letters at most, as JSON. What the fields are called is for
each page to say; a file with other names is brought back too.

The tables for a spreadsheet hold the same facts, one CSV file a kind, in a zip. Texts are quoted, numbers are not.
A `'` stands before each sign with which a spreadsheet could begin a formula. They can't be brought back. `values` have
a row for each field there, under the way that leads to it, as `cards.0.what`.
"""


def takeout_page() -> str:
    """The shape of an export, from its schema."""
    schema = json.loads(TAKEOUT.read_text())
    parts = [TAKEOUT_HEAD, _keys("Top level", schema)]
    parts += [_keys(f"`{name}`", inner) for name, inner in schema["$defs"].items() if "properties" in inner]
    rows = schema["$defs"]["events"]["properties"]
    names, cells = rows["columns"]["const"], rows["rows"]["items"]["prefixItems"]
    table = [
        f"| {name} | {_kind(cell)} | {cell.get('description', '')} |" for name, cell in zip(names, cells, strict=True)
    ]
    parts.append("\n## A row of `events`\n\n| column | type | what |\n|---|---|---|\n" + "\n".join(table) + "\n")
    return "".join(parts)


def _keys(title: str, made: dict[str, Any]) -> str:
    about = f"{made['description']}\n\n" if made.get("description") and title != "Top level" else ""
    rows = [
        f"| `{name}` | {_kind(inner)} | {inner.get('description', '')} |" for name, inner in made["properties"].items()
    ]
    return f"\n## {title}\n\n{about}| key | type | what |\n|---|---|---|\n" + "\n".join(rows) + "\n"


def _kind(made: dict[str, Any]) -> str:
    """Its type, in words."""
    if "$ref" in made:
        return made["$ref"].removeprefix("#/$defs/")
    if "enum" in made:
        return ", ".join(f"`{json.dumps(each)}`" for each in made["enum"])
    if "const" in made:
        return "always the same" if isinstance(made["const"], list) else f"`{json.dumps(made['const'])}`"
    kind = made["type"]
    if kind == "array":
        return f"list of {_kind(made['items'])}" if isinstance(made.get("items"), dict) else "list"
    words = " or ".join(kind) if isinstance(kind, list) else kind
    limit = f", at most {made['maxLength']} letters" if "maxLength" in made else ""
    between = f", {made['minimum']} to {made['maximum']}" if made.get("maximum", 10**9) <= 100 else ""
    return words + limit + between


HOW_TO_HEAD = """# How to get an export

Written by `make docs` from `evenstep/sources/exports.py`; the app shows the same before you choose a file.

Only export chats of your own account. The chat holds another person's words too; evenstep reads them for time,
length and kind, and lets them go. What is read of each as a table: [formats](../reference/formats.md).

"""
HOW_TO_TABLE = """
| column of a table | may be called |
|---|---|
| time | timestamp, date, datetime, time, sent_at, created_at, ts |
| sender | sender, from, source, actor1, author, user |
| recipient (optional: one conversation per pair) | recipient, to, destination, target, actor2 |
| text or n_words (optional: lengths) | text, message, body, content |

Times may be ISO 8601, or counted since 1970 in seconds, milliseconds, microseconds or nanoseconds. Times counted from
some other start need `--epoch`. Some files do not say which time zone they were written in; you are asked once. It is
the zone the phone was in when you exported.
"""


def exports_page() -> str:
    """Every app: the steps, what comes out, and what it cannot hold."""
    parts = []
    for each in EXPORTS:
        steps = "\n".join(f"{number}. {step}" for number, step in enumerate(each.steps, start=1))
        lacks = f"\n\n{each.lacks}" if each.lacks else ""
        parts.append(f"## {each.app}\n\n{steps}\n\nYou get: {each.gives}{lacks}\n{_read_part(each)}")
    return f"{HOW_TO_HEAD}{MENUS_CHANGE} {OF_EVERY_KIND}\n\n" + "\n".join(parts) + HOW_TO_TABLE


def _read_part(export: Export) -> str:
    """What is read of each kind of file that the app gives, in the words the app shows."""
    kinds = plain_formats(export)
    return "".join(
        (f"\n{kind.name}:\n\n" if len(kinds) > 1 else "\n")
        + "".join(f"- {label}: {words}\n" for label, words in kind.rows)
        + (f"- {kind.remark}\n" if kind.remark else "")
        for kind in kinds
    )


PAGES = {
    "../how-to/get-an-export.md": exports_page,
    "bad-inputs.md": runpy.run_path(str(Path(__file__).parent / "bad_inputs_table.py"))["bad_inputs_page"],
    "cli.md": cli_page,
    "errors.md": errors_page,
    "formats.md": runpy.run_path(str(Path(__file__).parent / "format_tables.py"))["formats_page"],
    "inventory.md": inventory_page,
    "takeout.md": takeout_page,
}


def stale() -> list[str]:
    """Names of the pages that are not as they would be written now."""
    return [name for name, page in PAGES.items() if not _same(REFERENCE / name, page())]


def _same(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text() == text


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(f"run `make docs`: {', '.join(stale())}" if stale() else 0)
    REFERENCE.mkdir(exist_ok=True)
    for name, page in PAGES.items():
        (REFERENCE / name).write_text(page())
