"""What a workout text means, as a tree of frozen values.

Workout                                 6 x (400m @ 95s + 200m @ R) / 3min
└── Repeat, 6 times, recovery 3min
    └── Series
        ├── Piece 400m, TimeTarget 95 s
        └── Piece 200m, LetterTarget R
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Letter = Literal["E", "M", "T", "I", "R"]
"""Daniels' training paces: easy, marathon, threshold, interval, repetition."""

HardManner = Literal["tempo", "strides"]
SoftManner = Literal["easy", "long", "warmup", "cooldown"]
Manner = HardManner | SoftManner
Move = Literal["jog", "walk", "stand"]
"""How a recovery is spent."""


@dataclass(frozen=True, slots=True)
class Distance:
    """An amount in metres [m]."""

    m: float


@dataclass(frozen=True, slots=True)
class Duration:
    """An amount in seconds [s]."""

    s: float


Amount = Distance | Duration


@dataclass(frozen=True, slots=True)
class TimeTarget:
    """Time for the distance of the piece [s]; both ends equal where one number was given."""

    low_s: float
    high_s: float


@dataclass(frozen=True, slots=True)
class PaceTarget:
    """Pace [s/km], fast end first."""

    low_s_per_km: float
    high_s_per_km: float


@dataclass(frozen=True, slots=True)
class EffortTarget:
    """Rating of perceived exertion, 0..10."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class LetterTarget:
    """One of Daniels' paces, which becomes a number only with the athlete's own paces."""

    letter: Letter


Target = TimeTarget | PaceTarget | EffortTarget | LetterTarget


@dataclass(frozen=True, slots=True)
class Piece:
    """One stretch of running; without a manner it is work."""

    amount: Amount
    manner: Manner | None = None
    target: Target | None = None

    @property
    def is_hard(self) -> bool:
        """Whether it is a repetition or a stride, which a recovery may follow."""
        return self.manner in (None, "tempo", "strides")

    @property
    def is_work(self) -> bool:
        """Whether it counts as a repetition; a stride does not."""
        return self.manner in (None, "tempo")


@dataclass(frozen=True, slots=True)
class Recovery:
    """Jogging, walking or standing between repetitions; `move` is None where it was not said."""

    amount: Amount
    move: Move | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """Hard pieces one after the other, with the same recovery after each: `400m, 800m, 400m / 90s`."""

    pieces: tuple[Piece, ...]
    recovery: Recovery | None = None


@dataclass(frozen=True, slots=True)
class Repeat:
    """The same again, `times` times, with a recovery after each; repeats nest two deep."""

    times: int
    body: tuple[RunItem, ...]
    recovery: Recovery | None = None


RunItem = Piece | Recovery | Series | Repeat
"""A `Piece` stands alone only where it is soft; hard ones are in a `Series`."""


@dataclass(frozen=True, slots=True)
class Sets:
    """Sets of one exercise of the catalogue; each of so many repetitions, or held for `hold_s` [s]."""

    exercise: str
    sets: int
    repetitions: int | None = None
    hold_s: float | None = None
    load_kg: float | None = None
    per_side: bool = False
    """Whether each side does them all."""
    side: Literal["left", "right"] | None = None
    """The one side that does them; None where both do."""


Item = RunItem | Sets


@dataclass(frozen=True, slots=True)
class Workout:
    """One session: all running or all exercises, in order; no item is a rest day."""

    items: tuple[Item, ...] = ()


REST = Workout()
