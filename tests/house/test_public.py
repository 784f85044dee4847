"""The public face: about a dozen names, sorted, all there, and nothing heavy behind `import evenstep`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import evenstep
from evenstep.samples import sample_export

LIBRARY = ["errors", "events.schema", "events.merge", "events.people", "events.turns", "stats.bootstrap",
           "sources.read", "sources.apart.reader", "measures.catalogue", "loop.fit", "inventory.sentences",
           "gather", "samples"]  # fmt: skip
HEAVY = ["django", "altair", "vl_convert", "typst", "pyspark", "lifelines", "scipy", "pandas", "waitress"]


def test_the_list_is_sorted_and_every_name_is_there() -> None:
    assert evenstep.__all__ == sorted(evenstep.__all__)
    assert set(evenstep.__all__) == set(evenstep._HOME)
    for name in evenstep.__all__:
        assert getattr(evenstep, name) is not None
        assert name in dir(evenstep)


def run(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout


def test_the_library_imports_alone() -> None:
    """With every heavy package made impossible to import, the whole library still loads."""
    block = f"import sys\nfor name in {HEAVY!r}: sys.modules[name] = None\n"
    load = "\n".join(f"import evenstep.{name}" for name in LIBRARY)
    assert run(f"{block}{load}\nprint('alone')") == "alone\n"


def test_the_face_itself_loads_no_table_engine() -> None:
    assert (
        run("import sys, evenstep, evenstep.cli\nprint('polars' in sys.modules, 'rich' in sys.modules)")
        == "False False\n"
    )


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    assert not hasattr(evenstep, "utils")


def test_files_of_others_are_read_as_the_page_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (Path(__file__).parents[2] / "docs" / "how-to" / "read-files-of-others.md").read_text()
    shown = page.partition("```python\n")[2].partition("```")[0]
    donated = tmp_path / "donated"
    donated.mkdir()
    (donated / "WhatsApp Chat with Jon.txt").write_text(sample_export("short"))
    (donated / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    (donated / "table.csv").write_text("time,sender\n03/04/2024 10:00,Jon\n05/06/2024 11:00,Mira\n")
    monkeypatch.chdir(tmp_path)
    made: dict[str, Any] = {}
    exec(shown, made)  # noqa: S102 -- the page's own lines
    assert made["read"]["WhatsApp Chat with Jon.txt"].events.height > 100
    assert made["not_read"] == {"photo.jpg": "E228 ", "table.csv": "asks for date_order"}
