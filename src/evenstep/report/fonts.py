"""The open fonts of the page, from the packages that carry them: whole for the app, cut to size for a file."""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from evenstep.report.extra import needs_extra


@dataclass(frozen=True)
class Face:
    """One cut of a font: CSS family and weight, the package's file name."""

    family: str
    weight: int
    package: str
    file: str


FACES: Final = (
    Face("Evenstep Serif", 400, "font_source_serif_pro", "SourceSerifPro-Regular"),
    Face("Evenstep Serif", 600, "font_source_serif_pro", "SourceSerifPro-Semibold"),
    Face("Evenstep Sans", 400, "font_source_sans_pro", "SourceSansPro-Regular"),
    Face("Evenstep Sans", 600, "font_source_sans_pro", "SourceSansPro-Semibold"),
)


FEATURES: Final = ("kern", "liga", "lnum", "pnum", "tnum", "ccmp", "mark", "mkmk")


def font_files() -> Mapping[str, bytes]:
    """File name -> bytes of every font the style sheet names. Raises ImportError that says how to install the extra."""
    return {f"{face.file}.ttf": _path(face).read_bytes() for face in FACES}


def linked(folder: str) -> str:
    """@font-face rules that load the files from ``folder`` (an address that ends in a slash, or "")."""
    return "\n".join(_rule(face, f'url("{folder}{face.file}.ttf") format("truetype")') for face in FACES)


def embedded(text: str) -> str:
    """@font-face rules with the fonts inside, cut down to the letters of ``text`` (WOFF, a few tens of KB in all)."""
    return "\n".join(_rule(face, f'url("data:font/woff;base64,{_cut(face, text)}") format("woff")') for face in FACES)


def _rule(face: Face, source: str) -> str:
    return (
        f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; font-style: normal; '
        f"font-display: swap; src: {source}; }}"
    )


def _cut(face: Face, text: str) -> str:
    with needs_extra():
        from fontTools import subset, ttLib  # noqa: PLC0415 -- the extra is optional
    options = subset.Options(flavor="woff", layout_features=list(FEATURES), hinting=False, notdef_outline=True)
    cutter = subset.Subsetter(options)
    cutter.populate(text=text)
    out = io.BytesIO()
    with ttLib.TTFont(io.BytesIO(_path(face).read_bytes())) as font:
        cutter.subset(font)
        subset.save_font(font, out, options)
    return base64.b64encode(out.getvalue()).decode("ascii")


def _path(face: Face) -> Path:
    with needs_extra():
        folder = {"font_source_sans_pro": _sans, "font_source_serif_pro": _serif}[face.package]()
    return Path(folder) / f"{face.file}.ttf"


def _sans() -> str:
    import font_source_sans_pro  # noqa: PLC0415

    return str(font_source_sans_pro.font_directory)


def _serif() -> str:
    import font_source_serif_pro  # noqa: PLC0415

    return str(font_source_serif_pro.font_directory)
