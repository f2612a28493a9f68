"""Every stored number and text of every message, known to the profile or not."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator
from pathlib import Path

import fitparse
import numpy as np
import pytest
from fitparse.records import DevFieldDefinition, FieldData

from ingest.fit.chain import chain
from ingest.fit.every_column import Columns, every_column
from ingest.fit.profile import message_number, plain_fields
from tests.support.fit_bytes import RECORD, T0, activity, plain_run

QUICK_BYTES = 13_000
"""Largest file of the quick run [byte]; `TRACKWORK_SOAK=1` compares all of them, which takes fitparse some minutes."""


def only(data: bytes) -> dict[str, Columns]:
    (file,) = chain(data)
    return every_column(file)


def test_numbers_have_the_profiles_names_and_units() -> None:
    records = only(plain_run(3).file())["record"]
    assert records["heart_rate"].tolist() == [150, 151, 152]
    assert records["distance"].tolist() == [0, 4, 8]


def test_what_the_profile_does_not_know_is_kept_by_its_number() -> None:
    data = activity().one(0xFF00, {(7, "uint16"): 12, (8, "string4"): b"ab\0\0"}).file()
    unknown = only(data)["unknown_65280"]
    assert unknown["unknown_7"].tolist() == [12]
    assert unknown.texts == {"unknown_8": ["ab"]}


def test_a_field_of_several_definitions_is_one_column_in_the_files_order() -> None:
    out = activity().define(0, RECORD, [(253, "uint32"), (3, "uint8")]).define(1, RECORD, [(253, "uint32")])
    out.add(0, T0, 150).add(1, T0 + 1).add(0, T0 + 2, 152)
    records = only(out.file())["record"]
    np.testing.assert_array_equal(records["heart_rate"], [150, np.nan, 152])
    assert records["timestamp"].tolist() == [T0, T0 + 1, T0 + 2]


def test_times_in_headers_are_times() -> None:
    out = activity().define(0, RECORD, [(253, "uint32")]).define(1, RECORD, [(3, "uint8")])
    out.add(0, T0).add_compressed(1, (T0 + 3) % 32, 150)
    assert only(out.file())["record"]["timestamp"].tolist() == [T0, T0 + 3]


def test_few_messages_and_many_are_read_alike() -> None:
    few, many = only(plain_run(2).file())["record"], only(plain_run(200).file())["record"]
    np.testing.assert_array_equal(few.numbers, many.numbers[:2])


def test_bytes_are_one_value_that_is_there_or_not() -> None:
    out = activity().define(0, RECORD, [(100, "byte3")])
    records = only(out.add(0, b"\xff\x01\xff").add(0, b"\xff\xff\xff").file())["record"]
    np.testing.assert_array_equal(records["unknown_100"], [[255, 1, 255], [np.nan] * 3])


@pytest.mark.real
def test_all_stored_values_are_those_that_fitparse_reads(real_data: Path) -> None:
    most = np.inf if "TRACKWORK_SOAK" in os.environ else QUICK_BYTES
    files = [path for path in sorted((real_data / "fit").glob("*.fit")) if path.stat().st_size <= most]
    assert len(files) > 50
    wrong = {path.name: found[:3] for path in files if (found := _differences(path.read_bytes()))}
    assert wrong == {}


def _differences(data: bytes) -> list[str]:
    """Values of the first file of a chain that are not fitparse's; what it cannot read is not compared."""
    file = next(chain(data), None)
    columns = every_column(file) if file else {}
    wrong = []
    for message, row, name, value in _stored(data, columns):
        told = np.atleast_1d(columns[message][name][row]).tolist()
        wanted = np.atleast_1d(np.asarray(_scaled(message, name, value), np.float64)).tolist()
        if len(told) < len(wanted) or not np.allclose(told[: len(wanted)], wanted, rtol=1e-12, equal_nan=True):
            wrong.append(f"{message} {row} {name}: wanted {wanted}, got {told}")
    return wrong


def _stored(data: bytes, columns: dict[str, Columns]) -> Iterator[tuple[str, int, str, object]]:
    """Message, its place among those of its kind, field and stored value, as fitparse reads them."""
    seen: dict[str, int] = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            for message in fitparse.FitFile(data, check_crc=False, check_developer_data=False):
                row = seen[message.name] = seen.get(message.name, -1) + 1
                if row == len(columns[message.name].numbers):
                    return  # the next file of a chain
                for field in message.fields:
                    is_number = field.raw_value is None or isinstance(field.raw_value, int | float | tuple)
                    if _is_own(field) and is_number and field.field_def.name in columns[message.name].place:
                        yield message.name, row, field.field_def.name, field.raw_value
        except fitparse.FitParseError:
            return


def _is_own(field: FieldData) -> bool:
    """Whether it is stored as a field of the profile."""
    return field.field_def is not None and not isinstance(field.field_def, DevFieldDefinition)


def _scaled(message: str, name: str, value: object) -> object:
    known = {} if message.startswith("unknown_") else plain_fields(message_number(message))
    scale, offset = next(((scale, offset) for told, scale, offset in known.values() if told == name), (1, 0))
    return np.asarray(value, np.float64) / scale - offset
