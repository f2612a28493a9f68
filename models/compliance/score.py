"""A workout's rows of `compliance` in one figure, one colour and one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from models.compliance.config import ComplianceConfig
from models.prescription import Prescription
from models.rows import Row


@dataclass(frozen=True, slots=True)
class Score:
    """Share that was done as asked, 0..1, its colour and the reason; None where nothing is known."""

    score: float | None
    colour: str | None
    reason: str


def whole(cells: Row, config: ComplianceConfig) -> Score:
    """Of a run asked as a whole: done over asked, or asked over done where it was more."""
    ratio, unit = cells["ratio"], "min" if cells["metric"] == "duration_s" else "km"
    factor = 60 if unit == "min" else 1000
    if not ratio:
        return Score(None, None, f"{cells['prescribed'] / factor:.3g} {unit} asked; how much was done is not known")
    text = f"{cells['achieved'] / factor:.3g} of {cells['prescribed'] / factor:.3g} {unit} ({ratio:.0%})"
    return Score(min(ratio, 1 / ratio), config.bands.colour(ratio), text)


def parts(asked: Prescription, rows: Sequence[Row], done: int, config: ComplianceConfig) -> Score:
    """Of repetitions or sets: the mean of what each was done as asked; `done` counts those that were run or lifted."""
    noun = "sets" if asked.family == "strength" else "repetitions"
    steps = {step["step_index"] for step in asked.steps if step["kind"] in ("work", "exercise")}
    by_step: dict[int, list[Row]] = {}
    for cells in rows:
        if cells["step_index"] in steps:
            by_step.setdefault(cells["step_index"], []).append(cells)
    known = [[c for c in cells if c["verdict"] != "unknown"] for cells in by_step.values()]
    shares = [min(_credit(c, asked, config) for c in cells) for cells in known if cells]
    reason = _sentence(list(by_step.values()), noun, max(0, done - len(by_step)), rows)
    if not shares:
        return Score(None, None, reason)
    score = fmean(shares)
    more = done / len(by_step)
    return Score(score, config.bands.colour(more if more > config.bands.green[1] else score), reason)


def _credit(cells: Row, asked: Prescription, config: ComplianceConfig) -> float:
    verdict = cells["verdict"]
    if verdict == "met" or (verdict == "long" and asked.family == "strength"):
        return 1.0
    if verdict == "missed":
        return 0.0
    return cells["ratio"] if verdict == "short" and cells["ratio"] is not None else config.half_credit


def _sentence(steps: list[list[Row]], noun: str, added: int, rows: Sequence[Row]) -> str:
    verdicts = [_worst(cells) for cells in steps]
    done = sum(verdict != "missed" for verdict in verdicts)
    told = [f"{done} of {len(steps)} {noun} done"]
    for verdict, words in _WORDS.items():
        count = verdicts.count(verdict)
        if count and not (verdict == "met" and count == len(steps)):
            told.append(f"{count} {words}")
    if verdicts.count("met") == len(steps):
        told.append("all as asked")
    if added:
        told.append(f"{added} added")
    return ", ".join([*told, *_recoveries(steps, rows)])


_WORDS = {
    "met": "as asked",
    "fast": "faster than the target",
    "slow": "slower than the target",
    "short": "shorter than asked",
    "long": "longer than asked",
    "unknown": "not judged, because it is not sure what was done",
}


def _recoveries(steps: list[list[Row]], rows: Sequence[Row]) -> list[str]:
    work = {cells["step_index"] for step in steps for cells in step}
    between = [cells["verdict"] for cells in rows if cells["step_index"] not in work]
    counts = {words: between.count(verdict) for verdict, words in (("long", "too long"), ("short", "too short"))}
    return [f"{count} {'recovery' if count == 1 else 'recoveries'} {words}" for words, count in counts.items() if count]


def _worst(cells: list[Row]) -> str:
    order = ("missed", "unknown", "short", "slow", "fast", "long", "met")
    return min((str(c["verdict"]) for c in cells), key=order.index)
