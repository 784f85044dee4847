"""Lines to their chats in the order of their times: tapbacks taken back leave, texts that are reactions become such."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter

from evenstep.sources.chats import Chat
from evenstep.sources.imessage.messages import Messages
from evenstep.sources.imessage.tapbacks import may_quote, quoted
from evenstep.sources.timeline import Line


def place(messages: Messages, chats: Iterable[Chat]) -> None:
    """Fill ``chat.lines``. What was taken back counts as a notice of the system, as the taking back does."""
    by_id = {f"imessage:{chat.id}": chat for chat in chats}
    _name_targets(messages)
    lines = messages.lines
    for at in _taken_back(messages):
        by_id[lines[at].chat].system += 1
        lines[at] = lines[at]._replace(kind="")
    lines.sort(key=attrgetter("utc"))  # the app inserts in any order when it catches up
    for line in lines:
        if line.kind:
            by_id[line.chat].lines.append(line)
    for chat in by_id.values():
        texts_to_reactions(chat)


def texts_to_reactions(chat: Chat) -> None:
    """Texts such as Loved “…” become reactions to the latest message of that text; lines are in order of time."""
    if not any(line.kind == "text" and may_quote(line.text) for line in chat.lines):
        return
    latest: dict[str, int] = {}
    kept: list[Line] = []
    for line in chat.lines:
        found = quoted(line.text) if line.kind == "text" and may_quote(line.text) else None
        at = None if found is None else latest.get("" if found.text is None else found.text.strip())
        if found is None or (at is None and not found.sure):
            if line.kind != "reaction":
                latest[line.text.strip() if line.kind == "text" else ""] = len(kept)
            kept.append(line)
            continue
        target = None if at is None else _named(kept, at)
        if found.withdrawn:
            chat.system += 1
            chat.system += _withdraw(kept, line.sender, target)
        else:
            kept.append(line._replace(kind="reaction", text="", reply=target, edited=False))
    chat.lines = [line for line in kept if line.kind]


def _name_targets(messages: Messages) -> None:
    """Give an id to each message that something points to."""
    lines = messages.lines
    for reply in {line.reply for line in lines if line.reply is not None}:
        at = messages.at.get(reply.encode())
        if at is not None:
            lines[at] = lines[at]._replace(id=reply)


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


def _named(kept: list[Line], at: int) -> str:
    """The id of a line, which it is given when it has none."""
    name = kept[at].id or f"row {kept[at].number}"
    kept[at] = kept[at]._replace(id=name)
    return name


def _withdraw(kept: list[Line], sender: str, target: str | None) -> int:
    """Take the sender's latest reaction to ``target`` out; 1 when there was one."""
    for at in range(len(kept) - 1, max(len(kept) - 2_000, -1), -1):
        line = kept[at]
        if line.kind == "reaction" and line.sender == sender and line.reply == target:
            kept[at] = line._replace(kind="")
            return 1
    return 0
