"""Flight time, duty factor and stiffness in the view `repetitions`: the check values of Morin's model."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.dynamics import DynamicsConfig
from models.tables import ACTIVITIES, ATHLETES, INTERVALS, REFERENCE_SPEEDS
from tests.warehouse.view_rows import put, reference, repetition, run
from warehouse.store import Store

ANN = {"athlete_id": "ann", "name": "Ann", "timezone": "UTC"}
KNOWN: dict[str, object] = ANN | {"week_start_day": 1, "height_m": 1.75}
HEAVY = KNOWN | {"body_mass_kg": 70.0}
FAST: dict[str, object] = {"pace_s_per_km": 1000 / 4.5, "stance_time_ms": 215.0, "cadence_spm": 182.0}
EASY: dict[str, object] = {"pace_s_per_km": 1000 / 2.8, "stance_time_ms": 268.0, "cadence_spm": 164.0}


def gait(store: Store, cells: dict[str, object], athlete: dict[str, object] = HEAVY) -> dict[str, Any]:
    """The view's row of one repetition."""
    for table in (ATHLETES, ACTIVITIES, INTERVALS):
        store.replace(table, table.empty(), **{table.schema.names()[0]: ["ann", "a"]})
    put(store, ATHLETES, athlete)
    put(store, ACTIVITIES, run("a"))
    put(store, INTERVALS, repetition("a", 1, **cells))
    return store.query("FROM repetitions").row(0, named=True)


@pytest.mark.parametrize(
    ("cells", "flight_ms", "duty", "force", "vertical", "leg"),
    [(FAST, 115, 32.6, 2.41, 30.6, 8.7), (EASY, 98, 36.6, 2.14, 22.7, 10.2)],
)
def test_the_check_values_of_the_model(
    store: Store, cells: dict[str, object], flight_ms: float, duty: float, force: float, vertical: float, leg: float
) -> None:
    row = gait(store, cells)
    assert row["flight_time_ms"] == pytest.approx(flight_ms, abs=0.5)
    assert row["duty_factor_percent"] == pytest.approx(duty, abs=0.05)
    assert row["peak_force_bw"] == pytest.approx(force, abs=0.005)
    assert row["vertical_stiffness_kn_per_m"] == pytest.approx(vertical, abs=0.05)
    assert row["leg_stiffness_kn_per_m"] == pytest.approx(leg, abs=0.05)
    assert row["leg_stiffness_reason"] is None


def test_a_millisecond_of_contact_is_1_2_percent_of_leg_stiffness(store: Store) -> None:
    first = gait(store, FAST)["leg_stiffness_kn_per_m"]
    later = gait(store, FAST | {"stance_time_ms": 216.0})["leg_stiffness_kn_per_m"]
    assert later / first == pytest.approx(1 - 0.012, abs=0.001)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.floats(140, 400), st.floats(140, 220), st.floats(1.8, 8.0))
def test_morin_step_by_step(store: Store, contact_ms: float, cadence: float, speed: float) -> None:
    """The model written out in its own words, for any runner."""
    row = gait(store, {"stance_time_ms": contact_ms, "cadence_spm": cadence, "pace_s_per_km": 1000 / speed})
    contact, flight, leg = contact_ms / 1000, 60 / cadence - contact_ms / 1000, 0.53 * 1.75
    if flight <= 1e-9:
        assert row["flight_time_ms"] is None or row["flight_time_ms"] < 1e-3
        return
    force = 70 * 9.81 * math.pi / 2 * (flight / contact + 1)
    down = force * contact**2 / (70 * math.pi**2) - 9.81 * contact**2 / 8
    assert row["flight_time_ms"] == pytest.approx(1000 * flight)
    assert row["duty_factor_percent"] == pytest.approx(100 * contact / (2 * 60 / cadence))
    assert row["duty_factor_percent"] < 50
    assert row["vertical_stiffness_kn_per_m"] == pytest.approx(force / down / 1000)
    if speed * contact / 2 >= leg:
        assert row["leg_stiffness_kn_per_m"] is None
        assert row["leg_stiffness_reason"] == "Contact is too long for this speed and leg length."
        return
    shortening = leg - math.sqrt(leg**2 - (speed * contact / 2) ** 2) + down
    assert row["leg_stiffness_kn_per_m"] == pytest.approx(force / shortening / 1000)


def test_without_cadence_the_sensors_percent_tells_the_step(store: Store) -> None:
    told = gait(store, FAST | {"cadence_spm": None, "stance_time_percent": 215 / (2 * 60_000 / 182) * 100})
    assert told["flight_time_ms"] == pytest.approx(60_000 / 182 - 215)
    assert told["leg_stiffness_kn_per_m"] == pytest.approx(8.7, abs=0.05)


STEEP = DynamicsConfig().hill_percent + 0.1


@pytest.mark.parametrize(
    ("athlete", "cells", "reason"),
    [
        (KNOWN, {}, "Needs body mass and height: write body_mass_kg and height_m into trackwork.toml."),
        (HEAVY | {"height_m": None}, {}, "Needs body mass and height"),
        (HEAVY, {"stance_time_ms": None, "dynamics_reason": "Too short: 3 s."}, "Too short: 3 s."),
        (HEAVY, {"cadence_spm": None}, "The recording has no cadence."),
        (HEAVY, {"cadence_spm": 290.0}, "No time in the air: contact lasts as long as the step."),
        (HEAVY, {"grade_percent": STEEP}, "On a slope of 2.1 %: the model is for level ground."),
        (HEAVY, {"grade_percent": -STEEP}, "On a slope of -2.1 %: the model is for level ground."),
    ],
)
def test_no_leg_stiffness_without_its_reason(
    store: Store, athlete: dict[str, object], cells: dict[str, object], reason: str
) -> None:
    row = gait(store, FAST | cells, athlete)
    assert row["leg_stiffness_kn_per_m"] is None
    assert row["leg_stiffness_reason"].startswith(reason)


def test_on_a_hill_contact_is_shown_and_not_compared(store: Store) -> None:
    put(store, REFERENCE_SPEEDS, reference())
    hill, level = gait(store, FAST | {"grade_percent": STEEP}), gait(store, FAST | {"grade_percent": -2.0})
    assert (hill["stance_time_ms"], hill["stance_time_at_reference_ms"]) == (215.0, None)
    assert level["stance_time_at_reference_ms"] == pytest.approx(215 * (4 / 4.5) ** -0.5)
    assert level["reference_speed_mps"] == 4.0
    assert hill["flight_time_ms"] == level["flight_time_ms"]


def test_the_trend_leaves_hills_out(store: Store) -> None:
    put(store, REFERENCE_SPEEDS, reference())
    gait(store, FAST | {"grade_percent": STEEP})
    assert store.query("FROM ground_contact_trend").is_empty()
    gait(store, FAST | {"grade_percent": -2.0})
    assert store.query("FROM ground_contact_trend").height == 1
