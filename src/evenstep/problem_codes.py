"""Every problem code: how bad it is, what happened, and what to do. docs/reference/errors.md is made from it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Code:
    """What a problem code means. verdict: refuse, partial (record kept aside), repair, note or ask."""

    verdict: str
    what: str
    to_do: str


CODES: dict[str, Code] = {
    # Containers
    "E101": Code(
        "refuse",
        "This zip would unpack to far more than its own size.",
        "If you trust it, unpack it by hand and choose the chat file itself.",
    ),
    "E102": Code(
        "refuse", "Two members of this zip overlap, which no honest export does.", "Ask for the export again."
    ),
    "E103": Code(
        "partial",
        "A member's length and checksum disagree.",
        "Its content was left out. If it is the chat itself, ask for the export again.",
    ),
    "E104": Code(
        "refuse",
        "The zip ends too early; the download seems incomplete.",
        "Ask for the export again, or copy it again.",
    ),
    "E105": Code(
        "note",
        "A member has an unusual name. It is shown as a label only.",
        "Nothing is ever unpacked to your disk, so there is nothing to do.",
    ),
    "E106": Code("partial", "A member is a link or a device, not a file.", "It was left out; nothing to do."),
    "E107": Code("refuse", "This zip has a password.", "Unpack it yourself and choose the chat file."),
    "E108": Code(
        "refuse", "This zip uses a packing method we do not read.", "Unpack it yourself and choose the chat file."
    ),
    "E109": Code(
        "refuse",
        "There are zips inside zips here, deeper than one level.",
        "Unpack the outer one and choose the inner one.",
    ),
    "E110": Code("refuse", "There is nothing to read here.", "Choose the export file itself."),
    "E111": Code(
        "refuse",
        "This is a web page, not an export. Often the download link had expired.",
        "Ask for the export again, and choose JSON or text where you can.",
    ),
    "E112": Code(
        "refuse",
        "This zip has more members than we accept, or its count is wrong.",
        "Unpack it yourself and choose the chat file.",
    ),
    "E113": Code("refuse", "This file is two kinds of file at once.", "Ask for the export again."),
    "E114": Code(
        "refuse",
        "This file is larger than the limit.",
        "If you trust it, raise the limit with --limit on the command line.",
    ),
    "E115": Code(
        "refuse", "There is no chat file in here that we know.", "Choose the export itself, as the app made it."
    ),
    "E116": Code("refuse", "This file is damaged.", "Copy it again, or ask for the export again."),
    # Encoding and text
    "E201": Code("repair", "Some bytes are not valid text.", "They are counted as one unknown letter each."),
    "E202": Code("repair", "Letters were written in the wrong encoding and have been put right.", "Nothing to do."),
    "E203": Code("repair", "Invisible control characters were taken out of a name.", "Nothing to do."),
    "E204": Code("repair", "Half of a two-part letter was missing.", "It is counted as one unknown letter."),
    "E205": Code("refuse", "A line is longer than we accept.", "This does not look like a chat export."),
    "E206": Code(
        "note",
        "A name holds marks that change the direction or are invisible.",
        "Names are shown with those marks made visible.",
    ),
    "E207": Code("partial", "A number is too long to be a time or an id.", "The record was kept aside."),
    "E208": Code("ask", "The file's text encoding is not certain.", "Say which one reads right."),
    # Chat text
    "E211": Code(
        "partial",
        "The order of day and month seems to change inside the file.",
        "Export the chat again in one go, or tell us the order with --date-order.",
    ),
    "E212": Code(
        "note",
        "These lines look like a piece of another chat that was pasted into a message.",
        "They were kept as part of the message they stand in.",
    ),
    "E213": Code("ask", "Day and month cannot be told apart in this file.", "Tell us the order with --date-order."),
    "E214": Code(
        "partial",
        "This line has no date we recognise.",
        "It was kept aside. If it is a message, tell us the phone's date format.",
    ),
    "E215": Code("partial", "The file ends in the middle of a line.", "It may be cut off; export it again if you can."),
    "E216": Code(
        "note",
        "Time goes backwards here by more than a day.",
        "The order of the file was kept. If it was edited by hand, export it again.",
    ),
    "E217": Code("partial", "This date does not exist or lies outside 1990 to today.", "The record was kept aside."),
    "E218": Code(
        "note",
        "This many messages is near the app's export limit, so the oldest part is probably missing.",
        "Shares leave the first start out. A longer history needs another way of exporting.",
    ),
    "E219": Code(
        "note",
        "This clock time happens twice, or never, in the night the clocks change.",
        "The order of the file decided.",
    ),
    "E220": Code(
        "refuse",
        "Morning and afternoon cannot be told apart, so times could be 12 hours off.",
        "Set the phone to the 24-hour clock and export the chat again.",
    ),
    # JSON and tables
    "E221": Code("refuse", "The data is nested deeper than any export.", "Ask for the export again."),
    "E222": Code(
        "partial", "The file ends early.", "What was complete was read. Ask for the export again for the rest."
    ),
    "E223": Code("refuse", "This is not valid JSON.", "Ask for the export again; do not edit it by hand."),
    "E224": Code("note", "A record names the same field twice.", "Where the two differ the record was kept aside."),
    "E225": Code("partial", "A number field holds no number.", "The record was kept aside."),
    "E226": Code("partial", "A time is missing or outside 1990 to today.", "The record was kept aside."),
    "E227": Code("partial", "A field has a shape we do not know.", "The record was kept aside."),
    "E228": Code("refuse", "We do not know this kind of file.", "Choose the export as the app made it, zipped or not."),
    "E229": Code("note", "Some replies point to messages that are not in the file.", "Nothing to do."),
    "E230": Code("partial", "This row has no sender.", "The record was kept aside."),
    "E231": Code("partial", "This row has more or fewer cells than the header.", "The record was kept aside."),
    "E232": Code(
        "refuse",
        "A table needs at least a time column and a sender column.",
        "Name them time and sender in the first row, or pass columns= in Python.",
    ),
    "E233": Code("repair", "The app wrote invalid JSON in a way we know; it has been put right.", "Nothing to do."),
    "E234": Code("partial", "A message is longer than we accept.", "The record was kept aside."),
    "E235": Code("partial", "A message to oneself is not part of a pair.", "The record was left out."),
    "E236": Code(
        "refuse", "More people write here than in any chat we accept.", "Choose one chat, not a whole archive."
    ),
    "E237": Code(
        "refuse",
        "No row of this table could be used.",
        "The place and the reason are those of the first row. Fix that column, or name the columns in Python.",
    ),
    "E238": Code(
        "note",
        "Messages in this chat disappear after a while, and how many are missing is not told.",
        "A silence in it may be messages that are gone. Read waiting times with care.",
    ),
    "E239": Code(
        "note",
        "This is one part of a larger export.",
        "Choose the other parts too, in any order; nothing is counted twice.",
    ),
    "E240": Code("note", "Some reactions carry no time and were left out.", "Nothing to do."),
    # Mail
    "E241": Code(
        "note",
        'A line that begins with "From " may or may not begin a new mail.',
        "It was kept as part of the mail it stands in.",
    ),
    "E242": Code("note", "A mail has more parts inside parts than we read.", "Its time and sender were kept."),
    "E243": Code("partial", "A mail has no date that can be trusted.", "The record was kept aside."),
    # Databases
    "E251": Code(
        "refuse", "A table of this database is not a plain table.", "This is no database as the app makes it."
    ),
    "E252": Code(
        "refuse",
        "This database holds things that could run while it is read.",
        "This is no database as the app makes it.",
    ),
    "E253": Code(
        "refuse", "This database is damaged or cut off.", "Close the app that writes it, copy the file again."
    ),
    "E254": Code(
        "refuse",
        "This database is encrypted.",
        "Use an export of the app itself. We never ask for a key or a passphrase of someone else.",
    ),
    "E255": Code(
        "note",
        "The newest messages may be missing: they stand in a side file that was not there or does not fit.",
        "Copy the file together with the ones of the same name that end in -wal and -shm.",
    ),
    "E256": Code("partial", "A row of the database cannot be read.", "The record was kept aside."),
    # XML
    "E261": Code(
        "repair", "Emoji were written in a way that XML does not allow; they were put right.", "Nothing to do."
    ),
    "E262": Code("refuse", "This file brings its own XML rules, which no backup needs.", "Ask for the backup again."),
    "E263": Code("refuse", "This file is nested deeper than any backup.", "Ask for the backup again."),
    "E264": Code("partial", "A draft, or a message that was never sent, is no message.", "The record was left out."),
    "E265": Code("refuse", "This is not valid XML.", "Make the backup again; do not edit it by hand."),
    # What an export cannot give
    "E271": Code(
        "refuse",
        "This export holds only your own messages, so nothing can be said about the two of you.",
        "The page about exports says which one holds both sides.",
    ),
    "E272": Code(
        "refuse",
        "This is the web-page form of the export.",
        "Ask for it again and choose JSON as the format.",
    ),
    "E273": Code(
        "note",
        "The beginning of this chat is not in the export.",
        "Shares leave the first start out. If you chose a span of days when you exported, choose all of it.",
    ),
    "E274": Code(
        "note",
        "Some chats went over to end-to-end encryption, and the export holds one side of that day only.",
        "Facebook's download holds what came before, messenger.com/secure_storage what came after. "
        "Put both into one folder or zip and choose that.",
    ),
    "E276": Code(
        "partial",
        "A message stands in no chat, as when its chat was deleted.",
        "The record was kept aside, as nobody can say whom it was written to.",
    ),
    "E277": Code(
        "note",
        "Rows of this database are gone, as when messages or chats were deleted.",
        "What they held cannot be told, and nothing was made up for them.",
    ),
    "E278": Code(
        "note",
        "Some people write from more than one number or address.",
        "Each counts as a person until you say which belong together.",
    ),
    "E279": Code(
        "note",
        "There are chats of another kind beside these, and they were not read.",
        "Choose that file or folder by itself to bring them too.",
    ),
    "E281": Code(
        "note",
        "Files are attached to these mails. They were counted, never opened.",
        "Nothing to do.",
    ),
    "E282": Code(
        "note",
        "Some mails carry no date, or one that cannot be.",
        "The time at which they were delivered stands in for it.",
    ),
    "E289": Code(
        "refuse",
        "This is an archive of a kind we do not open.",
        "Unpack it (most systems do so with a double click) and choose the folder or the file in it.",
    ),
    "E291": Code(
        "refuse",
        "The records of this file do not add up, so nothing was imported.",
        "This is a fault in evenstep. Please report the code and the kind of file, not the file.",
    ),
    "E292": Code(
        "refuse",
        "Something in this file was not foreseen, so nothing was imported.",
        "This is a fault in evenstep. Please report the code and the kind of file, not the file.",
    ),
    "E293": Code(
        "refuse",
        "Reading this file asked for more memory than we give it, so nothing was imported.",
        "If you trust the file, raise the limit with --limit on the command line.",
    ),
    "E294": Code(
        "refuse",
        "Reading this file took longer than we give it, so nothing was imported.",
        "If you trust the file, raise the limit with --limit on the command line.",
    ),
    "E295": Code(
        "refuse",
        "Reading this file came to an abrupt end, so nothing was imported.",
        "The file may be damaged or made to do harm. Ask for the export again.",
    ),
}
