"""What else an export of several files holds: chats of another kind, which the source that reads it leaves alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from evenstep.events.reading import Note
from evenstep.sources.base import Member, Opened, Source
from evenstep.spoken import words_n

SURE: Final = 0.9
LOOKED_AT: Final = 20


def also_here(
    opened: Opened, chosen: Source, sources: Sequence[Source], may_be_chat: Callable[[str], bool]
) -> tuple[Note, ...]:
    """A note (E279) on files that another source would read, as in a download of several services."""
    found = [
        member
        for member in _one_a_folder([m for m in opened.members if may_be_chat(m.name)])
        if _is_of_another(Opened(member.name, (member,)), chosen, sources)
    ]
    n = len(found)
    return (Note("E279", found[0].name, words_n("{n} file or folder", "{n} files or folders", n, n=n), n),) if n else ()


def _one_a_folder(members: Sequence[Member]) -> list[Member]:
    """The largest file of each folder, two levels deep, and of each ending beside the folders."""
    largest: dict[tuple[str, ...], Member] = {}
    for member in members:
        folder = tuple(member.name.split("/")[:-1][:2]) or (member.name.rpartition(".")[2],)
        if folder not in largest or member.size > largest[folder].size:
            largest[folder] = member
    return list(largest.values())[:LOOKED_AT] if len(largest) > 1 else []


def _is_of_another(one: Opened, chosen: Source, sources: Sequence[Source]) -> bool:
    """True for a file that is not of the chosen source's kind, and surely of another's; tables are anything's."""
    if chosen.score(one) > 0:
        return False
    others = (source for source in sources if source.name not in (chosen.name, "table"))
    return any(source.score(one) >= SURE for source in others)
