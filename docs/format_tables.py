"""The page of formats: what evenstep reads of each kind of file, and what six other programs do with it."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path

from evenstep.sources.what_is_read import ABSENT, COLUMNS, FORMATS

PEERS = Path(__file__).parent / "peers.toml"
FORMATS_HEAD = """# Formats

Written by `make docs` from `evenstep/sources/what_is_read.py`. How to get one: [how-to](../how-to/get-an-export.md).

What evenstep reads of each kind of file. Photos, stickers, places and polls are kept as events without words wherever
the file shows them. Notices of the app (who joined, whose number changed) are counted and are nobody's message.
In which languages WhatsApp's own lines are known: [a page of its own](whatsapp-languages.md).

"""
FORMATS_WORDS = """
- **with length**, **without length**: an event of its own kind, which also says whether a call was missed; its duration
  is known or not. **not told apart**: it is there as an event, but not as a call.
- **with their time**: each is an event that belongs to a message. **counted**: the file does not say when; the reading
  report says how many there were.
- **not read**: the file says it, evenstep leaves it. **not in the file**: the file has no place for it.
- **asked**: times are in the clock of whoever exported, and you are asked which zone that was.
- **clock**: the smallest difference of time the file can show.

Each cell is asserted by `tests/sources/test_what_is_read.py` on a whole invented export of that kind
(`tests/sources/full_exports.py`). Of *not in the file* a test can only show that nothing is made up where there is
nothing; that there is no place for it is what we know of the format.
"""
PEERS_HEAD = """
## evenstep and six other programs

Which kinds of file each reads at all, and what becomes of calls, voice notes and reactions. Left out: what that kind of
file cannot hold. *no*: we found no reader for it. *as texts*: an ordinary message with the app's own words, so that it
counts as something a person wrote; in most programs that depends on the language. *dropped*: not in what comes out.

"""
PEERS_FOOT = """Where this is from. *run*: that version read the same invented exports, beside a look at its source.
*read*: from the source at that commit only; later versions may do more.

"""
KEPT = ("calls", "voice notes", "reactions")


def formats_page() -> str:
    """What is read of each kind of file, then the same of six other programs."""
    titles = {"voice": "voice notes", "deletions": "deleted messages", "read_state": "read marks", "tick": "clock"}
    heads = ["kind of file", *(titles.get(name, name.replace("_", " ")) for name in COLUMNS)]
    rows = [[each.name, *(getattr(each, name) for name in COLUMNS)] for each in FORMATS]
    remarks = [f"- {each.name}: {each.remark}" for each in FORMATS if each.remark]
    return f"{FORMATS_HEAD}{_grid(heads, rows)}\n" + "\n".join(remarks) + "\n" + FORMATS_WORDS + _peers_part()


def _peers_part() -> str:
    peers = tomllib.loads(PEERS.read_text())["peer"]
    kept = {(peer["name"], key): reads["kept"] for peer in peers for reads in peer["reads"] for key in reads["formats"]}
    ours = {each.key: (each.name, _kept((each.calls, each.voice, each.reactions))) for each in FORMATS}
    read = sorted({key for _, key in kept}, key=list(ours).index)
    rows = [[*ours[key], *(_kept(kept.get((peer["name"], key))) for peer in peers)] for key in read]
    alone = "; ".join(name for key, (name, _) in ours.items() if key not in read)
    names = [peer["name"] for peer in peers]
    said = [
        f"- {peer['name']} ({peer['how']}): {source}"
        for peer in peers
        for source in dict.fromkeys(reads["source"] for reads in peer["reads"] if reads["source"])
    ]
    table = _grid(["kind of file", "evenstep", *names], rows)
    none = f"We found no reader in any of the six for: {alone}."
    return f"{PEERS_HEAD}{table}\n{none}\n\n{PEERS_FOOT}" + "\n".join(said) + "\n"


def _kept(three: Sequence[str] | None) -> str:
    """The cell of one program: what becomes of calls, voice notes and reactions."""
    if three is None:
        return "no"
    if set(three) == {"not checked"}:
        return "not checked"
    return "<br>".join(f"{what} {how}" for what, how in zip(KEPT, three, strict=True) if how not in ("", ABSENT))


def _grid(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
