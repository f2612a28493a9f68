"""Receipts to rows: what was handed in is decoded and put into the warehouse, once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from ingest.readers import decode
from ingest.unpack import GZIP, unpack
from ingest.zone import zone_at
from models.activity import OWNED, Owner, activity_id, owned
from models.calendar import offset_in
from models.errors import ContractError, ReadError
from models.journal import AthleteFacts, Received, ReceivedFile
from models.recording import Decoded, Recording
from models.schema import Table
from models.tables import INTERVALS, RECEIPTS, SOURCE_FILES
from pipelines.originals import Originals
from warehouse.store import Store

GONE = "the original is neither in the archive nor in rejected/ any more: bring it back from a backup"
"""Why a file that was handed in once cannot be read again."""

Content = Decoded | ReadError
"""What became of the attempt to decode a file."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file that was handed in."""

    name: str
    outcome: str
    """One of `models.tables.RECEIPT_OUTCOMES`, or `passed_over`."""
    reason: str | None = None
    activity_ids: tuple[str, ...] = ()
    records: int = 0
    files: int = 1
    """How many files it is about; more than one only where they were passed over."""
    note: str | None = None
    """What else the runner should know: that another file holds the same workout, and which of them counts."""


@dataclass
class Loaded:
    """What one receipt put into the warehouse."""

    outcomes: list[Outcome] = field(default_factory=list)
    recordings: dict[str, Recording] = field(default_factory=dict)
    """By activity id: decoded now, so that nobody has to read them back."""


def try_decode(data: bytes, name: str) -> Content:
    """The content of a file, or the error that tells why it cannot be read."""
    try:
        if data.startswith(GZIP):
            unpack(data, name)  # damaged ones are kept packed, and must say the same again in a rebuild
        return decode(data, name)
    except ReadError as error:
        return error
    except Exception as error:  # noqa: BLE001  # one file that we cannot cope with must not stop the others
        return ReadError(f"a fault of trackwork, please report it: {type(error).__name__}: {error}")


def load(
    store: Store, originals: Originals, entry: Received, facts: AthleteFacts, contents: Mapping[str, Content]
) -> Loaded:
    """Put the files of a receipt into the warehouse; `contents` holds those that were decoded before."""
    loaded = Loaded()
    rows: dict[Table, list[pl.DataFrame]] = {}
    receipts: list[dict[str, object]] = []
    here = store.read(SOURCE_FILES, file_id=[file.file_id for file in entry.files])
    sources = {row["file_id"]: row for row in here.iter_rows(named=True)}
    for index, file in enumerate(entry.files):
        known = sources.get(file.file_id)
        if known and known["status"] not in ("rejected", "failed"):
            outcome = Outcome(file.name, "duplicate", f"these bytes are here already, {_known_as(known, entry)}")
            known["title"] = known["title"] or file.title
        else:
            content = _content(file, contents, originals)
            outcome, recorded = _file_rows(file, content, facts)
            for recording, frames in recorded:
                loaded.recordings[activity_id(facts.athlete_id, file.file_id, recording.session_index)] = recording
                for table, frame in frames.items():
                    rows.setdefault(table, []).append(frame)
            sources[file.file_id] = _source_row(entry, file, content, outcome, known)
        loaded.outcomes.append(outcome)
        receipts.append(_receipt_row(entry, index, file, outcome))
    for table, frames_of_table in rows.items():
        store.insert(table, pl.concat(frames_of_table))
    store.replace(SOURCE_FILES, SOURCE_FILES.rows(list(sources.values())), file_id=list(sources))
    store.insert(RECEIPTS, RECEIPTS.rows(receipts))
    return loaded


