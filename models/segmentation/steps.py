"""Repetitions from laps that carry the step of the watch's workout: the surest source.

Steps say what was planned, laps what was run: x20 planned, 10 run. Laps of one step are merged (auto-laps inside it,
tails of 2 to 4 s). Kinds come from the steps' intensity where it tells anything: some watches say `interval` for
everything, and users' own workouts say `active` for the warm-up too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl

from models.segmentation.config import SegmentationConfig
from models.segmentation.laps import Lap, merged
from models.segmentation.segment import Found, Piece

_EASY = {"rest": "recovery", "recovery": "recovery", "warmup": "warmup", "cooldown": "cooldown"}


@dataclass(frozen=True, slots=True)
class Performed:
    """One time that a step was run."""

    lap: Lap
    step: dict[str, Any]
    """The step's row of DEVICE_STEPS; empty where the file does not describe it."""
    ended: str | None = None
    """What ended it: `distance` and `time` are the watch's own count."""

    @property
    def counted(self) -> bool:
        """Whether the watch ended the step as soon as it was done."""
        return self.ended in {"distance", "time"} and self.ended == self.step.get("duration_type")

    @property
    def said(self) -> str | None:
        """What the intensity says, where that is not just that something is done."""
        return _EASY.get(self.step.get("intensity") or self.lap.intensity or "")

    @property
    def share(self) -> float | None:
        """How much of the step's distance or duration was done; None for an open step."""
        if self.counted:
            return 1.0
        if self.step.get("distance_m"):
            return self.lap.distance_m / float(self.step["distance_m"])
        if self.step.get("duration_s"):
            return self.lap.timer_s / float(self.step["duration_s"])
        return None

    @property
    def nominal_m(self) -> float | None:
        """The distance that the step asked for, or at which the watch ended the lap [m]."""
        if self.step:
            return float(self.step["distance_m"]) if self.step.get("distance_m") else None
        rounded = round(self.lap.distance_m / 50) * 50.0
        exact = self.lap.trigger == "distance" and abs(self.lap.distance_m - rounded) < 0.5
        return rounded if exact and rounded else None


def by_steps(laps: Sequence[Lap], device_steps: pl.DataFrame, config: SegmentationConfig) -> Found | None:
    """The repetitions that the watch's workout led; None where laps carry no steps or no repetition was run."""
    performed = _performed(laps, device_steps, config)
    kinds = _kinds(performed, config)
    work = [p for p, kind in zip(performed, kinds, strict=True) if kind == "work"]
    pieces = [piece for p in work if (piece := _piece(p, config)) is not None]
    if not pieces:
        return None
    n = sum(piece.kind == "work" for piece in pieces)
    asked = _planned(device_steps)
    of = f" of {asked} planned" if asked and asked != n else ""
    what = _counted(n, "repetition", of) if n else _counted(len(pieces), "stride")
    return Found("workout_step", f"the watch led through a workout: {what}", tuple(pieces))


def _performed(laps: Sequence[Lap], device_steps: pl.DataFrame, config: SegmentationConfig) -> list[Performed]:
    """Laps of one step, one after the other, are one performance of it, until it is complete."""
    rows = {row["workout_step_index"]: row for row in device_steps.rows(named=True)}
    parts: list[list[Lap]] = []
    for lap in laps:
        if lap.step is None:
            continue
        if parts and lap.step == parts[-1][-1].step and not _complete(parts[-1], lap, rows, config):
            parts[-1].append(lap)
        else:
            parts.append([lap])
    return [Performed(merged(part), rows.get(part[0].step, {}), part[-1].trigger) for part in parts]


def _complete(part: list[Lap], following: Lap, rows: dict[int, dict[str, Any]], config: SegmentationConfig) -> bool:
    """Whether the step was done before the lap that follows; a tail belongs to it even so."""
    done = Performed(merged(part), rows.get(part[0].step or 0, {})).share
    return done is not None and done > 0.98 and following.timer_s > config.tail_s


def _kinds(performed: Sequence[Performed], config: SegmentationConfig) -> list[str]:
    """What each performance was: by the step's own word, else by repetition, place and speed."""
    kinds = [p.said or "work" for p in performed]
    if len({p.lap.step for p in performed}) < 2:
        return ["other"] * len(performed)  # a workout of one step has nothing to compare with
    kinds = _slower_of_alternating(performed, kinds, config)
    return _compared(performed, _singles(performed, kinds, config))


