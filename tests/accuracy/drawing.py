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
from models.simulation.noise import stream
from models.simulation.pacing import PacingConfig, legs_of
from models.simulation.session import Simulated, simulate_legs
from models.tables import WORKOUT_STEPS
from models.workout_text import parse, steps
from tests.accuracy.families import CYCLE, FAMILIES, Session
from tests.accuracy.negatives import NEGATIVES

TUNE_FROM, REPORT_FROM = 0, 500_000
"""Seeds below REPORT_FROM are for tuning; the table reports those from it on, which nobody tunes on."""
_BEGIN = (datetime(2026, 3, 3, 17, tzinfo=UTC), 3600)


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
    names = CYCLE if session else tuple(NEGATIVES)
    return names[seed % len(names)]


def draw(seed: int, session: bool, laps: str = "stream") -> Case:
    """The case of a seed; `laps` is stream (none, or auto-laps), manual or steps."""
    return _session(seed, laps) if session else _negative(seed)


def _session(seed: int, laps: str) -> Case:
    rng = stream(seed, "case")
    family = family_of(seed, session=True)
    session = FAMILIES[family](rng)
    athlete, conditions = _athlete(rng), _conditions(rng, session, laps)
    prescription = _prescribed(session.text, rng)
    meant = asked(steps(parse(session.text)), conditions)
    change = "none" if laps == "steps" or rng.random() < 0.75 else str(rng.choice(["cut short", "left out", "added"]))
    asks, cut = _changed(meant, change, rng)
    config = _pacing(session, rng)
    legs = legs_of(asks, athlete, conditions, stream(seed, "pacing"), config)
    simulated = simulate_legs(asks, legs, athlete, _BEGIN, seed, conditions)
    tags = _tags(conditions) | {"changed": change, "warm-up": _warm_up(conditions)}
    return Case(seed, family, True, simulated, prescription, cut, tags)


def _negative(seed: int) -> Case:
    rng = stream(seed, "negative")
    family = family_of(seed, session=False)
    athlete = _athlete(rng)
    conditions = _conditions(rng, Session("", hill=family in {"trail", "hilly"}), "stream")
    legs = tuple(NEGATIVES[family](rng, athlete))
    conditions = replace(conditions, place="road" if conditions.place == "track" else conditions.place)
    simulated = simulate_legs((), legs, athlete, _BEGIN, seed, conditions)
    planned = FAMILIES[CYCLE[rng.integers(len(CYCLE))]](rng)
    return Case(seed, family, False, simulated, _prescribed(planned.text, rng), frozenset(), _tags(conditions))


def _athlete(rng: np.random.Generator) -> SimulatedAthlete:
    """From 3:00 to 6:00/km at repetitions."""
    threshold = 1000 / rng.uniform(180, 360) / 1.04
    reserve = rng.uniform(90, 220)
    return SimulatedAthlete(
        threshold_mps=threshold,
        best_400m_s=(400 - reserve) / threshold,
        easy_mps=threshold * rng.uniform(0.68, 0.82),
        stance_time_at_3_mps_ms=rng.uniform(225, 280),
        stance_exponent=float(np.clip(rng.normal(-0.33, 0.07), -0.5, -0.15)),
        stance_drift=rng.uniform(0.0, 0.05),
    )


def _conditions(rng: np.random.Generator, session: Session, laps: str) -> Conditions:
    place = "road" if session.hill else str(rng.choice(["track", "road", "treadmill"], p=[0.6, 0.28, 0.12]))
    recording = str(rng.choice(["1 Hz", "smart", "positions"], p=[0.6, 0.2, 0.2]))
    said: dict[str, Any] = {
        "place": place,
        "lane": int(rng.choice([1, 2, 3, 4], p=[0.7, 0.15, 0.1, 0.05])),
        "smart_recording": recording == "smart",
        "odometer": recording != "positions" or place == "treadmill",
        "recovery": str(rng.choice(["jog", "walk", "stand", "mixed"], p=[0.45, 0.2, 0.15, 0.2])),
        "laps": str(rng.choice(["none", "auto"], p=[0.65, 0.35])) if laps == "stream" else laps,
        "odometer_scale": _scale(place, rng),
        "odometer_noise": rng.uniform(0.004, 0.012),
        "gps_error_m": rng.uniform(1.5, 4.0),
        "speed_lag_s": float(np.clip(rng.lognormal(np.log(4.5), 0.4), 2, 11)),
        "warmup_s": 2400.0 if rng.random() < 0.12 else rng.uniform(240, 1200),
        "cooldown_s": rng.uniform(60, 900),
        "strides": int(rng.integers(3, 7)) if rng.random() < 0.25 else 0,
        "auto_pause": bool(rng.random() < 0.2) and laps != "steps",
        "pauses": ((int(rng.integers(1, 4)), rng.uniform(20, 120)),) if rng.random() < 0.15 else (),
        "dropouts": _dropouts(rng),
    }
    return Conditions(**said)


def _scale(place: str, rng: np.random.Generator) -> float:
    """Measured over true: receivers read tracks 1 to 7 % long; footpods and treadmills err by some 4 %."""
    if place == "track":
        return float(rng.uniform(1.01, 1.07))
    return float(rng.uniform(0.96, 1.04) if place == "treadmill" else rng.uniform(0.99, 1.02))


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
    share = float(rng.uniform(1.0, 1.10))
    jog = (session.jog_share or rng.uniform(0.55, 0.75)) * share
    return PacingConfig(
        work_share=share,
        jog_share=jog,
        walk_mps=float(rng.uniform(1.2, 1.7)),
        repetition_error=float(rng.uniform(0.004, 0.02)),
        distance_error=0.003,
    )


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
