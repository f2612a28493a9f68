"""Where rules disagree: one order of precedence, and the most cautious wins."""

from __future__ import annotations

from collections.abc import Iterable

from models.adjustment.adjustment import Adjustment
from models.adjustment.texts import minutes_in

PRIORITY = (
    *("R12", "R13", "R20", "R1", "R18", "R17", "R2", "R4", "R5", "R19", "R8", "R11", "R9", "R7"),
    *("R6", "R16", "R10", "R15", "R14", "R3"),
)
"""Pain before all; a question before any change of pace; then load, rest, less, the same, more."""
_NO_INCREASE = ("R12", "R13", "R17", "R18")
"""In pain, in an easier week and after a gap nothing is made harder."""


def resolve(proposed: Iterable[Adjustment]) -> tuple[Adjustment, ...]:
    """What is left of all that the rules proposed, in order of precedence.

    Of two replacements of a session the shorter stays, rest before all; a session that is replaced is not changed
    otherwise; no parameter of a workout or exercise is changed twice; in pain, in an easier week and after a gap
    nothing increases; at most one thing increases in a week: a pace, a number of repetitions, the jumps, or one lift
    in all its sessions. The order of `proposed` does not matter.
    """
    ordered = sorted(proposed, key=_order)
    most_cautious: dict[str, Adjustment] = {}
    for one in sorted((one for one in ordered if one.parameter == "session"), key=_length):
        most_cautious.setdefault(one.about, one)
    kept: list[Adjustment] = []
    for one in (one for one in ordered if most_cautious.get(one.about, one) is one or one.parameter != "session"):
        if not any(_yields(one, to) for to in kept):
            kept.append(one)
    return tuple(kept)


def _yields(one: Adjustment, to: Adjustment) -> bool:
    """Whether `one` goes because `to`, which comes before it, stays."""
    if one.increase and (to.rule in _NO_INCREASE or (to.increase and not _same_increase(one, to))):
        return True
    if not one.changes and (one.rule, one.said.reason) == (to.rule, to.said.reason):
        return True  # said of two sessions of the week, it is said once
    if one.rule in ("R7", "R9") and to.workout is not None and to.changes:
        return one.about == to.about
    if not (one.changes and to.changes and one.about == to.about):
        return False
    replaced = "session" in (one.parameter, to.parameter)
    return replaced or (one.exercise == to.exercise and (one.parameter == to.parameter or one.increase))


def _same_increase(one: Adjustment, to: Adjustment) -> bool:
    """Whether both make the same thing harder, in two sessions of the week."""
    return (one.rule, one.exercise) == (to.rule, to.exercise) and one.exercise is not None and one.about != to.about


def _length(one: Adjustment) -> float:
    return minutes_in(one.new_value or "")


def _order(one: Adjustment) -> tuple[int, str, str, str, str]:
    day = str(one.workout.local_date) if one.workout else ""
    return PRIORITY.index(one.rule), day, one.about, one.parameter, one.new_value or ""
