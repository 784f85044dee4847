"""Lines that Meta's apps write as if a person had: reactions, calls, attachments, changes of the chat.

The fields of a record decide first; these words only where the fields are silent. Every rule needs
the whole line, and most the sender's own name in it, so that a message is not taken for a notice. In
languages that are not listed a notice stays a text of the person it is said of.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

SYSTEM: Final = "system"
LONGEST: Final = 400
MOST_LOOKED_FOR: Final = 50
"""In a thread of more people only so many names are looked for at the beginning of lines."""

LIKED: Final = frozenset(
    {
        *("Liked a message", "Gefällt eine Nachricht", "Hat eine Nachricht mit „Gefällt mir“ markiert"),
        *(
            "A aimé un message",
            "Le gustó un mensaje",
            "Indicó que le gusta un mensaje",
            "Ha messo Mi piace a un messaggio",
        ),
        *("Curtiu uma mensagem", "Gostou de uma mensagem", "Vindt een bericht leuk", "Polubił(a) wiadomość"),
    }
)
REACTED: Final = re.compile(
    r"(?=[^\n]*(?:reac|réag|reag|zareag|reakt))"  # a word for reacting
    r"(?=[^\n]*(?:your message|(?:deine|Ihre) Nachricht|(?:votre|ton) message|tu mensaje|tuo messaggio"
    r"|(?:sua|tua) mensagem|(?:je|jouw) bericht|Twoją wiadomość|ditt meddelande|din besked|meldingen din))"  # to whose
    r"[^\W\d_][\w()/ ]{0,40}?[^\w\s.,:;!?'\"()/-]{1,16}[\w ]{0,40}\Z",  # no sentence, and one emoji
    re.IGNORECASE,
)
ATTACHED_BY_ME: Final = frozenset(
    {
        *("You sent an attachment.", "Du hast einen Anhang gesendet.", "Vous avez envoyé une pièce jointe."),
        *("Enviaste un archivo adjunto.", "Has enviado un archivo adjunto.", "Hai inviato un allegato."),
        *("Você enviou um anexo.", "Enviaste um anexo.", "Je hebt een bijlage verzonden."),
    }
)
SENT: Final = (
    ("media", r"(?:a (?:photo|video|GIF)|\d{1,3} (?:photos|videos))"),
    ("voice", r"a voice (?:message|clip)"),
    ("sticker", r"a sticker"),
)
"""What the app says beside a photo or a recording, as if it were the person's words."""

