"""How an athlete runs a workout: each step becomes legs with the time and distance that they truly take.

Repetitions are run at their target as long as the reserve above threshold (D', in metres) lasts. It is spent at
v - threshold while faster and refills below: d(reserve)/dt = (1 - reserve/D') (threshold - v), the differential
form of the W' balance (Skiba et al. 2015) with speed in place of power.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import exp

import numpy as np

from models.simulation.asks import Ask
from models.simulation.athlete import SimulatedAthlete
from models.simulation.conditions import Conditions
from models.simulation.legs import Gait, Leg
from models.simulation.track import lap_length_m

_KINDS = {"easy": "other", "rest": "recovery"}
_SPENDABLE = 0.95
"""Share of the reserve that a repetition in training can use; our choice."""


@dataclass(frozen=True, slots=True)
class PacingConfig:
    """What an athlete does where the workout leaves it open; all our choice."""

    warmup_share: float = 0.93
    """Speed of warm-up and cool-down over easy speed."""
    jog_share: float = 0.62
    """Speed of a jogged recovery over threshold."""
    walk_mps: float = 1.5
    work_share: float = 1.03
    """Speed of repetitions without a target over threshold."""
    repetition_error: float = 0.006
    """Standard deviation of a repetition's time around what was aimed at, as a share."""
    first_fast: float = 0.0
    """How much shorter the first repetition's time is, as a share."""
    session_fade: float = 0.0
    """How much longer the tenth repetition's time is, as a share."""
    rep_fade: tuple[float, float] = (0.0, 0.015)
    """Mean and deviation of the speed lost within a repetition, as a share."""
    uphill_percent: float = 0.0
    """Slope that repetitions go up and recoveries down [%]."""
    distance_error: float = 0.003
    """Standard deviation of where a distance ends, as a share."""
    stride_s: float = 20.0
    stride_rest_s: float = 60.0
    stride_share: float = 1.22
    """Speed of strides over threshold."""


def legs_of(
    asks: Sequence[Ask],
    athlete: SimulatedAthlete,
    conditions: Conditions,
    rng: np.random.Generator,
    config: PacingConfig = PacingConfig(),
) -> tuple[Leg, ...]:
    """The legs that `athlete` runs when asked so, in order."""
    pace = _Pacing(athlete, conditions, config, rng)
    legs: list[Leg] = []
    for index, ask in enumerate(asks):
        run = [replace(leg, step=index) for leg in pace.run(ask)]
        legs += pace.pausing(run, legs[-1].repetition_index if legs else None)
    return tuple(legs)


