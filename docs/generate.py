"""Write the generated pages of docs/reference: the commands and the problem codes. `--check` only compares."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from evenstep.cli import main
from evenstep.errors import CODES

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


PAGES = {"cli.md": cli_page, "errors.md": errors_page}


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
