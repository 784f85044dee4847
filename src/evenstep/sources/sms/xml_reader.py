"""One XML backup, element by element: nothing is expanded or opened, no tree is built, a cut file gives what it has."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from xml.parsers import expat

from evenstep.errors import InputError
from evenstep.events.reading import Note
from evenstep.sources.base import Member
from evenstep.sources.sms.backup import Backup
from evenstep.sources.sms.pieces import LONGEST_TAG, pieces
from evenstep.sources.sms.quick import Quick
from evenstep.sources.sms.records import Attributes, Unusable, read_call, read_mms, read_sms
from evenstep.sources.sms.repair import Repair
from evenstep.spoken import words

DEEPEST: Final = 32
MOST_PARTS: Final = 10_000
RECORDS: Final = (b"<sms", b"<mms", b"<call")
NO_ELEMENT, UNCLOSED_TOKEN, PARTIAL_LETTER, UNCLOSED_CDATA = 3, 5, 6, 20  # expat's numbers
ENDS_EARLY: Final = (NO_ELEMENT, UNCLOSED_TOKEN, PARTIAL_LETTER, UNCLOSED_CDATA)
BLANK: Final = b" \t\r\n\0\xef\xbb\xbf\xbd"
"""What may stand behind the end: white space, zero bytes (also as repaired), a byte order mark."""

UNTIL_MS: Final = (631_152_000_000, 4_102_444_800_000)  # 1990 to 2100


class XmlReader:
    """Reads one member into a Backup. Raises InputError E205, E262, E263 or E265."""

    def __init__(self, member: Member, into: Backup) -> None:
        self._member = member
        self._file = member.name
        self._backup = into
        self._repair = Repair()
        self._quick = Quick(into)
        self._layout: list[str] = []
        self._others = self._lines = 0
        self._marked = False
        self._begin()

    def read(self, progress: Callable[[int], None]) -> None:
        """Read the whole file; ``progress`` is told the bytes done."""
        waiting: list[bytes] = []
        size = pending = 0
        for piece, done in pieces(self._member):
            waiting.append(self._repair(piece))
            size += len(waiting[-1])
            if size < pending or not piece.endswith(b">"):
                continue  # a tag that does not end is looked at from its start: ever larger steps keep that cheap
            before = (self._backup.seen, self._others)
            self._read_piece(b"".join(waiting))
            pending = 0 if (self._backup.seen, self._others) != before else pending + size
            if pending > LONGEST_TAG:
                detail = words("a tag of more than {n} bytes", n=LONGEST_TAG)
                raise InputError("E205", self._file, self._place(), detail)
            waiting, size = [], 0
            progress(done)
        self._finish(b"".join(waiting))
        self._backup.notes += self._repair.notes()

    def _begin(self) -> None:
        """A new document: several backups may stand behind one another in one file."""
        parser = expat.ParserCreate("utf-8", None, {})
        parser.ordered_attributes = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.StartDoctypeDeclHandler = self._refuse_rules
        parser.EntityDeclHandler = self._refuse_rules
        parser.ExternalEntityRefHandler = self._refuse_rules
        self._parser = parser
        self._depth = 0
        self._fed = 0
        self._ended = False  # its last end tag was read
        self._closed = False  # and something that is not its own stands behind it
        self._mms: Attributes | None = None
        self._parts: list[Attributes] = []
        self._people: list[Attributes] = []

    def _read_piece(self, data: bytes) -> None:
        """Runs of plain sms elements the short way, all else through the parser, in the order of the file."""
        self._marked = self._marked or b"<!" in data  # comments may hold anything, so the parser must see them whole
        at = 0
        while self._depth == 1 and not self._marked and at < len(data):
            end = self._quick.run(data, at)
            self._lines += data.count(b"\n", at, end)
            at = end
            following = data.find(b"<sms ", at + 5 + len(data[at : at + 100]) - len(data[at : at + 100].lstrip()))
            if following < 0:
                break
            self._feed_counted(data[at:following])
            at = following
        if at < len(data):
            self._feed_counted(data[at:])

    def _feed_counted(self, data: bytes) -> None:
        """Feed the parser, which must not miss the line ends of what went the short way: it counts the lines."""
        lines, self._lines = self._lines, 0
        self._feed(b"\n" * lines + data)

    def _feed(self, data: bytes, *, final: bool = False) -> None:
        """Let the parser have ``data``. Raises InputError E265, and ExpatError for a file that ends early."""
        while True:
            if self._closed:
                data = data.lstrip(BLANK)
                if not data:
                    return
                self._begin()
            try:
                self._parser.Parse(data, final)
            except expat.ExpatError as error:
                if self._ended:
                    data = data[self._parser.ErrorByteIndex - self._fed :]
                    self._closed = True
                    continue
                if final and error.code in ENDS_EARLY:
                    raise
                place = f"line {error.lineno:,}, column {error.offset + 1:,}"
                raise InputError("E265", self._file, place, expat.ErrorString(error.code)) from error
            self._fed += len(data)
            return

    def _finish(self, data: bytes) -> None:
        """The end of the file: a record that is cut off is kept aside, a missing end tag is noted."""
        try:
            self._feed(b"\n" * self._lines + data, final=True)
        except expat.ExpatError:
            rest = data.lstrip()
            if self._mms is not None or rest.startswith(RECORDS):
                if self._mms is None:
                    self._backup.seen += 1
                self._backup.reject("E222", self._file, self._place(), "file ends early")
            else:
                self._backup.notes.append(Note("E222", self._place(), "file ends early"))

    def _start(self, name: str, attributes: list[str]) -> None:
        self._depth += 1
        if name == "sms":
            self._sms(attributes)
            return
        self._others += 1
        if self._depth > DEEPEST:
            raise InputError("E263", self._file, self._place(), words("more than {n} levels", n=DEEPEST))
        fields = dict(zip(attributes[::2], attributes[1::2], strict=True))
        if name == "part" and self._mms is not None:
            self._keep(self._parts, fields)
        elif name == "addr" and self._mms is not None:
            self._keep(self._people, fields)
        elif name == "mms":
            self._backup.seen += 1
            self._mms, self._parts, self._people = fields, [], []
        elif name == "call":
            self._backup.seen += 1
            self._record(name, lambda: read_call(fields, self._backup))
        elif self._depth == 1:
            self._root(fields)
        elif self._depth == 2:
            self._backup.seen += 1
            self._backup.reject("E227", self._file, self._place())

    def _end(self, name: str) -> None:
        self._depth -= 1
        self._ended = not self._depth
        if name == "mms" and self._mms is not None:
            record, self._mms = self._mms, None
            self._record(name, lambda: read_mms(record, self._parts, self._people, self._backup))

    def _sms(self, attributes: list[str]) -> None:
        """An sms that did not go the short way; the next ones may, when they look like it."""
        self._backup.seen += 1
        names = attributes[::2]
        if names != self._layout:
            self._layout = names
            self._quick.learn(names)
        fields = dict(zip(names, attributes[1::2], strict=True))
        self._record("sms", lambda: read_sms(fields, self._backup))

    def _record(self, name: str, read: Callable[[], None]) -> None:
        try:
            read()
        except Unusable as bad:
            self._backup.reject(bad.code, self._file, f"{self._place()}, {name}", bad.detail)

    def _root(self, fields: Attributes) -> None:
        """The backup's own time; its count is not trusted."""
        made = fields.get("backup_date", "")
        if made.isascii() and made.isdecimal() and len(made) < 16 and UNTIL_MS[0] < int(made) < UNTIL_MS[1]:
            self._backup.until = max(self._backup.until, int(made))
        if fields.get("type") == "incremental":
            self._backup.notes.append(Note("E239", "", "type incremental"))

    def _keep(self, into: list[Attributes], fields: Attributes) -> None:
        if len(into) >= MOST_PARTS:
            raise InputError("E263", self._file, self._place(), words("more than {n} parts", n=MOST_PARTS))
        into.append(fields)

    def _place(self) -> str:
        return f"line {self._parser.CurrentLineNumber:,}"

    def _refuse_rules(self, *_: object) -> int:
        raise InputError("E262", self._file, self._place())
