"""Draw docs/pictures/app-*.png anew: the app as its invented person sees it, on a desktop and on a phone. Chromium."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
import threading
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Page, sync_playwright

from evenstep.samples import sample_export
from evenstep.web.serve import start
from evenstep.web.vault.folder import Folder

PICTURES: Final = Path(__file__).parent / "pictures"
DESKTOP: Final = {"width": 1200, "height": 900}
PHONE: Final = {"width": 360, "height": 740}
SHARP: Final = 2  # dots to a pixel on the phone, so that small letters stay clear
WORK_MS: Final = 240_000  # the loop, on a slow computer


def begin(page: Page) -> str:
    """From the first page to a space about Jon; its address."""
    page.get_by_role("link", name="Begin", exact=True).click()
    page.get_by_label("I am 18 or older.").check()
    go_on(page)
    page.locator("[name=without]").check()
    go_on(page)
    page.get_by_label("A partner").check()
    page.locator("[name=other]").fill("Jon")
    go_on(page)
    found = re.search(r"/n/[0-9a-f]{12}", page.url)
    if found is None:
        raise SystemExit(f"No space was made: {page.url}")
    return page.url[: page.url.index(found[0])] + found[0]


def go_on(page: Page) -> None:
    """Press the page's one filled button."""
    with page.expect_navigation():
        page.locator("main button.primary").click()


def switch_loop_on(page: Page, space: str) -> None:
    """The private page with six times no, then the one switch."""
    page.goto(space + "/own")
    for no in page.locator("input[type=radio][value=no]").all():
        no.check(force=True)
    go_on(page)
    page.locator("[name=loop][value=on]").check(force=True)
    go_on(page)


def fill_signs(page: Page, space: str) -> None:
    """Some answers that a person who reaches might give."""
    page.goto(space + "/signs/reach")
    names = page.locator("main input[type=radio]").evaluate_all("all => [...new Set(all.map(e => e.name))]")
    for number, name in enumerate(names):
        hard = name.endswith("hard")
        value = (4, 4, 3, 2, 4, 3)[number // 4] if hard else (2, 2, 1, 1, 2, 2)[number // 4]
        page.locator(f"[name='{name}'][value='{value}']").check(force=True)
    go_on(page)


def note_moments(page: Page, space: str) -> None:
    """Two hard ones and a good one."""
    for words, tension in (("plans", "3"), ("writing", "2")):
        page.goto(space + "/moments/new/hard")
        page.locator("[name=toward][value=me]").check(force=True)
        page.locator("[name=back][value=other]").check(force=True)
        page.locator(f"[name=tension][value='{tension}']").check(force=True)
        page.locator(".folds summary").first.click()
        page.locator(f"[name=topic][value={words}]").check(force=True)
        go_on(page)
    page.goto(space + "/moments/new/good")
    page.locator("[name=ended][value=room]").check(force=True)
    page.locator("[name=toward][value=other]").check(force=True)
    go_on(page)


def bring_messages(page: Page, space: str) -> None:
    """A year of two invented people, with two guesses first."""
    page.goto(space + "/bring")
    export = {"name": "WhatsApp Chat with Jon.txt", "mimeType": "text/plain"}
    page.locator("input[type=file]").set_input_files({**export, "buffer": sample_export("reaching").encode()})
    go_on(page)
    page.get_by_role("radio", name=re.compile("^Mira")).check(force=True)
    go_on(page)
    page.locator("[name=starts]").fill("90")
    page.locator("[name=my_wait]").select_option("300")
    page.locator("[name=their_wait]").select_option("10800")
    go_on(page)
    page.locator(".report").wait_for(timeout=WORK_MS)


def draw(browser: Browser, state: Path, addresses: dict[str, str], *, phone: bool, dark: bool) -> None:
    """One picture of each address, as high as the first screen."""
    context = browser.new_context(
        viewport=PHONE if phone else DESKTOP,  # type: ignore[arg-type]
        device_scale_factor=SHARP if phone else 1,
        color_scheme="dark" if dark else "light",
        storage_state=state,
    )
    page = context.new_page()
    for name, address in addresses.items():
        page.goto(address)
        page.evaluate("document.fonts.ready")
        kind = f"{'phone' if phone else 'desktop'}-{'dark' if dark else 'light'}"
        file = PICTURES / f"app-{name}-{kind}.png"
        page.screenshot(path=file)
        smaller(file)
    context.close()


def smaller(file: Path) -> None:
    """Fewer colours, where the computer has pngquant; the pictures are flat and lose nothing one could see."""
    if shutil.which("pngquant"):
        subprocess.run(["pngquant", "--force", "--ext", ".png", "--skip-if-larger", str(file)], check=False)  # noqa: S603,S607
    print(f"{file.name}: {file.stat().st_size // 1000} kB")  # noqa: T201


def main() -> None:
    """Fill an app with invented people, then go round with a camera."""
    with tempfile.TemporaryDirectory() as home, sync_playwright() as play:
        running = start(Folder(Path(home)))
        threading.Thread(target=running.server.run, daemon=True).start()
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"])
        context = browser.new_context(viewport=DESKTOP)  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(running.address())
        page.get_by_role("button", name="Leave now").wait_for()
        welcome = page.screenshot()
        space = begin(page)
        switch_loop_on(page, space)
        fill_signs(page, space)
        note_moments(page, space)
        bring_messages(page, space)
        state = Path(home) / "state.json"
        context.storage_state(path=state)
        (PICTURES / "app-welcome-desktop-light.png").write_bytes(welcome)
        smaller(PICTURES / "app-welcome-desktop-light.png")
        signs = {"signs": f"{space}/signs/reach/said", "messages": f"{space}/messages"}
        rest = {
            "today": f"{space}/today",
            "moments": f"{space}/moments",
            "steps": f"{space}/steps",
            "help": f"http://127.0.0.1:{running.house.port}/help",
        }
        draw(browser, state, signs | rest, phone=False, dark=False)
        draw(browser, state, signs | rest, phone=True, dark=False)
        draw(browser, state, signs | rest, phone=True, dark=True)
        browser.close()
        running.stop()


if __name__ == "__main__":
    main()
