"""Which samples of ground contact count, and how values are compared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class DynamicsConfig:
    """Which samples count, and how they are compared."""

    drop_first_s: float = 5.0
    """Sensor filter and acceleration [s]."""
    drop_last_s: float = 2.0
    slowest_spm: float = 140.0
    """Fewer steps a minute are walking; walking gives 400 to 890 ms."""
    slowest_mps: float = 1.8
    frozen_s: float = 30.0
    """One value of ground contact for so long is a sensor that has stopped: in 45 real runs with ground contact the
    longest row of equal values lasts 23 s [s]."""
    covered: float = 0.6
    """Share of the time that good samples must cover."""
    fewest: int = 20
    fewest_smart: int = 5
    """Fewest good samples, at 1 Hz and with smart recording."""
    smart_s: float = 1.5
    """Records further apart than this in the median are smart recording; our choice [s]."""
    longest_hold_s: float = 8.0
    """A sample stands for the time to the next record, but for no longer; our choice [s]."""
    hill_percent: float = 2.0
    """Steeper, up or down, is a hill, where contact time goes another way with speed; our choice."""
    grade_over_m: float = 150.0
    """A shorter stretch tells no slope: the barometer's own scatter of a metre would be a hill; our choice [m]."""
    block_s: float = 10.0
    """Contact and speed are compared in means over so long: a sensor's filter takes some seconds [s]."""
    steady_share: float = 0.08
    """Both halves of a block are as fast within it: while speed changes, contact lags behind; our choice."""
    grade_blocks: int = 2
    """Slope is taken over so many blocks before and after; one alone is the barometer's scatter; our choice."""
    fewest_blocks: int = 20
    """Fewer tell no slope; our choice."""
    huber_width: float = 1.345
    """In deviations: 95 % as sure as least squares where all is normal (Huber 1964)."""
    huber_rounds: int = 12
    """The weights change by less than a thousandth after them; our choice."""
    sessions: int = 3
    """So many first interval sessions set the reference speed."""
    exponent: float = -0.33
    exponent_deviation: float = 0.08
    """Prior of d ln(stance time) / d ln(speed): -0.32 in the median of 87 runs, P10 -0.44, P90 -0.22."""
    exponent_range: tuple[float, float] = (-0.8, 0.0)
    least_error: float = 0.02
    """The blocks of a run err together: its slope is never surer than this; our choice."""
    speed_spread_mps: float = 0.25
    """With less spread of speed within a run its slope tells nothing (standard deviation) [m/s]."""
    window: timedelta = timedelta(weeks=8)
    """The exponent is that of the last eight weeks with data."""
    confidence: float = 0.90
    fewest_repetitions: int = 3
    """Two repetitions always lie on a line."""
    rising_percent: float = 3.0
    """Drift below it is noise: repetitions scatter by 3.5 ms [%]."""


CONFIG = DynamicsConfig()
