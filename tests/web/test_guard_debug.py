"""No way into a debug mode: not by the environment, not by other settings; the development page is in no release."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, reverse

SERVE = """
import sys
from pathlib import Path
from evenstep.web.serve import start
from evenstep.web.vault.folder import Folder
running = start(Folder(Path(sys.argv[1])))
from django.conf import settings
print(settings.SETTINGS_MODULE, settings.DEBUG, settings.DEVELOPMENT)
running.stop()
"""


def serve(tmp_path: Path, before: str = "") -> subprocess.CompletedProcess[str]:
    (tmp_path / "loose.py").write_text("DEBUG = True\nSECRET_KEY = 'x'\nROOT_URLCONF = 'loose'\nurlpatterns = []\n")
    surroundings = {"DJANGO_SETTINGS_MODULE": "loose", "PYTHONPATH": str(tmp_path), "DJANGO_DEBUG": "1", "DEBUG": "1"}
    return subprocess.run(
        [sys.executable, "-c", before + SERVE, str(tmp_path / "notes")],
        env={**os.environ, **surroundings},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_settings_named_by_the_surroundings_are_not_used(tmp_path: Path) -> None:
    done = serve(tmp_path)
    assert done.stdout.split() == ["evenstep.web.settings", "False", "False"], done.stderr


def test_with_other_settings_in_place_already_nothing_is_served(tmp_path: Path) -> None:
    done = serve(tmp_path, "from django.conf import settings\nsettings.DEBUG\n")
    assert done.returncode != 0
    assert "settings that are not ours" in done.stderr


def test_the_development_page_is_in_no_release(inside: Client) -> None:
    assert settings.DEVELOPMENT is False
    assert inside.get("/style").status_code == 404
    with pytest.raises(NoReverseMatch):
        reverse("style")
