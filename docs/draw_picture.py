"""Draw docs/pictures/pattern.png anew: the loop of the invented people of the demo "reaching". Needs Chromium."""

from __future__ import annotations

import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import sync_playwright

from evenstep.gather import Answers, pair_up
from evenstep.loop.fit import fit_loop
from evenstep.report.document import build_report
from evenstep.report.html import render_page
from evenstep.samples import ME, OTHER, load_sample

PICTURE = Path(__file__).parent / "pictures" / "pattern.png"
STORY = "reaching"
WIDTH, ABOVE, BELOW = 1200, 44, 28  # pixels: of the picture, and of the paper around what is shown


def page() -> str:
    """The whole page of the demo as HTML."""
    pair = pair_up([load_sample(STORY)], Answers(two=(ME, OTHER), me=ME))
    loop = fit_loop(pair.conversations, pair.events)
    report = build_report(
        pair.conversations, pair.events, pair.readings, me=ME, now=datetime(2026, 1, 1, tzinfo=UTC), loop=loop
    )
    return render_page(report, theme="light")


def photograph(html: Path, picture: Path) -> None:
    """The loop's sentence, its notes and its two circles, as they stand on a wide page."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"])
        sheet = browser.new_page(viewport={"width": WIDTH, "height": 900})
        sheet.goto(html.as_uri())
        first, last = (sheet.locator(f"#loop {part}").bounding_box() for part in ("> h2", "> .rings"))
        if first is None or last is None:
            raise SystemExit("The page shows no circles: the verdict withholds them.")
        top, bottom = first["y"] - ABOVE, last["y"] + last["height"] + BELOW
        sheet.screenshot(path=picture, full_page=True, clip={"x": 0, "y": top, "width": WIDTH, "height": bottom - top})
        browser.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "page.html"
        file.write_text(page(), encoding="utf-8")
        photograph(file, PICTURE)
