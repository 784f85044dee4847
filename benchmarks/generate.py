"""Write WhatsApp exports of any size for the benchmarks: invented, seeded, with all that real ones hold.

Two people over years of bursts and nights; short and long messages, emoji, lists and other
messages of several lines, omitted media, deleted messages, notices, and links.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

NNBSP: Final = "\u202f"
LRM: Final = "\u200e"
PEOPLE: Final = ("Alice Placeholder", "Bob")
USUAL_GAP_S: Final = 0.93 * 90 + 0.07 * 9_000
LONGEST_S: Final = 9 * 365 * 86_400.0  # no chat is longer; larger ones are denser
START: Final = datetime(2016, 1, 3, 8, 0)
_WORDS: Final = """
the we you so and not yes no ok haha see later today tomorrow home work train dinner call back
when where maybe sure thanks love sorry late soon what how good night morning kids car key shop bread milk
really think know want need tired happy again still just about there here fine wait minute phone evening weekend mother
brother time
"""
WORDS: Final = tuple(_WORDS.split())
EXTRAS: Final = ("😀", "❤️", "😂😂", "👍", "…", "café", "https://example.org/a?b=1", "1:1", "(maybe)", ":)")


def write_chat(target: Path, messages: int, *, ios: bool, seed: int = 1) -> int:
    """Write a chat of so many messages by persons (media and deleted ones included); returns the file's bytes."""
    rng = np.random.default_rng(seed)
    ending = "\r\n" if ios else "\n"
    with target.open("w", encoding="utf-8", newline="") as out:
        notice = "Messages and calls are end-to-end encrypted. No one outside of this chat can read them."
        out.write(_line(START, "", notice, ios=ios) + ending)
        pace = min(1.0, LONGEST_S / (messages * USUAL_GAP_S))
        done, seconds = 0, 0.0
        while done < messages:
            gaps = pace * _gaps(rng, min(100_000, messages - done))
            when = seconds + np.cumsum(gaps)
            out.writelines(line + ending for line in _messages(rng, when, ios=ios))
            done, seconds = done + len(gaps), float(when[-1])
    return target.stat().st_size


def _gaps(rng: np.random.Generator, size: int) -> npt.NDArray[np.float64]:
    """Seconds between messages: bursts, and now and then hours."""
    return np.where(rng.random(size) < 0.93, rng.exponential(90, size), rng.exponential(9_000, size))


def _messages(rng: np.random.Generator, seconds: npt.NDArray[np.float64], *, ios: bool) -> Iterator[str]:
    size = len(seconds)
    sender = np.cumsum(rng.random(size) < 0.45) % 2
    length = np.minimum(rng.geometric(0.13, size), 60)
    words = rng.integers(0, len(WORDS), int(length.sum()))
    what = rng.random(size)
    at = 0
    for i in range(size):
        text = [WORDS[w] for w in words[at : at + length[i]]]
        at += length[i]
        when = START + timedelta(seconds=float(seconds[i]))
        yield _line(when, PEOPLE[sender[i]], _body(text, float(what[i]), ios=ios), ios=ios)


def _body(text: list[str], what: float, *, ios: bool) -> str:
    if what < 0.05:
        return f"{LRM}image omitted" if ios else "<Media omitted>"
    if what < 0.055:
        return f"{LRM}This message was deleted." if ios else "This message was deleted"
    if what < 0.10:
        half = len(text) // 2
        return " ".join(text[:half]) + "\n" + " ".join(text[half:]) + "\n2. " + text[0]
    if what < 0.30:
        text.append(EXTRAS[int(what * 1e6) % len(EXTRAS)])
    return " ".join(text)


def _line(when: datetime, sender: str, body: str, *, ios: bool) -> str:
    if ios:
        hour = (when.hour + 11) % 12 + 1
        half = "AM" if when.hour < 12 else "PM"
        head = f"[{when.month}/{when.day}/{when:%y}, {hour}:{when:%M:%S}{NNBSP}{half}] "
        lead = LRM if body.startswith(LRM) else ""
        return f"{lead}{head}{sender}: {body}" if sender else f"{head}{PEOPLE[1]}: {LRM}{body}"
    head = f"{when:%d/%m/%Y, %H:%M} - "
    return f"{head}{sender}: {body}" if sender else head + body
