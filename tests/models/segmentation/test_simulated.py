"""Sessions simulated by physics, a few seeds: a floor, not the accuracy table."""

from __future__ import annotations

from datetime import UTC, datetime
from statistics import median

import polars as pl
import pytest

from models.dynamics import measure
from models.segmentation import segment
from models.simulation.athlete import SimulatedAthlete
from models.simulation.conditions import Conditions
from models.simulation.session import Simulated, simulate_run
from models.tables import OVERRIDES, WORKOUT_STEPS
from models.workout_text import parse, steps

BEGIN = datetime(2026, 3, 2, 17, tzinfo=UTC)
CONDITIONS = {
    "programmed": Conditions(),
    "stream": Conditions(laps="none", strides=4),
    "pressed": Conditions(laps="manual"),
    "smart": Conditions(laps="none", smart_recording=True, recovery="mixed"),
    "positions": Conditions(laps="auto", odometer=False),
    "treadmill": Conditions(laps="none", place="treadmill", odometer_scale=1.03, recovery="stand"),
}


def simulated(text: str | None, name: str, seed: int) -> Simulated:
    asked = steps(parse(text)) if text else None
    return simulate_run(asked, SimulatedAthlete(), BEGIN, 3600, seed, CONDITIONS[name])


@pytest.mark.parametrize("name", CONDITIONS)
@pytest.mark.parametrize(("text", "planned"), [("6 x 400m / 200m jog", True), ("8 x 200m / 200m jog", False)])
def test_repetitions_times_and_ground_contact_are_the_true_ones(name: str, text: str, planned: bool) -> None:
    session = simulated(text, name, seed=11)
    asked = WORKOUT_STEPS.conform(steps(parse(text))) if planned else None
    result = segment(session.recording, asked, OVERRIDES.empty())
    found = measure(session.recording.records, result.intervals).filter(pl.col("kind") == "work")
    truth = session.truth.filter(pl.col("kind") == "work")
    assert found["nominal_distance_m"].to_list() == truth["nominal_distance_m"].to_list()
    errors = (found["duration_s"] - (truth["end_s"] - truth["start_s"])).abs().to_list()
    assert median(errors) < 1.6  # a programmed lap ends before the runner does
    contact = (found["stance_time_ms"] - truth["stance_time_ms"]).abs().drop_nulls().to_list()
    assert len(contact) >= 0.8 * truth.height
    assert median(contact) < 2.5


@pytest.mark.parametrize("name", CONDITIONS)
def test_an_easy_run_has_no_repetitions(name: str) -> None:
    result = segment(simulated(None, name, seed=5).recording, None, OVERRIDES.empty())
    assert result.structure == "none"
