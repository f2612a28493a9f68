"""What a workout asks of athlete and watch, step by step."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from models.simulation.conditions import Conditions


@dataclass(frozen=True, slots=True)
class Ask:
    """One step as the athlete and the watch understand it; neither distance nor duration: until lap is pressed."""

    kind: str
    distance_m: float | None = None
    duration_s: float | None = None
    target_low: float | None = None
    target_high: float | None = None
    target_unit: str | None = None
    set_index: int | None = None
    repetition_index: int | None = None

    @property
    def target_s(self) -> float | None:
        """Time that the middle of the target asks for [s]; None without a target in time."""
        ends = [value for value in (self.target_low, self.target_high) if value is not None]
        if not ends or self.target_unit not in {"s", "s_per_km"}:
            return None
        middle = sum(ends) / len(ends)
        if self.target_unit == "s":
            return middle
        return None if self.distance_m is None else middle * self.distance_m / 1000

    @property
    def target_mps(self) -> float | None:
        """Speed that the middle of the target asks for [m/s]; None where it asks for none."""
        if self.target_unit == "s_per_km" and self.target_low is not None:
            return 2000 / (self.target_low + (self.target_high or self.target_low))
        seconds = self.target_s
        return self.distance_m / seconds if self.distance_m is not None and seconds else None


def asked(steps: pl.DataFrame | None, conditions: Conditions) -> tuple[Ask, ...]:
    """The steps of a run in order; a warm-up and a cool-down are added where repetitions stand bare.

    `steps` has columns of WORKOUT_STEPS; None is an easy run.
    """
    if steps is None:
        return (Ask("easy", duration_s=conditions.easy_s),)
    names = [name for name in Ask.__dataclass_fields__ if name in steps.columns]
    asks = [Ask(**row) for row in steps.select(names).rows(named=True) if row["kind"] != "exercise"]
    if not any(ask.kind == "work" for ask in asks):
        return tuple(asks)
    if asks[0].kind == "work" and conditions.warmup_s:
        asks.insert(0, Ask("warmup"))
    if asks[-1].kind == "work" and len(asks) > 1 and asks[-2].kind == "recovery":
        # A watch repeats pairs: the recovery after the last repetition is run too.
        asks.append(asks[-2])
    if asks[-1].kind in {"work", "recovery"} and conditions.cooldown_s:
        asks.append(Ask("cooldown"))
    return tuple(asks)
