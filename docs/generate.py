"""Write the generated pages of docs/reference: commands, problem codes, questions. `--check` only compares."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from evenstep.cli import main
from evenstep.errors import CODES
from evenstep.inventory.form import FORMS, KINDS, Form, Theme
from evenstep.inventory.load import load

REFERENCE = Path(__file__).parent / "reference"
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


PAGES = {"cli.md": cli_page, "errors.md": errors_page, "inventory.md": inventory_page}


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
