"""The bytes of a FIT file -> what it tells, and in sentences what is wrong with it or why it is no activity."""

from __future__ import annotations

from ingest.fit.chain import MOST_FILES, FitFile, chain
from ingest.fit.recording import recordings
from ingest.fit.strap import beats
from models.errors import ReadError
from models.recording import Decoded, Recording

_KINDS = {
    "workout": "a workout to be run",
    "course": "a course to be followed",
    "settings": "the settings of a device",
    "device": "a description of a device",
    "weight": "weights from a scale",
    "monitoring_a": "all-day monitoring",
    "monitoring_b": "all-day monitoring",
    "monitoring_daily": "all-day monitoring",
    "blood_pressure": "blood pressures",
    "totals": "totals over many activities",
    "goals": "goals",
    "schedules": "a calendar of workouts",
    "segment": "a segment to race on",
    "segment_list": "a list of segments",
}
"""FIT file type -> what such a file holds."""


def read(data: bytes) -> Decoded:
    """The activities of a FIT file, or of several one behind the other; of a damaged one, all before the damage.

    Raises:
        ReadError: it is no FIT file, or nothing in it can be read: what was found, and the remedy.
    """
    files = list(chain(data))
    if not files:
        raise ReadError(_no_fit(data))
    if not any(group.offsets for file in files for group in file.found.groups):
        raise ReadError("it is the beginning of a FIT file, without any message: copy it from the watch again")
    found: list[Recording] = []
    untimed = surplus = 0
    heard = beats(files)
    for file in files:
        told = recordings(file, len(found), heard)
        found += told.recordings
        untimed += told.untimed
        surplus += told.surplus
    if not found:
        return Decoded("fit", (), 0, no_activity=_no_activity(data, files, untimed))
    kept = sum(recording.records.height for recording in found)
    faults = _faults(data, files)
    if untimed:
        faults.append(f"{untimed} of {untimed + kept} records have no time that can be, and were left out")
    if surplus:
        faults.append(f"it tells of {surplus} sessions more than a recording has, and the last one got their records")
    salvaged = "; ".join([*faults, f"{kept} records were kept"]) if faults else None
    return Decoded("fit", tuple(found), kept, salvaged=salvaged)


def _no_activity(data: bytes, files: list[FitFile], untimed: int) -> str:
    """What the file holds instead of an activity, if it is whole."""
    if untimed:
        raise ReadError(f"none of its {untimed} records has a time: get the file that the watch wrote")
    faults = _faults(data, files)
    if faults and _kind(files) in {None, "activity"}:
        remedy = "copy it from the watch, or download it, again"
        raise ReadError(f"{'; '.join(faults)}; nothing of an activity could be read: {remedy}")
    return _contents(files)


def _no_fit(data: bytes) -> str:
    if not data:
        return "it is empty (0 bytes): copy it from the watch, or download it, again"
    return "it does not begin as a FIT file does ('.FIT' at byte 8): export the activity again"


def _faults(data: bytes, files: list[FitFile]) -> list[str]:
    """Everything that is wrong with the bytes."""
    said = [file.complaint for file in files if file.complaint]
    rest = data[files[-1].end :]
    if rest.strip(b"\0\r\n\t "):
        what = f"come after {MOST_FILES} files in one" if len(files) == MOST_FILES else "are no FIT file"
        said.append(f"its last {len(rest)} bytes {what} and were left out")
    return said


def _kind(files: list[FitFile]) -> str | None:
    return next((word for file in files for word in file.messages("file_id").words("type") if word), None)


def _contents(files: list[FitFile]) -> str:
    kind = _kind(files)
    if kind == "activity":
        return "it is a FIT file of type activity, but without sets, a session that took time, or a second record"
    what = _KINDS.get(kind or "", "something else")
    return f"it holds {what} (FIT file type {kind or 'not told'}), not a recorded activity"
