"""What a workout asks of athlete and watch, step by step."""

from __future__ import annotations

from dataclasses import dataclass, replace

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
    """The steps of a run in order, as a watch would be programmed; None is an easy run.

    `steps` has columns of WORKOUT_STEPS. Where there are repetitions, easy running around them is warm-up and
    cool-down, added where the workout has none, and the last repetition has its recovery like the others.
    """
    if steps is None:
        return (Ask("easy", duration_s=conditions.easy_s),)
    names = [name for name in Ask.__dataclass_fields__ if name in steps.columns]
    asks = [Ask(**row) for row in steps.select(names).rows(named=True) if row["kind"] != "exercise"]
    work = [index for index, ask in enumerate(asks) if ask.kind == "work"]
    if not work:
        return tuple(asks)
    before = [_as(ask, "warmup") for ask in asks[: work[0]]]
    main, after = asks[work[0] : work[-1] + 1], [_as(ask, "cooldown") for ask in asks[work[-1] + 1 :]]
    if len(main) > 1 and main[-2].kind == "recovery" and not (after and after[0].kind == "recovery"):
        main.append(main[-2])
    if not before and conditions.warmup_s:
        before = [Ask("warmup")]
    if not any(ask.kind == "cooldown" for ask in after) and conditions.cooldown_s:
        after.append(Ask("cooldown"))
    return (*before, *main, *after)


def _as(ask: Ask, kind: str) -> Ask:
    return replace(ask, kind=kind) if ask.kind == "easy" else ask
