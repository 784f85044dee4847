"""One XML backup, element by element: nothing is expanded or opened, no tree is built, a cut file gives what it has."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from xml.parsers import expat

from evenstep.errors import InputError
from evenstep.events.reading import Note
from evenstep.sources.base import Member
from evenstep.sources.sms.backup import UNNAMED, Backup
from evenstep.sources.sms.pieces import LONGEST_TAG, pieces
from evenstep.sources.sms.records import HIDDEN, OTHER, TEXT, Attributes, Unusable, read_call, read_mms, read_sms
from evenstep.sources.sms.repair import Repair
from evenstep.spoken import words

DEEPEST: Final = 32
MOST_PARTS: Final = 10_000
RECORDS: Final = (b"<sms", b"<mms", b"<call")
NO_ELEMENT, UNCLOSED_TOKEN, PARTIAL_LETTER, UNCLOSED_CDATA = 3, 5, 6, 20  # expat's numbers
ENDS_EARLY: Final = (NO_ELEMENT, UNCLOSED_TOKEN, PARTIAL_LETTER, UNCLOSED_CDATA)
BLANK: Final = b" \t\r\n\0\xef\xbb\xbf\xbd"
"""What may stand behind the end: white space, zero bytes (also as repaired), a byte order mark."""

FIELDS: Final = ("address", "date", "type", "body", "contact_name")
UNTIL_MS: Final = (631_152_000_000, 4_102_444_800_000)  # 1990 to 2100


class XmlReader:
    """Reads one member into a Backup. Raises InputError E205, E262, E263 or E265."""

    def __init__(self, member: Member, into: Backup) -> None:
        self._member = member
        self._file = member.name
        self._backup = into
        self._repair = Repair()
        self._layout: list[str] = []
        self._at: tuple[int, ...] = ()
        self._others = 0
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
            self._feed(b"".join(waiting))
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
            self._feed(data, final=True)
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
        """An sms. The short way is for what nearly all are: received or sent, with all fields in the usual order."""
        backup = self._backup
        backup.seen += 1
        if attributes[::2] != self._layout:
            self._learn(attributes[::2])
        if self._at:
            at_address, at_date, at_type, at_body, at_name = self._at
            address, date, kind, body = (
                attributes[at_address],
                attributes[at_date],
                attributes[at_type],
                attributes[at_body],
            )
            if kind in ("1", "2") and address not in HIDDEN and len(date) < 16 and date.isdecimal() and body != "null":
                name = attributes[at_name]
                if name not in UNNAMED:
                    backup.names[address] = name
                backup.add(address, address if kind == "1" else None, TEXT if body else OTHER, int(date), body)
                return
        fields = dict(zip(attributes[::2], attributes[1::2], strict=True))
        self._record("sms", lambda: read_sms(fields, backup))

    def _learn(self, names: list[str]) -> None:
        """Where the fields stand in this kind of element."""
        self._layout = names
        self._at = tuple(2 * names.index(field) + 1 for field in FIELDS) if set(FIELDS) <= set(names) else ()

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