BY_ANYONE: Final = (
    (SYSTEM, re.compile(r"(?:The )?(?:[Vv]ideo |[Aa]udio |[Gg]roup )?(?:[Cc]hat|[Cc]all) (?:has )?ended\.?\Z")),
    (SYSTEM, re.compile(r"You are now connected on Messenger\.?\Z|Say hi to your new Facebook friend, .{1,80}\Z")),
    (SYSTEM, re.compile(r"You can now message and call each other and see info like .{1,120}\Z")),
    (SYSTEM, re.compile(r"You (?:set the nickname for .{1,80} to|changed the chat (?:theme|colors) ?to) .{1,80}\Z")),
    ("call", re.compile(r"You started an? (?:video|audio|group|voice) (?:chat|call)\.?\Z")),
    ("other", re.compile(r"You waved at .{1,60}[.!]\Z")),
    ("location", re.compile(r"You sent a (?:live )?location\.\Z")),
    ("deleted", re.compile(r"You unsent a message\.?\Z")),
    ("other", re.compile(r"(?:Reacted \S{1,16} to|Replied to|Mentioned you in|Liked) (?:your|their) story\.?\Z")),
    ("missed_call", re.compile(r"You missed an? (?:video |audio |voice )?(?:chat|call)\.?\Z")),
    *((kind, re.compile(rf"You sent {what}\.\Z")) for kind, what in SENT),
)
BY_SENDER: Final = (
    ("other", re.compile(r" (?:sent an attachment|shared an? (?:story|post|reel|profile|link))\.\Z")),
    ("deleted", re.compile(r" unsent a message\.?\Z")),
    *((kind, re.compile(rf" sent {what}\.\Z")) for kind, what in SENT),
    (SYSTEM, re.compile(r" missed an? (?:video |audio |voice )?(?:chat|call)\.?\Z")),  # the other one had called
    ("other", re.compile(r" waved at you[.!]\Z")),
    ("location", re.compile(r" sent a (?:live )?location\.\Z")),
    ("call", re.compile(r" started an? (?:video |audio |group |voice )?(?:chat|call)\.?\Z")),
    ("call", re.compile(r" called (?:you|the group)\.?\Z")),
    ("poll", re.compile(r" created a poll\b")),
    (
        SYSTEM,
        re.compile(
            r" (?:named the group |set (?:the|your|his|her|their)(?: own)? nickname |set the (?:quick )?emoji "
            r"|(?:removed|cleared) (?:the|your|his|her|their) (?:group name|nickname|group photo)"
            r"|changed the (?:group photo|chat theme|chat colors|theme|quick reaction)"
            r"|created (?:the|a|this) group|(?:joined|left) the (?:group|(?:video |audio )?(?:call|chat))"
            r"|ended the (?:video |audio )?(?:call|chat)|is (?:now|no longer) an admin"
            r"|(?:added|removed) .{1,300} (?:to|from) the group|made .{1,100} an admin\b|turned (?:on|off) "
            r"|voted (?:for|in) |changed (?:his|her|their) vote|(?:un)?pinned a message)"
        ),
    ),
)
MISSED: Final = re.compile(
    r"(?:You missed an? (?:video |audio |voice )?(?:chat|call) (?:from|with) (?P<caller>.{1,100}?)"
    r"|(?P<called>.{1,100}?) missed (?:your|an?) (?:video |audio |voice )?(?:chat|call)(?: from you)?)\.?\Z"
)
CALLED_BY_ME: Final = re.compile(r"You called (?P<called>.{1,100}?)\.?\Z")
MAY_BE: Final = frozenset(
    {
        *("Yo", "Li", "Re", "Ge", "Go", "Ha", "He", "A ", "Le", "In", "Cu", "Vi", "Po", "Za", "Du", "Vo", "En", "Je"),
        *("Th", "Au", "Gr", "Ch", "Ca", "Sa", "Me"),
    }
)
"""The first two letters of a line that is a notice without a name in front."""


class People:
    """Who is in a thread: their names, and what a notice about one of them begins with, right and as Meta writes it."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = frozenset(name for name in names if name)
        few = sorted(self.names)[:MOST_LOOKED_FOR]
        self.starts = tuple({start for name in few for start in (name, name.split(" ", 1)[0]) if start})
        self.written_starts = self.starts + tuple(
            start.encode("utf-8", "replace").decode("latin-1") for start in self.starts
        )


def notice(text: str, sender: str, people: People) -> str | None:
    """What a line is when it is no message: a kind of event, or SYSTEM; None for a message."""
    named = text.startswith(people.starts)
    if not (named or text[:2] in MAY_BE) or len(text) > LONGEST:
        return None
    line = text.rstrip()
    said = _by_sender(line, sender) if named else None
    if said is not None:
        return said
    if line in LIKED or line == "Reacted to your message" or REACTED.match(line):
        return "reaction"
    if line in ATTACHED_BY_ME:
        return "other"
    said = next((kind for kind, pattern in BY_ANYONE if pattern.match(line)), None)
    return said or _call(line, sender, people.names)


def _by_sender(line: str, sender: str) -> str | None:
    for start in (sender, sender.split(" ", 1)[0]):
        if start and line.startswith(start):
            rest = line[len(start) :]
            for kind, pattern in BY_SENDER:
                if pattern.match(rest):
                    return kind
    return None


def _call(line: str, sender: str, names: frozenset[str]) -> str | None:
    """A call told in words, where the names in it are those of the two it was between."""
    missed = MISSED.match(line)
    if missed is not None:
        caller, called = missed["caller"], missed["called"]
        ours = _is(caller, {sender}) if caller else _is(called, names - {sender})
        return "missed_call" if ours else None
    mine = CALLED_BY_ME.match(line)
    return "call" if mine is not None and _is(mine["called"], names - {sender}) else None


def _is(name: str, people: frozenset[str] | set[str]) -> bool:
    """True for the whole name of one of ``people``, or its first word."""
    return any(name in (person, person.split(" ", 1)[0]) for person in people)
