"""What fuzzing found, each as a small file of our own: it must not come back."""

from __future__ import annotations

from fuzz_packing import pack
from fuzz_small import SMALL
from fuzz_targets import OPTIONS, targets

from evenstep.sources.base import Opened
from evenstep.sources.imazing.source import IMazing
from evenstep.sources.member import BytesMember

TABLE = b"CREATE TABLE message ("


def test_a_database_whose_schema_is_no_text() -> None:
    """SQLite's own words about the fault hold the bytes, and Python could not read them (UnicodeDecodeError)."""
    broken = b"CREATE T\xedBLE message ("
    ((name, data),) = SMALL["imessage"]
    assert TABLE in data
    assert targets()["imessage"](pack([(name, data.replace(TABLE, broken, 1))])) == "E253"


def test_whatsapp_a_name_longer_than_the_room_behind_the_text() -> None:
    """A name of many broken letters, three bytes each, was looked for beyond the end of the file (IndexError)."""
    ((name, _),) = SMALL["whatsapp"]
    long = b"13/11/2023, 22:13 - M" + b"\xad" * 95 + b": hi\n"
    short = b"13/11/2023, 22:13 - Ana: hi\n"
    assert targets()["whatsapp"](pack([(name, short + long * 3 + short)])) == "read"


def test_a_side_file_of_google_chat_that_ends_early_costs_no_more_than_names() -> None:
    """The end of a file that is looked at for names was not foreseen there (EndsEarly)."""
    messages, (info, people), user = SMALL["googlechat"]
    assert targets()["googlechat"](pack([messages, (info, people[:-9]), user])) == "read"


def test_a_thread_of_texts_whose_second_list_is_none() -> None:
    """A number in the place of a list of messages was gone through as if it were one (TypeError)."""
    thread = b'[{"sms": [{"address": "+4915123", "body": "hi", "date": 1650000000000, "type": 1}], "mms": 1.5}]'
    assert targets()["sms"](pack([("backup.json", thread)])) == "read"


def test_two_files_of_one_name_of_which_one_is_no_table_of_imazing() -> None:
    """The other was read as a table of messages as well, without its columns (KeyError)."""
    ((name, table),) = SMALL["imazing"]
    both = (BytesMember(name, table), BytesMember(name, b"Chat Session,Text\nBea,hi\n"))
    assert IMazing().parse(Opened("export", both), OPTIONS).reading.seen == 4
