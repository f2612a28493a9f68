"""What the body does at each second and what sensors show of it: heart rate, cadence, running dynamics."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.simulation.athlete import RUNNING_FROM_MPS, SimulatedAthlete
from models.simulation.conditions import Conditions
from models.simulation.motion import Motion
from models.simulation.noise import ar1, low_pass
from models.simulation.track import on_bend

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SensorConfig:
    """Time constants and noise of body and sensors; where no source stands, our choice."""

    heart_up_tau_s: float = 28.0
    """Heart rate's rise; fast component of exercise onset, some 20 to 35 s [s]."""
    heart_down_tau_s: float = 50.0
    heart_drift_bpm_per_h: float = 8.0
    heart_noise_bpm: float = 1.2
    gait_tau_s: float = 1.5
    """Lag of cadence and dynamics: what is shown is filtered (ANT+ running dynamics) [s]."""
    cadence_noise_spm: float = 1.0
    oscillation_noise_mm: float = 2.0
    balance_noise_percent: float = 0.6
    """Standard deviation of balance within a run, as measured [%]."""
    bend_left_percent: float = 0.6
    """Left foot's extra share on the bend of a track: 2.35 to 2.6 % between both feet (Blauberger 2024) [%]."""


CONFIG = SensorConfig()
_ARTEFACTS = (0.0, 0.55, 1.8, 2.5)
"""What an artefact shows of the true ground contact: nothing, half a step, two at once; our choice."""


def tiredness(motion: Motion, athlete: SimulatedAthlete, conditions: Conditions) -> Array:
    """How tired the athlete is at each instant, 1 being 15 minutes above 97 % of threshold."""
    hard = motion.speed_mps > 0.97 * athlete.threshold_mps
    spent = np.concatenate([[0.0], np.cumsum(np.diff(motion.time_s) * hard[1:])]) / 900.0
    return conditions.tiredness + np.minimum(spent, 1.0)


def true_stance_time_ms(motion: Motion, athlete: SimulatedAthlete, conditions: Conditions) -> Array:
    """True ground contact of a step at each instant; NaN where nobody runs [ms]."""
    stance = athlete.stance_time_ms(motion.speed_mps, tiredness(motion, athlete, conditions))
    return np.where(motion.speed_mps >= RUNNING_FROM_MPS, stance + conditions.stance_shift_ms, np.nan)


def heart_rate_bpm(motion: Motion, time_s: Array, athlete: SimulatedAthlete, rng: np.random.Generator) -> Array:
    """Heart rate of a run at each whole second [bpm]."""
    drift = CONFIG.heart_drift_bpm_per_h * time_s / 3600
    return following(athlete.steady_heart_rate_bpm(motion.speed_at(time_s)) + drift, athlete, rng)


def following(asked_bpm: Array, athlete: SimulatedAthlete, rng: np.random.Generator) -> Array:
    """Heart rate that follows second by second what the effort asks for: first-order, faster up than down [bpm]."""
    beat, shown = athlete.rest_heart_rate_bpm + 25.0, np.empty(len(asked_bpm))
    for i, aim in enumerate(asked_bpm):
        beat += (aim - beat) / (CONFIG.heart_up_tau_s if aim > beat else CONFIG.heart_down_tau_s)
        shown[i] = beat
    shown += ar1(len(shown), CONFIG.heart_noise_bpm, 15, rng)
    return np.clip(shown, athlete.rest_heart_rate_bpm, athlete.max_heart_rate_bpm)


def gait(
    motion: Motion, time_s: Array, athlete: SimulatedAthlete, conditions: Conditions, rng: np.random.Generator
) -> dict[str, Array]:
    """Cadence and running dynamics at each whole second, by column; dynamics NaN while walking or missing.

    What is shown hangs together: speed = step length * cadence / 60, ratio = oscillation / step length,
    percent = ground contact / stride time.
    """
    count = len(time_s)
    speed = low_pass(motion.speed_at(time_s), CONFIG.gait_tau_s)
    moving = speed > 0.3
    cadence = athlete.cadence_spm(speed) + moving * ar1(count, CONFIG.cadence_noise_spm, 6, rng)
    shown = np.rint(np.maximum(cadence, 0))
    running = (speed >= RUNNING_FROM_MPS) & (rng.random(count) >= conditions.missing_share)
    if conditions.dynamics_source is None:
        running[:] = False
    per_step = np.where(running, 60 / np.maximum(cadence, 1), np.nan)
    step = speed * per_step * 1000
    stance = _stance(motion, time_s, athlete, conditions, rng)
    bounce = athlete.oscillation_mm - 3.0 * (speed - 3) + ar1(count, CONFIG.oscillation_noise_mm, 5, rng)
    left = athlete.left_share_percent + ar1(count, CONFIG.balance_noise_percent, 12, rng)
    if conditions.place == "track":
        left += CONFIG.bend_left_percent * on_bend(motion.distance_at(time_s), conditions.lane)
    if conditions.dynamics_source == conditions.device:
        left[:] = np.nan  # no wrist can tell left from right
    columns = {
        "stance_time_ms": stance,
        "stance_time_percent": stance / (2000 * per_step) * 100,
        "stance_time_balance_percent": left,
        "vertical_oscillation_mm": bounce,
        "vertical_ratio_percent": bounce / step * 100,
        "step_length_mm": step,
    }
    return {"cadence_spm": shown} | {name: np.where(running, values, np.nan) for name, values in columns.items()}


def _stance(
    motion: Motion, time_s: Array, athlete: SimulatedAthlete, conditions: Conditions, rng: np.random.Generator
) -> Array:
    """Ground contact as the sensor gives it: the true one, late and noisy [ms]."""
    tired = np.interp(time_s, motion.time_s, tiredness(motion, athlete, conditions))
    true = athlete.stance_time_ms(low_pass(motion.speed_at(time_s), conditions.stance_lag_s), tired)
    shown = true + conditions.stance_shift_ms + ar1(len(time_s), conditions.stance_noise_ms, 1.5, rng)
    if not conditions.artefact_share:
        return shown
    wrong = rng.random(len(time_s)) < conditions.artefact_share
    return np.where(wrong, shown * rng.choice(_ARTEFACTS, len(time_s)), shown)
