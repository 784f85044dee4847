"""Ways to choose that Django has no widget for; templates/_field.html draws each by its ``look``."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


class Segments(forms.RadioSelect):
    """Two to five short answers side by side, one tap each."""

    look = "segments"


class Numbers(forms.RadioSelect):
    """More steps than words, as small numbers in rows; the last choice, to leave it open, takes a row of its own."""

    look = "numbers"


class Scale(forms.RadioSelect):
    """Five steps, 0 to 4: numbers to tap, the words of both ends below, each step's own words for the ear."""

    look = "scale"


class GuessNumber(forms.NumberInput):
    """A typed guess over a line from ``low`` to ``high``, whose ends carry words; ``unit`` stands after the number."""

    look = "guess"

    def __init__(self, low: int, high: int, ends: tuple[Any, Any] = ("", ""), unit: Any = "") -> None:
        super().__init__(attrs={"min": low, "max": high, "inputmode": "numeric", "autocomplete": "off"})
        self.low, self.high, self.ends, self.unit = low, high, ends, unit


class LongList(forms.Select):
    """A list that opens, with hundreds of lines: drawn as Django does, but for a template for each of the lines."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:  # noqa: ARG002 (Django's signature)
        """The whole list. It has no groups."""
        drawn = self.get_context(name, value, attrs)["widget"]
        lines = format_html_join(
            "\n",
            '<option value="{}"{}>{}</option>',
            ((each["value"], flatatt(each["attrs"]), each["label"]) for _, (each,), _ in drawn["optgroups"]),
        )
        return format_html('<select name="{}"{}>\n{}\n</select>', drawn["name"], flatatt(drawn["attrs"]), lines)
