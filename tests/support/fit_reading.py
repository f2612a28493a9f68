"""Reading a FIT file of which it is known that it is whole and one activity."""

from __future__ import annotations

from ingest.fit import read
from models.recording import Recording


def only(data: bytes) -> Recording:
    """The only recording of a whole file."""
    decoded = read(data)
    (recording,) = decoded.recordings
    assert decoded.salvaged is None
    return recording
