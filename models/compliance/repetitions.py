"""Repetitions and recoveries of a run against the steps that asked for them."""

from __future__ import annotations

from collections.abc import Iterable

from models.compliance.alignment import align
from models.compliance.config import ComplianceConfig
from models.compliance.sessions import Run, asked_size, done_size
from models.compliance.verdicts import PER_KM, aim_of, amount, in_interval, row
from models.prescription import Prescription
from models.rows import Row

Cells = dict[str, object]


def repetitions(asked: Prescription, run: Run, config: ComplianceConfig) -> list[Cells]:
    """Rows for the work steps and for the recoveries between two that were done."""
    pairs = align([asked_size(s) for s in asked.work], [done_size(i) for i in run.work])
    done = {step["step_index"]: run.work[j] for step, j in zip(asked.work, pairs, strict=True) if j is not None}
    found = [r for step in asked.work for r in _repetition(step, done.get(step["step_index"]), config)]
    return [*found, *_recoveries(asked, run, done, config)]


def left_out(asked: Prescription, verdict: str) -> list[Cells]:
    """Rows for the work steps of a session of which no repetition is known: `missed` or `unknown`."""
    return [row(step, *_main_metric(step), verdict) for step in asked.work]


def _main_metric(step: Row) -> tuple[str, float | None]:
    aim = aim_of(step)
    if aim is not None:
        return "duration_s", aim.middle_s
    if step["distance_m"]:
        return "distance_m", step["distance_m"]
    return "duration_s", step["duration_s"]


def _repetition(step: Row, interval: Row | None, config: ComplianceConfig) -> list[Cells]:
    if interval is None:
        return [row(step, *_main_metric(step), "missed")]
    judged = _by_distance(step, interval, config) if step["distance_m"] else _by_time(step, interval, config)
    if interval["confidence"] < config.sure_from:
        judged = [cells | {"verdict": "unknown"} for cells in judged]
    return [in_interval(cells, interval) for cells in judged]


def _by_distance(step: Row, interval: Row, config: ComplianceConfig) -> list[Cells]:
    """A repetition over another distance is short or long; its time is judged only over the distance asked."""
    distance_m = done_size(interval).distance_m
    aim = aim_of(step)
    if distance_m is None or aim is None:
        verdict = _distance_verdict(step, distance_m, config)
        return [row(step, "distance_m", step["distance_m"], verdict, distance_m)]
    verdict = _distance_verdict(step, distance_m, config)
    if verdict != "met":
        return [row(step, "distance_m", step["distance_m"], verdict, distance_m)]
    time = aim.verdict(interval["duration_s"], _tolerance(interval, config))
    return [row(step, "duration_s", aim.middle_s, time, interval["duration_s"])]


def _distance_verdict(step: Row, distance_m: float | None, config: ComplianceConfig) -> str:
    if distance_m is None:
        return "unknown"
    return amount(distance_m / step["distance_m"], 1 - config.distance_tolerance, 1 + config.distance_tolerance)


def _by_time(step: Row, interval: Row, config: ComplianceConfig) -> list[Cells]:
    """A repetition by time, and its pace where one was asked."""
    asked_s = step["duration_s"]
    ratio = interval["duration_s"] / asked_s if asked_s else 1.0
    verdict = amount(ratio, 1 - config.time_tolerance, 1 + config.time_tolerance)
    found = [row(step, "duration_s", asked_s, verdict, interval["duration_s"])]
    aim = aim_of({**step, "distance_m": PER_KM}) if step["target_unit"] == "s_per_km" else None
    if aim is not None and interval["pace_s_per_km"]:
        pace = interval["pace_s_per_km"]
        found.append(row(step, "pace_s_per_km", aim.middle_s, aim.verdict(pace, _tolerance(interval, config)), pace))
    return found


def _tolerance(interval: Row, config: ComplianceConfig) -> float:
    return config.stream_tolerance if interval["source"] == "stream" else config.lap_tolerance


def _recoveries(asked: Prescription, run: Run, done: dict[int, Row], config: ComplianceConfig) -> Iterable[Cells]:
    """Each recovery whose repetitions before and after were done: what lies between them."""
    for before, step, after in zip(asked.steps, asked.steps[1:], asked.steps[2:], strict=False):
        if step["kind"] != "recovery" or before["step_index"] not in done or after["step_index"] not in done:
            continue
        first, last = done[before["step_index"]], done[after["step_index"]]
        between = [i for i in run.intervals if first["interval_index"] < i["interval_index"] < last["interval_index"]]
        yield _recovery(step, [i for i in between if i["kind"] == "recovery"], last["start_s"] - first["end_s"], config)


def _recovery(step: Row, found: list[Row], gap_s: float, config: ComplianceConfig) -> Cells:
    metric, asked = ("distance_m", step["distance_m"]) if step["distance_m"] else ("duration_s", step["duration_s"])
    sizes = [done_size(i).distance_m for i in found]
    if metric == "duration_s":
        achieved: float | None = gap_s
    else:
        achieved = sum(s for s in sizes if s is not None) if sizes and None not in sizes else None
    if not asked or achieved is None:
        return row(step, metric, asked, "unknown", achieved)
    verdict = amount(achieved / asked, 1 - config.recovery_tolerance, 1 + config.recovery_tolerance)
    cells = row(step, metric, asked, verdict, achieved)
    return in_interval(cells, found[0]) if found else cells
