"""The plan that a new home begins with: `faster legs`, with the reasons beside it."""

from __future__ import annotations

from datetime import date

from models.paces import paces_of_vdot, race_time_s

_VDOTS = (30, 35, 40, 45, 50, 55, 60)


def default_plan(start: date, weeks: int = 6) -> str:
    """The text of a commented plan.yaml of so many weeks from `start`.

    Its week keeps the spacing of jumps and leg strength to the intervals (48 h and more), with two leg
    strength sessions, two of jumps, three runs and two days off.
    """
    return _PLAN.replace("START", start.isoformat()).replace("WEEKS", str(weeks)).replace("TARGETS", _targets())


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
# Your plan. Change what you like: `trackwork plan check plan.yaml` names line and column of any error,
# `trackwork plan show` prints the dated sessions. A changed plan counts from the day you save it.

name: faster legs
start: START          # week 1 is the week that holds this day
weeks: WEEKS

# level: beginner            # beginner, intermediate or advanced
# lane: 1                    # lane 2 of a track is 407 m
# race: 5km in 25:00         # gives paces to the letters E M T I R, as in 6 x 400m @ R / 200m jog
# paces:                     # or say those you know, for a kilometre
#   R: 4:00

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
TARGETS
  tuesday: 15min easy, 6 x 400m @ 96s / 200m jog, 10min easy

  wednesday: 35min easy

  # Jumps first, while the legs are fresh: 44 contacts, quality before number; stop when the height drops.
  # Runners begin with 40 to 60 contacts, twice a week, 48 h apart, and add at most a tenth a week.
  # Then strength: a load with which two more repetitions would still be possible (squat 3x8 @ 40kg).
  # Calf raises: lower for three seconds. 15 is the beginning; the review says when to go on.
  thursday:
    - box jump 4x6, pogo hop 2x10
    - squat 3x8, lunge 3x10/side, calf raise 3x15

  friday: rest

  saturday: 50min easy

  sunday:
    - box jump 4x6, pogo hop 2x10
    - squat 3x8, lunge 3x10/side, calf raise 3x15

# Days that differ in one week, such as an easier fourth:
# changes:
#   4:
#     tuesday: 15min easy, 4 x 400m @ 96s / 200m jog, 10min easy
#     saturday: 35min easy
"""
