"""Real sessions that people labelled, as they are and with their laps hidden."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl

from ingest.readers import decode
from models.errors import ReadError
from models.recording import Recording
from models.segmentation import segment
from models.tables import OVERRIDES
from tests.accuracy.scoring import Score, score

UNLABELLED = {
    # What the catalogue says of runs whose laps nobody labelled: number of repetitions and their nominal distances.
    "msimms__20210604_track_run_garmin_fenix_6.fit": (400, 400, 400, 400, 800, 800),
    "msimms__20210604_track_run_coros_pace_2.fit": (400, 400, 400, 400, 800, 800),
}
SAME_RUN = tuple(UNLABELLED)
"""One run on two watches: their repetitions must be the same."""
Label = tuple[datetime, float]
"""Start and duration without pauses [s] of a labelled lap."""


@dataclass(frozen=True, slots=True)
class Real:
    """One real session: how it was read, what it holds, and how near ours came."""

    file: str
    laps: str
    what: str
    score: Score
    structure: str
    reason: str


def labelled(folder: Path) -> Iterator[tuple[str, list[Label], str]]:
    """Files with labelled laps: name, start and duration of those that are repetitions, and the catalogue's words."""
    with (folder / "catalogue.csv").open(encoding="utf-8") as file:
        words = {row["file"]: row["cat_a_structure"] for row in csv.DictReader(file)}
    reps: dict[str, list[Label]] = {}
    with (folder / "laps.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["label"] == "rep":
                lap = (datetime.fromisoformat(row["start"]), float(row["timer_s"]))
                reps.setdefault(row["file"], []).append(lap)
    for name, laps in reps.items():
        yield name, laps, words.get(name, "")


def evaluate(folder: Path) -> list[Real]:
    """Each labelled file twice, and the pair of watches; files of a format that is not read yet are left out."""
    results: list[Real] = []
    for name, reps, what in labelled(folder):
        recording = _read(folder, name)
        if recording is not None:
            truth = _truth([_lap(recording, lap) for lap in reps])
            results.append(_scored(name, "as they are", what, recording, truth))
            results.append(_scored(name, "hidden", what, _hidden(recording), truth))
    return results


def labelled_recordings(folder: Path) -> Iterator[tuple[Recording, Recording, pl.DataFrame]]:
    """Each labelled session, the same with its laps hidden, and its true repetitions."""
    for name, reps, _ in labelled(folder):
        recording = _read(folder, name)
        if recording is not None:
            yield recording, _hidden(recording), _truth([_lap(recording, lap) for lap in reps])


def pair(folder: Path) -> list[list[str]]:
    """The run on two watches: what each shows, as nominal distances, durations and starts."""
    rows = []
    for name, distances in UNLABELLED.items():
        recording = _read(folder, name)
        if recording is not None:
            found = segment(recording, None, OVERRIDES.empty()).intervals.filter(pl.col("kind") == "work")
            nominal = " ".join(f"{m or 0:.0f}" for m in found["nominal_distance_m"])
            right = found["nominal_distance_m"].to_list() == list(distances)
            rows.append([name, nominal, " ".join(f"{s:.0f}" for s in found["duration_s"]), "yes" if right else "no"])
    return rows


def _read(folder: Path, name: str) -> Recording | None:
    path = folder / Path(name).suffix.removeprefix(".") / name
    try:
        return decode(path.read_bytes(), name).recordings[0]
    except ReadError:
        return None


def _hidden(recording: Recording) -> Recording:
    """The same without laps and without the watch's workout."""
    return replace(recording, laps=recording.laps.clear(), device_steps=recording.device_steps.clear())


def _lap(recording: Recording, label: Label) -> dict[str, Any]:
    """The lap that a label is about: the nearest in start and duration."""
    start, timer_s = (label[0] - recording.start_time).total_seconds(), label[1]
    laps = recording.laps.rows(named=True)
    return min(laps, key=lambda lap: abs(lap["start_s"] - start) + abs((lap["timer_s"] or 0.0) - timer_s))


def _truth(laps: list[dict[str, Any]]) -> pl.DataFrame:
    """Labelled laps as true repetitions; what was meant and the recoveries between are not labelled."""
    rows = [
        {
            "kind": "work",
            "repetition_index": number,
            "start_s": lap["start_s"],
            "end_s": lap["end_s"],
            "duration_s": lap["timer_s"],
            "nominal_distance_m": None,
            "stance_time_ms": None,
        }
        for number, lap in enumerate(laps, 1)
    ]
    return pl.DataFrame(rows)


def _scored(name: str, laps: str, what: str, recording: Recording, truth: pl.DataFrame) -> Real:
    result = segment(recording, None, OVERRIDES.empty())
    fast = ["work", "stride"] if "strides" in what else ["work"]
    work = result.intervals.filter(pl.col("kind").is_in(fast)).rows(named=True)
    everything = frozenset(range(1, truth.height + 1))
    return Real(name, laps, what, score(truth, work, [], everything), result.structure, result.structure_reason)
