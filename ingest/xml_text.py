"""The outside of an XML file: its root element, and its text once it is known to be whole and harmless."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from xml.parsers import expat

from models.errors import ReadError

_HEAD_BYTES = 65_536
"""Within these a root element has begun."""
_BLANK = b" \t\r\n"
_NAMESPACE = " "
_BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


class _RootFoundError(Exception):
    """The root element has begun: no need to read on."""


def root_name(data: bytes) -> str | None:
    """The local name of the root element, or None where `data` does not begin as XML does."""
    found: list[str] = []

    def start(name: str, _attributes: dict[str, str]) -> None:
        found.append(name.rpartition(":")[2])
        raise _RootFoundError

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    with suppress(_RootFoundError, expat.ExpatError, ValueError, LookupError):
        parser.Parse(_trimmed(data[:_HEAD_BYTES])[0], False)
    return found[0] if found else None


def text_of(data: bytes) -> str:
    """The text of a well-formed XML file, without byte order mark and XML declaration.

    Raises:
        ReadError: broken XML, with line and column; or a document type, which can hold bombs and other files.
    """
    trimmed, lines_off = _trimmed(data)
    declared: list[str] = []

    def declaration(_version: str, encoding: str | None, _standalone: int) -> None:
        declared.append(encoding or "utf-8")

    def document_type(*_: object) -> None:
        raise ReadError(
            f"it has a <!DOCTYPE> in line {parser.CurrentLineNumber + lines_off}, which no activity needs and which "
            "can hide harmful content: remove that line, or export the activity again"
        )

    parser = expat.ParserCreate(namespace_separator=_NAMESPACE)
    parser.XmlDeclHandler = declaration
    parser.StartDoctypeDeclHandler = document_type
    try:
        parser.Parse(trimmed, True)
        text = trimmed.decode(_encoding(trimmed, declared))
    except expat.ExpatError as error:
        place = f"line {error.lineno + lines_off}, column {error.offset + 1}"
        problem = expat.ErrorString(error.code)
        raise ReadError(f"its XML breaks off or is broken at {place} ({problem}): export the activity again") from error
    except (UnicodeError, LookupError, ValueError) as error:
        raise ReadError(f"its characters cannot be read ({error}): export the activity again") from error
    return _DECLARATION.sub("", text, count=1)


def _trimmed(data: bytes) -> tuple[bytes, int]:
    """`data` without blanks before the XML declaration, which parsers refuse, and how many lines went with them."""
    body = data.removeprefix(codecs.BOM_UTF8)
    trimmed = body.lstrip(_BLANK)
    if len(trimmed) == len(body):
        return data, 0
    return trimmed, body[: len(body) - len(trimmed)].count(b"\n")


def _encoding(data: bytes, declared: list[str]) -> str:
    marked = next((encoding for bom, encoding in _BOMS.items() if data.startswith(bom)), None)
    return marked or next(iter(declared), "utf-8")
