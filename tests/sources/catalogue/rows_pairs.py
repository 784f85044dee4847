"""Bad pairs of files: one chat that each of the two exported, with other names, other clocks, and what differs."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from bad_file import Verdict
from valid_chats import CHATS

BODIES: Final = tuple(f"{'word ' * (1 + n % 4)}{'x' * n}" for n in range(25))


@dataclass(frozen=True)
class Both:
    """Two exports of one chat. ``kept``: events of the merged chat; ``there``: how many of them both files hold.

    ``codes``: for "ask" the option; for "refuse" the option that cannot be. ``says`` must stand in what is told.
    """

    row: int
    what: str
    name: str
    one: Callable[[], str] = field(repr=False)
    other: Callable[[], str] = field(repr=False)
    verdict: Verdict
    codes: tuple[str, ...] = ()
    says: str = ""
    kept: int = 0
    there: int = 0
    same: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.row} {self.what}"


def both(kind: str, what: str, one: Callable[[], str], other: Callable[[], str], kept: int, there: int) -> Both:
    """Two exports that are merged."""
    return Both(44, f"{kind}, {what}", CHATS[kind][0], one, other, "ok", kept=kept, there=there)


def alike(kind: str) -> Both:
    made = CHATS[kind][1]
    return both(
        kind, "from Ada and from Ben", lambda: made(*BODIES), lambda: as_ben_has_it(kind, made(*BODIES)), 26, 26
    )


def as_ben_has_it(kind: str, text: str) -> str:
    """The same chat in another file: WhatsApp on an iPhone, Ada in the first line, UTC written otherwise."""
    if kind == "WhatsApp":
        return re.sub(r"(?m)^(\S+, \d\d:\d\d) - ", r"[\1:42] ", text)
    return text.replace(":00Z", ":00+00:00") if kind == "Table" else text.replace("Ben", "Ada", 1)


def longer(kind: str) -> Both:
    """Ben's file was made later and ends later: its last five messages are new."""
    whole = CHATS[kind][1](*BODIES)
    earlier = "".join(whole.splitlines(keepends=True)[:-5])
    return both(kind, "from Ada, and later from Ben", lambda: earlier, lambda: whole, 26, 21)


def differing(kind: str) -> Both:
    """A message was edited or deleted on one of the two phones: which one is true nobody can tell, both stay."""
    made, changed = CHATS[kind][1], (*BODIES[:4], "something else altogether", *BODIES[5:])
    return both(kind, "one message is not the same", lambda: made(*BODIES), lambda: made(*changed), 27, 25)


def other_names(kind: str, *, answered: bool) -> Both:
    made = CHATS[kind][1]
    same = {"Annie": "Ada"} if answered else {}
    return Both(
        44,
        f"{kind}, Ben calls her otherwise{', answered' if answered else ''}",
        CHATS[kind][0],
        lambda: made(*BODIES),
        lambda: made(*BODIES, names=("Annie", "Ben")),
        *(
            ("ok", (), "", 26, 26, same)
            if answered
            else ("ask", ("same",), "wrote the same messages at the same times")
        ),
    )


def another_clock() -> str:
    """Ben's phone stood two hours ahead."""
    return CHATS["WhatsApp"][1](*BODIES).replace(", 10:", ", 12:").replace(", 09:00", ", 11:00")


def signal(*names: str) -> str:
    return CHATS["Signal text"][1](*BODIES, names=names).replace(":05]", ":07]")


CROSSED: Final = Both(
    44,
    "Signal text, each of the two is Me",
    "chat.md",
    lambda: signal("Me", "Ben"),
    lambda: signal("Ada", "Me").replace("Me: morning", "Ada: morning"),
    "refuse",
    ("exports",),
    "each of the two had exported this chat",
)
PAIR_ROWS: Final = (
    *(alike(kind) for kind in ("WhatsApp", "LINE", "KakaoTalk", "Table")),
    *(longer(kind) for kind in ("LINE", "KakaoTalk", "Table")),
    *(differing(kind) for kind in ("WhatsApp", "LINE", "Table")),
    *(other_names(kind, answered=answered) for kind in ("WhatsApp", "LINE", "Table") for answered in (False, True)),
    both("WhatsApp", "from phones two hours apart", lambda: CHATS["WhatsApp"][1](*BODIES), another_clock, 26, 26),
    CROSSED,
)
