"""Ground contact and its companions for each interval, at the athlete's reference speed, and within a session.

Rules and figures: science notes 2.1 (artefacts, from 87 real runs) and 2.4 (speed). A value is the median of good
samples or null with a reason; sensors are never mixed, for `records` hold one source only.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.special import stdtrit  # scipy.stats has it too, and takes long to load

from models.running_dynamics import METRICS, STANCE_TIME, Metric
from models.tables import INTERVALS, REFERENCE_SPEEDS

DYNAMICS_VERSION = 1
"""Raised whenever a calculation here changes."""

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class DynamicsConfig:
    """Which samples count, and how they are compared."""

    drop_first_s: float = 5.0
    """Sensor filter and acceleration [s]."""
    drop_last_s: float = 2.0
    slowest_spm: float = 140.0
    """Fewer steps a minute are walking; walking gives 400 to 890 ms."""
    slowest_mps: float = 1.8
    covered: float = 0.6
    """Share of the time that good samples must cover."""
    fewest: int = 20
    fewest_smart: int = 5
    """Fewest good samples, at 1 Hz and with smart recording."""
    smart_s: float = 1.5
    """Records further apart than this in the median are smart recording; our choice [s]."""
    longest_hold_s: float = 8.0
    """A sample stands for the time to the next record, but for no longer; our choice [s]."""
    sessions: int = 3
    """So many first interval sessions set the reference speed."""
    exponent: float = -0.33
    exponent_deviation: float = 0.08
    """Prior of d ln(stance time) / d ln(speed): -0.32 in the median of 87 runs, P10 -0.44, P90 -0.22."""
    exponent_range: tuple[float, float] = (-0.8, 0.0)
    least_error: float = 0.02
    """Intervals of a session err together: the slope is never surer than this; our choice."""
    speed_spread_mps: float = 0.25
    """With less spread of speed the slope tells nothing (standard deviation) [m/s]."""
    window: timedelta = timedelta(weeks=8)
    """The exponent is that of the last eight weeks with data."""
    confidence: float = 0.90
    rising_percent: float = 3.0
    """Drift below it is noise: repetitions scatter by 3.5 ms [%]."""


CONFIG = DynamicsConfig()


@dataclass(frozen=True, slots=True)
class Drift:
    """How ground contact at equal speed changed from the first to the last repetition [%], with its 90 % interval."""

    percent: float
    low_percent: float
    high_percent: float
    rising: bool
    """Whether it surely grew, and by enough to matter: to be shown, not diagnosed."""


def measure(records: pl.DataFrame, intervals: pl.DataFrame, config: DynamicsConfig = CONFIG) -> pl.DataFrame:
    """`intervals` with heart rate, cadence and running dynamics from `records`, and why ground contact is null.

    Args:
        records: RECORDS of one activity, all dynamics from one source.
        intervals: INTERVALS of the same, but for the owner.
        config: every threshold.
    """
    samples = _samples(records)
    filled = [row | _measured(samples, row, config) for row in intervals.rows(named=True)]
    return INTERVALS.unowned(INTERVALS.rows(filled))


def reference_speeds(
    activities: pl.DataFrame, intervals: pl.DataFrame, config: DynamicsConfig = CONFIG
) -> pl.DataFrame:
    """Rows of REFERENCE_SPEEDS: for each athlete and sensor the speed at which ground contact is compared.

    The speed is the median over the repetitions of the first three interval sessions with that sensor and then stays;
    the exponent is the athlete's own, shrunk to the prior: it is what two dates are compared with alike.
    """
    counted = activities.filter(
        pl.col("dynamics_source").is_not_null(), ~pl.col("ignored"), pl.col("same_as").is_null()
    )
    owner = counted.select("activity_id", "athlete_id", "dynamics_source", "local_date", "start_time")
    usable = (
        intervals.filter(pl.col(STANCE_TIME.column).is_not_null(), pl.col("duration_s") > 0)
        .with_columns((_metres() / pl.col("duration_s")).alias("speed_mps"))
        .filter(pl.col("speed_mps") > 0)
        .join(owner, on="activity_id")
        .sort("start_time", "activity_id", "interval_index")
    )
    groups = usable.partition_by("athlete_id", "dynamics_source", maintain_order=True)
    rows = [row for group in groups if (row := _reference(group, config)) is not None]
    return REFERENCE_SPEEDS.rows(rows).sort("athlete_id", "dynamics_source")


def drift(intervals: pl.DataFrame, exponent: float = CONFIG.exponent, config: DynamicsConfig = CONFIG) -> Drift | None:
    """The drift over the repetitions of one session; None below three with ground contact.

    The slope of ln(stance time at equal speed) over the repetition's number, times their number minus one.
    """
    work = intervals.filter(
        pl.col("kind") == "work", pl.col(STANCE_TIME.column).is_not_null(), pl.col("duration_s") > 0
    )
    work = work.with_columns((_metres() / pl.col("duration_s")).alias("speed_mps")).filter(pl.col("speed_mps") > 0)
    if work.height < 3:
        return None
    number = work["repetition_index"].to_numpy().astype(np.float64)
    level = np.log(work[STANCE_TIME.column].to_numpy()) - exponent * np.log(work["speed_mps"].to_numpy())
    span = 100 * float(number[-1] - number[0])
    slope, error = _slope(number - number.mean(), level - level.mean(), work.height - 2)
    width = float(stdtrit(work.height - 2, (1 + config.confidence) / 2)) * error * span
    percent = slope * span
    rising = percent - width > 0 and percent >= config.rising_percent
    return Drift(percent, percent - width, percent + width, rising)


def _metres() -> pl.Expr:
    return pl.coalesce("nominal_distance_m", "distance_m")


@dataclass(frozen=True, slots=True)
class _Samples:
    """The records as arrays, NaN where there is nothing."""

    elapsed_s: Array
    hold_s: Array
    """Time to the next record [s]."""
    running: NDArray[np.bool_]
    columns: dict[str, Array]
    smart: bool


def _samples(records: pl.DataFrame, config: DynamicsConfig = CONFIG) -> _Samples:
    names = ["distance_m", "speed_mps", "heart_rate_bpm", "cadence_spm", *(m.column for m in METRICS)]
    ordered = records.sort("elapsed_s", maintain_order=True)
    columns = {name: _floats(ordered, name) for name in names}
    elapsed = _floats(ordered, "elapsed_s")
    gaps = np.diff(elapsed, append=elapsed[-1:] + 1.0)
    speed = columns["speed_mps"]
    if np.isfinite(columns["distance_m"]).any() and len(elapsed) > 1:
        with np.errstate(divide="ignore", invalid="ignore"):
            speed = np.diff(columns["distance_m"], prepend=columns["distance_m"][:1]) / np.diff(elapsed, prepend=np.nan)
    # What is not known does not speak against running.
    running = ~(columns["cadence_spm"] < config.slowest_spm) & ~(speed < config.slowest_mps)
    smart = len(gaps) > 1 and float(np.median(gaps[:-1])) > config.smart_s
    return _Samples(elapsed, np.minimum(gaps, config.longest_hold_s), running, columns, smart)


def _floats(records: pl.DataFrame, name: str) -> Array:
    return records[name].cast(pl.Float64).fill_null(float("nan")).to_numpy()


def _measured(samples: _Samples, interval: dict[str, Any], config: DynamicsConfig) -> dict[str, Any]:
    """What one interval's cells become."""
    start_s, end_s = interval["start_s"], interval["end_s"]
    inside = (samples.elapsed_s >= start_s) & (samples.elapsed_s < end_s)
    window = (samples.elapsed_s >= start_s + config.drop_first_s) & (samples.elapsed_s < end_s - config.drop_last_s)
    lasting = interval["duration_s"] - config.drop_first_s - config.drop_last_s
    cells: dict[str, Any] = {
        "avg_heart_rate_bpm": _of(np.mean, samples.columns["heart_rate_bpm"][inside]),
        "max_heart_rate_bpm": _of(np.max, samples.columns["heart_rate_bpm"][inside]),
        "cadence_spm": _of(np.median, _above(samples.columns["cadence_spm"][inside], 0.0)),
    }
    for metric in METRICS:
        good = _good(samples, metric, window)
        reason = _too_few(samples, metric, good, window, lasting, config)
        cells[metric.column] = None if reason else float(np.median(samples.columns[metric.column][good]))
        if metric is STANCE_TIME:
            cells |= {"dynamics_samples": int(good.sum()), "dynamics_reason": reason}
    return cells


