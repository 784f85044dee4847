"""Settings that cannot be loosened by the surroundings: no debug mode, one encrypted store, nothing from outside."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

import pytest
from django.conf import settings
from django.core.checks import run_checks

from evenstep.web import settings as ours


def test_debug_is_off_whatever_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DEBUG", "DJANGO_DEBUG", "EVENSTEP_DEBUG"):
        monkeypatch.setenv(name, "1")
    assert importlib.reload(ours).DEBUG is False
    assert settings.DEBUG is False


def test_the_settings_read_nothing_from_outside() -> None:
    tree = ast.parse(Path(ours.__file__).read_text(encoding="utf-8"))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert "os" not in imported


def test_the_only_store_is_the_encrypted_one() -> None:
    assert [database["ENGINE"] for database in ours.DATABASES.values()] == ["evenstep.web.sqlcipher"]
    assert not any("session" in name.lower() for name in ours.MIDDLEWARE)
    assert ours.FILE_UPLOAD_HANDLERS == ["evenstep.web.uploads.MemoryOnly"]


def test_django_finds_nothing_to_warn_about_for_deployment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DJANGO_ALLOW_ASYNC_UNSAFE", raising=False)  # only the tests need it, see tests/conftest.py
    assert [message for message in run_checks(include_deployment_checks=True) if not message.is_silenced()] == []
