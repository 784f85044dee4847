"""The colours, in one place: paper, ink and two equal hues for two people, in four themes, and as CSS.

Colour says who and nothing else: no red, no green, no third accent. In each theme the two hues have the same
contrast with the paper (tested), so that neither person stands out.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final


@dataclass(frozen=True)
class Palette:
    """Colours as #rrggbb. ``paper_deep`` lies under a notice; ``edge`` is a line that must be seen; ``rule`` adorns."""

    paper: str
    paper_deep: str
    ink: str
    ink_soft: str
    edge: str
    rule: str
    hue_a: str
    hue_b: str


LIGHT: Final = Palette("#fbf8f2", "#f2ede3", "#24221f", "#57534c", "#857f77", "#ded7ca", "#505da0", "#85590a")
DARK: Final = Palette("#1a1b1f", "#25272c", "#e9e4da", "#b8b2a7", "#87847d", "#3b3d43", "#a3b1ec", "#d3ad79")
LIGHT_MORE: Final = Palette("#ffffff", "#f4f2ee", "#000000", "#2e2b27", "#24221f", "#57534c", "#374081", "#623e00")
DARK_MORE: Final = Palette("#000000", "#1b1c1f", "#ffffff", "#dedad2", "#e9e4da", "#a8a399", "#c2cefd", "#e9cba3")
PRINT: Final = Palette("#ffffff", "#ffffff", "#000000", "#333333", "#666666", "#999999", "#374081", "#623e00")

THEMES: Final = ("system", "light", "dark")


def colours_css() -> str:
    """Custom properties for every theme: the system's wish, a chosen ``data-theme``, more contrast, print."""
    return "\n".join(
        (
            _rule(":root", LIGHT, "light dark"),
            _rule(':root[data-theme="dark"]', DARK, "dark"),
            _rule(':root[data-theme="light"]', LIGHT, "light"),
            "@media (prefers-color-scheme: dark) {" + _rule(':root:not([data-theme="light"])', DARK, "dark") + "}",
            "@media (prefers-contrast: more) {",
            _rule(":root", LIGHT_MORE, "light dark"),
            _rule(':root[data-theme="dark"]', DARK_MORE, "dark"),
            "}",
            "@media (prefers-contrast: more) and (prefers-color-scheme: dark) {",
            _rule(':root:not([data-theme="light"])', DARK_MORE, "dark"),
            "}",
            "@media print {" + _rule(':root, :root[data-theme], :root:not([data-theme="light"])', PRINT, "light") + "}",
        )
    )


def _rule(selector: str, palette: Palette, scheme: str) -> str:
    colours = "".join(f" --{f.name.replace('_', '-')}: {getattr(palette, f.name)};" for f in fields(palette))
    return f"{selector} {{ color-scheme: {scheme};{colours} }}"
