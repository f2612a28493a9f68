"""Runs without repetitions, leg by leg: what must not be called interval training."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from models.simulation.athlete import SimulatedAthlete
from models.simulation.legs import Gait, Leg

Draw = Callable[[np.random.Generator, SimulatedAthlete], "list[Leg]"]
_STEPS = 5
"""Into how many legs a gradual change is cut."""


def _leg(seconds: float, mps: float, gait: Gait = "run", grade: float = 0.0, kind: str = "other") -> Leg:
    distance = None if gait == "stand" else mps * seconds
    return Leg(kind, float(seconds), distance, gait=gait, grade_percent=grade)


def _rounded(legs: list[Leg], ramp_s: float) -> list[Leg]:
    """The legs with speeds that change little by little, as slopes do: real hills change by 0.3 to 0.5 within 5 s."""
    cuts = [min(ramp_s / 2, leg.duration_s / 3) for leg in legs]
    result: list[Leg] = []
    for i, leg in enumerate(legs):
        mps = (leg.distance_m or 0.0) / leg.duration_s
        inner = leg.duration_s - cuts[i] * ((i > 0) + (i + 1 < len(legs)))
        result.append(_leg(inner, mps, leg.gait, leg.grade_percent))
        if i + 1 < len(legs):
            following, seconds = legs[i + 1], (cuts[i] + cuts[i + 1]) / _STEPS
            for share in (np.arange(_STEPS) + 0.5) / _STEPS:
                speed = (1 - share) * mps + share * (following.distance_m or 0.0) / following.duration_s
                grade = (1 - share) * leg.grade_percent + share * following.grade_percent
                result.append(_leg(seconds, speed, leg.gait if share < 0.5 else following.gait, grade))
    return result


def _spread(rng: np.random.Generator, low: float, high: float) -> float:
    """A value between, small ones as often as great ones by ratio."""
    return float(np.exp(rng.uniform(np.log(low), np.log(high))))


def _wandering(rng: np.random.Generator, seconds: float, mps: float, share: float = 0.03) -> Iterator[Leg]:
    """Even running, as even as people run: each few minutes a little faster or slower."""
    while seconds > 60:
        part = min(seconds, rng.uniform(120, 480))
        yield _leg(part, mps * (1 + share * rng.standard_normal()))
        seconds -= part


def easy(rng: np.random.Generator, athlete: SimulatedAthlete) -> list[Leg]:
    return list(_wandering(rng, rng.uniform(1200, 5400), athlete.easy_mps))


def progression(rng: np.random.Generator, athlete: SimulatedAthlete) -> list[Leg]:
    steps = int(rng.integers(3, 10))
    speeds = np.linspace(athlete.easy_mps * 0.95, athlete.threshold_mps * rng.uniform(0.92, 1.03), steps)
    seconds = rng.uniform(1800, 3600) / steps
    return [_leg(seconds, speed) for speed in speeds] + [_leg(rng.uniform(60, 600), athlete.easy_mps)]


def hilly(rng: np.random.Generator, athlete: SimulatedAthlete) -> list[Leg]:
    legs: list[Leg] = []
    while sum(leg.duration_s for leg in legs) < 2700:
        metres, grade = _spread(rng, 80, 700), rng.uniform(2, 8)
        for slope in (grade, -grade):
            speed = athlete.easy_mps * (1 - 0.035 * slope if slope > 0 else 1 - 0.02 * slope)
            legs.append(_leg(metres / speed, speed, grade=slope))
        legs.append(_leg(_spread(rng, 30, 300), athlete.easy_mps))
    return _rounded(legs, rng.uniform(15, 40))


def hilly_laps(rng: np.random.Generator, athlete: SimulatedAthlete) -> list[Leg]:
    """The same climb round after round."""
    metres, grade, flat = _spread(rng, 150, 600), rng.uniform(3, 7), _spread(rng, 200, 900)
    up, down = athlete.easy_mps * (1 - 0.035 * grade), athlete.easy_mps * (1 + 0.02 * grade)
    legs: list[Leg] = []
    for _ in range(int(rng.integers(4, 9))):
        legs += [_leg(metres / up, up, grade=grade), _leg(metres / down, down, grade=-grade)]
        legs.append(_leg(flat / athlete.easy_mps, athlete.easy_mps * rng.uniform(0.97, 1.03), grade=0.0))
    return _rounded(legs, rng.uniform(15, 40))


def blocks(rng: np.random.Generator, athlete: SimulatedAthlete) -> list[Leg]:
    """Streets of one length, with a light at each."""
    block, red = rng.uniform(180, 500), rng.uniform(0.4, 0.8)
    legs: list[Leg] = []
    while sum(leg.duration_s for leg in legs) < 2400:
        run = block * int(rng.geometric(red))
        speed = athlete.easy_mps * rng.uniform(0.95, 1.08)
        legs += [_leg(run / speed, speed), _leg(_spread(rng, 5, 60), 0.0, "stand")]
    return legs


def stop_and_go(rng: np.random.Generator, athlete: SimulatedAthlete) -> list[Leg]:
    legs: list[Leg] = []
    while sum(leg.duration_s for leg in legs) < 2400:
        legs.append(_leg(_spread(rng, 30, 420), athlete.easy_mps * rng.uniform(0.92, 1.12)))
        legs.append(_leg(_spread(rng, 4, 70), 0.0, "stand"))
    return legs


def fartlek(rng: np.random.Generator, athlete: SimulatedAthlete) -> list[Leg]:
    legs = list(_wandering(rng, rng.uniform(480, 900), athlete.easy_mps))
    for _ in range(int(rng.integers(6, 13))):
        surge = _spread(rng, 20, 200)
        legs.append(_leg(surge, athlete.threshold_mps * rng.uniform(0.98, 1.2)))
        legs.append(_leg(_spread(rng, 30, 260), athlete.easy_mps * rng.uniform(0.9, 1.05)))
    return legs + list(_wandering(rng, rng.uniform(300, 700), athlete.easy_mps))


def tempo(rng: np.random.Generator, athlete: SimulatedAthlete) -> list[Leg]:
    hard = list(_wandering(rng, rng.uniform(1200, 2400), athlete.threshold_mps * rng.uniform(0.92, 0.99), 0.01))
    return [
        *_wandering(rng, rng.uniform(600, 1200), athlete.easy_mps),
        *hard,
        *_wandering(rng, rng.uniform(400, 900), athlete.easy_mps),
    ]


def strides_only(rng: np.random.Generator, athlete: SimulatedAthlete) -> list[Leg]:
    legs = list(_wandering(rng, rng.uniform(1500, 3000), athlete.easy_mps))
    walks = rng.random() < 0.5
    for _ in range(int(rng.integers(4, 9))):
        seconds = rng.uniform(14, 23)
        legs.append(_leg(seconds, athlete.threshold_mps * rng.uniform(1.15, 1.35), kind="stride"))
        rest = 1.4 if walks else athlete.easy_mps * 0.9
        legs.append(_leg(rng.uniform(40, 90), rest, "walk" if walks else "run"))
    return legs + list(_wandering(rng, rng.uniform(120, 600), athlete.easy_mps))


def run_walk(rng: np.random.Generator, athlete: SimulatedAthlete) -> list[Leg]:
    runs, walks = float(rng.choice([90, 120, 150, 180, 240, 300, 480, 600])), float(rng.choice([30, 60, 90, 120]))
    legs = [_leg(300, 1.5, "walk")] if rng.random() < 0.5 else []
    for _ in range(int(2700 // (runs + walks))):
        legs.append(_leg(runs * rng.uniform(0.97, 1.03), athlete.easy_mps * rng.uniform(0.96, 1.04)))
        legs.append(_leg(walks * rng.uniform(0.95, 1.1), rng.uniform(1.4, 1.7), "walk"))
    return legs


def surges(rng: np.random.Generator, athlete: SimulatedAthlete) -> list[Leg]:
    legs: list[Leg] = []
    while sum(leg.duration_s for leg in legs) < rng.uniform(4800, 7200):
        legs += list(_wandering(rng, _spread(rng, 240, 1200), athlete.easy_mps))
        legs.append(_leg(_spread(rng, 25, 150), athlete.threshold_mps * rng.uniform(0.95, 1.1)))
    return legs + list(_wandering(rng, 600, athlete.easy_mps))


def race(rng: np.random.Generator, athlete: SimulatedAthlete) -> list[Leg]:
    speed = athlete.threshold_mps * rng.uniform(0.96, 1.02)
    hard = [
        _leg(1000 / v, v) for v in speed * (1 + 0.02 * rng.standard_normal(5) + np.array([0.03, 0, -0.01, -0.02, 0.01]))
    ]
    warm = [*_wandering(rng, rng.uniform(300, 900), athlete.easy_mps), _leg(rng.uniform(60, 240), 0.0, "stand")]
    after = [_leg(rng.uniform(60, 300), 1.2, "walk"), *_wandering(rng, rng.uniform(300, 900), athlete.easy_mps * 0.95)]
    return [*warm, *hard, *after]


def trail(rng: np.random.Generator, athlete: SimulatedAthlete) -> list[Leg]:
    legs: list[Leg] = []
    while sum(leg.duration_s for leg in legs) < 4200:
        grade = float(np.clip(9 * rng.standard_normal(), -22, 22))
        speed = athlete.easy_mps * float(np.clip(1 - 0.045 * grade if grade > 0 else 1 - 0.012 * grade, 0.3, 1.2))
        walks = grade > 11
        speed = rng.uniform(0.8, 1.3) if walks else speed * rng.uniform(0.85, 1.05)
        legs.append(_leg(_spread(rng, 20, 420), speed, "walk" if walks else "run", grade))
    return _rounded(legs, rng.uniform(6, 20))


NEGATIVES: dict[str, Draw] = {
    "easy": easy,
    "progression": progression,
    "hilly": hilly,
    "hilly laps": hilly_laps,
    "stop-and-go": stop_and_go,
    "city blocks": blocks,
    "fartlek": fartlek,
    "tempo": tempo,
    "strides only": strides_only,
    "run-walk": run_walk,
    "long with surges": surges,
    "race": race,
    "trail": trail,
}
HARDER = ("hilly", "stop-and-go", "city blocks", "fartlek", "run-walk", "long with surges", "strides only")
CYCLE = (*NEGATIVES, *HARDER)
"""The kind of a seed is CYCLE[seed % len(CYCLE)]: those twice as often that are nearer to interval training."""
