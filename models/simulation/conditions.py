"""Under which conditions a session is run and recorded: everything but athlete, workout and chance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from models.simulation.motion import CONFIG, MotionConfig

Recovery = Literal["jog", "walk", "stand", "mixed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """Place, habits and watch of one session; the defaults are a programmed workout on a track, at 1 Hz."""

    place: Literal["track", "road", "treadmill"] = "track"
    lane: int = 1
    temperature_c: float = 14.0

    # What the athlete does beside the workout's text.
    warmup_s: float = 600.0
    """Easy running before a workout that begins with repetitions [s]."""
    cooldown_s: float = 480.0
    """Easy running after one that ends with them [s]."""
    easy_s: float = 2400.0
    """Duration of a run without a workout [s]."""
    strides: int = 0
    """Strides of 20 s at the end of that warm-up."""
    recovery: Recovery = "jog"
    moving: MotionConfig = CONFIG
    """How suddenly the athlete changes speed, and how evenly keeps it."""
    rep_times_s: tuple[float, ...] | None = None
    """What each repetition truly takes, in place of what fitness and chance would give [s]."""
    pauses: tuple[tuple[int, float], ...] = ()
    """Repetition after which the watch is stopped, and for how long [s]."""
    tiredness: float = 0.0
    """How tired the session begins, on the scale where a session adds up to 1."""
    stance_shift_ms: float = 0.0
    """How much longer ground contact truly is today; between sessions of one runner 3.0 were measured [ms]."""

    # What the watch does.
    laps: Literal["steps", "manual", "auto", "none"] = "steps"
    auto_lap_m: float = 1000.0
    late_press_share: float = 0.07
    """Share of manual presses that come 4 to 20 s late; our choice."""
    missed_press_share: float = 0.03
    """Share of manual presses that never come; our choice."""
    double_press_share: float = 0.0
    """Share of manual presses that a second one follows some seconds later."""
    auto_lap_too: bool = False
    """Whether the watch also presses by itself after `auto_lap_m` without a manual press."""
    smart_recording: bool = False
    smart_on_change: bool = False
    """Whether smart recording also writes a record where the shown speed has changed."""
    auto_pause: bool = False
    """Whether the timer stops while standing; not with programmed steps by time, whose timer would stand too."""
    dropouts: tuple[tuple[float, float], ...] = ()
    """Spans without a record although the runner moves: start and end since the session's start [s]."""
    device: str = "garmin fr965"

    # What the sensors do.
    odometer: bool = True
    """False: positions only, as in a bare GPX track."""
    odometer_scale: float = 1.0
    """Measured over true distance."""
    scale_per_mps: float = 0.0
    """How that grows with speed, around 3 m/s: accelerometers on a treadmill [1/(m/s)]."""
    odometer_noise: float = 0.006
    """Standard deviation of the scale within the session, changing over some 40 s; our choice."""
    odometer_lag_s: float = 0.0
    """How late the odometer is: it counts filtered positions [s]."""
    jumps_m: tuple[tuple[float, float], ...] = ()
    """Instants at which the receiver jumps, and how far the odometer counts that [s, m]."""
    bend_loss: float = 0.0
    """Share of a track's bends that the filter cuts off."""
    gps_error_m: float = 2.0
    """Standard deviation of a position on each axis; watches under open sky stay within some metres; our choice."""
    gps_tau_s: float = 25.0
    """How long a position error lasts: neighbouring fixes err alike; our choice [s]."""
    gps_filter_s: float = 0.0
    """Time constant with which that error changes its direction: receivers filter what they show [s]."""
    gps_jitter_m: float = 0.25
    """Standard deviation of what is left independent from fix to fix; our choice [m]."""
    speed_lag_s: float = 4.5
    """How late the device's speed is: median of 108 running files [s]."""
    dynamics_source: str | None = "garmin hrm_pro"
    """None: no running dynamics at all."""
    stance_noise_ms: float = 4.5
    """Standard deviation of a sample of ground contact; residual of real 1 Hz samples 5.7 [ms]."""
    missing_share: float = 0.024
    """Share of dynamics samples that are missing; median of real files."""
    artefact_share: float = 0.0
    """Share of ground contact samples that are none: zeros, and contacts counted twice or as walking."""
    stance_lag_s: float = 1.5
    """Time constant of the sensor's own filter; our choice [s]."""
