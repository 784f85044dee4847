"""One minimal valid chat of each kind that is text: bodies by turns from two people, a minute apart."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

TWO: Final = ("Ada", "Ben")


def whatsapp(*bodies: str, names: tuple[str, ...] = TWO) -> str:
    """Day 21 comes last, so that day and month are told apart."""
    rows = [f"03/05/24, 10:{n:02} - {names[n % len(names)]}: {body}\n" for n, body in enumerate(bodies)]
    return "".join([*rows, f"21/05/24, 09:00 - {names[0]}: morning\n"])


def line(*bodies: str, names: tuple[str, ...] = TWO) -> str:
    rows = [f"10:{n:02}\t{names[n % len(names)]}\t{body}\n" for n, body in enumerate([*bodies, "morning"])]
    head = f"[LINE] Chat history with {names[1]}\nSaved on: 2024/06/01 10:00\n\n2024.05.03 Friday\n"
    return head + "".join(rows)


def kakaotalk(*bodies: str, names: tuple[str, ...] = TWO) -> str:
    head = f"{names[1]} 님과 카카오톡 대화\n저장한 날짜 : 2024-06-01 10:00:00\n\n"
    day = "--------------- 2024년 5월 3일 금요일 ---------------\n"
    rows = [f"[{names[n % len(names)]}] [오전 10:{n:02}] {body}\n" for n, body in enumerate([*bodies, "morning"])]
    return head + day + "".join(rows)


def signal(*bodies: str, names: tuple[str, ...] = TWO) -> str:
    """The last message is the exporter's, whom the program calls "Me"."""
    rows = [f"[2024-05-03 10:{n:02}:05] {names[n % len(names)]}: {body}" for n, body in enumerate(bodies)]
    return "".join(f"{row}  \n" for row in [*rows, "[2024-05-03 10:58:05] Me: morning"])


def table(*bodies: str, names: tuple[str, ...] = TWO) -> str:
    rows = [f"2024-05-03T10:{n:02}:00Z,{names[n % len(names)]},{body}" for n, body in enumerate([*bodies, "morning"])]
    return "\n".join(["time,sender,text", *rows, ""])


CHATS: Final[dict[str, tuple[str, Callable[..., str]]]] = {
    "WhatsApp": ("WhatsApp Chat with Ben.txt", whatsapp),
    "LINE": ("[LINE] Chat with Ben.txt", line),
    "KakaoTalk": ("KakaoTalk.txt", kakaotalk),
    "Signal text": ("chat.md", signal),
    "Table": ("chat.csv", table),
}
"""The kind of chat: its file's name, and its text with these bodies and one more."""