def reload(store: Store, originals: Originals, file_id: str, facts: AthleteFacts) -> dict[str, Recording]:
    """Put one file into the warehouse anew, for another athlete or calendar; its recordings by activity id.

    A file whose original is gone stays as it is.
    """
    source = store.read(SOURCE_FILES, file_id=file_id)
    data = originals.read(file_id)
    if source.is_empty() or data is None:
        return {}
    before, name = source["athlete_id"][0], source["name"][0]
    content = try_decode(data, name)
    _, recorded = _file_rows(ReceivedFile(file_id=file_id, name=name, size_bytes=len(data)), content, facts)
    for table in (*OWNED, INTERVALS):
        old = [activity_id(before, file_id, recording.session_index) for recording, _ in recorded]
        store.replace(table, table.empty(), activity_id=old)
    for _, frames in recorded:
        for table, frame in frames.items():
            store.insert(table, frame)
    mine = source.with_columns(pl.lit(facts.athlete_id).alias("athlete_id"))
    store.replace(SOURCE_FILES, mine, file_id=file_id)
    return {activity_id(facts.athlete_id, file_id, recording.session_index): recording for recording, _ in recorded}


def _content(file: ReceivedFile, contents: Mapping[str, Content], originals: Originals) -> Content:
    if file.problem:
        return ReadError(file.problem)
    return contents.get(file.file_id) or _from_disk(originals, file)


def _from_disk(originals: Originals, file: ReceivedFile) -> Content:
    data = originals.read(file.file_id)
    if data is None:
        return ReadError(GONE)
    content = try_decode(data, file.name)
    if isinstance(content, Decoded):
        originals.keep(file.file_id, content.format, data)  # it may have been rejected by an older reader
    return content


def _file_rows(
    file: ReceivedFile, content: Content, facts: AthleteFacts
) -> tuple[Outcome, list[tuple[Recording, dict[Table, pl.DataFrame]]]]:
    if isinstance(content, ReadError):
        return Outcome(file.name, "rejected", str(content)), []
    if not content.recordings:
        reason = content.no_activity or "it holds no activity"
        return Outcome(file.name, "no_activity", reason, records=content.records_read), []
    owner = Owner(facts.athlete_id, facts.week_start_day)
    try:
        recorded = [
            (recording, owned(recording, owner, file.file_id, _utc_offset_s(recording, facts)))
            for recording in content.recordings
        ]
        for _, frames in recorded:
            for table, frame in frames.items():
                table.check(frame)
    except ContractError as error:
        reason = f"a fault of trackwork, please report it: {error}"
        return Outcome(file.name, "failed", reason), []
    ids = tuple(activity_id(facts.athlete_id, file.file_id, r.session_index) for r in content.recordings)
    status = "salvaged" if content.salvaged else "imported"
    return Outcome(file.name, status, content.salvaged, ids, content.records_read), recorded


def _utc_offset_s(recording: Recording, facts: AthleteFacts) -> int:
    """From the file itself, then from where it was recorded, then from the athlete's zone."""
    if recording.utc_offset_s is not None:
        return recording.utc_offset_s
    placed = recording.records.select("latitude_deg", "longitude_deg").drop_nulls().head(1)
    zone = zone_at(*placed.row(0)) if placed.height else None
    return offset_in(recording.start_time, zone or facts.timezone)


def _known_as(known: dict[str, object], entry: Received) -> str:
    of = f" of {known['athlete_id']}" if known["athlete_id"] != entry.athlete_id else ""
    return f"as {known['name']}{of}"


def _source_row(
    entry: Received, file: ReceivedFile, content: Content, outcome: Outcome, known: dict[str, object] | None
) -> dict[str, object]:
    return {
        "file_id": file.file_id,
        "athlete_id": entry.athlete_id,
        "name": known["name"] if known else file.name,
        "title": (known and known["title"]) or file.title,
        "format": content.format if isinstance(content, Decoded) else None,
        "size_bytes": file.size_bytes,
        "received_at": known["received_at"] if known else entry.recorded_at,
        "status": outcome.outcome,
        "reason": outcome.reason,
        "records_read": outcome.records,
    }


def _receipt_row(entry: Received, index: int, file: ReceivedFile, outcome: Outcome) -> dict[str, object]:
    return {
        "receipt_id": f"{entry.seq}-{index}",
        "file_id": file.file_id,
        "athlete_id": entry.athlete_id,
        "name": file.name,
        "received_at": entry.recorded_at,
        "outcome": outcome.outcome,
    }
