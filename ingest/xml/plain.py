"""XML made plain: tags and texts and nothing else, so that brackets alone tell where an element begins and ends.

Nearly all recordings are plain as they come. The others (comments, CDATA, other encodings, a prefix before every name,
a file that breaks off) are written again, plainly.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape
from io import BytesIO

from ingest.xml.brackets import brackets_match
from ingest.xml.text import told_encoding
from ingest.xml.walk import walk

_AS_UTF_8 = frozenset({"utf-8", "utf8", "us-ascii", "ascii"})
_ROOT_WITH_PREFIX = re.compile(rb"<[^\s<>?/:]+:")
_DEEP = "x:"


@dataclass(frozen=True, slots=True)
class Plain:
    """A plain document."""

    text: bytes
    """UTF-8; well-formed whatever the file was."""
    damage: str | None
    """What is wrong with the file and where; `text` holds what stands before it."""


def is_plain(data: bytes) -> bool:
    """Whether there is nothing but UTF-8, tags and texts in `data`, after an XML declaration if it has one."""
    head = data[:1024].removeprefix(b"\xef\xbb\xbf").lstrip()
    instructions = 1 if head.startswith(b"<?xml") else 0
    return (
        told_encoding(head) in _AS_UTF_8
        and b"\0" not in head
        and (b"!" not in data or b"<!" not in data)  # the first search is the fast one
        and (data.count(b"?") == 2 * instructions or data.count(b"<?") == instructions)
        and brackets_match(data)
        and not _ROOT_WITH_PREFIX.match(head[head.find(b"?>") + 2 :].lstrip() if instructions else head)
    )


def rewritten(data: bytes, point: str) -> Plain:
    """What can be read of `data`, written again, plainly: each element deeper in a `point` than its children prefixed.

    Of a damaged file the last element is left out if its text may be incomplete, and so is a `point` that is open.

    Raises:
        ReadError: what the file asks of its reader is harmful.
    """
    rewriter = _Rewriter(point)
    damage = walk(data, rewriter)
    return Plain(rewriter.closed(damaged=damage is not None), damage)


@dataclass
class _Rewriter:
    """Writes what a walk meets, without the prefix of the root."""

    point: str
    out: BytesIO = field(default_factory=BytesIO)
    names: list[str] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    prefix: str = ""
    point_at: int | None = None
    """How deep the open point lies."""
    just_begun: bool = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if not self.names:
            self.prefix = name[: name.rfind(":") + 1]
        name = self._name(name.removeprefix(self.prefix))
        if name == self.point and self.point_at is None:
            self.point_at = len(self.names)
        self.names.append(name)
        self.places.append(self.out.tell())
        inside = self.point_at is not None and len(self.names) > self.point_at + 1
        told = "" if inside else "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
        self.out.write(f"<{name}{told}>".encode())
        self.just_begun = True

    def end(self, text: str) -> None:
        """The innermost element ends."""
        name = self.names.pop()
        self.places.pop()
        if self.point_at == len(self.names):
            self.point_at = None
        self.out.write(f"{escape(text.strip())}</{name}>".encode())
        self.just_begun = False

    def instruction(self, target: str, data: str) -> None:
        """Nothing that a recording needs."""

    def closed(self, *, damaged: bool) -> bytes:
        """What was written, with an end for each element that is open."""
        if damaged and (self.point_at is not None or (self.just_begun and len(self.names) > 1)):
            keep = len(self.names) - 1 if self.point_at is None else self.point_at
            self.out.truncate(self.places[keep])
            self.out.seek(0, 2)
            del self.names[keep:]
        self.out.write("".join(f"</{name}>" for name in reversed(self.names)).encode())
        return self.out.getvalue()

    def _name(self, name: str) -> str:
        """`name`; with a prefix where it could be taken for a point, or for a child of its own of the open one."""
        deep = self.point_at is not None and len(self.names) > self.point_at + 1
        longer = name != self.point and name.startswith(self.point)
        return _DEEP + name if (deep or longer) and ":" not in name else name
