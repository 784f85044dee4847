"""How to get each kind of export, in a few steps: for the app before the upload, the command line and the docs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from evenstep.spoken import N_

MENUS_CHANGE: Final = N_("Menus change from time to time, and their words may differ a little on your device.")


@dataclass(frozen=True)
class Export:
    """One app: its name, the sources that read it, what to do, what comes out, and what it cannot hold."""

    app: str
    sources: tuple[str, ...]
    steps: tuple[str, ...]
    gives: str
    lacks: str = ""


EXPORTS: Final[tuple[Export, ...]] = (
    Export(
        "WhatsApp",
        ("whatsapp",),
        (
            N_("Open the chat on your phone."),
            N_("On Android: the three dots, More, Export chat."),
            N_("On an iPhone: tap the name at the top, then Export Chat at the end of the page."),
            N_("Choose “Without media”. Bring the file to this computer by cable, or by mail to yourself."),
        ),
        N_("a .zip or a .txt file. Choose it as it is; there is no need to unpack it."),
        N_("The newest 40,000 messages at most, 10,000 with media."),
    ),
    Export(
        "Messenger",
        ("messenger",),
        (
            N_("Open Accounts Centre, Your information and permissions, and the part about downloading or exporting."),
            N_("Take only Messages, all time, and choose JSON as the format. HTML can’t be used."),
            N_("Chats that are end-to-end encrypted are not in that download."),
            N_(
                "For those: on a computer, Messenger’s settings, Privacy and safety, end-to-end encrypted chats, "
                "message storage, download your data."
            ),
        ),
        N_("one or several .zip files, and JSON files for the encrypted chats. Choose all of them together."),
    ),
    Export(
        "Instagram",
        ("instagram",),
        (
            N_("Open Accounts Centre, Your information and permissions, and the part about downloading or exporting."),
            N_("Take only Messages, all time, and choose JSON as the format. HTML can’t be used."),
        ),
        N_("one or several .zip files. Choose all of them together."),
    ),
    Export(
        "iMessage",
        ("imessage",),
        (
            N_("On a Mac, quit Messages. In Finder choose Go, Go to Folder, and write ~/Library/Messages."),
            N_("Copy chat.db, chat.db-wal and chat.db-shm to a folder of your own."),
            N_("Choose chat.db and chat.db-wal together. The copies can be deleted afterwards."),
            N_("The text files of the program imessage-exporter and the CSV tables of iMazing can be read too."),
        ),
        N_("a database with all chats. You are asked which one."),
        N_("Where the phone keeps messages for 30 days or a year, older ones are gone."),
    ),
    Export(
        "SMS",
        ("sms",),
        (
            N_("On Android, use the app SMS Backup & Restore: Back up now, messages and calls, without media."),
            N_("Keep the backup on the phone, and bring it to this computer by cable."),
            N_("The JSON of SMS Import/Export, Fossify Messages and QUIK can be read too."),
        ),
        N_("one .xml file of messages and one of calls. Choose both together."),
    ),
    Export(
        "Signal",
        ("signal",),
        (
            N_("Newer versions can export chats as plain text: look in Settings, under Chats or Backups."),
            N_("It can be the whole folder or the file main.jsonl in it."),
            N_("What the programs signal-export and sigtop write can be read too."),
        ),
        N_("a folder with main.jsonl, or data.json for each chat."),
        N_("Messages that were set to disappear are not in it, and how many they were is not told."),
    ),
    Export(
        "Telegram",
        ("telegram",),
        (
            N_("Use Telegram Desktop on a computer. Open the chat, then the three dots, Export chat history."),
            N_("Take out the ticks for photos and files, and set the format to JSON."),
        ),
        N_("a file called result.json."),
        N_("Deleted messages leave no trace."),
    ),
    Export(
        "Discord",
        ("discord",),
        (
            N_("Use the program DiscordChatExporter, which others have made: choose the chat and the format JSON."),
            N_("Discord’s own data package holds only your side, so nothing about two can be said from it."),
        ),
        N_("one .json file, or several parts. Choose all of them together."),
    ),
    Export(
        "LINE",
        ("line",),
        (N_("Open the chat, then its menu, Other settings, Export chat history. On an iPhone: Send chat history."),),
        N_("a .txt file."),
    ),
    Export(
        "KakaoTalk",
        ("kakaotalk",),
        (N_("Open the chat room, then its menu, the settings of the room, Export conversation, text only."),),
        N_("a .txt or a .csv file."),
    ),
    Export(
        N_("E-mail"),
        ("mail",),
        (
            N_("Gmail: Google Takeout, only Mail, only the label you need."),
            N_("Thunderbird: the folder’s own file, or an export as mbox. Apple Mail: Mailbox, Export Mailbox."),
        ),
        N_("an .mbox file. Texts and attachments are looked at for their length only."),
    ),
    Export(
        "Slack",
        ("slack",),
        (
            N_("Ask the owner of the workspace for its export. Direct messages are in it only with some plans."),
            N_("What the program slackdump writes can be read too."),
        ),
        N_("a .zip file or a folder."),
        N_("With the free plan older messages are gone. Ask first whether you may take messages from work."),
    ),
    Export(
        "Google Chat",
        ("google_chat",),
        (N_("Google Takeout, only Google Chat."),),
        N_("a .zip file."),
        N_("Dates are written in your account’s language; we read those we know, and say which we don’t."),
    ),
    Export(
        "Hangouts",
        ("hangouts",),
        (
            N_("Hangouts ended in 2022. If you took a Google Takeout before, choose its Hangouts.json or the .zip."),
            N_("What was not deleted went over to Google Chat and stands in its Takeout today."),
        ),
        N_("a file called Hangouts.json."),
        N_("Read marks show only how far each person had read in the end; we leave them."),
    ),
    Export(
        "Matrix (Element)",
        ("matrix",),
        (N_("In Element on a computer: the room, its information, Export chat, format JSON, all messages."),),
        N_("a .json file."),
        N_("What could not be decrypted counts as a message without a length."),
    ),
    Export(
        "Teams, Skype",
        ("teams",),
        (
            N_("For a private account: ask for the export of chats on Microsoft’s page about your data."),
            N_("Choose the .tar file as it is, or its messages.json. What Microsoft Graph gives can be read too."),
        ),
        N_("a .tar file with messages.json in it."),
    ),
    Export(
        N_("A table"),
        ("table",),
        (
            N_("Any table with a time and a sender in each row will do: CSV, TSV, JSON, JSON lines or Parquet."),
            N_("Call the columns “time” and “sender”."),
            N_("A table also lets you bring letters, mails or visits that you wrote down by hand."),
        ),
        N_("the file as it is."),
    ),
)
"""Every app, the ones most people have first."""
