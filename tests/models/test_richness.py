"""What a recording tells, from recordings built piece by piece."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from models.recording import SETS_SCHEMA, Recording
from models.richness import LEVELS, richness
from tests.support.runs import run

BARE = replace(run([(600, 3.0)]), records=run([(600, 3.0)]).records.with_columns(heart_rate_bpm=None, cadence_spm=None))


def having(recording: Recording, **columns: object) -> Recording:
    return replace(recording, records=recording.records.with_columns(**{n: pl.lit(v) for n, v in columns.items()}))


def test_each_level_weighs_more_than_all_below_it() -> None:
    lap = {"lap_index": 0, "start_s": 0.0, "end_s": 300.0}
    more: dict[str, Recording] = {
        "its sub-sport is named": replace(BARE, sub_sport="track"),
        "cadence": having(BARE, cadence_spm=170.0),
        "position": having(BARE, latitude_deg=48.0),
        "heart rate": having(BARE, heart_rate_bpm=150.0),
        "laps that were pressed": replace(run([(600, 3.0)], laps=[lap | {"trigger": "manual"}]), records=BARE.records),
        "running dynamics": having(BARE, stance_time_ms=220.0),
    }
    bare = richness(BARE)
    weights = {level: richness(recording) - bare for level, recording in more.items()}
    assert weights == {level: 2 ** (len(LEVELS) - 1 - LEVELS.index(level)) for level in more}


def test_what_a_file_has_none_of() -> None:
    nothing = replace(BARE, sport="generic", records=BARE.records.clear())
    assert richness(nothing) == 0
    assert richness(replace(nothing, sport="running")) == 2 ** (len(LEVELS) - 1)
    sets = pl.DataFrame([{"set_index": 0, "exercise": "squat"}], schema_overrides=SETS_SCHEMA)
    assert richness(replace(nothing, sport="training", sets=sets)) > richness(BARE)


@pytest.mark.parametrize(("share", "counts"), [(0.2, False), (0.3, True)])
def test_a_sensor_that_was_lost_soon_does_not_count(share: float, counts: bool) -> None:
    records: Any = BARE.records
    part = pl.int_range(pl.len()) < share * records.height
    some = replace(BARE, records=records.with_columns(stance_time_ms=pl.when(part).then(220.0)))
    assert (richness(some) > richness(BARE)) is counts


def test_laps_of_a_workout_weigh_more_than_pressed_ones() -> None:
    laps: list[dict[str, object]] = [{"lap_index": i, "start_s": 300.0 * i, "end_s": 300.0 * (i + 1)} for i in range(2)]
    pressed = run([(600, 3.0)], laps=[lap | {"trigger": "manual"} for lap in laps])
    led = run([(600, 3.0)], laps=[lap | {"trigger": "distance", "workout_step_index": i} for i, lap in enumerate(laps)])
    assert richness(led) > richness(pressed) > richness(run([(600, 3.0)], laps=laps))
