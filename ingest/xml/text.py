"""The outside of an XML file: its root element, and the blanks and marks before it."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from xml.parsers import expat

_HEAD_BYTES = 65_536
"""Within these a root element has begun."""
_BLANK = b" \t\r\n"
_ENCODING = re.compile(rb"""^<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)["']""")
_CODES = bytes(range(256))


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

    head = trimmed(data[:_HEAD_BYTES])[0]
    parser = expat.ParserCreate(override(head))
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = start
    with suppress(_RootFoundError, expat.ExpatError, ValueError, LookupError):
        parser.Parse(head, False)
    return found[0] if found else None


def trimmed(data: bytes) -> tuple[bytes, int]:
    """`data` without blanks before the XML declaration, which parsers refuse, and how many lines went with them."""
    body = data.removeprefix(codecs.BOM_UTF8)
    rest = body.lstrip(_BLANK)
    if len(rest) == len(body):
        return data, 0
    return rest, body[: len(body) - len(rest)].count(b"\n")


def told_encoding(head: bytes) -> str:
    """The encoding that the XML declaration tells, in lower case; UTF-8 where it tells none."""
    told = _ENCODING.match(head)
    return told[1].decode("ascii", "replace").lower() if told else "utf-8"


def override(head: bytes) -> str | None:
    """`utf-8` where the XML declaration tells an encoding that this cannot be: some tools write what they think in."""
    told = told_encoding(head)
    if told.startswith(("utf-16", "ucs-2")):
        return None if b"\0" in head[:4] else "utf-8"
    try:
        known = len(_CODES.decode(told, "replace")) == len(_CODES)
    except (LookupError, ValueError):
        known = False
    return None if known else "utf-8"
