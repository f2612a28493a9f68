"""What a number done means against a number asked."""

from __future__ import annotations

from dataclasses import dataclass

from models.rows import Row

PER_KM = 1000.0


@dataclass(frozen=True, slots=True)
class Aim:
    """The time that a step asks for [s]: one number, or the ends of a range."""

    low_s: float
    high_s: float

    @property
    def middle_s(self) -> float:
        """What the step counts as asking."""
        return (self.low_s + self.high_s) / 2

    def verdict(self, achieved_s: float, tolerance: float) -> str:
        """`met` in the range or within `tolerance` of its middle; else `fast` or `slow`."""
        if achieved_s < min(self.low_s, self.middle_s * (1 - tolerance)):
            return "fast"
        return "slow" if achieved_s > max(self.high_s, self.middle_s * (1 + tolerance)) else "met"


def aim_of(step: Row) -> Aim | None:
    """The time asked for a step by distance; a pace is converted by the step's distance. None without a target."""
    low, high, distance_m = step["target_low"], step["target_high"], step["distance_m"]
    low, high = low if low is not None else high, high if high is not None else low
    if low is None or not distance_m or step["target_unit"] not in ("s", "s_per_km"):
        return None
    factor = 1.0 if step["target_unit"] == "s" else distance_m / PER_KM
    return Aim(low * factor, high * factor)


def amount(ratio: float, at_least: float, at_most: float) -> str:
    """`met` within the inclusive limits of done over asked, else `short` or `long`."""
    if ratio < at_least - _ROUNDING:
        return "short"
    return "long" if ratio > at_most + _ROUNDING else "met"


_ROUNDING = 1e-9


def row(
    step: Row, metric: str, prescribed: float | None, verdict: str, achieved: float | None = None
) -> dict[str, object]:
    """A row of `compliance` for a step."""
    ratio = achieved / prescribed if achieved is not None and prescribed else None
    return {
        "workout_id": step["workout_id"],
        "version": step["version"],
        "step_index": step["step_index"],
        "metric": metric,
        "prescribed": prescribed,
        "achieved": achieved,
        "ratio": ratio,
        "verdict": verdict,
    }


def in_interval(found: dict[str, object], interval: Row) -> dict[str, object]:
    """The row with the interval in which the step was done."""
    return found | {"activity_id": interval["activity_id"], "interval_index": interval["interval_index"]}
