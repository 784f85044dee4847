"""How a person walks through the app: with a mouse or by keyboard alone, reading what stands on the page."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Error, FileChooser, Locator, Page
from visitor import Visitor

MOST_TABS = 200
FOCUS_SHOWS = """e => {
  const around = e.closest('.choice, .segment, .tap') || e;
  const shows = s => s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0;
  return [e, around].some(x => shows(getComputedStyle(x)));
}"""
Arrived = Callable[["Walker"], None]
SetOut = Callable[..., "Walker"]


@dataclass
class Walker:
    """One person on their way. Links and buttons are found by their words, fields by name and value.

    ``by`` is "mouse" or "keyboard"; ``languages`` turn English words into those of a page in another language; each of
    ``arrived`` is called on every page that is reached, ``paths`` says which those were. ``settle_in`` is called once,
    as soon as there are notes of one's own: what the person sets before going on. ``other`` is whom it is about.
    """

    visitor: Visitor
    by: str = "mouse"
    languages: Mapping[str, Callable[[str], str]] = field(default_factory=dict)
    settle_in: Arrived | None = None
    other: str = ""
    arrived: list[Arrived] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)

    @property
    def page(self) -> Page:
        """The page as it is now."""
        return self.visitor.page

    @property
    def path(self) -> str:
        """Where we are, with the space's key left out."""
        return re.sub(r"/[0-9a-f]{12}(?=/|$)", "/…", self.page.url.removeprefix(self.visitor.base))

    def say(self, words: str) -> str:
        """English words as this page has them."""
        language = self.page.locator("html").get_attribute("lang") or "en"
        return self.languages[language](words) if language in self.languages else words

    def look_around(self) -> None:
        """Take in the page that was reached."""
        self.page.wait_for_load_state()
        self.paths.append(self.path)
        for each in self.arrived:
            each(self)

    def link(self, words: str, nth: int = 0) -> Locator:
        """A link or a button on the page, by its words as one reads them; those in the header come last."""
        name = re.compile("^" + re.escape(self.say(words)) + "$")
        either = self.page.get_by_role("link", name=name).or_(self.page.get_by_role("button", name=name))
        return either.nth(nth)

    def go(self, words: str, nth: int = 0) -> None:
        """Take a link or press a button that leads to a page."""
        target = self.link(words, nth)
        with self.page.expect_navigation(wait_until="load"):
            self.press(target)
        self.look_around()

    def at(self, path: str) -> None:
        """Type an address."""
        self.visitor.go(path)
        self.look_around()

    def back(self) -> str:
        """Press Back and read. Without scripts a browser shows a page of its own before it would send a form again."""
        try:
            self.page.go_back()
        except Error as asked:
            assert "ERR_CACHE_MISS" in str(asked)
            return ""
        return self.page.locator("body").inner_text()

    def press(self, target: Locator) -> None:
        """Click, or get there with Tab and press Enter."""
        if self.by == "mouse":
            target.click()
            return
        self.tab_to(target)
        self.page.keyboard.press("Enter")

    def tab_to(self, target: Locator) -> None:
        """Press Tab until the target has the focus, and see that the focus shows."""
        target.wait_for()
        element = target.element_handle()  # found once: to look for it anew after every key is most of the time
        for _ in range(MOST_TABS):
            if element.evaluate("e => e === document.activeElement"):
                assert target.evaluate(FOCUS_SHOWS), f"the focus does not show on {target}"
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{target} cannot be reached with Tab on {self.path}")

    def unfold(self, words: str) -> None:
        """Open a line that opens."""
        summary = self.page.locator("summary").filter(has_text=self.say(words)).first
        self.press(summary)

    def write(self, name: str, text: str) -> None:
        """Write into a field, in place of what is there."""
        target = self.page.locator(f"[name='{name}']:not([type=hidden])")
        if self.by == "mouse":
            target.fill(text)
            return
        self.tab_to(target)
        if target.get_attribute("type") == "time":
            self._type_time(target, text)
            return
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def _type_time(self, target: Locator, text: str) -> None:
        """Hours and minutes; a browser that counts to twelve also wants to know which half of the day."""
        hours, _, minutes = text.partition(":")
        self.page.keyboard.type(f"{int(hours) % 12:02d}{minutes}")
        if not target.input_value():
            self.page.keyboard.type("P")

    def tick(self, name: str) -> None:
        """Tick a box."""
        target = self.page.locator(f"input[type=checkbox][name='{name}']")
        if self.by == "mouse":
            target.check()
            return
        self.tab_to(target)
        self.page.keyboard.press("Space")

    def choose(self, name: str, value: str) -> None:
        """Choose one of the answers of a field: rows, segments, a scale, or a list."""
        if self.page.locator(f"select[name='{name}']").count():
            self._choose_in_list(self.page.locator(f"select[name='{name}']"), value)
            return
        target = self.page.locator(f"input[type=radio][name='{name}'][value='{value}']")
        if self.by == "mouse":
            target.locator("xpath=ancestor::label").click()
        else:
            self._arrow_to(name, target)
        assert target.is_checked()

    def choose_by_words(self, words: str) -> None:
        """Choose the answer that begins so; these are words of the person's own, such as a name."""
        target = self.page.get_by_role("radio", name=re.compile("^" + re.escape(words)))
        name, value = target.get_attribute("name"), target.get_attribute("value")
        self.choose(str(name), str(value))

    def _choose_in_list(self, target: Locator, value: str) -> None:
        if self.by == "mouse":
            target.select_option(value)
            return
        self.tab_to(target)
        self.page.keyboard.press("Home")
        for _ in range(target.locator("option").count()):
            if target.input_value() == value:
                return
            self.page.keyboard.press("ArrowDown")
        assert target.input_value() == value

    def _arrow_to(self, name: str, target: Locator) -> None:
        """Tab stops once in a group of answers; the arrows go on from there."""
        group = self.page.locator(f"input[type=radio][name='{name}']")
        checked = self.page.locator(f"input[type=radio][name='{name}']:checked")
        self.tab_to(checked if checked.count() else group.first)
        self.page.keyboard.press("Space")
        for _ in range(group.count()):
            if target.is_checked():
                return
            self.page.keyboard.press("ArrowDown")

    def bring(self, file: dict[str, Any]) -> None:
        """Choose a file."""
        target = self.page.locator("input[type=file]")
        if self.by == "mouse":
            target.set_input_files(file)
            return
        choosers: list[FileChooser] = []

        def keep(chooser: FileChooser) -> None:  # a bound method of a list cannot be a listener
            choosers.append(chooser)

        self.page.on("filechooser", keep)
        self.tab_to(target)
        for _ in range(10):  # a busy machine may swallow a press; a person would press again
            self.page.keyboard.press("Space")
            self.page.wait_for_timeout(300)
            if choosers:
                break
        choosers[0].set_files(file)

    def reads(self, words: str) -> None:
        """See these words on the page."""
        self.page.get_by_text(self.say(words)).first.wait_for()

    def reads_own(self, words: str) -> None:
        """See one's own words, which no language changes."""
        self.page.get_by_text(words).first.wait_for()