class _Pacing:
    """The athlete's mind during one session; holds what is left of the reserve."""

    def __init__(
        self, athlete: SimulatedAthlete, conditions: Conditions, config: PacingConfig, rng: np.random.Generator
    ) -> None:
        self.athlete, self.conditions, self.config, self.rng = athlete, conditions, config, rng
        self.reserve = athlete.reserve_m
        self.repetitions = 0

    def run(self, ask: Ask) -> list[Leg]:
        legs = self._work(ask) if ask.kind == "work" else self._between(ask)
        for leg in legs:
            self.reserve = self._left(leg)
        return legs

    def pausing(self, legs: list[Leg], repetition: int | None) -> list[Leg]:
        """`legs`, with the watch stopped in the middle of the recovery where the conditions say so."""
        pause = dict(self.conditions.pauses).get(repetition or 0)
        if pause is None or legs[0].kind != "recovery":
            return legs
        whole = legs[0]
        half = None if whole.distance_m is None else whole.distance_m / 2
        first = replace(whole, duration_s=whole.duration_s / 2, distance_m=half)
        still = replace(whole, duration_s=pause, distance_m=None, gait="stand", paused=True)
        return [first, still, first, *legs[1:]]

    def _left(self, leg: Leg) -> float:
        over = (leg.distance_m or 0.0) / leg.duration_s - self.athlete.threshold_mps
        full = self.athlete.reserve_m
        if over > 0:
            return max(self.reserve - over * leg.duration_s, 0.0)
        return full - (full - self.reserve) * exp(over * leg.duration_s / full)

    def _work(self, ask: Ask) -> list[Leg]:
        said = self.conditions.rep_times_s
        done, self.repetitions = self.repetitions, self.repetitions + 1
        if ask.distance_m is None:
            time = ask.duration_s or 60.0
            speed = ask.target_mps or self.athlete.threshold_mps * self.config.work_share
            distance = min(
                speed * time / self._slower(done), self.athlete.threshold_mps * time + _SPENDABLE * self.reserve
            )
            return [self._leg(ask, time, distance)]
        distance = self._true_distance(ask.distance_m)
        if said is not None and done < len(said):
            return [self._leg(ask, said[done], distance)]
        wanted = ask.target_s or ask.distance_m / (self.athlete.threshold_mps * self.config.work_share)
        wanted *= self._slower(done) * (1 + self.config.repetition_error * self.rng.standard_normal())
        possible = (distance - _SPENDABLE * self.reserve) / self.athlete.threshold_mps
        return [self._leg(ask, max(wanted, possible), distance)]

    def _slower(self, done: int) -> float:
        """Time of a repetition over the usual one: first ones are fast, later ones slow."""
        return 1 - self.config.first_fast * (done == 0) + self.config.session_fade * done / 10

    def _between(self, ask: Ask) -> list[Leg]:
        gait, speed = self._easy(ask)
        open_s = self.conditions.warmup_s if ask.kind == "warmup" else self.conditions.cooldown_s
        if ask.distance_m is not None:
            distance = self._true_distance(ask.distance_m)
            return [self._leg(ask, distance / speed, distance, gait if gait != "stand" else "walk")]
        time = ask.duration_s or open_s
        legs = [self._leg(ask, time, None if gait == "stand" else speed * time, gait)]
        return legs + (self._strides() if ask.kind == "warmup" else [])

    def _easy(self, ask: Ask) -> tuple[Gait, float]:
        """Gait and speed of what is not a repetition."""
        if ask.kind in {"recovery", "rest"}:
            return self._recovery(ask)
        share = self.config.warmup_share if ask.kind in {"warmup", "cooldown"} else 1.0
        return "run", ask.target_mps or self.athlete.easy_mps * share * self._about(0.01)

    def _recovery(self, ask: Ask) -> tuple[Gait, float]:
        said = self.conditions.recovery
        choice = said if said != "mixed" else ("jog", "walk", "stand")[self.rng.integers(3)]
        if choice == "jog":
            return "run", ask.target_mps or self.athlete.threshold_mps * self.config.jog_share * self._about(0.03)
        # Who stands still for a recovery by distance gets nowhere: it is walked.
        gait: Gait = "stand" if choice == "stand" else "walk"
        return gait, self.config.walk_mps * self._about(0.05)

    def _strides(self) -> list[Leg]:
        speed = self.athlete.threshold_mps * self.config.stride_share
        rest = self.config.walk_mps * self.config.stride_rest_s
        pair = [
            Leg("stride", self.config.stride_s, speed * self.config.stride_s),
            Leg("other", self.config.stride_rest_s, rest, gait="walk"),
        ]
        return pair * self.conditions.strides

    def _about(self, deviation: float) -> float:
        return float(np.clip(1 + deviation * self.rng.standard_normal(), 1 - 3 * deviation, 1 + 3 * deviation))

    def _true_distance(self, nominal_m: float) -> float:
        """What is truly covered: by the watch where it beeps or there are no lines, else by the lines of the lane."""
        error = self._about(self.config.distance_error)
        if self.conditions.laps == "steps" or self.conditions.place == "road":
            return nominal_m * error / self.conditions.odometer_scale
        lane = lap_length_m(self.conditions.lane) / lap_length_m(1) if self.conditions.place == "track" else 1.0
        return nominal_m * lane

    def _leg(self, ask: Ask, time: float, distance: float | None, gait: Gait = "run") -> Leg:
        return Leg(
            _KINDS.get(ask.kind, ask.kind),
            time,
            distance,
            ask.distance_m,
            gait,
            ask.set_index if ask.kind == "work" else None,
            ask.repetition_index if ask.kind == "work" else None,
            by_distance=ask.distance_m is not None,
            fade=self.rng.normal(*self.config.rep_fade) if ask.kind == "work" else 0.0,
            grade_percent=self.config.uphill_percent * {"work": 1, "recovery": -1}.get(ask.kind, 0),
        )
