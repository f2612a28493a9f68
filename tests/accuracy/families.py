"""Which sessions are drawn: what runners run, written as workout text, one family a structure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

Draw = Callable[[np.random.Generator], "Session"]


@dataclass(frozen=True, slots=True)
class Session:
    """A workout as its text, and what its family asks of the day."""

    text: str
    """Workout text without warm-up."""
    jog_share: float | None = None
    """Speed of jogged recoveries over that of the repetitions; None: drawn."""
    hill: bool = False


def _flagship(rng: np.random.Generator) -> Session:
    del rng
    return Session("6 x 400m / 200m")


def _eight_200(rng: np.random.Generator) -> Session:
    del rng
    return Session("8 x 200m / 200m")


def _ten_300(rng: np.random.Generator) -> Session:
    return Session(f"10 x 300m / {rng.choice(['100m', '200m', '60s'])}")


def _five_1000(rng: np.random.Generator) -> Session:
    return Session(f"5 x 1000m / {rng.choice(['400m', '200m', '2min', '3min'])}")


def _two_distances(rng: np.random.Generator) -> Session:
    del rng
    return Session("4 x 400m / 200m, 4 x 200m / 200m")


def _pyramid(rng: np.random.Generator) -> Session:
    recovery = rng.choice(["200m", "90s"])
    return Session(", ".join(f"{metres}m / {recovery}" for metres in (200, 400, 800, 400)) + ", 200m")


def _ladder(rng: np.random.Generator) -> Session:
    ladders = ((400, 600, 800, 1000), (1200, 800, 400), (1000, 800, 600, 400, 200), (1600, 1200, 800, 400))
    recovery = rng.choice(["200m", "400m", "2min"])
    chosen = ladders[rng.integers(len(ladders))]
    return Session(", ".join(f"{metres}m / {recovery}" for metres in chosen[:-1]) + f", {chosen[-1]}m")


def _by_time(rng: np.random.Generator) -> Session:
    texts = ("4 x 4min / 3min", "5 x 3min / 2min", "10 x 1min / 1min", "6 x 2min / 90s", "3 x 10min / 3min")
    return Session(str(rng.choice(texts)))


def _rep_sets(rng: np.random.Generator) -> Session:
    texts = (
        "2 x (5 x 400m / 200m) / 5min",
        "2 x (6 x 200m / 200m) / 6min",
        "3 x (4 x 300m / 100m) / 4min",
        "2 x (4 x 400m / 60s) / 400m",
    )
    return Session(str(rng.choice(texts)))


def _hills(rng: np.random.Generator) -> Session:
    by_time = f"{rng.integers(6, 13)} x {rng.choice([45, 60, 90])}s / {rng.choice([75, 90, 120])}s"
    metres = int(rng.choice([200, 300]))
    by_distance = f"{rng.integers(6, 11)} x {metres}m / {metres}m"
    return Session(by_time if rng.random() < 0.5 else by_distance, hill=True)


def _any_number(rng: np.random.Generator) -> Session:
    """From 3 to 30 repetitions: as many as fit in 3 to 8 km of work."""
    metres = int(rng.choice([200, 300, 400, 600, 800, 1200, 1600]))
    most = max(4, min(30, 8000 // metres))
    return Session(f"{rng.integers(3, most + 1)} x {metres}m / {rng.choice(['200m', '100m', '60s', '90s'])}")


def _small_contrast(rng: np.random.Generator) -> Session:
    """Work about 20 % faster than the jog between."""
    text = str(rng.choice(["6 x 400m / 200m", "8 x 400m / 200m", "5 x 1000m / 400m", "6 x 800m / 400m"]))
    return Session(text, jog_share=float(rng.uniform(0.80, 0.86)))


FAMILIES: dict[str, Draw] = {
    "6x400/200": _flagship,
    "8x200/200": _eight_200,
    "10x300": _ten_300,
    "5x1000": _five_1000,
    "4x400+4x200": _two_distances,
    "200-400-800-400-200": _pyramid,
    "ladder": _ladder,
    "by time": _by_time,
    "rep sets": _rep_sets,
    "hills": _hills,
    "3 to 30": _any_number,
    "20 % contrast": _small_contrast,
}
SHARES = {"6x400/200": 5, "by time": 2, "rep sets": 2, "hills": 2, "3 to 30": 2}
"""How many of 20 sessions are of a family; the others one."""
CYCLE = tuple(name for name in FAMILIES for _ in range(SHARES.get(name, 1)))
"""The family of a seed is CYCLE[seed % len(CYCLE)]."""
