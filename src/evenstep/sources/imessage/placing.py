"""Lines to their chats in the order of their times: tapbacks taken back leave, texts that are reactions become such."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Iterable, Iterator
from operator import attrgetter
from typing import Final

from evenstep.sources.chats import Chat
from evenstep.sources.imessage.messages import Messages
from evenstep.sources.imessage.tapbacks import Quoted, may_quote, quoted
from evenstep.sources.timeline import Line

FAR_BACK: Final = 2_000


def place(messages: Messages, chats: Iterable[Chat]) -> None:
    """Fill ``chat.lines``. What was taken back counts as a notice of the system, as the taking back does."""
    by_id = {f"imessage:{chat.id}": chat for chat in chats}
    lines = messages.lines
    taken_back = set(_taken_back(messages))
    for at in taken_back:
        by_id[lines[at].chat].system += 1
    if taken_back:
        lines = [line for at, line in enumerate(lines) if at not in taken_back]
    lines.sort(key=attrgetter("utc"))  # the app inserts in any order when it catches up
    add = {conversation: chat.lines.append for conversation, chat in by_id.items()}
    for line in lines:
        add[line.chat](line)
    for chat in by_id.values():
        texts_to_reactions(chat)


def texts_to_reactions(chat: Chat) -> None:
    """Texts such as Loved “…” become reactions to the latest message of that text; lines are in order of time."""
    lines = chat.lines
    found = {
        at: quote
        for at, line in enumerate(lines)
        if line.kind == "text" and may_quote(line.text) and (quote := quoted(line.text)) is not None
    }
    if not found:
        return
    positions = _positions(lines, {"" if quote.text is None else quote.text.strip() for quote in found.values()})
    gone: set[int] = set()
    for at, quote in found.items():
        target = _latest(positions, quote, at, found)
        if target is None and not quote.sure:
            continue
        named = None if target is None else _named(lines, target)
        gone.update(_withdraw(lines, at, named) if quote.withdrawn else ())
        lines[at] = lines[at]._replace(kind="reaction", text="", reply=named, edited=False)
    chat.system += len(gone)
    chat.lines = [line for at, line in enumerate(lines) if at not in gone]


def _positions(lines: list[Line], wanted: set[str]) -> dict[str, list[int]]:
    """Where each of the wanted texts stands; "" stands for all that is no text and no reaction."""
    found: dict[str, list[int]] = {text: [] for text in wanted}
    for at, line in enumerate(lines):
        text = line.text.strip() if line.kind == "text" else ""
        if text in found and line.kind != "reaction":
            found[text].append(at)
    return found


def _latest(positions: dict[str, list[int]], quote: Quoted, before: int, reactions: Container[int]) -> int | None:
    """The latest of the quoted text that stands before and is no reaction itself."""
    places = positions["" if quote.text is None else quote.text.strip()]
    for at in reversed(places[: bisect_left(places, before)]):
        if at not in reactions:
            return at
    return None


def _taken_back(messages: Messages) -> list[int]:
    """Where the reactions stand that were taken back: of the same person, message and sort, the latest before."""
    found = []
    for removal in sorted(messages.removals, key=attrgetter("utc")):
        standing = messages.tapbacks.get(removal[:4], [])
        earlier = [at for at in standing if (messages.lines[at].utc or 0) <= removal.utc]
        if earlier:
            at = max(earlier, key=lambda each: messages.lines[each].utc or 0)
            standing.remove(at)
            found.append(at)
    return found


def _named(lines: list[Line], at: int) -> str:
    """The id of a line, which it is given when it has none."""
    name = lines[at].id or f"row {lines[at].number}"
    lines[at] = lines[at]._replace(id=name)
    return name


def _withdraw(lines: list[Line], at: int, target: str | None) -> Iterator[int]:
    """The line that takes a reaction back, and the latest reaction of the same person to the same message."""
    yield at
    for earlier in range(at - 1, max(at - FAR_BACK, -1), -1):
        line = lines[earlier]
        if line.kind == "reaction" and line.sender == lines[at].sender and line.reply == target:
            yield earlier
            return
