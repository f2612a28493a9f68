"""The page of a review: the words in a reader's order, before anybody sets them in type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Tone = Literal["plain", "good", "warn", "bad", "quiet"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One or more sentences."""

    text: str
    tone: Tone = "plain"
    kind: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True, slots=True)
class Bullets:
    """Short lines of equal weight."""

    lines: tuple[str, ...]
    kind: Literal["bullets"] = "bullets"


@dataclass(frozen=True, slots=True)
class Commands:
    """What to type."""

    intro: str
    commands: tuple[str, ...]
    kind: Literal["commands"] = "commands"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; each row has as many cells as there are columns."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    tones: tuple[Tone, ...]
    """One for each row."""
    right: tuple[int, ...] = ()
    """Which columns hold numbers, set to the right."""
    kind: Literal["grid"] = "grid"


Block = Paragraph | Bullets | Commands | Grid


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it; deeper sections are parts of the one before."""

    title: str
    blocks: tuple[Block, ...]
    depth: int = 1


@dataclass(frozen=True, slots=True)
class Page:
    """All of it."""

    title: str
    headline: str
    sections: tuple[Section, ...]
