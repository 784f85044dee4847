"""Which files of an export hold threads of Messenger or Instagram: by their content, their place and their number."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from evenstep.sources.base import Member, Opened
from evenstep.sources.decode import decode_head
from evenstep.sources.meta.page import PAGE_NAME, is_meta_page

BOXES: Final = "inbox|archived_threads|filtered_threads|message_requests|e2ee_cutover"
THREAD_FILE: Final = re.compile(rf"(?:^|/)(?:({BOXES})|messages)/([^/]+)/message(?:_(\d{{1,6}}))?\.json$", re.I)
"""Until 2018 the folders of the threads stood in "messages" itself."""

NUMBERED: Final = re.compile(r"(?:^|/)message_(\d{1,6})[^/]*\.json$", re.I)
SENDER_SIGN: Final = re.compile(r'"sender_name"\s*:')
TIME_SIGN: Final = re.compile(r'"timestamp(?:_ms"\s*:|"\s*:\s*\d)')
EMPTY_SIGNS: Final = (re.compile(r'"participants"\s*:\s*\['), re.compile(r'"thread_path"\s*:'))
"""The second stands behind the first; one expression for both would look for it behind every first again."""

SECURE_SIGN: Final = re.compile(r'"threadName"\s*:|"senderName"\s*:.{0,4000}?"isUnsent"\s*:', re.S)
MESSAGES: Final = re.compile(r'"messages"\s*:|"participants"\s*:')
OF_INSTAGRAM: Final = re.compile(r"(?:^|[/\"])your_instagram_activity/|^instagram[-_]", re.I)
OF_FACEBOOK: Final = re.compile(r"(?:^|/)your_(?:facebook_activity|activity_across_facebook)/|^facebook[-_]", re.I)
ONLY_INSTAGRAM: Final = re.compile(
    r'["/]your_instagram_activity/messages/|"original_content_owner"\s*:|"content"\s*:\s*"Liked a message"'
)
"""What stands inside the files of Instagram only."""

NUMBER_BEHIND: Final = re.compile(r"_\d{1,6}$")
"""What the encrypted archive puts behind the name of a thread: "Ana_12"."""

HEAD_BYTES: Final = 16_384
LOOKED_AT: Final = 60
CUTOVER: Final = "e2ee_cutover"


@dataclass(frozen=True)
class ThreadFile:
    """A file that holds (a part of) a thread. ``box`` and ``folder``: "" where the path does not say them.

    ``number``: of the part, 1 the newest; None where the name has none. ``secure``: of the encrypted archive.
    """

    member: Member
    box: str
    folder: str
    number: int | None
    secure: bool
    product: str  # "messenger" or "instagram"


def score(opened: Opened) -> float:
    """1 for a file with Meta's own fields, or their web pages; else 0. Reads heads only."""
    likely = sorted(_json_files(opened), key=lambda member: THREAD_FILE.search(member.name) is None)
    if any(_is_thread(member) for member in likely[:LOOKED_AT]):
        return 1.0
    return 1.0 if web_pages(opened) else 0.0


def thread_files(opened: Opened) -> list[ThreadFile]:
    """All files with threads, and those that stand where one should; in the order of the export."""
    found = []
    by_content = False
    for member in _json_files(opened):
        place = THREAD_FILE.search(member.name)
        head = decode_head(member.head(HEAD_BYTES))
        if place is None and not _looks_like_thread(head):
            continue
        number = NUMBERED.search(member.name)
        secure = SECURE_SIGN.search(head) is not None and '"sender_name"' not in head
        product = _by_path(member.name) or _by_path(opened.name)
        by_content |= not product and ONLY_INSTAGRAM.search(head) is not None
        box, folder = ((place[1] or "").lower(), place[2]) if place else ("", "")
        found.append(ThreadFile(member, box, folder, int(number[1]) if number else None, secure, product))
    told = "instagram" if by_content else "messenger"  # one of them tells it of all, which are of one download
    return [replace(file, product=file.product or told) for file in found]


def _by_path(name: str) -> str:
    """The product that a file's path, or the name of the whole download, says; "" when it says none."""
    return "instagram" if OF_INSTAGRAM.search(name) else "messenger" if OF_FACEBOOK.search(name) else ""


def web_pages(opened: Opened, most: int = LOOKED_AT) -> int:
    """How many of the files are threads as web pages; the first ``most`` of them are looked into."""
    pages = [member for member in opened.members if PAGE_NAME.search(member.name)]
    if not pages and not _json_files(opened):  # called otherwise, and nothing else is there
        pages = [member for member in opened.members if member.name.lower().endswith((".html", ".htm"))][:most]
    return sum(is_meta_page(member.name, member.head(HEAD_BYTES)) for member in pages[:most]) + len(pages[most:])


def _json_files(opened: Opened) -> list[Member]:
    """Files that may be JSON: by their ending, or the only one there is."""
    named = [member for member in opened.members if member.name.lower().endswith(".json")]
    return named or list(opened.members[:1] if len(opened.members) == 1 else ())


def _is_thread(member: Member) -> bool:
    return _looks_like_thread(decode_head(member.head(HEAD_BYTES)))


def _looks_like_thread(head: str) -> bool:
    text = head.lstrip("\ufeff \t\r\n")
    if not text.startswith("{") or not MESSAGES.search(text):
        return False
    if SENDER_SIGN.search(text) and TIME_SIGN.search(text):
        return True
    people = EMPTY_SIGNS[0].search(text)
    empty = people is not None and EMPTY_SIGNS[1].search(text, people.end()) is not None
    return empty or SECURE_SIGN.search(text) is not None
