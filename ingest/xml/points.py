"""The points of a plain XML document as rows, read in columns; and the document without them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TypeAlias

import polars as pl

from ingest.xml.alike import Likeness, Tails, likeness, skeleton, texts_of
from ingest.xml.patterns import doubtful, unclear
from ingest.xml.plain import is_plain, rewritten
from ingest.xml.values import values
from ingest.xml.walk import Nobody, damage_of, walk
from models.errors import ReadError

_BATCH_BYTES = 2**22
"""How much of the document is in work at a time: bounds the memory."""
_Cut: TypeAlias = tuple[pl.DataFrame, bytes]
MARK = "points"
"""Where points were taken out, the document tells with an instruction how many were before: `<?points 17?>`."""


@dataclass(frozen=True, slots=True, eq=False)
class PointKind:
    """What the points of a format are called, and how their columns are read."""

    name: str
    children: tuple[str, ...]
    """Children of the point itself that an element deeper in it must not be taken for."""
    attributes: tuple[str, ...]
    """Columns that come from attributes of the point, which may be written in more ways than one."""
    texts: tuple[pl.Expr, ...]
    """What is read from the column `point`: `time`, and columns of `records`."""


@dataclass(frozen=True, slots=True)
class Points:
    """A document's points, and the rest of it."""

    values: pl.DataFrame
    rest: bytes
    damage: str | None
    """What is wrong with the file and where; the points are those before."""


def points_of(data: bytes, kind: PointKind) -> Points:
    """All points of an XML file, in order.

    Raises:
        ReadError: what the file asks of its reader is harmful.
    """
    cut, damage = _of_plain(data, kind) if is_plain(data) else None, None
    if cut is None:
        document = rewritten(data, kind.name)
        cut, damage = _cut(document.text, kind, lambda: True, trusting=True), document.damage
    if cut is None:
        raise ReadError("its points lie within each other: export the activity again")
    return Points(*cut, damage)


def _of_plain(data: bytes, kind: PointKind) -> _Cut | None:
    """Points and rest of a plain document; None where it is not whole, or brackets leave open which element is meant.

    Points that are all alike are whole elements if the first of them is. Where they are, only the rest is parsed.
    """
    cut = _cut(data, kind, cache(lambda: damage_of(data) is None), trusting=False)
    return cut if cut is not None and walk(cut[1], Nobody()) is None else None


def _cut(text: bytes, kind: PointKind, whole: Callable[[], bool], *, trusting: bool) -> _Cut | None:
    """Points and rest; None where the brackets leave open which element is meant, or it is not `whole`."""
    mark = f"<{kind.name}".encode()
    first = text.find(mark)
    if not trusting and (text.find(b"&", first) >= 0 or text.find(b"'", first) >= 0):
        return None
    rest = [text if first < 0 else text[:first]]
    frames: list[pl.DataFrame] = []
    before = 0
    for begin, end in _batches(text, first, mark):
        found = _all_alike(text, begin, end, kind)
        if found is None and whole():
            found = _one_by_one(text, begin, end, kind, trusting=trusting)
        if found is None:
            return None
        read, tails = found
        rest += [b"<?%b %d?>%b" % (MARK.encode(), before + index + 1, tail) for index, tail in tails]
        before += read.height
        frames.append(read)
    if not frames:
        frames = [values(pl.DataFrame(schema={"point": pl.String}).select(kind.texts))]
    return frames[0] if len(frames) == 1 else pl.concat(frames), b"".join(rest)


def _batches(text: bytes, first: int, mark: bytes) -> Iterator[tuple[int, int]]:
    """Spans of the document from a point's begin to another's, or to the end."""
    at = first
    while at >= 0:
        stop = text.find(mark, at + _BATCH_BYTES)
        yield at, stop if stop >= 0 else len(text)
        at = stop


def _all_alike(text: bytes, begin: int, end: int, kind: PointKind) -> tuple[pl.DataFrame, Tails] | None:
    """The points of a span that are all like its first, and whole; None where one is not."""
    mark, close = f"<{kind.name}".encode(), f"</{kind.name}>".encode()
    first = text.find(close, begin, end) + len(close)
    alike = _likeness(skeleton(text[begin:first]), kind)
    found = texts_of(alike, text[begin:end], text.count(mark, begin, end)) if alike else None
    if found is None:
        return None
    read = values(found[0])
    return None if (read["broken"] > 0).any() else (read, found[1])


@lru_cache(maxsize=64)
def _likeness(bones: bytes, kind: PointKind) -> Likeness | None:
    found = likeness(bones, f"<{kind.name}".encode(), kind.texts, unclear(kind.children))
    return None if found is None or any(found.groups[name] is None for name in kind.attributes) else found


def _one_by_one(
    text: bytes, begin: int, end: int, kind: PointKind, *, trusting: bool
) -> tuple[pl.DataFrame, Tails] | None:
    pieces = text[begin:end].split(f"<{kind.name}".encode())[1:]
    tails = _cut_off(pieces, kind.name)
    points = pl.Series("point", pieces, dtype=pl.Binary).cast(pl.String).to_frame()
    texts = points.select(*kind.texts, doubtful(kind.children))
    doubts = texts.drop_in_place("doubtful")
    if tails is None or (not trusting and _unclear(points, doubts, kind)):
        return None
    if not trusting and any(texts[name].null_count() for name in kind.attributes):
        return None
    return values(texts), tails


def _unclear(points: pl.DataFrame, doubts: pl.Series, kind: PointKind) -> bool:
    """Whether brackets leave open what is meant in one of the points."""
    return bool(doubts.any() and points.filter(doubts)["point"].str.contains(unclear(kind.children)).any())


def _cut_off(pieces: list[bytes], name: str) -> Tails | None:
    """Cuts from each piece what follows the end of its point, and tells where and what; None where one has no end."""
    close = f"</{name}>".encode()
    usual = close + pieces[0][len(pieces[0].rstrip()) :]
    end = re.compile(rf"([^<>]*/>|.*?</{name}\s*>)\s*(.*)", re.DOTALL)
    tails: Tails = []
    for index, piece in enumerate(pieces):
        if piece.endswith(usual) or piece.rstrip().endswith(close):
            continue
        found = end.fullmatch(piece.decode())
        if not found:
            return None
        pieces[index] = found[1].encode()
        if found[2]:
            tails.append((index, found[2].encode()))
    return tails
