"""J1: alone, and the one who usually reaches."""

from __future__ import annotations

from three_ways import alone


def test_alone(setting_out, export) -> None:
    w = setting_out()
    try:
        alone(w, export)
    finally:
        print(w.paths)
        w.page.screenshot(path="/tmp/j1.png", full_page=True)
