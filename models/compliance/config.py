"""The numbers of compliance that are opinions, with their sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Bands:
    """Colour by done over asked: inclusive limits of green and of yellow, red outside."""

    green: tuple[float, float]
    yellow: tuple[float, float]

    def colour(self, ratio: float) -> str:
        """`green`, `yellow` or `red`; the ratio is rounded to whole percents, as it is shown."""
        shown = round(ratio, 2)
        if self.green[0] <= shown <= self.green[1]:
            return "green"
        return "yellow" if self.yellow[0] <= shown <= self.yellow[1] else "red"


PRESETS: Mapping[str, Bands] = MappingProxyType(
    {
        # TrainingPeaks, support page "Calendar color coding": green 80-120 %, yellow 50-79 and 121-150 %.
        "trainingpeaks": Bands((0.80, 1.20), (0.50, 1.50)),
        # Today's Plan, 2019: within 15 %, within 35 %.
        "todaysplan": Bands((0.85, 1.15), (0.65, 1.35)),
    }
)


@dataclass(frozen=True, slots=True)
class ComplianceConfig:
    """Tolerances of verdicts and limits of matching."""

    preset: str = "trainingpeaks"
    lap_tolerance: float = 0.02
    """A repetition by laps is known to about 1 % at 90 s (lap +-0.5 s); the usual coaching band is 2 %."""
    stream_tolerance: float = 0.03
    """By the stream alone to 1.6 s: 2 % would be at the limit of noise."""
    sure_from: float = 0.6
    """Confidence below which a repetition is not judged: blind detection without plan has 0.6."""
    recovery_tolerance: float = 0.25
    distance_tolerance: float = 0.05
    """Half the step between neighbouring track distances would be wider; GPS scale is taken out before."""
    time_tolerance: float = 0.10
    """Of steps by time; +-10 % is what runners ask for (watt-mind/coach issue 30)."""
    repetitions_long: float = 1.2
    """Sets with more repetitions than this share count as long; fewer than asked is always short."""
    load_tolerance: float = 0.05
    half_credit: float = 0.5
    """What was done, but not as asked, counts half."""
    max_days_moved: int = 2
    same_day_bonus: float = 0.5
    day_cost: float = 0.15
    """With the bonus: a session on its own day wins unless two sessions were swapped by content."""
    moved_fit: float = 0.5
    """Least likeness of content for a session to count on another day."""

    @property
    def bands(self) -> Bands:
        """The colours of the preset."""
        return PRESETS[self.preset]


DEFAULT = ComplianceConfig()
