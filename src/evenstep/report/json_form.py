"""Report -> JSON-ready dict, versioned and documented in docs/reference/json.md. Withholds as the page does."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

import polars as pl

from evenstep.events.reading import Reading
from evenstep.measures.catalogue import MEASURES
from evenstep.report.document import Report
from evenstep.report.loop_json import loop_form
from evenstep.report.names import Person, visible
from evenstep.report.numbers import OWN_ONLY
from evenstep.report.sections.base import Section

SCHEMA: Final = "evenstep.pattern/1"
NUMBERS: Final = ("value", "low", "high")


def to_json(report: Report) -> dict[str, Any]:
    """The report as plain dicts, lists, strings and numbers (shares 0 to 1, durations in seconds, times in UTC)."""
    return {
        "schema": SCHEMA,
        "written": _time(report.written),
        "people": _people(report),
        "reading": _reading(report),
        "options": _options(report),
        "measures": _measures(report),
        "loop": loop_form(report.loop),
        "sections": [_section(section) for section in report.sections],
        "sentences": [str(sentence) for sentence in report.sentences],
    }


def _people(report: Report) -> dict[str, Any]:
    both = {p.key: p for p in (report.people.first, report.people.second)}
    me: Person | None = report.people.me
    return {"a": visible(both["a"].name), "b": visible(both["b"].name), "me": me.key if me else None}


def _reading(report: Report) -> dict[str, Any]:
    files = [_file(reading) for reading in report.readings]
    names = ("seen", "imported", "already_there", "skipped", "system")
    orders = {f["date_order"] for f in files}
    zones = {f["zone"] for f in files}
    return {
        "counts": {name: sum(f["counts"][name] for f in files) for name in names} | {"events": report.history.events},
        "first": _time(report.history.start),
        "last": _time(report.history.end),
        "date_order": orders.pop() if len(orders) == 1 else None,
        "date_order_decided_by": _together(files, "date_order_decided_by"),
        "zone": zones.pop() if len(zones) == 1 else None,
        "zone_decided_by": _together(files, "zone_decided_by"),
        "resolution_s": report.history.resolution_s,
        "capped": any(f["capped"] for f in files),
        "files": files,
    }


def _together(files: list[dict[str, Any]], name: str) -> str:
    return "; ".join(dict.fromkeys(f[name] for f in files if f[name]))


def _file(reading: Reading) -> dict[str, Any]:
    return {
        "file": visible(reading.file),
        "source": reading.source,
        "counts": {
            "seen": reading.seen,
            "imported": reading.imported,
            "already_there": reading.already_there,
            "skipped": reading.skipped,
            "system": reading.system,
        },
        "first": _time(reading.first),
        "last": _time(reading.last),
        "date_order": reading.date_order,
        "date_order_decided_by": reading.date_order_decided_by,
        "zone": reading.zone,
        "zone_decided_by": reading.zone_decided_by,
        "encoding": reading.encoding,
        "capped": reading.capped,
        "gaps": [{"start": _time(gap.start), "end": _time(gap.end)} for gap in reading.gaps],
        "aside": [{"code": n.code, "first_place": _place(n.place), "count": n.count} for n in reading.aside],
        "notes": [{"code": n.code, "place": _place(n.place), "count": n.count} for n in reading.notes],
    }


def _place(place: str) -> str:
    return visible(place) if place else ""


def _options(report: Report) -> dict[str, Any]:
    options = report.options
    return {
        "turn_gap_s": options.turn_gap_s,
        "session_gap_s": options.session_gap_s,
        "censor_s": options.censor_s,
        "hard_weeks": sorted(options.hard_weeks),
        "level": options.level,
        "draws": options.draws,
        "seed": options.seed,
    }


def _measures(report: Report) -> dict[str, Any]:
    known = {one.name: one for one in MEASURES}
    both_enough = pl.col("enough").all().over("measure", "key", "x")
    rows = report.measures.with_columns(shown=both_enough)
    out: dict[str, Any] = {}
    for row in rows.iter_rows(named=True):
        name = row["measure"]
        about = known.get(name)
        entry = out.setdefault(
            name,
            {
                "unit": row["unit"],
                "question": about.question if about else "",
                "how": about.how if about else "",
                "source": about.source if about else "",
                "minimum": about.minimum if about else "",
                "only_me": name in OWN_ONLY,
                "values": [],
            },
        )
        entry["values"].append(_value(row))
    return out


def _value(row: dict[str, Any]) -> dict[str, Any]:
    """One number. Both people have enough, or neither's number is given."""
    shown = row["shown"]
    return {
        "person": row["person"],
        "key": row["key"],
        "x": row["x"],
        **{name: row[name] if shown else None for name in NUMBERS},
        "n": row["n"],
        "n_weeks": row["n_weeks"],
        "interval": row["interval"],
        "verdict": row["verdict"] if shown else None,
        "holds_for": row["holds_for"] if shown else None,
        "enough": row["enough"],
        "not_enough_yet": not shown,
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "slug": section.slug,
        "label": str(section.label),
        "finding": str(section.finding),
        "more": [str(text) for text in section.more],
        "notes": [{"label": label, "text": str(text)} for label, text in section.notes],
        "lines": [{"text": str(text), "range": str(could)} for text, could in section.lines],
        "enough": section.enough,
    }


def _time(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
