"""The plan that a new home begins with: `faster legs`, with the reasons beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from pydantic_core import PydanticCustomError

from ingest.plan_model import Level, race_of
from models.errors import UsageError
from models.paces import paces_of_vdot, race_time_s, vdot
from models.workout_text import contacts_of, parse

_VDOTS = (30, 35, 40, 45, 50, 55, 60)


@dataclass(frozen=True, slots=True)
class LevelPlan:
    """What the plan asks at a level; the days and their order are the same at all."""

    intervals: str
    easy_min: int
    long_min: int
    jumps: str
    strength: str
    about: str


LEVELS: Mapping[Level, LevelPlan] = MappingProxyType(
    {
        "beginner": LevelPlan(
            "6 x 400m @ 96s / 200m jog",
            35,
            50,
            "box jump 4x6, pogo hop 2x10",
            "squat 3x8, lunge 3x10/side, calf raise 3x15",
            "for who runs two or three times a week, and is new to strength and jumps",
        ),
        "intermediate": LevelPlan(
            "6 x 400m @ 96s / 200m jog",
            45,
            70,
            "box jump 4x6, squat jump 2x6, pogo hop 2x10",
            "squat 3x8 @ 20kg, walking lunge 3x10/side, calf raise 3x20",
            "for who has run for years, and knows squats and jumps",
        ),
        "advanced": LevelPlan(
            "8 x 400m @ 96s / 200m jog",
            50,
            80,
            "box jump 4x6, squat jump 2x8, pogo hop 2x10",
            "squat 4x6 @ 40kg, walking lunge 3x8/side @ 10kg, single-leg calf raise 3x15/side",
            "for who trains with repetitions and weights already",
        ),
    }
)


def default_plan(start: date, weeks: int = 6, level: Level = "beginner", race: str | None = None) -> str:
    """The text of a commented plan.yaml of so many weeks from `start`.

    Its week keeps the spacing of jumps and leg strength to the intervals (48 h and more), with two leg
    strength sessions, two of jumps, three runs and two days off. All levels begin with 60 contacts of jumping at
    most, as runners do; the weekly review goes on from there.

    Args:
        start: first day.
        weeks: number of weeks.
        level: how much it asks.
        race: a result such as `5km in 25:00`, from which the target of the repetitions is set.

    Raises:
        UsageError: the race is none.
    """
    of = LEVELS[level]
    text = _PLAN if race is None else _PLAN.replace("# race: 5km in 25:00         #", f"race: {race}         #")
    words = {
        "START": start.isoformat(),
        "WEEKS": str(weeks),
        "TARGETS": _targets(),
        "ABOUT": of.about,
        "LEVEL": level,
        "INTERVALS": of.intervals,
        "SHORTER": of.intervals.replace("6 x", "4 x").replace("8 x", "5 x"),
        "EASY": f"{of.easy_min}min easy",
        "LONG": f"{of.long_min}min easy",
        "REDUCED": f"{round(of.long_min * 0.65)}min easy",
        "JUMPS": of.jumps,
        "CONTACTS": str(contacts_of(parse(of.jumps))),
        "STRENGTH": of.strength,
    }
    for word, said in words.items():
        text = text.replace(f"<{word}>", said)
    return text if race is None else text.replace("@ 96s", f"@ {_target_s(race):.0f}s")


def _target_s(race: str) -> float:
    """The time for 400 m to begin with [s] that a race result gives."""
    try:
        result = race_of(race)
    except PydanticCustomError as error:
        raise UsageError(error.message()) from error
    return start_target_s(vdot(result.distance_m, result.time_s))


def start_target_s(vdot_value: float) -> float:
    """Time for 400 m to begin with [s]: half-way between interval and repetition pace.

    With 200 m of jogging in between, six times 400 m at repetition pace is hard for beginners.
    """
    paces = paces_of_vdot(vdot_value)
    return (paces["I"] + paces["R"]) / 2 * 0.4


def _targets() -> str:
    lines = []
    for value in _VDOTS:
        minutes, seconds = divmod(round(race_time_s(value, 5000)), 60)
        lines.append(f"  #   5 km in {minutes}:{seconds:02d}    {start_target_s(value):3.0f} s")
    return "\n".join(lines)


_PLAN = """\
# yaml-language-server: $schema=plan.schema.json
# Your plan. Change what you like: `trackwork plan check plan.yaml` names line and column of any error,
# `trackwork plan show` prints the dated sessions. A changed plan counts from the day you save it.

