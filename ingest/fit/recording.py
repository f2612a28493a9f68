"""The messages of one FIT file as recordings: one for each session."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ingest.fit.chain import FitFile
from ingest.fit.columns import Messages, Numbers
from ingest.fit.developer import developer_columns
from ingest.fit.devices import dynamics_sensor, watch
from ingest.fit.dynamics import Source, canonical, others_frame, sources
from ingest.fit.laps import laps_of
from ingest.fit.local_time import utc_offset_s
from ingest.fit.records import ON_FOOT, records_frame, sensor_columns, strides
from ingest.fit.sessions import Session, bounded, sessions
from ingest.fit.sets import sets_of
from ingest.fit.splits import splits_of
from ingest.fit.stand_in import CADENCE, HEART_RATE, POWER, stand_in
from ingest.fit.storable import storable
from ingest.fit.strap import Beats
from ingest.fit.timer import pauses_of
from ingest.fit.timestamps import EPOCH_S, timestamps
from ingest.fit.workout_steps import device_steps
from models.recording import Recording
from models.running_dynamics import STANCE_TIME_BALANCE
from models.tables import RECORDS

Rows = NDArray[np.int64]

_LONGEST_S = 30 * 86_400.0
"""Nobody records for longer without a break [s]; our choice."""


@dataclass(frozen=True)
class _Samples:
    """The records of a file, decoded once for all its sessions."""

    times: Numbers
    strides: Numbers
    columns: dict[str, Numbers]
    sources: tuple[Source, ...]
    beats: Beats
    steps: pl.DataFrame


@dataclass(frozen=True)
class Recordings:
    """What one FIT file tells of activities."""

    recordings: tuple[Recording, ...]
    untimed: int
    """Records that no time is told of, or none that can be; they were left out."""
    surplus: int
    """Sessions that are too many; their records belong to the last that is kept."""


def recordings(file: FitFile, first_index: int, beats: Beats) -> Recordings:
    """The recordings of a file in order of time, counted from `first_index`; none where it holds no activity.

    `beats` are those that a strap handed over afterwards: they tell the heart rate where the records do not.
    A session without records is an activity if it has strength sets, or if it took any time: a pool swim, or one
    that was typed in.
    """
    samples = _samples(file, file.messages("record"), beats)
    known = samples.times[~np.isnan(samples.times)]
    told = sessions(file, known)
    kept = bounded(told)
    found = [
        recording for session in kept if (recording := _recording(file, session, samples)) and _is_activity(recording)
    ]
    numbered = (replace(recording, session_index=first_index + i) for i, recording in enumerate(found))
    return Recordings(tuple(numbered), len(samples.times) - len(known), len(told) - len(kept))


def _samples(file: FitFile, messages: Messages, beats: Beats) -> _Samples:
    times = _sane(timestamps(file, messages), damaged=file.complaint is not None)
    apps = developer_columns(file, messages)
    columns = sensor_columns(messages)
    columns["power_w"] = stand_in(POWER, columns["power_w"], apps)
    heart_rate = columns["heart_rate_bpm"]
    heart_rate = stand_in(HEART_RATE, np.where(np.isnan(heart_rate), beats.heard(times), heart_rate), apps)
    columns["heart_rate_bpm"] = storable(RECORDS, "heart_rate_bpm", np.where(heart_rate == 0, np.nan, heart_rate))
    cadence = stand_in(CADENCE, strides(messages), apps)
    return _Samples(times, cadence, columns, sources(apps, messages), beats, device_steps(file))


def _sane(times: Numbers, *, damaged: bool) -> Numbers:
    """Times of records, NaN where one is too far from the others to be of the same activity.

    Behind damage most may be noise: there the first that agree with each other are right.
    """
    known = times[~np.isnan(times)]
    if not len(known):
        return times
    middle = _first_agreeing(known) if damaged else np.median(known)
    return np.where(np.abs(times - middle) <= _LONGEST_S, times, np.nan)


def _first_agreeing(times: Numbers) -> float:
    """The first time that the one behind it is near to."""
    near = np.flatnonzero(np.abs(np.diff(times)) <= _LONGEST_S)
    return float(times[near[0]] if len(near) else times[0])


def _is_activity(recording: Recording) -> bool:
    return bool(recording.records.height or recording.sets.height or recording.elapsed_s)


def _recording(file: FitFile, session: Session, samples: _Samples) -> Recording:
    rows = session.owns(samples.times)
    # A clock may be set back by a second; records stand in the order of time.
    rows = rows[np.argsort(samples.times[rows], kind="stable")]
    records, dynamics = _records(file, session, samples, rows)
    pauses = pauses_of(file, session)
    return Recording(
        session_index=0,
        sport=session.sport,
        sub_sport=session.sub_sport,
        start_time=datetime.fromtimestamp(session.start + EPOCH_S, UTC),
        utc_offset_s=utc_offset_s(file, samples.times),
        **_totals(session, records, pauses),
        device=watch(file),
        **dynamics,
        records=records,
        laps=laps_of(file, session),
        pauses=pauses,
        device_steps=samples.steps,
        sets=sets_of(file, session),
        splits=splits_of(file, session),
    )


def _records(file: FitFile, session: Session, samples: _Samples, rows: Rows) -> tuple[pl.DataFrame, dict[str, Any]]:
    """The session's records, and which source of running dynamics they have and which others there are."""
    own, others = canonical(samples.sources, rows)
    columns = {name: values[rows] for name, values in samples.columns.items()}
    columns["cadence_spm"] = samples.strides[rows] * (2 if session.sport in ON_FOOT else 1)
    columns |= {name: values[rows] for name, values in own.columns.items()} if own else {}
    balance = samples.sources[0].tells(STANCE_TIME_BALANCE.column, rows)
    sensor = dynamics_sensor(file, balance=balance)
    said = {
        "dynamics_source": (own.name or sensor) if own else None,
        "record_dynamics": others_frame(others, rows, sensor),
    }
    if not len(rows):
        return _beats_frame(session, samples.beats), said
    return records_frame(samples.times[rows], session.start, columns), said


def _beats_frame(session: Session, beats: Beats) -> pl.DataFrame:
    """Records of a session that has none of its own: one for each second in which the strap heard the heart."""
    times = np.unique(np.ceil(beats.between(session.start, session.over).times))
    return records_frame(times, session.start, {"heart_rate_bpm": beats.heard(times)})


def _totals(session: Session, records: pl.DataFrame, pauses: pl.DataFrame) -> dict[str, Any]:
    """Durations and distance as the session tells them, or from its records where it does not."""
    elapsed = session.elapsed_s
    if elapsed is None and records.height:
        elapsed = float(records["elapsed_s"].max())  # type: ignore[arg-type]  # not empty: a float
    timer = session.timer_s
    if timer is None and elapsed is not None:
        timer = max(0.0, elapsed - float((pauses["end_s"] - pauses["start_s"]).sum()))
    distance = session.distance_m
    if distance is None:
        travelled = records["distance_m"].drop_nulls()
        distance = max(0.0, float(travelled[-1] - travelled[0])) if len(travelled) else None
    return {"elapsed_s": elapsed, "timer_s": timer, "distance_m": distance}
