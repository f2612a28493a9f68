"""Fields that apps of developers add to messages: the file itself says what they are called and how stored."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

import numpy as np

from ingest.fit.chain import FitFile
from ingest.fit.columns import Block, Messages, Numbers, word_of
from ingest.fit.layout import StoredField
from ingest.fit.profile import STRING, base_type, field_profile

APPLICATIONS = {
    "660a581e5301460c8f2f034c8b6dc90f": "stryd",
    "18fb2cf01a4b430dad66988c847421f4": "stryd",
    "c1f5c80a5a054e8a97b3fda34e957035": "runscribe",
    "502092b3b0dd45ad89b3472ab2060ab6": "runscribe",
    # ScribeLabs/garmin-connect-iq-runscribe-light, app_ids.txt: beta and light
    "1841a964b8a111e7abc4cec278b6b50a": "runscribe",
    "aee3c518b4bf11e7abc4cec278b6b50a": "runscribe",
}
"""Application id -> who made it, as found in files; others go by the manufacturer that they name."""
_MOST_VALUES = 10_000_000
"""A day of records with a hundred fields: 80 MB; our choice."""


@dataclass(frozen=True)
class DeveloperField:
    """What a file says of one field of a developer."""

    number: int
    name: str
    units: str | None
    base: int
    native: int | None
    """Number of the field of the profile that it says it is like."""
    application: str | None
    """Who made it, or the start of the application's id; None where the file does not tell."""
    described_at: int


def developer_fields(file: FitFile) -> dict[tuple[int, int], list[DeveloperField]]:
    """(developer, field number) -> its descriptions in the order of the file; each file has its own."""
    applications = _applications(file)
    told = file.messages("field_description")
    columns = zip(
        told.wholes("developer_data_index"),
        told.wholes("field_definition_number"),
        told.wholes("fit_base_type_id"),
        told.texts("field_name"),
        told.texts("units"),
        told.wholes("native_field_num"),
        told.offsets.tolist(),
        strict=True,
    )
    out: dict[tuple[int, int], list[DeveloperField]] = {}
    for developer, number, base, name, units, native, at in columns:
        if developer is not None and number is not None and base is not None:
            field = DeveloperField(number, name or "", units, base, native, applications.get(developer), at)
            out.setdefault((developer, number), []).append(field)
    return out


def _applications(file: FitFile) -> dict[int, str]:
    told = file.messages("developer_data_id")
    makers = told.raw(field_profile(told.number, "manufacturer_id").number).tolist()
    out = {}
    columns = zip(told.wholes("developer_data_index"), told.arrays("application_id"), makers, strict=True)
    for developer, application, maker in columns:
        identity = bytes(byte or 0 for byte in application).hex()
        named = APPLICATIONS.get(identity) or word_of(field_profile(told.number, "manufacturer_id"), maker)
        if developer is not None and (named or identity.strip("0")):
            out[developer] = named or identity[:8]
    return out


def developer_columns(file: FitFile, messages: Messages) -> list[tuple[DeveloperField, Numbers]]:
    """Every numeric developer field of these messages, with its values as stored, NaN where there is none.

    Of so many fields that they would fill the memory, the first.
    """
    described = developer_fields(file)
    columns: dict[DeveloperField, Numbers] = {}
    for block in messages.blocks:
        for stored in block.layout.fields:
            field = _description(described, stored, block.group.defined_at)
            if field is None or field.base == STRING or not stored.size:
                continue
            if field not in columns and (len(columns) + 1) * len(messages) > _MOST_VALUES:
                continue
            column = columns.setdefault(field, np.full(len(messages), np.nan))
            column[block.rows] = _first(block, stored, field.base)
    return list(columns.items())


def _description(
    described: dict[tuple[int, int], list[DeveloperField]], stored: StoredField, defined_at: int
) -> DeveloperField | None:
    """The last description before the definition, or, of a careless writer, the first one behind it."""
    if stored.developer is None:
        return None
    fields = described.get((stored.developer, stored.number), [])
    before = bisect_left(fields, defined_at, key=lambda field: field.described_at)
    return fields[max(before - 1, 0)] if fields else None


def _first(block: Block, stored: StoredField, base: int) -> Numbers:
    if stored.size % base_type(base).size:
        return np.full(len(block.rows), np.nan)
    return block.stored(stored, base).first()
