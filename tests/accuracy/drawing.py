"""A seed becomes a case: athlete, place, watch, habits and what went otherwise than planned."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import numpy as np
import polars as pl

from models.simulation.asks import Ask, asked
from models.simulation.athlete import SimulatedAthlete
from models.simulation.conditions import Conditions
from models.simulation.legs import Leg
from models.simulation.motion import MotionConfig
from models.simulation.noise import stream
from models.simulation.pacing import PacingConfig, legs_of
from models.simulation.session import Simulated, simulate_legs
from models.tables import WORKOUT_STEPS
from models.workout_text import parse, steps
from tests.accuracy import negatives
from tests.accuracy.families import CYCLE, FAMILIES, Session
from tests.accuracy.negatives import NEGATIVES

TUNE_FROM, REPORT_FROM = 0, 500_000
"""Seeds below REPORT_FROM are for tuning; the table reports those from it on, which nobody tunes on."""
BEGIN = (datetime(2026, 3, 3, 17, tzinfo=UTC), 3600)
_BARE_SHARE = 0.1
"""Sessions recorded without any running around them, as half of the labelled real ones are. Not those by time: with
walks between, nothing would tell them from running with walking breaks."""


@dataclass(frozen=True, slots=True)
class Case:
    """One simulated run, and what is asked about it."""

    seed: int
    family: str
    session: bool
    """False: a run without repetitions."""
    simulated: Simulated
    prescription: pl.DataFrame
    """What the plan asked for that day, run or not: rows of WORKOUT_STEPS."""
    cut: frozenset[int]
    """Numbers of repetitions that were cut short: what was meant is not known of them."""
    tags: dict[str, str]
    """Condition by name: what the table is cut by."""


def family_of(seed: int, session: bool) -> str:
    """Which family a seed belongs to."""
    names = CYCLE if session else negatives.CYCLE
    return names[seed % len(names)]


def draw(seed: int, session: bool, laps: str = "stream") -> Case:
    """The case of a seed; `laps` is stream (none, or auto-laps), manual or steps."""
    return _session(seed, laps) if session else _negative(seed)


def _session(seed: int, laps: str) -> Case:
    rng = stream(seed, "case")
    family = family_of(seed, session=True)
    session = FAMILIES[family](rng)
    athlete, conditions = _athlete(rng), _conditions(rng, session.hill, laps)
    if family != "by time" and not session.hill and stream(seed, "bare").random() < _BARE_SHARE:
        conditions = replace(conditions, warmup_s=0.0, cooldown_s=0.0, strides=0)
    prescription = _prescribed(session.text, rng)
    meant = asked(steps(parse(session.text)), conditions)
    change = "none" if laps == "steps" or rng.random() < 0.70 else str(rng.choice(["cut short", "left out", "added"]))
    asks, cut = _changed(meant, change, rng)
    config = _pacing(session, rng)
    legs = _lived(legs_of(asks, athlete, conditions, stream(seed, "pacing"), config), rng)
    simulated = simulate_legs(asks, legs, athlete, BEGIN, seed, conditions)
    tags = _tags(conditions) | {"changed": change, "warm-up": _warm_up(conditions)}
    return Case(seed, family, True, simulated, prescription, cut, tags)


def _negative(seed: int) -> Case:
    rng = stream(seed, "negative")
    family = family_of(seed, session=False)
    athlete = _athlete(rng)
    conditions = _conditions(rng, family in {"trail", "hilly", "hilly laps"}, "stream")
    legs = tuple(NEGATIVES[family](rng, athlete))
    if conditions.place == "track":
        conditions = replace(conditions, place="road")
    simulated = simulate_legs((), legs, athlete, BEGIN, seed, conditions)
    planned = FAMILIES[CYCLE[rng.integers(len(CYCLE))]](rng)
    return Case(seed, family, False, simulated, _prescribed(planned.text, rng), frozenset(), _tags(conditions))


def _athlete(rng: np.random.Generator) -> SimulatedAthlete:
    """From 3:00 to 6:00/km at repetitions."""
    threshold = 1000 / rng.uniform(180, 360) / 1.04
    reserve = rng.uniform(90, 220)
    return SimulatedAthlete(
        threshold_mps=threshold,
        best_400m_s=(400 - reserve) / threshold,
        easy_mps=threshold * rng.uniform(0.68, 0.86),
        stance_time_at_3_mps_ms=rng.uniform(225, 280),
        stance_exponent=float(np.clip(rng.normal(-0.33, 0.07), -0.5, -0.15)),
        stance_drift=rng.uniform(0.0, 0.05),
    )


def _conditions(rng: np.random.Generator, hill: bool, laps: str) -> Conditions:
    place = "road" if hill else str(rng.choice(["track", "road", "treadmill"], p=[0.6, 0.28, 0.12]))
    recording = str(rng.choice(["1 Hz", "smart", "positions"], p=[0.6, 0.2, 0.2]))
    said: dict[str, Any] = {
        "place": place,
        "lane": int(rng.choice([1, 2, 3, 4], p=[0.7, 0.15, 0.1, 0.05])),
        "recovery": str(rng.choice(["jog", "walk", "stand", "mixed"], p=[0.45, 0.2, 0.15, 0.2])),
        "warmup_s": 2400.0 if rng.random() < 0.12 else rng.uniform(240, 1200),
        "cooldown_s": rng.uniform(60, 900),
        "strides": int(rng.integers(3, 7)) if rng.random() < 0.25 else 0,
        "pauses": _pauses(rng),
        "dropouts": _dropouts(rng),
        "smart_recording": recording == "smart",
        "smart_on_change": bool(rng.random() < 0.7),
        "odometer": recording != "positions" or place == "treadmill",
        "laps": str(rng.choice(["none", "auto"], p=[0.65, 0.35])) if laps == "stream" else laps,
        "auto_lap_too": laps == "manual" and bool(rng.random() < 0.3),
        "double_press_share": 0.03,
        "auto_pause": bool(rng.random() < 0.2) and laps != "steps",
    }
    return Conditions(**said, **_sensors(place, rng), moving=_moving(rng))


def _sensors(place: str, rng: np.random.Generator) -> dict[str, Any]:
    """How the sensors err that day."""
    receiver = place != "treadmill"
    return {
        "odometer_scale": _scale(place, rng),
        "scale_per_mps": 0.0 if receiver else rng.normal(0, 0.02),
        "odometer_noise": rng.uniform(0.004, 0.020),
        "odometer_lag_s": rng.uniform(0.0, 1.2),  # real repetitions begin 0.0 and end 1.9 s after their lap
        "jumps_m": _jumps(rng) if receiver else (),
        "bend_loss": rng.uniform(0.0, 0.08),
        "gps_error_m": rng.uniform(1.0, 5.0),
        "gps_tau_s": rng.uniform(20, 120),
        "gps_filter_s": rng.uniform(3.0, 8.0),
        "gps_jitter_m": rng.uniform(0.05, 0.35),
        "speed_lag_s": float(np.clip(rng.lognormal(np.log(4.5), 0.4), 2, 11)),
        "stance_noise_ms": rng.uniform(3, 9),
        "stance_lag_s": rng.uniform(1.0, 4.0),
        "missing_share": float(np.clip(rng.lognormal(np.log(0.024), 1.0), 0.002, 0.3)),
        "artefact_share": rng.uniform(0.0, 0.04),
    }


def _jumps(rng: np.random.Generator) -> tuple[tuple[float, float], ...]:
    """Under roofs and between houses positions jump at times."""
    if rng.random() > 0.15:
        return ()
    return tuple((float(rng.uniform(200, 3000)), float(rng.uniform(5, 25))) for _ in range(int(rng.integers(1, 4))))


def _moving(rng: np.random.Generator) -> MotionConfig:
    """People reach another speed within 0.5 to 3 s, by nine tenths: 2.3 time constants."""
    return MotionConfig(
        accelerate_tau_s=rng.uniform(0.4, 1.3),
        brake_tau_s=rng.uniform(0.4, 1.5),
        unevenness=rng.uniform(0.010, 0.028),
        unevenness_tau_s=rng.uniform(6, 25),
    )


def _pauses(rng: np.random.Generator) -> tuple[tuple[int, float], ...]:
    """The watch is stopped in one recovery, or by habit in each."""
    chance = rng.random()
    if chance < 0.07:
        return tuple((number, float(rng.uniform(15, 60))) for number in range(1, 31))
    return ((int(rng.integers(1, 4)), float(rng.uniform(20, 180))),) if chance < 0.2 else ()


def _scale(place: str, rng: np.random.Generator) -> float:
    """Measured over true: receivers read tracks 1 to 7 % long; footpods and treadmills err by some 4 %."""
    if place == "treadmill" or rng.random() < 0.1:
        return float(rng.uniform(0.96, 1.04))
    return float(rng.uniform(1.01, 1.07) if place == "track" else rng.uniform(0.99, 1.02))


def _dropouts(rng: np.random.Generator) -> tuple[tuple[float, float], ...]:
    if rng.random() > 0.15:
        return ()
    starts = rng.uniform(300, 2400, size=int(rng.integers(1, 4)))
    return tuple((float(start), float(start + rng.uniform(5, 25))) for start in starts)


def _prescribed(text: str, rng: np.random.Generator) -> pl.DataFrame:
    """The plan's text, with or without what is easy around it."""
    whole = f"15min easy, {text}, 10min easy" if rng.random() < 0.5 else text
    return WORKOUT_STEPS.conform(steps(parse(whole)))


