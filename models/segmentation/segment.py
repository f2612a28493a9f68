"""What the parts of the segmentation hand each other: spans in time, and what was asked for."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Segment:
    """A span [start, end) of the activity, seconds from its start, not yet named."""

    start_s: float
    end_s: float

    @property
    def duration_s(self) -> float:
        """Duration with pauses [s]."""
        return self.end_s - self.start_s

    def overlap_s(self, other: Segment) -> float:
        """How long both last together [s]."""
        return max(0.0, min(self.end_s, other.end_s) - max(self.start_s, other.start_s))


@dataclass(frozen=True, slots=True)
class Piece:
    """A segment with a kind: what becomes a row of `intervals`."""

    span: Segment
    kind: str
    nominal_m: float | None = None
    set_index: int | None = None
    source: str = "stream"
    confidence: float = 0.0
    flags: tuple[str, ...] = ()
    distance_m: float | None = None
    """As the device counted it in its laps; None: to be read from the signal [m]."""
    timer_s: float | None = None
    """The same for the time without pauses [s]."""
    led: bool = False
    """Whether the watch ended the lap by its own count, as a workout's, and no thumb."""


@dataclass(frozen=True, slots=True)
class Amount:
    """How much one step asks for: a distance [m], a duration [s], or neither (until the lap button is pressed)."""

    distance_m: float | None = None
    duration_s: float | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The result of one way of looking: repetitions and strides in order; or why there are none: a sentence."""

    structure: str
    reason: str
    pieces: tuple[Piece, ...] = ()
    gaps: tuple[Amount, ...] = ()
    """What was prescribed between the repetitions that were found, in order; empty where that is not known."""
    weak: bool = False
    """Whether a prescription outweighs it: several distances read into the stream, nothing to compare with, or few."""

    @property
    def work(self) -> tuple[Piece, ...]:
        """The repetitions."""
        return tuple(piece for piece in self.pieces if piece.kind == "work")


@dataclass(frozen=True, slots=True)
class Expected:
    """What was prescribed for the day, as far as the segmentation uses it; empty where nothing was."""

    work: tuple[Amount, ...] = ()
    recoveries: tuple[Amount, ...] = ()
    """Between the repetitions, in order."""
    sets: tuple[int | None, ...] = ()
    """Rep set of each repetition."""
    strides: tuple[Amount, ...] = field(default=())
    targets_mps: tuple[float | None, ...] = ()
    """Speed that the target of each repetition asks for, where it asks for one [m/s]."""
    gaps: tuple[Amount, ...] = ()
    """All that is prescribed between each repetition and the next."""

    def before(self, place: int) -> Amount:
        """What is prescribed between a repetition and the one before it; open where nothing is."""
        return self.gaps[place - 1] if 0 < place <= len(self.gaps) else Amount()

    def __bool__(self) -> bool:
        return bool(self.work)

    @property
    def distances_m(self) -> tuple[float, ...]:
        """The distances that are asked for, each once [m]."""
        return tuple(sorted({a.distance_m for a in self.work if a.distance_m}))

    @property
    def durations_s(self) -> tuple[float, ...]:
        """The durations that are asked for where no distance is, each once [s]."""
        return tuple(sorted({a.duration_s for a in self.work if a.duration_s and not a.distance_m}))
