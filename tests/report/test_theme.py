"""Colours: readable, and equal for two people, in every theme."""

from __future__ import annotations

import pytest

from evenstep.report import theme
from evenstep.report.theme import Palette

ALL = {
    "light": theme.LIGHT,
    "dark": theme.DARK,
    "light more": theme.LIGHT_MORE,
    "dark more": theme.DARK_MORE,
    "print": theme.PRINT,
}


def _luminance(colour: str) -> float:
    """WCAG 2.2 relative luminance."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("palette", ALL.values(), ids=ALL.keys())
def test_words_are_readable_on_both_papers(palette: Palette) -> None:
    for paper in (palette.paper, palette.paper_deep):
        for colour in (palette.ink, palette.ink_soft, palette.hue_a, palette.hue_b):
            assert contrast(colour, paper) >= 4.5
    assert contrast(palette.edge, palette.paper) >= 3


@pytest.mark.parametrize("palette", ALL.values(), ids=ALL.keys())
def test_neither_person_stands_out(palette: Palette) -> None:
    a, b = contrast(palette.hue_a, palette.paper), contrast(palette.hue_b, palette.paper)
    assert abs(a - b) < 0.15


def test_the_style_knows_every_theme() -> None:
    css = theme.colours_css()
    for palette in ALL.values():
        assert palette.hue_a in css
    assert css.count("{") == css.count("}")
