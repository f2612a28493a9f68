"""The plans that the simulated athletes follow: the default one, and two that rules have something to say of."""

from __future__ import annotations

from datetime import date

from ingest.plan import default_plan

_ALIKE = """\
name: every day alike
start: START
weeks: WEEKS
week:
  monday: 40min easy
  tuesday: 15min easy, 6 x 400m @ 96s / 200m jog, 10min easy
  wednesday: 40min easy
  thursday: 40min easy
  friday: rest
  saturday: 40min easy
  sunday: 40min easy
"""
_HEAVY_MONDAY = """\
name: heavy Monday
start: START
weeks: WEEKS
week:
  monday: squat 3x8 @ 40kg, lunge 3x10/side, calf raise 3x15
  tuesday: 15min easy, 6 x 400m @ 96s / 200m jog, 10min easy
  wednesday: 35min easy
  thursday:
    - box jump 7x8, pogo hop 2x10
    - squat 3x8 @ 40kg, lunge 3x10/side, calf raise 3x15
  friday: rest
  saturday: 70min long
  sunday: rest
"""


def plan_text(seed: int, start: date, weeks: int, target_s: float) -> str:
    """The plan.yaml of an athlete, with the target to begin with [s for 400 m]."""
    kind = seed % 10
    if kind < 7:
        text = default_plan(start, weeks=weeks).replace("squat 3x8,", "squat 3x8 @ 40kg," if kind % 2 else "squat 3x8,")
    else:
        text = (_ALIKE if kind == 7 else _HEAVY_MONDAY).replace("START", str(start)).replace("WEEKS", str(weeks))
    return text.replace("@ 96s", f"@ {target_s:.0f}s")