name: faster legs
start: <START>          # week 1 is the week that holds this day
weeks: <WEEKS>

level: <LEVEL>        # beginner, intermediate or advanced; this plan is
                       # <ABOUT>
# lane: 1                    # lane 2 of a track is 407 m
# race: 5km in 25:00         # gives paces to the letters E M T I R, as in 6 x 400m @ R / 200m jog
# paces:                     # or say those you know, for a kilometre
#   R: 4:00
# equipment: [box, dumbbell] # then exercises that need something else are refused
# unavailable: [friday, 2026-12-24 to 2026-12-27]   # no session there; what falls on such dates is left out

# How the week is built
#   Jumps and heavy legs are kept two days and more from the intervals, so that those are run fresh, and
#   hard days (Tuesday, Thursday, Sunday) have an easy day or a day off between them.
#   The article that this plan grew from asks for squats three times a week and for leg strength twice. Both
#   lie within the two to three days a week that the ACSM advises novices (2009). Here it is leg strength
#   twice, with squats, lunges and calf raises in both, because jumps and intervals load the same legs. A
#   third squat day may be light practice, never the day before intervals.
#   Give it time: strength training made runners 2 to 8 % more economical in most of 24 studies (Blagrove
#   2018), more so over 10 weeks and longer (Eihara 2022). Loads and repetition times may move in four to six.
#
# Before each session: 10 min of easy movement, leg swings, some skips; before intervals two or three strides.
# After it, if you like: stretching of quadriceps, hamstrings and the outer thigh (iliotibial tract), 30 s
#   each. It keeps you supple; that it prevents injury or soreness has not been shown.
# Form: tall, a slight lean from the ankles, not forced; a forced forward lean raised loads in a small study.
#   If your feet land far ahead of you, take 5 to 10 % more steps a minute: that lowered the braking and the
#   load on the knee (Heiderscheit 2011, 45 runners). Nobody needs exactly 180.
# Food: protein with each meal, about 1.4 to 2.0 g per kg of body weight and day (ISSN 2017), supports strength
#   training. The hour at which you take it matters little.
# Pain of 4 or more of 10, pain at night or that changes how you run: stop, and see a professional.

week:
  monday: rest

  # The target is the time of each 400. To choose yours, take your last 5 km (the mean of Daniels' interval
  # and repetition pace; 200 m of jogging is a short recovery), or run the first session at 7 to 8 of 10
  # (6 x 400m @ rpe 8 / 200m jog) and take the middle of repetitions 2 to 5. Even beats fast: the first as
  # the last.
<TARGETS>
  tuesday: 15min easy, <INTERVALS>, 10min easy

  wednesday: <EASY>

  # Jumps first, while the legs are fresh: <CONTACTS> contacts, quality before number; stop when the height drops.
  # Runners begin with 40 to 60 contacts, twice a week, 48 h apart, and add at most a tenth a week.
  # Then strength: a load with which two more repetitions would still be possible (squat 3x8 @ 40kg).
  # Calf raises: lower for three seconds. 15 is the beginning; the review says when to go on.
  thursday:
    - <JUMPS>
    - <STRENGTH>

  friday: rest

  saturday: <LONG>

  sunday:
    - <JUMPS>
    - <STRENGTH>

# Days that differ in one week, such as an easier fourth. Without it the review proposes one (rule R17):
# changes:
#   4:
#     tuesday: 15min easy, <SHORTER>, 10min easy
#     saturday: <REDUCED>
"""
