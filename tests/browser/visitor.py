"""What a visitor is and does: a page with a watch on it, files to choose, and the way to the pattern."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

from evenstep.web.serve import Running

NARROW = {"width": 360, "height": 740}
WIDE = {"width": 1280, "height": 800}
VIOLATIONS = """
  window.violations = [];
  document.addEventListener("securitypolicyviolation", e => window.violations.push(e.violatedDirective + e.blockedURI));
"""


@dataclass
class Watch:
    """What a page did that it should not: words in the console, requests to elsewhere."""

    console: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)


@dataclass
class Visitor:
    """Someone with an open door: their page, its watch, and the app's address."""

    page: Page
    watch: Watch
    base: str

    def go(self, path: str) -> None:
        self.page.goto(self.base + path)


Open = Callable[..., Visitor]


def new_context(browser: Browser, **options: Any) -> BrowserContext:
    """A fresh profile of a wide window; context options (viewport, color_scheme, java_script_enabled) may be given."""
    context = browser.new_context(**{"viewport": WIDE, **options})
    if options.get("java_script_enabled", True):
        context.add_init_script(VIOLATIONS)
    context.set_default_timeout(60_000)  # a page with a loop is some seconds of work
    return context


def come_in(context: BrowserContext, running: Running) -> Visitor:
    """Open the app in a profile, by an address that works once."""
    page = context.new_page()
    base = f"http://127.0.0.1:{running.house.port}"
    watch = Watch()
    page.on("console", lambda message: note(message, watch))
    page.on("pageerror", lambda error: watch.console.append(str(error)))
    page.on("request", lambda request: note_request(request, watch, base))
    page.goto(running.address())
    page.get_by_role("button", name="Leave now").wait_for()
    return Visitor(page, watch, base)


def note(message: ConsoleMessage, watch: Watch) -> None:
    if message.type in ("error", "warning"):
        watch.console.append(message.text)


def note_request(request: Request, watch: Watch, base: str) -> None:
    if not request.url.startswith((base + "/", "data:")):
        watch.elsewhere.append(request.url)


def named(name: str, data: bytes) -> dict[str, Any]:
    """A file for a file field."""
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}


def to_pattern(page: Page, export: dict[str, Any]) -> None:
    """Upload, answer, arrive."""
    page.get_by_role("link", name="Look at one export, and keep nothing").click()
    page.locator("#files").set_input_files(export)
    page.get_by_role("button", name="Read it").click()
    answer(page)


def answer(page: Page) -> None:
    """Answer whatever is asked with the first sensible thing, then go on."""
    page.get_by_role("button", name="Show the pattern").wait_for()
    page.get_by_role("radio", name="Mira").check()
    page.get_by_role("button", name="Show the pattern").click()
    page.locator(".report").wait_for(timeout=60_000)