def _pacing(session: Session, rng: np.random.Generator) -> PacingConfig:
    share = float(rng.uniform(1.0, 1.10)) * (0.82 if session.hill else 1.0)
    jog = (session.jog_share or rng.uniform(0.50, 0.84)) * share
    return PacingConfig(
        work_share=share,
        jog_share=jog,
        walk_mps=float(rng.uniform(1.2, 1.7)),
        repetition_error=float(rng.uniform(0.004, 0.02)),
        first_fast=float(rng.uniform(0.0, 0.05)),
        session_fade=float(rng.uniform(-0.02, 0.07)),
        rep_fade=(float(rng.uniform(-0.01, 0.06)), 0.02),
        uphill_percent=float(rng.uniform(4, 9)) if session.hill else 0.0,
    )


def _lived(legs: tuple[Leg, ...], rng: np.random.Generator) -> tuple[Leg, ...]:
    """With what no plan says: a walk to the track and home, a stop on the way, a wait before the first repetition."""
    walks, stops, waits, strolls = rng.random(4) < (0.15, 0.25, 0.3, 0.2)
    first = next(i for i, leg in enumerate(legs) if leg.kind == "work")
    before, after = list(legs[:first]), list(legs[first:])
    if before and stops:
        whole = before[0]
        half = replace(whole, duration_s=whole.duration_s / 2, distance_m=(whole.distance_m or 0.0) / 2)
        before[0:1] = [half, _still(whole, rng.uniform(15, 150)), half]
    if before and walks:
        seconds = rng.uniform(40, 240)
        before.insert(0, replace(before[0], duration_s=seconds, distance_m=1.4 * seconds, gait="walk"))
    if before and waits:
        before.append(_still(before[-1], rng.uniform(8, 90)))
    if strolls and after[-1].kind == "cooldown":
        seconds = rng.uniform(30, 200)
        after.append(replace(after[-1], duration_s=seconds, distance_m=1.3 * seconds, gait="walk"))
    return (*before, *after)


