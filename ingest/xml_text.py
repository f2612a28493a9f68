"""The outside of an XML file: its root element, and the blanks and marks before it."""

from __future__ import annotations

import codecs
from contextlib import suppress
from xml.parsers import expat

_HEAD_BYTES = 65_536
"""Within these a root element has begun."""
_BLANK = b" \t\r\n"


class _RootFoundError(Exception):
    """The root element is known: no need to read on."""


def root_name(data: bytes) -> str | None:
    """The local name of the root element, or None where `data` does not begin as XML does.

    A document type tells the name too; what it declares is not looked at.
    """
    found: list[str] = []

    def start(name: str, *_: object) -> None:
        found.append(name.rpartition(":")[2])
        raise _RootFoundError

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = start
    with suppress(_RootFoundError, expat.ExpatError, ValueError, LookupError):
        parser.Parse(trimmed(data[:_HEAD_BYTES])[0], False)
    return found[0] if found else None


def trimmed(data: bytes) -> tuple[bytes, int]:
    """`data` without blanks before the XML declaration, which parsers refuse, and how many lines went with them."""
    body = data.removeprefix(codecs.BOM_UTF8)
    rest = body.lstrip(_BLANK)
    if len(rest) == len(body):
        return data, 0
    return rest, body[: len(body) - len(rest)].count(b"\n")