def _good(samples: _Samples, metric: Metric, window: NDArray[np.bool_]) -> NDArray[np.bool_]:
    low, high = metric.plausible
    values = samples.columns[metric.column]
    return np.asarray(window & samples.running & (values >= low) & (values <= high))


def _too_few(
    samples: _Samples,
    metric: Metric,
    good: NDArray[np.bool_],
    window: NDArray[np.bool_],
    lasting: float,
    config: DynamicsConfig,
) -> str | None:
    """Why the good samples do not carry a value; None where they do."""
    fewest = config.fewest_smart if samples.smart else config.fewest
    count = int(good.sum())
    if not np.isfinite(samples.columns[metric.column]).any():
        return "The recording has no ground contact time."
    if lasting <= 0 or int(window.sum()) < fewest:
        return (
            f"Too short: {max(lasting, 0):.0f} s and {int(window.sum())} samples remain without the first "
            f"{config.drop_first_s:.0f} and the last {config.drop_last_s:.0f} s; {fewest} samples are needed."
        )
    if int((window & samples.running).sum()) < fewest:
        return "Walking or standing: ground contact is read while running only."
    covered = float(samples.hold_s[good].sum()) / lasting
    if count < fewest or covered < config.covered:
        low, high = metric.plausible
        return (
            f"Only {count} good samples, which cover {100 * covered:.0f} % of the time: the others are missing, "
            f"not running, or outside {low:g} to {high:g} ms."
        )
    return None


