"""The formats that can be read, each recognised by its content: a name tells nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from ingest import fit, gpx, tcx
from ingest.xml.text import root_name
from models.errors import ReadError
from models.recording import Decoded

_FIT_MARK = slice(8, 12)
"""Where a FIT file's header says `.FIT`, whether it has 12 or 14 bytes."""


@dataclass(frozen=True, slots=True)
class Reader:
    """One format: how its bytes are recognised, and how they are read."""

    format: Literal["fit", "gpx", "tcx"]
    recognises: Callable[[bytes], bool]
    read: Callable[[bytes], Decoded]


def is_fit(data: bytes) -> bool:
    """Whether `data` begins with the header of a FIT file."""
    return data[_FIT_MARK] == b".FIT"


def is_gpx(data: bytes) -> bool:
    """Whether `data` is XML whose root is `<gpx>`."""
    return root_name(data) == "gpx"


def is_tcx(data: bytes) -> bool:
    """Whether `data` is XML whose root is `<TrainingCenterDatabase>`."""
    return root_name(data) == "TrainingCenterDatabase"


READERS: tuple[Reader, ...] = (
    Reader("fit", is_fit, fit.read),
    Reader("gpx", is_gpx, gpx.read),
    Reader("tcx", is_tcx, tcx.read),
)
_NAMES = " or ".join([", ".join(reader.format.upper() for reader in READERS[:-1]), READERS[-1].format.upper()])

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "a zip archive: unpack it and hand in the files in it"),
    (b"\x1f\x8b", "packed with gzip twice: unpack it once and hand in what comes out"),
    (b"%PDF", "a PDF document: export the activity as FIT or GPX"),
    (b"\x89PNG", "a picture (PNG): export the activity as FIT or GPX"),
    (b"\xff\xd8\xff", "a picture (JPEG): export the activity as FIT or GPX"),
    (b"GIF8", "a picture (GIF): export the activity as FIT or GPX"),
    (b"SQLite format 3\x00", "a database: export the activity as FIT or GPX"),
)

_ROOTS = {
    "kml": "a KML file, which has no times to speak of: export the activity as FIT or GPX",
    "html": "a web page, perhaps the one that asks to log in: download the activity again",
}


def decode(data: bytes, name: str) -> Decoded:
    """The content of a file; `name` serves for the message alone.

    Raises:
        ReadError: no format is recognised, or the one that is cannot be read: what was found, and the remedy.
    """
    for reader in READERS:
        if reader.recognises(data):
            return reader.read(data)
    raise ReadError(_unrecognised(data, name))


def _unrecognised(data: bytes, name: str) -> str:
    if not data:
        return "it is empty (0 bytes): copy it from the watch, or download it, again"
    found = next((meaning for signature, meaning in _SIGNATURES if data.startswith(signature)), None)
    root = "html" if data.lstrip()[:14].lower() == b"<!doctype html" else root_name(data)
    if found is None and root is not None:
        found = _ROOTS.get(root) or _ROOTS.get(root.lower()) or f"XML of another kind (<{root}>): export FIT or GPX"
    return _claimed(name) + (f"it is {found}" if found else _by_its_look(data))


def _claimed(name: str) -> str:
    for reader in READERS:
        if name.lower().removesuffix(".gz").endswith(f".{reader.format}"):
            return f"it is named .{reader.format}, but does not begin as {reader.format.upper()} does; "
    return ""


def _by_its_look(data: bytes) -> str:
    head = data[:512].decode(errors="replace")
    is_text = "\ufffd" not in head[:-1] and all(c.isprintable() or c.isspace() for c in head)
    what = "holds plain text" if is_text else f"is none of {_NAMES}"
    return f"it {what}: export the activity as FIT or GPX"
