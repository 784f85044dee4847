"""The public face: about a dozen names, sorted, all there, and nothing heavy behind `import evenstep`."""

from __future__ import annotations

import subprocess
import sys

import evenstep

LIBRARY = ["errors", "events.schema", "events.merge", "events.people", "events.turns", "stats.bootstrap",
           "sources.read", "measures.catalogue", "loop.fit", "inventory.sentences", "gather", "samples"]  # fmt: skip
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
