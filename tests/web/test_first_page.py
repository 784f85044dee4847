"""What the first page does without: an interpreter that has served it has imported nothing heavy. No clock is asked."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from evenstep.web.urls import urlpatterns
from evenstep.web.views import later

HEAVY = {
    "altair",
    "cryptography",
    "fontTools",
    "jinja2",
    "numba",
    "numpy",
    "phonenumbers",
    "polars",
    "pyarrow",
    "scipy",
    "vl_convert",
    "evenstep.gather",
    "evenstep.inventory",
    "evenstep.loop",
    "evenstep.measures",
    "evenstep.program",
    "evenstep.report.document",
    "evenstep.samples",
    "evenstep.sources",
}
SERVED = """
import http.client, json, sys, tempfile, threading
from pathlib import Path
from evenstep.web.serve import start
from evenstep.web.vault.folder import Folder
running = start(Folder(Path(sys.argv[1])))
threading.Thread(target=running.server.run, daemon=True).start()
port, cookie = running.house.port, {}
def see(path):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    own = {"Host": f"127.0.0.1:{port}", "Sec-Fetch-Site": "same-origin", **cookie}
    connection.request("GET", path, headers=own)
    answer = connection.getresponse()
    return answer, answer.read().decode()
answer, _ = see(running.address().partition(str(port))[2])
cookie["Cookie"] = answer.getheader("Set-Cookie").split(";")[0]
answer, page = see("/")
if answer.status == 302:
    answer, page = see(answer.getheader("Location"))
styles = [see(f"/s/{name}")[0].status for name in ("report.css", "shell.css", "quiet.js", "icon.svg")]
print(json.dumps([answer.status, styles, page, sorted(sys.modules)]))
"""
HELPED = """
import contextlib, io, json, sys
from evenstep.cli import main
with contextlib.redirect_stdout(io.StringIO()) as said:
    main(["--help"], standalone_mode=False)
print(json.dumps([0, [], said.getvalue(), sorted(sys.modules)]))
"""
KEPT = """
import sys
from datetime import UTC, datetime
from pathlib import Path
import django, os
os.environ["DJANGO_SETTINGS_MODULE"] = "evenstep.web.settings"
django.setup(set_prefix=False)
from evenstep.web.vault import keep
from evenstep.web.vault.folder import Folder
keep.create(Folder(Path(sys.argv[1])), "Notes", "four words of mine", datetime.now(UTC))
"""


def run(code: str, folder: Path) -> str:
    """What a fresh interpreter prints."""
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder)],
        env={**os.environ, "PYTHONWARNINGS": "error"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def heavy(modules: list[str]) -> set[str]:
    """Those that stand in HEAVY, or below something that does."""
    return {name for name in modules if any(f"{name}.".startswith(f"{each}.") for each in HEAVY)}


@pytest.mark.parametrize(
    ("before", "words"), [("", "right now"), (KEPT, 'name="passphrase"')], ids=["welcome", "unlock"]
)
def test_the_first_page_imports_nothing_heavy(tmp_path: Path, before: str, words: str) -> None:
    if before:
        run(before, tmp_path)
    status, styles, page, modules = json.loads(run(SERVED, tmp_path))
    assert (status, set(styles)) == (200, {200})
    assert words in page
    assert "django.template" in modules  # the list is one of what was imported
    assert heavy(modules) == set()


def test_help_imports_nothing_heavy(tmp_path: Path) -> None:
    _, _, words, modules = json.loads(run(HELPED, tmp_path))
    assert "pattern" in words
    assert heavy(modules) == set()
    assert not {"django", "waitress"} & set(modules)


def test_every_later_view_is_there() -> None:
    """A name in the table that leads nowhere would be found out at the first click only."""
    later.load_all()
    names = [each.callback.__name__ for each in urlpatterns]
    files = {name.partition(".")[0]: name for name in names if "." in name}
    assert set(files) <= later.FILES  # a test before may have asked for the page of parts too
    for name in (name for name in names if "." in name):
        file, _, function = name.partition(".")
        assert callable(getattr(sys.modules[f"{later.VIEWS}.{file}"], function))
