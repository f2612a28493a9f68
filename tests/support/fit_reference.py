"""FIT messages as other decoders read them: what is stored, and what the profile makes of it."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import fitdecode
from fitparse import FitParseError
from fitparse.base import FitFileDecoder

Value = Any
"""What a decoder gives: a number, a text, a tuple, or None; or its own object for a field."""
Row = tuple[Value, ...]
"""The fields of a message as they are stored, in the order of its definition: a number, a text, a tuple of numbers for
bytes and for several values; None where there is none."""

TIMESTAMP = 253


@dataclass(frozen=True, slots=True)
class Reference:
    """One message."""

    number: int
    row: Row
    fields: list[Value]
    """Both decoders' FieldData: stored ones have a field_def, those that other fields' bits tell have none."""


def by_fitparse(data: bytes) -> list[Reference]:
    """The messages that fitparse reads, up to where it gives up."""
    found: list[Reference] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            for message in FitFileDecoder(data, check_developer_data=False):
                found.append(_reference(message.def_mesg.mesg_num, message.fields))  # noqa: PERF401  # kept if it stops
        # AttributeError: its warning about an odd size asks an unknown field for its name.
        except (FitParseError, AttributeError):
            pass
    return found


def by_fitdecode(data: bytes) -> list[Reference]:
    """The messages that fitdecode reads, up to where it gives up."""
    return list(_until_it_stops(data))


def _until_it_stops(data: bytes) -> Iterator[Reference]:
    reader = fitdecode.FitReader(
        data, processor=None, check_crc=fitdecode.CrcCheck.DISABLED, error_handling=fitdecode.ErrorHandling.IGNORE
    )
    try:
        for frame in reader:
            if isinstance(frame, fitdecode.FitDataMessage):
                yield _reference(frame.global_mesg_num, frame.fields)
    # AssertionError: heart rate messages without a beginning.
    except (fitdecode.FitError, AssertionError, ValueError):
        return


def _reference(number: int, fields: list[Value]) -> Reference:
    return Reference(number, tuple(f.raw_value for f in fields if f.field_def is not None), fields)


def named(reference: Reference) -> dict[str, Value]:
    """Values in the profile's unit by name, but for times in headers.

    What is stored goes before what another field's bits tell; of a number that is stored twice the last one counts. A
    field that shares its number with others is there by its own name too, in its own unit.
    """
    values: dict[str, Value] = {}
    known = [field for field in reference.fields if field.field is not None and not is_developed(field)]
    for field in known:
        if field.field_def is not None:
            values[field.name] = _packed(field)
            if field.parent_field is not None:
                values[field.parent_field.name] = scaled(field.raw_value, field.parent_field)
    for field in reversed(known):
        if field.field_def is None and field.def_num != TIMESTAMP:
            _set_if_none(values, field.name, field.value)
            if field.parent_field is not None:
                _set_if_none(values, field.parent_field.name, field.raw_value)
    return values


def _set_if_none(values: dict[str, Value], name: str, value: Value) -> None:
    if values.get(name) is None:
        values[name] = value


def _packed(field: Value) -> Value:
    """A field's value, several bytes as bytes."""
    if field.base_type.name != "byte" or not isinstance(field.value, tuple):
        return field.value
    return bytes(field.raw_value) if len(field.raw_value) > 1 else field.value[0]


def stored(reference: Reference) -> dict[str, Value]:
    """What is stored, by the field's own name and in its own unit; `unknown_` and the number where nobody knows it."""
    values: dict[str, Value] = {}
    for field in reference.fields:
        if field.field_def is not None and not is_developed(field):
            own = field.parent_field or field.field
            unknown = "timestamp" if field.field_def.def_num == TIMESTAMP else f"unknown_{field.field_def.def_num}"
            name = own.name if own is not None else unknown
            values[name] = field.raw_value if own is None else scaled(field.raw_value, own)
    return values


def time(reference: Reference) -> Value:
    """When the message was written, by its own field or by its header."""
    return next((f.raw_value for f in reference.fields if f.field is not None and f.def_num == TIMESTAMP), None)


def developed(reference: Reference) -> list[tuple[str, Any]]:
    """Developers' fields with their values as stored."""
    return [(field.name, field.raw_value) for field in reference.fields if is_developed(field)]


def is_developed(field: Value) -> bool:
    """Whether it is a developer's field."""
    return hasattr(field.field_def, "dev_data_index")


def scaled(value: Value, field: Value) -> Value:
    """A stored value in the field's unit."""
    if isinstance(value, tuple):
        return tuple(scaled(one, field) for one in value)
    if isinstance(value, int | float):
        return float(value) / (field.scale or 1) - (field.offset or 0)
    return value
