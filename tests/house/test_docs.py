"""The documentation is tested: generated pages are current, every command and code has its place."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

from evenstep.cli import main
from evenstep.problem_codes import CODES

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs" / "reference"


def test_the_generated_pages_are_current() -> None:
    generate = runpy.run_path(str(ROOT / "docs" / "generate.py"))
    assert generate["stale"]() == [], "run `make docs`"


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_command_has_help_and_a_place_in_the_reference(name: str) -> None:
    command = main.commands[name]
    assert command.help
    for parameter in command.params:
        if parameter.param_type_name == "option":
            assert getattr(parameter, "help", None), f"{name}: {parameter.name} has no help"
    assert f"## evenstep {name}\n" in (REFERENCE / "cli.md").read_text()


def test_every_code_that_the_source_names_is_in_the_table() -> None:
    source = "\n".join(path.read_text() for path in (ROOT / "src").rglob("*.py"))
    used = set(re.findall(r'"(E\d{3})"', source))
    assert used <= set(CODES)


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_says_what_and_what_to_do(code: str) -> None:
    meaning = CODES[code]
    assert meaning.verdict in {"refuse", "partial", "repair", "note", "ask"}
    assert meaning.what.endswith(".")
    assert meaning.to_do.endswith(".")
    assert "!" not in meaning.what + meaning.to_do


def test_links_inside_the_documentation_lead_somewhere() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    links = [(page, target) for page in pages for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text())]
    broken = [
        f"{p.name} -> {target}" for p, target in links if "://" not in target and not (p.parent / target).exists()
    ]
    assert not broken
