"""Words, errors and options as JSON and back; what comes back from the reader is checked piece by piece."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from evenstep.errors import Choice, EvenstepError, InputError, NeedsAnswer, OptionError, WrongKind
from evenstep.problem_codes import CODES
from evenstep.sources.apart.wire import Unsound
from evenstep.sources.base import Limits
from evenstep.spoken import Words, words, words_n

MOMENTS: Final = ("epoch", "now")
ASKED: Final = ("zone", "date_order", "chat", "me", "encoding", "epoch", "columns", "member", "two")
LONGEST: Final = 100_000
PLAIN_PLACES: Final = re.compile(r"[^{}]*(?:\{[a-z_]+\}[^{}]*)*")
"""A template with names in braces and nothing more: no attribute, no index, no width is looked up for the reader."""


def options_out(options: Mapping[str, Any]) -> dict[str, Any]:
    """The options of read_export as JSON; limits and progress travel otherwise."""
    said = {name: value for name, value in options.items() if name not in ("limits", "progress") and value is not None}
    for name in MOMENTS:
        if name in said:
            said[name] = said[name].isoformat()
    if "columns" in said:
        said["columns"] = dict(said["columns"])
    return said


def options_in(said: Mapping[str, Any]) -> dict[str, Any]:
    """The same inside the reader."""
    return {name: datetime.fromisoformat(value) if name in MOMENTS else value for name, value in said.items()}


def limits_out(limits: Limits) -> dict[str, Any]:
    """The limits as JSON."""
    return asdict(limits)


def words_out(text: str) -> Any:
    """A text as it is; words that know how they were put together as their parts."""
    if not isinstance(text, Words):
        return str(text)
    values = {name: value if isinstance(value, int) else words_out(value) for name, value in text.values.items()}
    return {"one": text.template, "many": text.many, "n": text.n, "values": values}


def words_in(said: Any, depth: int = 4) -> str:
    """The same back. Raises Unsound for anything but words."""
    if isinstance(said, str):
        return text_in(said)
    if not isinstance(said, dict) or set(said) != {"one", "many", "n", "values"} or depth == 0:
        raise Unsound("words")
    one, many, n = text_in(said["one"]), text_in(said["many"]), number_in(said["n"])
    if not isinstance(said["values"], dict) or not (PLAIN_PLACES.fullmatch(one) and PLAIN_PLACES.fullmatch(many)):
        raise Unsound("words")
    values = {text_in(k): v if _whole(v) else words_in(v, depth - 1) for k, v in said["values"].items()}
    try:
        return words_n(one, many, n, **values) if many else words(one, **values)
    except (KeyError, TypeError) as error:
        raise Unsound("words") from error


def error_out(error: EvenstepError) -> dict[str, Any]:
    """One of our errors as JSON."""
    if isinstance(error, InputError):
        kind = "WrongKind" if isinstance(error, WrongKind) else "InputError"
        detail = words_out(error.detail)
        return {"kind": kind, "code": error.code, "file": error.file, "place": words_out(error.place), "detail": detail}
    if isinstance(error, NeedsAnswer):
        choices = [[words_out(choice.value), words_out(choice.meaning)] for choice in error.choices]
        asked = {"option": error.option, "question": words_out(error.question), "choices": choices}
        return {"kind": "NeedsAnswer", "file": error.file, **asked}
    if isinstance(error, OptionError):
        problem = str(error).removeprefix(f"{error.option}: ")
        return {"kind": "OptionError", "option": error.option, "problem": problem}
    return {"kind": "InputError", "code": "E292", "file": "", "place": "", "detail": type(error).__name__}


def error_in(said: Any) -> EvenstepError:
    """The same back. Raises Unsound for anything else."""
    if not isinstance(said, dict):
        raise Unsound("an error")
    kind = said.get("kind")
    if kind in ("InputError", "WrongKind"):
        if said.get("code") not in CODES:
            raise Unsound("a code")
        make = WrongKind if kind == "WrongKind" else InputError
        place, detail = words_in(said.get("place")), words_in(said.get("detail"))
        return make(said["code"], text_in(said.get("file")), place, detail)
    if said.get("option") not in ASKED:
        raise Unsound("an option")
    if kind == "NeedsAnswer":
        question = words_in(said.get("question"))
        return NeedsAnswer(said["option"], question, _choices(said.get("choices")), text_in(said.get("file")))
    if kind == "OptionError":
        return OptionError(said["option"], text_in(said.get("problem")))
    raise Unsound("an error")


def _choices(said: Any) -> Sequence[Choice]:
    if not isinstance(said, list) or any(not isinstance(pair, list) or len(pair) != 2 for pair in said):
        raise Unsound("choices")
    return [Choice(words_in(value), words_in(meaning)) for value, meaning in said]


def text_in(said: Any) -> str:
    """A text of bearable length that can be shown. Raises Unsound."""
    if not isinstance(said, str) or len(said) > LONGEST:
        raise Unsound("a text")
    return said


def number_in(said: Any) -> int:
    """A count from 0 to 2**63 - 1. Raises Unsound."""
    if not _whole(said) or not 0 <= said < 2**63:
        raise Unsound("a number")
    return int(said)


def _whole(said: Any) -> bool:
    return isinstance(said, int) and not isinstance(said, bool)