def _compared(performed: Sequence[Performed], kinds: list[str]) -> list[str]:
    """One step alone is no repetition if what is called easy is run as fast: steady running in three parts."""
    work = [p.lap.speed_mps for p, kind in zip(performed, kinds, strict=True) if kind == "work"]
    easy = [p.lap.speed_mps for p, kind in zip(performed, kinds, strict=True) if kind != "work"]
    if len(work) == 1 and work[0] <= max(easy, default=0.0):
        return ["other"] * len(performed)
    return kinds


def _slower_of_alternating(performed: Sequence[Performed], kinds: list[str], config: SegmentationConfig) -> list[str]:
    """Where a watch calls all steps alike, the slower of those that are repeated are the recoveries."""
    repeated = [s for s in _unnamed(performed, kinds) if sum(p.lap.step == s for p in performed) > 1]
    speeds = {s: float(np.median([p.lap.speed_mps for p in performed if p.lap.step == s])) for s in repeated}
    if len(repeated) < 2 or any(kind == "recovery" for kind in kinds):
        return kinds
    slow = {s for s in repeated if speeds[s] * config.lap_contrast < max(speeds.values())}
    return ["recovery" if p.lap.step in slow else kind for p, kind in zip(performed, kinds, strict=True)]


def _singles(performed: Sequence[Performed], kinds: list[str], config: SegmentationConfig) -> list[str]:
    """A step that is run once and slower than the work is warm-up, recovery or cool-down by its place."""
    counts = Counter(p.lap.step for p in performed)
    work = [p for p, kind in zip(performed, kinds, strict=True) if kind == "work"]
    repeated = [p.lap.speed_mps for p in work if counts[p.lap.step] > 1]
    usual = float(np.median(repeated or [p.lap.speed_mps for p in work])) if work else 0.0
    limit = usual / (config.single_slower if repeated else config.alone_slower)
    slow = [
        kind == "work" and counts[p.lap.step] == 1 and p.lap.speed_mps < limit
        for p, kind in zip(performed, kinds, strict=True)
    ]
    left = ["other" if out else kind for out, kind in zip(slow, kinds, strict=True)]
    return [_place(i, left) if out else kind for i, (out, kind) in enumerate(zip(slow, kinds, strict=True))]


def _place(index: int, kinds: list[str]) -> str:
    """What a slow step is by its place among the others."""
    if "work" not in kinds[:index]:
        return "warmup"
    return "cooldown" if "work" not in kinds[index + 1 :] else "recovery"


def _unnamed(performed: Sequence[Performed], kinds: list[str]) -> list[int]:
    return sorted(
        {p.lap.step for p, kind in zip(performed, kinds, strict=True) if kind == "work" and p.lap.step is not None}
    )


def _piece(performed: Performed, config: SegmentationConfig) -> Piece | None:
    """One repetition; None where it was hardly begun."""
    lap, share = performed.lap, performed.share
    if lap.timer_s < config.double_press_s * 0.8 or (share is not None and share < config.begun):
        return None
    short = share is not None and share < config.cut_short
    flags = (*lap.flags, "cut_short") if short else lap.flags
    stride = lap.timer_s <= config.stride_at_most_s and lap.distance_m <= config.stride_at_most_m
    nominal = None if short else performed.nominal_m
    kind = "stride" if stride else "work"
    sure = config.sure_unchecked
    piece = Piece(lap.span, kind, nominal, None, "workout_step", sure, flags, lap.distance_m, lap.timer_s)
    return replace(piece, led=performed.ended != "manual" or bool(performed.step and performed.share is not None))


def _counted(n: int, what: str, of: str = "") -> str:
    return f"{n}{of} {what}{'' if n == 1 and not of else 's'}"


def _planned(device_steps: pl.DataFrame) -> int | None:
    """How often the first repeated block was to be run; None where the file does not tell, or blocks nest."""
    counts = device_steps["repeat_count"].drop_nulls().to_list()
    return int(counts[0]) if len(counts) == 1 else None
