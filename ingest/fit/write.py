"""Writes FIT: messages by name and field, laid out after the FIT profile, between header and check sums.

A message is told in the profile's own words and units ("total_timer_time": 96.2); numbers, base types, scales and
enumerations are looked up in the profile.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

import numpy as np
from fitparse.profile import MESSAGE_TYPES
from fitparse.records import BaseType, Field
from numpy.typing import NDArray

from ingest.fit.check_sum import check_sum
from models.errors import ContractError

Value = str | float | int | datetime | tuple[int | None, ...] | None

EPOCH = datetime(1989, 12, 31, tzinfo=UTC)
"""Time 0 of FIT."""

PROTOCOL_VERSION = 0x20
PROFILE_VERSION = 21205
_LITTLE_ENDIAN = 0
_DEFINITION = 0x40
_LOCAL_TYPES = 16


@dataclass(frozen=True)
class Messages:
    """Messages of one type, field by field, and where they stand in the file.

    A field without any value is left out, as a watch leaves out what it does not have.
    """

    name: str
    at: Sequence[float]
    """Place of each message in the file: they are written in this order [s]."""
    fields: Mapping[str, Sequence[Value] | NDArray[np.float64]]
    """Values in the field's own unit, None (NaN) where there is none; a tuple is an array."""


def fit_file(messages: Iterable[Messages]) -> bytes:
    """A FIT file of these messages: header, definitions, data, check sums. At most 16 types of message.

    Raises:
        ContractError: a message, field or word that the profile does not know, or a value too big for its field.
    """
    written = [(local, block) for local, block in enumerate(m for m in messages if len(m.at))]
    if len(written) > _LOCAL_TYPES:
        raise ContractError(f"{len(written)} types of FIT message in one file; the protocol has room for 16")
    packed = [_pack(block, local) for local, block in written]
    place = np.concatenate([np.asarray(block.at, float) for _, block in written])
    owner = np.concatenate([np.full(len(block.at), local) for local, block in written])
    row = np.concatenate([np.arange(len(block.at)) for _, block in written])
    body = bytearray()
    defined: set[int] = set()
    for i in np.argsort(place, kind="stable"):
        local = int(owner[i])
        definition, data, size = packed[local]
        if local not in defined:
            body += definition
            defined.add(local)
        body += data[row[i] * size : (row[i] + 1) * size]
    header = struct.pack("<BBHI4s", 14, PROTOCOL_VERSION, PROFILE_VERSION, len(body), b".FIT")
    whole = header + struct.pack("<H", check_sum(header)) + bytes(body)
    return whole + struct.pack("<H", check_sum(whole))


def raw(message: str, name: str, value: Value) -> int | None:
    """What a field stores for `value`; for fields that are told apart by another one, like `duration_distance`."""
    _, field, _ = _field(message, name)
    return None if value is None else round(_scaled(message, name, field, np.asarray([_number(field, value)]))[0])


def codes_of(message: str, name: str) -> dict[str, int]:
    """The words that an enumerated field knows, with the number that stands for each."""
    _, field, _ = _field(message, name)
    return _codes(field)


@cache
def _fields(message: str) -> tuple[int, dict[str, tuple[Field, Field]]]:
    for number, kind in MESSAGE_TYPES.items():
        if kind.name == message:
            named = {field.name: (field, field) for field in kind.fields.values()}
            parts = {part.name: (field, part) for field in kind.fields.values() for part in field.subfields or ()}
            return number, parts | named
    raise ContractError(f"FIT has no message {message}")


def _field(message: str, name: str) -> tuple[int, Field, Field]:
    """Number of the message, the field (or subfield) of that name, and the field that it is stored in."""
    number, fields = _fields(message)
    if name not in fields:
        raise ContractError(f"FIT's {message} has no field {name}")
    holder, field = fields[name]
    return number, field, holder


def _codes(field: Field) -> dict[str, int]:
    return {word: code for code, word in (getattr(field.type, "values", None) or {}).items()}


def _number(field: Field, value: Value) -> float:
    if isinstance(value, datetime):
        return (value - EPOCH).total_seconds()
    if not isinstance(value, str):
        return float(value) if isinstance(value, int | float) else float("nan")
    code = _codes(field).get(value)
    if code is None and not value.isdigit():
        raise ContractError(f"FIT's {field.name} knows no {value!r}")
    return int(value) if code is None else code


def _scaled(message: str, name: str, field: Field, values: NDArray[np.float64]) -> NDArray[np.float64]:
    stored: NDArray[np.float64] = np.rint((values + (field.offset or 0)) * (field.scale or 1))
    dtype = np.dtype(_base_type(field).fmt)
    limits = (np.finfo if dtype.kind == "f" else np.iinfo)(dtype)
    # The invalid value is no value: a watch cannot write it either.
    outside = (stored < limits.min) | (stored > limits.max) | (stored == _invalid(_base_type(field), dtype))
    if outside.any():
        raise ContractError(f"FIT's {message}.{name} cannot hold {values[outside][0]:g}")
    return stored


def _base_type(field: Field) -> BaseType:
    return getattr(field.type, "base_type", field.type)


def _pack(messages: Messages, local: int) -> tuple[bytes, bytes, int]:
    """Definition, data of all messages, and the size of one."""
    columns = []
    number = 0
    for name, values in messages.fields.items():
        number, field, holder = _field(messages.name, name)
        column = _column(messages.name, field, values)
        if column is not None:
            columns.append((holder.def_num, _base_type(holder).identifier, column))
    layout = [("header", "u1")] + [(str(n), column.dtype, column.shape[1:]) for n, _, column in columns]
    table = np.empty(len(messages.at), dtype=layout)
    table["header"] = local
    for n, _, column in columns:
        table[str(n)] = column
    sizes = ((n, table.dtype[str(n)].itemsize, code) for n, code, _ in columns)
    definition = struct.pack("<BBBHB", _DEFINITION | local, 0, _LITTLE_ENDIAN, number, len(columns))
    return definition + b"".join(bytes(entry) for entry in sizes), table.tobytes(), table.dtype.itemsize


def _column(
    message: str,
    field: Field,
    values: Sequence[Value] | NDArray[np.float64],
) -> NDArray[Any] | None:
    """The stored values as little-endian array, invalid where there is none; None if there is none at all."""
    base = _base_type(field)
    if base.name == "string":
        return _texts(values)
    width = max((len(v) for v in values if isinstance(v, tuple)), default=0)
    if isinstance(values, np.ndarray):
        numbers = values
    elif width:
        numbers = np.asarray([[_number(field, part) for part in _padded(value, width)] for value in values])
    else:
        numbers = np.asarray([_number(field, value) for value in values])
    known = np.isfinite(numbers)
    if not known.any():
        return None
    dtype = np.dtype("<" + base.fmt)
    stored = np.full(numbers.shape, _invalid(base, dtype), dtype)
    stored[known] = _scaled(message, field.name, field, numbers[known]).astype(dtype)
    return stored


def _padded(value: object, width: int) -> tuple[Any, ...]:
    parts = value if isinstance(value, tuple) else ()
    return parts + (None,) * (width - len(parts))


def _texts(values: Iterable[object]) -> NDArray[np.bytes_] | None:
    texts = [str(value).encode() + b"\0" if value is not None else b"" for value in values]
    return np.asarray(texts, dtype=f"S{max(map(len, texts))}") if any(texts) else None


def _invalid(base: BaseType, dtype: np.dtype[Any]) -> float:
    if dtype.kind == "f":
        return float("nan")
    return 0 if base.name.endswith("z") else int(np.iinfo(dtype).max)
