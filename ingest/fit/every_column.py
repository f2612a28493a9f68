"""Every field of every message of a FIT file as a typed column: nothing chosen, nothing left out."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.fit.chain import FitFile
from ingest.fit.columns import Block, Messages
from ingest.fit.developer import developer_columns
from ingest.fit.layout import StoredField
from ingest.fit.profile import STRING, message_name
from ingest.fit.timestamps import timestamps

Column = NDArray[Any]
"""A value for each message, of fields that hold several a row for each: numbers as float64 in the profile's unit, NaN
where there is none; text as str, empty where there is none."""

_Part = tuple[Block, Column]
"""What the messages of one definition have in a column."""


def every_column(file: FitFile) -> dict[str, dict[str, Column]]:
    """The columns of a file by kind of message and field; what the profile does not know is `unknown_` and its number.

    Developers' fields go by the name that the file gives them.
    """
    return {message_name(number): _columns(file, file.numbered(number)) for number in file.numbers}


def _columns(file: FitFile, messages: Messages) -> dict[str, Column]:
    parts: dict[str, list[_Part]] = {}
    for block in messages.blocks:
        for name, values in _of_definition(block).items():
            parts.setdefault(name, []).append((block, values))
    out = {name: _together(told, len(messages)) for name, told in parts.items()}
    if "timestamp" not in out:
        out["timestamp"] = timestamps(file, messages)
    if any(block.layout.developed for block in messages.blocks):
        out |= {field.name: values for field, values in developer_columns(file, messages)}
    return out


def _of_definition(block: Block) -> dict[str, Column]:
    layout = block.layout
    plain = [layout.profile[number] for number in layout.column]
    scaled = block.numbers / [scale for _, scale, _ in plain] - [offset for _, _, offset in plain]
    out: dict[str, Column] = dict(zip((name for name, _, _ in plain), scaled.T, strict=True))
    for field in layout.several:
        name, scale, offset = layout.profile[field.number]
        out[name] = _texts(block, field) if field.base == STRING else _array(block, field) / scale - offset
    return out


def _texts(block: Block, field: StoredField) -> Column:
    texts = (value.tobytes().partition(b"\0")[0] for value in block.stored(field).values)
    return np.array([text.decode(errors="replace") for text in texts], object)


def _array(block: Block, field: StoredField) -> Column:
    stored = block.stored(field)
    with np.errstate(invalid="ignore"):  # broken files hold NaNs that complain when they are copied
        return np.where(stored.valid, stored.values.astype(np.float64), np.nan)


def _together(parts: list[_Part], count: int) -> Column:
    """A column of all definitions; of arrays of several lengths the longest counts, and NaN fills the others."""
    if len(parts) == 1 and len(parts[0][1]) == count:
        return parts[0][1]
    if any(values.dtype == object for _, values in parts):
        out: Column = np.full(count, "", object)
        for block, values in parts:
            out[block.rows] = values if values.dtype == object else ""
        return out
    width = max(values.shape[1] if values.ndim > 1 else 1 for _, values in parts)
    out = np.full((count, width), np.nan)
    for block, values in parts:
        wide = values.reshape(len(values), -1)
        out[block.rows, : wide.shape[1]] = wide
    return out if any(values.ndim > 1 for _, values in parts) else out[:, 0]