def _above(values: Array, least: float) -> Array:
    return values[values > least]


def _of(reduce: Any, values: Array) -> float | None:  # noqa: ANN401  # any of NumPy's reductions
    known = values[np.isfinite(values)]
    return float(reduce(known)) if len(known) else None


def _reference(group: pl.DataFrame, config: DynamicsConfig) -> dict[str, object] | None:
    """One sensor of one athlete; None where no repetition has ground contact."""
    work = group.filter(pl.col("kind") == "work")
    first = work["activity_id"].unique(maintain_order=True).to_list()[: config.sessions]
    if not first:
        return None
    speeds = work.filter(pl.col("activity_id").is_in(first))["speed_mps"].to_numpy()
    latest = group["local_date"].max()
    recent = group.filter(pl.col("local_date") > pl.lit(latest) - config.window)
    exponent, deviation = _exponent(recent, config)
    return {
        "athlete_id": group["athlete_id"][0],
        "dynamics_source": group["dynamics_source"][0],
        "valid_from": work["local_date"].min(),
        "speed_mps": float(np.median(speeds)),
        "exponent": float(np.clip(exponent, *config.exponent_range)),
        "exponent_low": exponent - _Z90 * deviation,
        "exponent_high": exponent + _Z90 * deviation,
    }


_Z90 = 1.645
"""Half width of a normal distribution's 90 % interval, in standard deviations."""


def _exponent(recent: pl.DataFrame, config: DynamicsConfig) -> tuple[float, float]:
    """The athlete's exponent and its standard deviation: own slope and prior, weighted by their precision.

    The slope is that within sessions, so that a day on which all contacts are longer does not tilt it.
    """
    prior, wide = config.exponent, config.exponent_deviation
    logs = recent.select(
        "activity_id", pl.col("speed_mps").log().alias("x"), pl.col(STANCE_TIME.column).log().alias("y")
    )
    centred = logs.select(pl.col("x", "y") - pl.col("x", "y").mean().over("activity_id"), pl.lit(0))
    x, y = centred["x"].to_numpy(), centred["y"].to_numpy()
    spread = float(recent["speed_mps"].to_numpy().std())
    free = recent.height - recent["activity_id"].n_unique() - 1
    if free < 2 or spread < config.speed_spread_mps or not (x**2).sum() > 0:
        return prior, wide
    slope, error = _slope(x, y, free)
    own, known = 1 / max(error, config.least_error) ** 2, 1 / wide**2
    return (slope * own + prior * known) / (own + known), float(np.sqrt(1 / (own + known)))


def _slope(x: Array, y: Array, freedom: int) -> tuple[float, float]:
    """Least squares through the origin of centred values: slope and its standard error."""
    slope = float(x @ y / (x @ x))
    rest = y - slope * x
    return slope, float(np.sqrt(rest @ rest / freedom / (x @ x)))
