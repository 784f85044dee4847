"""The style sheet and the fonts it names, as the app serves them."""

from __future__ import annotations

import re

from evenstep.report import sheets


def test_the_style_names_the_fonts_that_are_served() -> None:
    style = sheets.stylesheet(fonts_at="fonts/")
    files = sheets.font_files()
    assert re.findall(r'url\("fonts/([^"]+)"\)', style) == list(files)
    assert all(len(data) > 50_000 for data in files.values())
    assert "data:" not in style
    assert "prefers-color-scheme: dark" in style
    assert "@media print" in style
