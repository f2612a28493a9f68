"""Ground contact of a session in a table and in words: described, not judged."""

from __future__ import annotations

from collections import defaultdict

from pipelines.report.calendar_words import counted
from pipelines.report.model import GroundContact, IntervalSession, Repetition
from pipelines.report.page import Block, Bullets, Grid, Paragraph
from pipelines.report.units import Units, pace, signed, whole

_BANDS = {
    "usual": "even, as with two runners in five",
    "note": "a little uneven, as with every other runner",
    "check": "more uneven than nine runners in ten",
}
"""Garmin's shares: 40 % of runners lie within 0.7 points of even, 90 % within 2.2."""


def contact_blocks(session: IntervalSession, units: Units) -> list[Block]:
    """A row for each repetition, and under it drift and balance; why, where there is none."""
    contact = session.ground_contact
    if contact is None:
        reason = session.ground_contact_reason
        return [Bullets((f"No ground contact: {reason}",))] if reason else []
    at = pace(1000 / contact.reference_speed_mps, units) if contact.reference_speed_mps else None
    lines = [_first_to_last(contact), _drift(contact)]
    lines += _missing(session.repetitions)
    lines += _balance(contact)
    told = Bullets(tuple(line for line in lines if line))
    table = _table(session.repetitions, at)
    if len(table.columns) == 1:
        return [told]
    return [Paragraph("Ground contact and what goes with it:"), table, told]


def _table(repetitions: tuple[Repetition, ...], at: str | None) -> Grid:
    """Only the repetitions that were run, and what 80 characters hold; columns that would be empty are left out."""
    run = [(number, rep) for number, rep in enumerate(repetitions, 1) if rep.duration_s is not None]
    cells = {
        "Rep": [str(rep.repetition_index or number) for number, rep in run],
        f"At {at}": [whole(rep.stance_time_at_reference_ms, "ms") for _, rep in run] if at else [],
        "Flight": [whole(rep.flight_time_ms, "ms") for _, rep in run],
        "Duty": [_tenths(rep.duty_factor_percent, " %") for _, rep in run],
        "Left": [_tenths(rep.stance_time_balance_percent, " %") for _, rep in run],
        "Steps": [whole(rep.cadence_spm) for _, rep in run],
        "Step": [whole(rep.step_length_mm and rep.step_length_mm / 10, "cm") for _, rep in run],
        "Bounce": [whole(rep.vertical_oscillation_mm, "mm") for _, rep in run],
        "Stiff": [_tenths(rep.leg_stiffness_kn_per_m) for _, rep in run],
    }
    kept = {name: column for name, column in cells.items() if any(cell != "-" for cell in column)}
    rows = tuple(zip(*kept.values(), strict=True))
    return Grid(tuple(kept), rows, tuple("plain" for _ in rows), tuple(range(len(kept))))


def _first_to_last(contact: GroundContact) -> str:
    sensor = contact.sensor or "an unnamed sensor"
    if contact.repetitions == 1:
        return f"Ground contact: {contact.first_ms:.0f} ms, measured by {sensor}."
    change = signed(contact.last_ms - contact.first_ms, 0)
    told = f"Ground contact from the first to the last: {contact.first_ms:.0f} to {contact.last_ms:.0f} ms"
    return f"{told} ({change} ms), measured by {sensor}."


def _drift(contact: GroundContact) -> str:
    """Called rising by the rule alone: the interval leaves out 0, and 3 % or more."""
    drift, low, high = contact.drift_percent, contact.drift_low_percent, contact.drift_high_percent
    if drift is None or low is None or high is None:
        return f"No drift at equal speed: {contact.drift_reason}" if contact.drift_reason else ""
    told = f"{signed(drift, 1)} % from the first to the last (90 % interval {signed(low, 1)} to {signed(high, 1)})"
    meaning = "rising" if contact.rising else "not rising, or not surely"
    return f"At equal speed: {told}: {meaning}."


def _missing(repetitions: tuple[Repetition, ...]) -> list[str]:
    """The repetitions without ground contact, by reason."""
    why: dict[str, list[str]] = defaultdict(list)
    for number, rep in enumerate(repetitions, 1):
        if rep.dynamics_reason:
            why[rep.dynamics_reason].append(str(rep.repetition_index or number))
    return [f"No ground contact of repetition {', '.join(numbers)}: {reason}" for reason, numbers in why.items()]


def _balance(contact: GroundContact) -> list[str]:
    if contact.balance_percent is None or contact.balance_band is None:
        return []
    told = f"Balance: {contact.balance_percent:.1f} % on the left foot, {_BANDS[contact.balance_band]}"
    usual = contact.balance_usual_percent
    where = " on the track" if contact.surface == "track" else ""
    if usual is not None:
        told += f"; your usual{where} is {usual:.1f} %"
    if contact.balance_changed:
        told += f", and {counted(2, 'session')} in a row lie 1.5 points or more from it"
    bends = " On bends the inner foot stays longer on the ground." if contact.surface == "track" else ""
    return [f"{told}.{bends}"]


def _tenths(value: float | None, unit: str = "") -> str:
    return "-" if value is None else f"{value:.1f}{unit}"
