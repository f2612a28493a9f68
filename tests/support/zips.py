"""Zip archives for tests, as exports hold them and as nobody should."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
from collections.abc import Iterable


def zipped(files: Iterable[tuple[str | zipfile.ZipInfo, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of these files in order; names may come twice."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # zipfile warns of names that come twice
        for name, data in files:
            archive.writestr(name, data)
    return buffer.getvalue()


def nested(data: bytes, depth: int, width: int = 1) -> bytes:
    """`data` as the only file of an archive, `width` of which lie in an archive, and so on."""
    archive = zipped([("a.fit", data)])
    for level in range(depth - 1):
        archive = zipped((f"{level}-{i}.zip", archive) for i in range(width))
    return archive


def with_flag(archive: bytes, flag: int) -> bytes:
    """`archive` with a flag set on all of its members, such as 1 for encrypted."""
    changed = bytearray(archive)
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = archive.find(signature)
        while start >= 0:
            changed[start + at] |= flag
            start = archive.find(signature, start + 4)
    return bytes(changed)


def with_method(archive: bytes, method: int) -> bytes:
    """`archive` whose members claim to be packed by another method."""
    changed = bytearray(archive)
    for signature, at in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        start = archive.find(signature)
        while start >= 0:
            struct.pack_into("<H", changed, start + at, method)
            start = archive.find(signature, start + 4)
    return bytes(changed)


def overlapping(data: bytes, times: int) -> bytes:
    """An archive whose directory names one packed file `times` times."""
    archive = zipped([("a.fit", data)])
    start, end = archive.find(b"PK\x01\x02"), archive.find(b"PK\x05\x06")
    directory = archive[start:end] * times
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, times, times, len(directory), start, 0)
    return archive[:start] + directory + tail
