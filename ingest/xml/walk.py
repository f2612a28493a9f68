"""A walk through an XML file to its end, or to where it breaks: in bounded memory, and never into a trap.

What a file can do to its reader by XML alone (bombs of entities, other files, depth, one huge tag) is refused here,
before memory grows: entities need a document type, and none is accepted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol
from xml.parsers import expat

from ingest.xml.brackets import levels
from ingest.xml.text import override, trimmed
from models.errors import ReadError


@dataclass(frozen=True, slots=True)
class WalkConfig:
    """How much an XML file may ask of its reader."""

    chunk_bytes: int = 65_536
    """How much is parsed between two looks at the bounds."""
    most_depth: int = 100
    """Elements within elements: GPX and TCX reach 10; our choice."""
    most_tag_bytes: int = 2**20
    """Longest tag with its attributes, comment, or text without a tag in it; our choice."""


CONFIG = WalkConfig()
_HEAD_BYTES = 1024
"""Within these an XML declaration ends."""


class Visitor(Protocol):
    """Whom the walk tells what it meets; names are as they are written."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, text: str) -> None:
        """The innermost element ends; `text` is what stands since the last tag."""

    def instruction(self, target: str, data: str) -> None:
        """A processing instruction."""


class Nobody:
    """Of whom the walk learns only whether the file is whole."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Nothing."""

    def end(self, text: str) -> None:
        """Nothing."""

    def instruction(self, target: str, data: str) -> None:
        """Nothing."""


def walk(data: bytes, visitor: Visitor, config: WalkConfig = CONFIG) -> str | None:
    """Tells `visitor` everything up to the end; what is wrong with the file and where, or None for a whole one.

    Raises:
        ReadError: a document type, or more than the bounds allow.
    """
    depth, size = 0, 0
    texts: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, size
        depth, size = depth + 1, 0
        _check_depth(depth, config)
        texts.clear()
        visitor.start(name, attributes)

    def end(_name: str) -> None:
        nonlocal depth, size
        depth, size = depth - 1, 0
        text = "".join(texts)
        texts.clear()
        visitor.end(text)

    def characters(text: str) -> None:
        nonlocal size
        size += len(text)
        _check_size(size, config)
        texts.append(text)

    parser = expat.ParserCreate(override(trimmed(data[:_HEAD_BYTES])[0]))
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = characters
    parser.ProcessingInstructionHandler = visitor.instruction
    return _parse(parser, data, config)


def damage_of(data: bytes, config: WalkConfig = CONFIG) -> str | None:
    """What is wrong with a file of nothing but tags and texts and where, or None for a whole one.

    The same as a `walk` that tells nobody, ten times as fast: depth is counted by brackets, so no comment, CDATA
    section or bracket within a text may hide one.

    Raises:
        ReadError: a document type, or more than the bounds allow.
    """
    depth = 0

    def count(body: bytes, begin: int, end: int) -> None:
        nonlocal depth
        depth += levels(body, begin, end)
        _check_depth(depth, config)

    return _parse(expat.ParserCreate(), data, config, count)


def _parse(
    parser: expat.XMLParserType,
    data: bytes,
    config: WalkConfig,
    look: Callable[[bytes, int, int], None] = lambda _body, _begin, _end: None,
) -> str | None:
    body, lines_off = trimmed(data)

    def document_type(*_: object) -> None:
        raise ReadError(
            f"it has a <!DOCTYPE> in line {parser.CurrentLineNumber + lines_off}, which no activity needs and which "
            "can hide harmful content: remove that line, or export the activity again"
        )

    parser.StartDoctypeDeclHandler = document_type
    # No tag of a short file passes the bound: at one go, in which expat counts no lines, it is a third faster.
    at_once = len(body) <= config.most_tag_bytes
    try:
        if at_once:
            parser.Parse(body, True)
        for begin in range(0, len(body), config.chunk_bytes):
            end = min(begin + config.chunk_bytes, len(body))
            look(body, begin, end)
            if not at_once:
                parser.Parse(body[begin:end], False)
                _check_size(end - parser.CurrentByteIndex, config)
        if not at_once:
            parser.Parse(b"", True)
    except expat.ExpatError as error:
        place = f"line {error.lineno + lines_off}, column {error.offset + 1}"
        return f"its XML breaks off or is broken at {place} ({expat.ErrorString(error.code)})"
    except (UnicodeError, LookupError, ValueError) as error:
        return f"its characters cannot be read ({error})"
    return None


def _check_depth(depth: int, config: WalkConfig) -> None:
    if depth > config.most_depth:
        raise ReadError(
            f"its elements lie more than {config.most_depth} deep in each other, which no recording's do: "
            "export the activity again"
        )


def _check_size(size: int, config: WalkConfig) -> None:
    if size > config.most_tag_bytes:
        raise ReadError(
            f"a single tag or text in it is longer than {config.most_tag_bytes / 2**20:.0f} MB, which no recording's "
            "is: export the activity again"
        )
