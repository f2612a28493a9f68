"""The workout as it was programmed into the watch: equal steps folded into repeats."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from models.simulation.asks import Ask
from models.tables import DEVICE_STEPS

_LONGEST_BLOCK = 4
"""A repeat holds at most so many steps."""
_INTENSITY = {
    "work": "active",
    "recovery": "recovery",
    "rest": "rest",
    "warmup": "warmup",
    "cooldown": "cooldown",
    "easy": "active",
}


def device_steps(asks: Sequence[Ask]) -> tuple[pl.DataFrame, tuple[int, ...]]:
    """Rows of DEVICE_STEPS (but for the owner), and for each ask the index of the step that a lap of it carries."""
    rows: list[dict[str, object]] = []
    index_of: list[int] = []
    at = 0
    while at < len(asks):
        length, times = _block(asks, at)
        first = len(rows)
        rows += [_row(first + i, ask) for i, ask in enumerate(asks[at : at + length])]
        index_of += [first + i for i in range(length)] * times
        if times > 1:
            repeat = {"duration_type": "repeat_until_steps_cmplt", "repeat_from_index": first, "repeat_count": times}
            rows.append({"workout_step_index": len(rows), **repeat})
        at += length * times
    return DEVICE_STEPS.unowned(DEVICE_STEPS.rows(rows)), tuple(index_of)


def _block(asks: Sequence[Ask], at: int) -> tuple[int, int]:
    """Length and count of the repeated block that begins here and covers most; (1, 1) where nothing repeats."""
    best = (1, 1)
    for length in range(1, _LONGEST_BLOCK + 1):
        block, times = [_essence(ask) for ask in asks[at : at + length]], 1
        while [_essence(ask) for ask in asks[at + length * times : at + length * (times + 1)]] == block:
            times += 1
        if times > 1 and length * times > best[0] * best[1]:
            best = (length, times)
    return best


def _essence(ask: Ask) -> tuple[object, ...]:
    return (ask.kind, ask.distance_m, ask.duration_s, ask.target_low, ask.target_high, ask.target_unit)


def _row(index: int, ask: Ask) -> dict[str, object]:
    kind = "open" if ask.distance_m is None and ask.duration_s is None else "time"
    fast, slow = _speeds(ask)
    return {
        "workout_step_index": index,
        "intensity": _INTENSITY.get(ask.kind, "active"),
        "duration_type": "distance" if ask.distance_m is not None else kind,
        "distance_m": ask.distance_m,
        "duration_s": ask.duration_s if ask.distance_m is None else None,
        "target_type": "open" if slow is None else "speed",
        "target_low": slow,
        "target_high": fast,
    }


def _speeds(ask: Ask) -> tuple[float | None, float | None]:
    """Fastest and slowest speed that the target allows, in whole mm/s as a watch keeps them."""
    if ask.target_s is None or ask.distance_m is None or ask.target_low is None:
        return None, None
    unit = ask.distance_m if ask.target_unit == "s" else 1000.0
    return round(unit / ask.target_low, 3), round(unit / (ask.target_high or ask.target_low), 3)
