"""What lies beside recordings in a folder or an export: pictures, tables, settings."""

from __future__ import annotations

import zlib

from ingest.readers import READERS
from ingest.unpack import GZIP
from models.tables import FORMATS

HEAD_BYTES = 4096
"""So much of a file tells what it is: headers have some bytes, an XML root comes after a comment or two."""


def may_be_recording(name: str, head: bytes) -> bool:
    """Whether a file is to be read: by its name it should be a recording, or by its first bytes it is one."""
    return is_named_so(name) or any(reader.recognises(_unpacked(head)) for reader in READERS)


def is_named_so(name: str) -> bool:
    """Whether a file is named as recordings are, packed or not."""
    return name.lower().removesuffix(".gz").endswith(tuple(f".{file_format}" for file_format in FORMATS))


def _unpacked(head: bytes) -> bytes:
    if not head.startswith(GZIP):
        return head
    try:
        return zlib.decompressobj(wbits=31).decompress(head, HEAD_BYTES)
    except zlib.error:
        return head
