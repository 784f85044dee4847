"""What is read of each kind of file, and what it cannot hold: the table of docs/reference/formats.md."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from evenstep.spoken import N_

LENGTH: Final = "with length"
PLAIN: Final = "without length"
GROUP_LENGTH: Final = "with length in groups, else without"
UNTOLD: Final = "without length, missed ones not told apart"
VOICEMAIL_LENGTH: Final = "without length, voicemail with length"
NOT_TOLD: Final = "not told apart"
DATED: Final = "with their time"
MIXED: Final = "with their time; those without are counted"
COUNTED: Final = "counted"
AS_TEXTS: Final = "as texts"
YES: Final = "yes"
TO_FIRST: Final = "to the thread’s first message"
NOT_READ: Final = "not read"
ABSENT: Final = "not in the file"
IN_FILE: Final = "in the file"
ASKED: Final = "asked"


@dataclass(frozen=True)
class Format:
    """One kind of file: its name, the source that reads it, and a cell for each thing it could hold."""

    key: str
    name: str
    source: str
    calls: str
    voice: str
    reactions: str
    edits: str
    replies: str
    deletions: str
    read_state: str
    zone: str
    tick: str
    remark: str = ""


COLUMNS: Final = ("calls", "voice", "reactions", "edits", "replies", "deletions", "read_state", "zone", "tick")

FORMATS: Final[tuple[Format, ...]] = (
    Format("whatsapp-android", N_("WhatsApp, text from Android"), "whatsapp",
           NOT_TOLD, PLAIN, ABSENT, YES, ABSENT, YES, ABSENT, ASKED, "1 min",
           N_("A call is a line without words, as some other things are. Voice notes are told apart only where the "
              "export was made with media.")),
    Format("whatsapp-iphone", N_("WhatsApp, text from iPhone"), "whatsapp",
           LENGTH, PLAIN, ABSENT, YES, ABSENT, YES, ABSENT, ASKED, "1 s"),
    Format("whatsapp-json", N_("WhatsApp, JSON of WhatsApp-Chat-Exporter"), "whatsapp",
           LENGTH, PLAIN, COUNTED, ABSENT, YES, YES, NOT_READ, IN_FILE, "1 ms"),
    Format("messenger", N_("Messenger, JSON"), "messenger",
           LENGTH, PLAIN, MIXED, ABSENT, ABSENT, YES, ABSENT, IN_FILE, "1 ms"),
    Format("messenger-encrypted", N_("Messenger, encrypted chats"), "messenger",
           PLAIN, PLAIN, COUNTED, ABSENT, ABSENT, YES, ABSENT, IN_FILE, "1 ms",
           N_("A call is known by its English words, and is a text in other languages. A voice note is known by the "
              "ending of its file.")),
    Format("instagram", N_("Instagram, JSON"), "instagram",
           LENGTH, PLAIN, MIXED, ABSENT, ABSENT, YES, ABSENT, IN_FILE, "1 ms"),
    Format("instagram-old", N_("Instagram, JSON until 2020"), "instagram",
           PLAIN, PLAIN, DATED, ABSENT, ABSENT, ABSENT, ABSENT, IN_FILE, "1 ms"),
    Format("imessage", N_("iMessage, chat.db"), "imessage",
           ABSENT, PLAIN, DATED, YES, YES, YES, NOT_READ, IN_FILE, "1 ms",
           N_("Calls stand in another database, CallHistory.storedata; they are read, with their length, where both "
              "are chosen together. Reactions that came as texts are reactions here.")),
    Format("imessage-text", N_("iMessage, text of imessage-exporter"), "imessage",
           ABSENT, PLAIN, COUNTED, YES, YES, YES, NOT_READ, ASKED, "1 s",
           N_("The texts of bagoup are read in the same way, without edits, replies and deletions.")),
    Format("imazing", N_("iMessage, tables of iMazing"), "imessage",
           LENGTH, PLAIN, COUNTED, YES, NOT_READ, YES, NOT_READ, ASKED, "1 s",
           N_("Calls stand in a table of their own. iMazing’s tables of WhatsApp are read in the same way.")),
    Format("sms", N_("SMS Backup & Restore, messages and calls"), "sms",
           LENGTH, VOICEMAIL_LENGTH, AS_TEXTS, ABSENT, ABSENT, ABSENT, NOT_READ, IN_FILE, "1 ms, MMS 1 s",
           N_("A read mark says only whether the phone’s owner has opened a message. The JSON of SMS Import/Export, "
              "Fossify Messages and QUIK is read in the same way.")),
    Format("signal", N_("Signal, its own export"), "signal",
           GROUP_LENGTH, PLAIN, DATED, YES, YES, YES, NOT_READ, IN_FILE, "1 ms",
           N_("An edited message keeps the time of its first version.")),
    Format("signal-json", N_("Signal, JSON of signal-export"), "signal",
           LENGTH, PLAIN, COUNTED, YES, NOT_READ, YES, ABSENT, ASKED, "1 ms",
           N_("A reply holds the words it answers, but not which message they are.")),
    Format("signal-text", N_("Signal, text of signal-export"), "signal",
           LENGTH, PLAIN, COUNTED, ABSENT, NOT_READ, ABSENT, ABSENT, ASKED, "1 s"),
    Format("signal-text-old", N_("Signal, older text of signal-export"), "signal",
           LENGTH, PLAIN, COUNTED, ABSENT, NOT_READ, ABSENT, ABSENT, ASKED, "1 min"),
    Format("signal-sigtop", N_("Signal, text of sigtop"), "signal",
           UNTOLD, PLAIN, COUNTED, YES, YES, ABSENT, ABSENT, IN_FILE, "1 s",
           N_("Its short text is read too: it has minutes, no offset, and does not tell a voice note from a picture.")),
    Format("signal-sigtop-json", N_("Signal, JSON of sigtop"), "signal",
           LENGTH, PLAIN, MIXED, YES, YES, YES, NOT_READ, IN_FILE, "1 ms",
           N_("Since 2023 Signal keeps who called, and for how long, apart from the messages: such calls are listed, "
              "not read.")),
    Format("telegram", N_("Telegram, JSON since June 2022"), "telegram",
           LENGTH, LENGTH, MIXED, YES, YES, ABSENT, ABSENT, IN_FILE, "1 s"),
    Format("telegram-old", N_("Telegram, older JSON"), "telegram",
           LENGTH, LENGTH, ABSENT, YES, YES, ABSENT, ABSENT, ASKED, "1 s"),
    Format("discord", N_("Discord, JSON of DiscordChatExporter"), "discord",
           LENGTH, PLAIN, COUNTED, YES, YES, ABSENT, ABSENT, IN_FILE, "1 ms",
           N_("Messages as Discord’s own interface gives them to other programs are read too; there voice notes have "
              "their length.")),
    Format("line", N_("LINE, text"), "line",
           LENGTH, PLAIN, ABSENT, ABSENT, ABSENT, YES, ABSENT, ASKED, "1 min"),
    Format("kakaotalk", N_("KakaoTalk, text"), "kakaotalk",
           LENGTH, PLAIN, ABSENT, ABSENT, ABSENT, YES, ABSENT, ASKED, "1 min",
           N_("Some computers write that a message was deleted without a name; then it is only counted.")),
    Format("kakaotalk-csv", N_("KakaoTalk, CSV"), "kakaotalk",
           LENGTH, PLAIN, ABSENT, ABSENT, ABSENT, YES, ABSENT, ASKED, "1 s"),
    Format("mail", N_("E-mail, mbox"), "mail",
           ABSENT, PLAIN, ABSENT, ABSENT, YES, ABSENT, NOT_READ, IN_FILE, "1 s",
           N_("A mail with nothing but a recording is a voice note. A read mark says only whether the mailbox’s owner "
              "has opened a mail. Drafts, spam, newsletters, lists, bounces and automatic answers are nobody’s.")),
    Format("slack", "Slack", "slack",
           LENGTH, LENGTH, COUNTED, YES, TO_FIRST, YES, ABSENT, IN_FILE, "1 ms",
           N_("A call is a huddle; one that nobody joined is a missed call. Who wrote a deleted message is not in the "
              "file.")),
    Format("google-chat", "Google Chat", "google_chat",
           PLAIN, PLAIN, COUNTED, YES, TO_FIRST, YES, ABSENT, IN_FILE, "1 s",
           N_("How calls and edits are written there we know from other people’s accounts only; no real file with one "
              "was at hand.")),
    Format("hangouts", N_("Hangouts, JSON (until 2022)"), "hangouts",
           LENGTH, PLAIN, ABSENT, ABSENT, ABSENT, ABSENT, NOT_READ, IN_FILE, "1 ms",
           N_("A voice note is a voicemail, or a recording that was attached.")),
    Format("matrix", N_("Matrix, JSON of Element"), "matrix",
           LENGTH, LENGTH, DATED, YES, YES, YES, ABSENT, IN_FILE, "1 ms"),
    Format("teams", "Teams, Skype", "teams",
           LENGTH, LENGTH, MIXED, YES, YES, YES, NOT_READ, IN_FILE, "1 ms",
           N_("Chats that Microsoft Graph gives are read too.")),
    Format("table", N_("A table whose times have an offset"), "table",
           LENGTH, LENGTH, DATED, NOT_READ, YES, YES, NOT_READ, IN_FILE, "as written"),
    Format("table-local", N_("A table without offsets"), "table",
           LENGTH, LENGTH, DATED, NOT_READ, YES, YES, NOT_READ, ASKED, "as written"),
)  # fmt: skip
"""Every kind of file; each cell is asserted on a whole invented export (tests/sources/test_what_is_read.py)."""