def _still(leg: Leg, seconds: float) -> Leg:
    return replace(leg, kind="warmup", duration_s=seconds, distance_m=None, gait="stand")


def _changed(asks: tuple[Ask, ...], change: str, rng: np.random.Generator) -> tuple[tuple[Ask, ...], frozenset[int]]:
    """What was run in place of what was meant."""
    work = [i for i, ask in enumerate(asks) if ask.kind == "work"]
    pairs = [i for i in work if i + 1 < len(asks) and asks[i + 1].kind == "recovery"]
    result, cut = list(asks), frozenset[int]()
    if change == "left out" and len(pairs) > 3:
        first = pairs[-1] if rng.random() < 0.6 else pairs[int(rng.integers(1, len(pairs)))]
        del result[first : first + 2]
    elif change == "added" and pairs:
        result[pairs[-1] : pairs[-1]] = result[pairs[-1] : pairs[-1] + 2] * int(rng.integers(1, 3))
    elif change == "cut short":
        number = len(work) - 1 if rng.random() < 0.6 else int(rng.integers(len(work)))
        share = rng.uniform(0.55, 0.9)
        ask = result[work[number]]
        whole, time = ask.distance_m, ask.duration_s
        result[work[number]] = replace(ask, distance_m=whole and whole * share, duration_s=time and time * share)
        cut = frozenset({number + 1})
    return _numbered(result), cut


def _numbered(asks: list[Ask]) -> tuple[Ask, ...]:
    numbered, count = list[Ask](), 0
    for ask in asks:
        count += ask.kind == "work"
        numbered.append(replace(ask, repetition_index=count) if ask.kind == "work" else ask)
    return tuple(numbered)


def _warm_up(conditions: Conditions) -> str:
    if not conditions.warmup_s:
        return "none"
    if conditions.strides:
        return "with strides"
    return "40 min" if conditions.warmup_s >= 2400 else "usual"


def _tags(conditions: Conditions) -> dict[str, str]:
    recording = "smart" if conditions.smart_recording else "1 Hz"
    return {
        "place": conditions.place,
        "recording": recording if conditions.odometer else "positions",
        "recovery": conditions.recovery,
        "laps": conditions.laps,
    }
