"""Points that differ in nothing but their values, as nearly every device writes them: all read at one go."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

import polars as pl

from ingest.xml.walk import damage_of

_MOST_BYTES = 4096
"""Of a longer point no expression is made; they have some hundred."""
_NUMBER = rb"[-+]?\.?\d[!#-%(-;=?-~]*+"
"""What begins as a number does, a time too, and may stand anywhere in XML. Other texts belong to what is alike."""
_VALUE = re.compile(rb'(?<==")%b(?=")|(?<=>)%b(?=</)' % (_NUMBER, _NUMBER))
_FIRST = 314_159_265_358_979
"""No text that stays in the skeleton is such a number."""
_BLANKS = re.compile(rb"[ \t\r\n]+")

_BLANK = b" \t\r\n"

Tails = list[tuple[int, bytes]]
"""The numbers of points, and what follows behind each before the next one."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """What points that are alike have in common: they are whole elements."""

    pattern: re.Pattern[bytes]
    """Matches each of them, a group for each value; blanks between tags may differ."""
    groups: dict[str, int | None]
    """The group from which each column is read; None where none is."""


def skeleton(point: bytes) -> bytes:
    """The point with a number in place of each value, from `_FIRST` on, and one blank in place of several."""
    numbers = count(_FIRST)
    return _VALUE.sub(lambda _: b"%d" % next(numbers), _BLANKS.sub(b" ", point))


def likeness(bones: bytes, mark: bytes, columns: Sequence[pl.Expr], unclear: str) -> Likeness | None:
    """What the points of this skeleton have in common; None where it is no whole element, or `unclear` what they mean.

    `columns` are read from it as from any point, and find the number of the value that they would have found.
    """
    if len(bones) > _MOST_BYTES or damage_of(bones):
        return None
    point = pl.DataFrame({"point": [bones.removeprefix(mark).decode()]})
    found = point.select(columns).row(0, named=True)
    parts = _VALUE.split(bones)
    numbers = {str(_FIRST + group): group for group in range(len(parts) - 1)}
    if point["point"].str.contains(unclear)[0] or not {*numbers, None}.issuperset(found.values()):
        return None
    pattern = (rb"(%b)" % _NUMBER).join(
        rb"[ \t\r\n]++".join(re.escape(tag) for tag in part.split(b" ")) for part in parts
    )
    groups = {name: numbers.get(text) for name, text in found.items()}
    return Likeness(re.compile(pattern), groups)


def texts_of(alike: Likeness, span: bytes, points: int) -> tuple[pl.DataFrame, Tails] | None:
    """The columns of all points in the span, and what follows them; None unless there are so many, and all alike."""
    values = alike.pattern.groups
    parts = alike.pattern.split(span)
    if len(parts) != points * (values + 1) + 1:
        return None
    nothing = pl.Series([None], dtype=pl.String).new_from_index(0, points)
    found = [pl.Series(parts[1 + value :: values + 1], dtype=pl.Binary).cast(pl.String) for value in range(values)]
    columns = ((name, nothing if group is None else found[group]) for name, group in alike.groups.items())
    behind = parts[values + 1 :: values + 1]
    blank = {text for text in set(behind) if not text.strip(_BLANK)}
    tails = [(index, text) for index, text in enumerate(behind) if text not in blank]
    return pl.DataFrame([column.alias(name) for name, column in columns]), tails
