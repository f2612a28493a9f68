"""FIT messages as our columns hold them, turned back into rows for a comparison."""

from __future__ import annotations

import math
from itertools import chain as joined
from typing import Any

from ingest.fit.chain import FitFile, chain
from ingest.fit.columns import Block
from ingest.fit.developer import developer_fields
from ingest.fit.layout import StoredField
from ingest.fit.profile import STRING
from tests.support.fit_reference import Row

UNDESCRIBED = 0x0D
"""A developer's field that nobody described is bytes."""


def rows(data: bytes) -> list[tuple[int, Row]]:
    """Number and stored values of every message in the order of the file."""
    return list(joined.from_iterable([row for _, row in placed(file)] for file in chain(data)))


def placed(file: FitFile) -> list[tuple[int, tuple[int, Row]]]:
    """Number and stored values of every message of one file, each with the byte where it begins."""
    found: list[tuple[int, tuple[int, Row]]] = []
    bases = _developers_bases(file)
    for number in file.numbers:
        messages = file.numbered(number)
        for block in messages.blocks:
            columns = [values_of(block, field, _base(bases, block, field)) for field in block.layout.fields]
            of_block = zip(*columns, strict=True) if columns else [()] * len(block.rows)
            places = messages.offsets[block.rows].tolist()
            found += ((place, (number, row)) for place, row in zip(places, of_block, strict=True))
    return sorted(found, key=lambda pair: pair[0])


def values_of(block: Block, field: StoredField, base: int) -> list[Any]:
    """The values of one field, for each message of the definition."""
    if not field.size:
        return [None] * len(block.rows)
    stored = block.stored(field, base)
    if base == STRING:
        texts = (value.tobytes().partition(b"\0")[0] for value in stored.values)
        return [text.decode(errors="replace") or None for text in texts]
    values, valid = stored.values.tolist(), stored.valid.tolist()
    if stored.is_bytes:
        return [tuple(row) if some[0] else None for row, some in zip(values, valid, strict=True)]
    if stored.values.shape[1] == 1:
        return [row[0] if some[0] else None for row, some in zip(values, valid, strict=True)]
    pairs = zip(values, valid, strict=True)
    return [tuple(v if some else None for v, some in zip(row, told, strict=True)) for row, told in pairs]


def number_or_none(value: float) -> float | None:
    """What NaN stands for."""
    return None if math.isnan(value) else value


def _developers_bases(file: FitFile) -> dict[tuple[int, int], list[tuple[int, int]]]:
    return {
        key: [(field.described_at, field.base) for field in fields] for key, fields in developer_fields(file).items()
    }


def _base(bases: dict[tuple[int, int], list[tuple[int, int]]], block: Block, field: StoredField) -> int:
    """The base type of a field; of a developer's, by the last description before its definition."""
    if field.developer is None:
        return field.base
    before = [base for at, base in bases.get((field.developer, field.number), ()) if at < block.group.defined_at]
    return before[-1] if before else UNDESCRIBED
