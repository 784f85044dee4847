"""Small samples of a whole circle, in ink: closed, half, no sign, can't tell. They stand for no one."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import Final

from evenstep.loop.findings import Answer
from evenstep.report.chart import Form
from evenstep.report.drawing import circles, pen
from evenstep.report.drawing.circles import Bow
from evenstep.report.theme import LIGHT

WIDTH: Final = 92.0
HEIGHT: Final = 44.0
TOP: Final = Bow((8.0, 18.0), (46.0, -8.0), (84.0, 18.0))
BOTTOM: Final = Bow((84.0, 26.0), (46.0, 52.0), (8.0, 26.0))
HALVES: Final[dict[Form, tuple[Answer, Answer]]] = {
    "closed": ("shows", "shows"),
    "half": ("shows", "can't tell"),
    "no sign": ("no sign", "no sign"),
    "can't tell": ("can't tell", "can't tell"),
}


def form(which: Form) -> str:
    """The sample as raw SVG, for drawing/svg.py to finish."""
    root = pen.root_of(WIDTH, HEIGHT)
    root.set("aria-hidden", "true")
    if which == "closed":
        pen.put(root, "path", d="M8 22L8 18Q46 -8 84 18L84 26Q46 52 8 26Z", fill=LIGHT.paper_deep)
    for bow, answer in zip((TOP, BOTTOM), HALVES[which], strict=True):
        circles.half(root, bow, answer, LIGHT.ink, least=0.07, most=0.0)
    return ET.tostring(root, encoding="unicode")
