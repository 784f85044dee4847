"""Discord: which files are DiscordChatExporter's JSON, and why the other forms cannot be read."""

from __future__ import annotations

import re
from typing import Final

from evenstep.errors import InputError, WrongKind
from evenstep.sources.base import Member, Opened, Parsed, ReadOptions
from evenstep.sources.decode import decode_head
from evenstep.sources.discord.channels import Channels
from evenstep.sources.discord.page import is_discord_page
from evenstep.sources.discord.raw import is_raw
from evenstep.spoken import words

GUILD: Final = re.compile(r'"guild"\s*:\s*(?:\{|null)')
CHANNEL: Final = re.compile(r'"channel"\s*:\s*\{')
FIELDS: Final = re.compile(r'"isBot"\s*:|"callEndedTimestamp"\s*:|"dateRange"\s*:|"messages"\s*:\s*\[')
EXPORTED: Final = re.compile(r'"callEndedTimestamp"\s*:|"timestampEdited"\s*:')
AUTHOR: Final = re.compile(r'"author"\s*:\s*\{')
TEXT: Final = re.compile(r"\A={20,}\r?\nGuild: [^\n]*\r?\nChannel: ")
PACKAGE_PATH: Final = re.compile(r"(?:^|/)c?\d{15,20}/messages\.(?:json|csv)$")
PACKAGE_JSON: Final = re.compile(r'\A\[\s*\{\s*"ID"\s*:\s*"?\d+"?\s*,\s*"Timestamp"\s*:')
PACKAGE_CSV: Final = re.compile(r"\A\"?ID\"?,\"?Timestamp\"?,\"?Contents\"?,\"?Attachments\"?\s")
ENDINGS: Final = (".json", ".txt", ".html", ".htm", ".csv")


class Discord:
    """JSON of DiscordChatExporter, in one file or several parts, of one channel or many."""

    @property
    def name(self) -> str:
        """The source's name in the events table."""
        return "discord"

    def score(self, opened: Opened) -> float:
        """1 for what only Discord's exports hold, else 0."""
        return float(_is_package(opened) or any(_form(member) for member in _candidates(opened)))

    def parse(self, opened: Opened, options: ReadOptions) -> Parsed:
        """Read all channels. Raises InputError, NeedsAnswer("chat"), ("zone") or ("encoding").

        E271 for the package that Discord itself sends, E272 for web pages. ``source_line`` is the number of the record.
        """
        forms = [(member, _form(member)) for member in _candidates(opened)]
        ours = [member for member, form in forms if form == "json"]
        if not ours:
            raise _refusal(opened, {form for _, form in forms})
        channels = Channels(options, sum(member.size for member in ours))
        for member in ours:
            channels.read(member)
        if options.progress is not None:
            total = sum(member.size for member in ours)
            options.progress(total, total)
        return channels.parsed(ours[0].name if len(ours) == 1 else opened.name)


def _candidates(opened: Opened) -> list[Member]:
    ours = [member for member in opened.members if member.name.lower().endswith(ENDINGS)]
    return ours or (list(opened.members) if len(opened.members) == 1 else [])


def _form(member: Member) -> str:
    """Which of Discord's exports a file is: json, web, text, own (the owner's messages only); "" for none."""
    head = member.head()
    text = decode_head(head).lstrip("\ufeff \t\r\n")
    if text.startswith("{"):
        whole = GUILD.search(text) and CHANNEL.search(text) and FIELDS.search(text)
        return "json" if whole or _of_messages(text) else ""
    if text.startswith("<"):
        return "web" if is_discord_page(head) else ""
    if text.startswith("="):
        return "text" if TEXT.match(text) else ""
    if PACKAGE_JSON.match(text) or PACKAGE_CSV.match(text):
        return "own"
    return "json" if text.startswith("[") and _of_messages(text) else ""


def _of_messages(text: str) -> bool:
    """True for messages alone, by DiscordChatExporter or as Discord's own interface gives them."""
    return (EXPORTED.search(text) is not None and AUTHOR.search(text) is not None) or is_raw(text)


def _is_package(opened: Opened) -> bool:
    names = [member.name for member in opened.members]
    return any(PACKAGE_PATH.search(name) for name in names) and any(
        name.lower().endswith(("channel.json", "/index.json")) for name in names
    )


def _refusal(opened: Opened, forms: set[str]) -> InputError:
    if "own" in forms or _is_package(opened):
        detail = words("Discord's own package leaves out what others wrote")
        return InputError("E271", opened.name, detail=detail)
    if "web" in forms:
        return InputError("E272", opened.name, detail=words("a page of DiscordChatExporter"))
    detail = words("it is DiscordChatExporter's text; choose JSON as the format there")
    return WrongKind("E228", opened.name, detail=detail)
