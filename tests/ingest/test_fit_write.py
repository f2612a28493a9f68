"""The writer keeps every value, whatever is there and whatever is missing; fitparse is the judge."""

from __future__ import annotations

import fitparse
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.fit.write import Messages, Value, fit_file, raw
from models.errors import ContractError

# Field of record, in whole steps of its resolution: name, steps a unit, lowest and highest raw value.
FIELDS = (
    ("heart_rate", 1, 0, 254),
    ("temperature", 1, -128, 126),
    ("distance", 100, 0, 2**32 - 2),
    ("enhanced_speed", 1000, 0, 2**32 - 2),
    ("stance_time", 10, 0, 65534),
    ("position_lat", 1, -(2**30), 2**30),
    ("fractional_cadence", 128, 0, 254),
)


@st.composite
def columns(draw: st.DrawFn) -> dict[str, list[float | None]]:
    """One to five records with some of the fields, each value there or not."""
    count = draw(st.integers(1, 5))
    chosen = draw(st.lists(st.sampled_from(FIELDS), unique=True, min_size=1))
    return {
        name: [
            None if value is None else value / steps
            for value in draw(
                st.lists(st.none() | st.integers(low, high), min_size=count, max_size=count),
            )
        ]
        for name, steps, low, high in chosen
    }


@given(columns())
@settings(max_examples=100)
def test_values_come_back(told: dict[str, list[float | None]]) -> None:
    count = len(next(iter(told.values())))
    fields: dict[str, list[Value]] = {name: list(values) for name, values in told.items()}
    fields["timestamp"] = [1_000_000_000 + i for i in range(count)]
    data = fit_file([Messages("record", list(range(count)), fields)])
    found = [message.get_values() for message in fitparse.FitFile(data, check_crc=True).get_messages("record")]
    assert len(found) == count
    for name, values in told.items():
        assert [row.get(name) for row in found] == values


def test_messages_are_written_in_the_order_of_their_places() -> None:
    laps = Messages("lap", [1.5, 9.0], {"total_distance": [400.0, 200.0]})
    records = Messages("record", [0.0, 1.0, 2.0, 9.0], {"heart_rate": [100, 110, 120, 130]})
    names = [message.name for message in fitparse.FitFile(fit_file([laps, records])).get_messages()]
    assert names == ["record", "record", "lap", "record", "lap", "record"]


def test_text_and_arrays_of_unequal_length() -> None:
    steps = Messages("workout_step", [0.0, 0.0], {"wkt_step_name": ["çöl", None], "message_index": [0, 1]})
    sets = Messages("set", [1.0, 1.0], {"category": [(28, 65534, 7), (1,)], "repetitions": [8, None]})
    messages = list(fitparse.FitFile(fit_file([steps, sets])).get_messages())
    assert [message.get_value("wkt_step_name") for message in messages[:2]] == ["çöl", None]
    raw_values = [
        next(field.raw_value for field in message.fields if field.name == "category") for message in messages[2:]
    ]
    assert raw_values == [(28, 65534, 7), (1, None, None)]


def test_a_subfield_is_stored_in_its_own_unit() -> None:
    assert raw("workout_step", "duration_distance", 400.0) == 40_000
    assert raw("workout_step", "duration_time", 90.0) == 90_000
    assert raw("workout_step", "duration_time", None) is None


@pytest.mark.parametrize(
    ("block", "complaint"),
    [
        (Messages("recrod", [0.0], {"heart_rate": [1]}), "no message recrod"),
        (Messages("record", [0.0], {"heart": [1]}), "record has no field heart"),
        (Messages("lap", [0.0], {"lap_trigger": ["whim"]}), "lap_trigger knows no 'whim'"),
        (Messages("record", [0.0], {"heart_rate": [-1]}), "heart_rate cannot hold -1"),
        (Messages("record", [0.0], {"heart_rate": [255]}), "heart_rate cannot hold 255"),
    ],
)
def test_what_the_profile_does_not_know_is_named(block: Messages, complaint: str) -> None:
    with pytest.raises(ContractError, match=complaint):
        fit_file([block])
