"""Tables of what people said: the journal and what it means."""

from __future__ import annotations

from models.schema import Table
from models.tables.columns import (
    ACTIVITY_ID,
    ATHLETE_ID,
    LOCAL_DATE,
    NOTE_KINDS,
    OVERRIDE_KINDS,
    SIDES,
    STEP_KINDS,
    WEEK_START,
    WORKOUT_KINDS,
    instant,
    real,
    text,
    whole,
)

ATHLETES = Table(
    "athletes",
    "one row an athlete",
    "said",
    ("athlete_id",),
    (
        ATHLETE_ID,
        text("name", "how reports address the athlete", required=True),
        text("timezone", "IANA zone used where a recording does not tell its own", required=True),
        whole("week_start_day", "first day of the training week, 1 = Monday .. 7 = Sunday", 1, required=True),
        real("height_m", "body height [m]", 0.5, 2.6),
        real("body_mass_kg", "body mass, for leg stiffness [kg]", 20, 300),
        real("max_heart_rate_bpm", "highest heart rate [bpm]", 60, 250),
    ),
)


JOURNAL = Table(
    "journal",
    "one row an entry of the journal: a copy of what lies in archive/journal, applied up to here",
    "said",
    ("seq",),
    (
        whole("seq", "order of replay, from 1 without gaps", 1, required=True),
        instant("recorded_at", "when it was said", required=True),
        text("athlete_id", "whom it concerns", required=True),
        text("kind", "athlete, plan, receive, log, fix, undo, review or decide", required=True),
        text("entry", "the whole entry as JSON", required=True),
    ),
)

STRENGTH_SETS = Table(
    "strength_sets",
    "one row a set of a strength exercise or of jumps, from a file or told",
    "recorded",
    ("set_id",),
    (
        text("set_id", "activity or journal entry, and place in it", required=True),
        text("activity_id", "activity that holds it; null where it was told"),
        ATHLETE_ID,
        LOCAL_DATE,
        whole("set_index", "place in the session", required=True),
        text("exercise", "name in the exercise catalogue, or the device's own word", required=True),
        instant("start_time", "start of the set; null where it was told"),
        real("duration_s", "duration [s]", 0),
        whole("repetitions", "repetitions; of each side, where the exercise is one-sided"),
        real("weight_kg", "load [kg]", 0),
        text("side", "side trained", one_of=SIDES),
        real("rpe", "rating of perceived exertion, 0..10", 0, 10),
        text("source", "device file or log", required=True, one_of=("fit", "log")),
    ),
)

OVERRIDES = Table(
    "overrides",
    "one row for each time the user overruled the machine about an activity",
    "said",
    ("override_id",),
    (
        text("override_id", "journal entry", required=True),
        ATHLETE_ID,
        ACTIVITY_ID,
        text("kind", "what was said", required=True, one_of=OVERRIDE_KINDS),
        text("value", "its value: a workout text, an athlete"),
        instant("recorded_at", "when it was said", required=True),
        instant("retracted_at", "when it was taken back"),
    ),
)

NOTES = Table(
    "notes",
    "one row for each thing that the athlete said about a day",
    "said",
    ("note_id",),
    (
        text("note_id", "journal entry", required=True),
        ATHLETE_ID,
        LOCAL_DATE,
        text("activity_id", "activity that it is about, or null"),
        text("kind", "what it is about", required=True, one_of=NOTE_KINDS),
        real("value", "pain or rpe, 0..10; heat [deg C]", -60, 60),
        text("body_part", "where it hurts"),
        text("text", "in the athlete's words; the reason of a skip; sleep: bad or good"),
        instant("recorded_at", "when it was said", required=True),
        instant("retracted_at", "when it was taken back"),
    ),
)

WORKOUTS = Table(
    "workouts",
    "one row a version of a dated workout: 0 is the plan, each accepted change writes the next",
    "said",
    ("workout_id", "version"),
    (
        text("workout_id", "hash of athlete, date and place in the day", required=True),
        whole("version", "0 is the plan", required=True),
        ATHLETE_ID,
        LOCAL_DATE,
        WEEK_START,
        whole("day_index", "place in the day", required=True),
        text("session_key", "which weekly session of the plan it is; the same in every week", required=True),
        text("kind", "kind of session", required=True, one_of=WORKOUT_KINDS),
        text("title", "short name", required=True),
        text("text", "canonical workout text", required=True),
        text("level", "level that the plan says the athlete has: beginner, intermediate or advanced"),
        text("adjustment_id", "accepted adjustment that wrote this version"),
        instant("valid_from", "when this version came into force; null for the plan itself"),
    ),
)

WORKOUT_STEPS = Table(
    "workout_steps",
    "one row a step of a workout version, repetitions and sets each their own row",
    "said",
    ("workout_id", "version", "step_index"),
    (
        text("workout_id", "the workout", required=True),
        whole("version", "its version", required=True),
        whole("step_index", "place in the workout", required=True),
        whole("set_index", "rep set, or number of the set of a strength exercise", 1),
        whole("repetition_index", "number among the work steps", 1),
        text("kind", "kind of step", required=True, one_of=STEP_KINDS),
        real("distance_m", "distance [m]", 0),
        real("duration_s", "duration [s]", 0),
        real("target_low", "lower end of the target, in target_unit"),
        real("target_high", "upper end of the target, in target_unit"),
        text(
            "target_unit", "s = time for the distance, s_per_km = pace, rpe = effort", one_of=("s", "s_per_km", "rpe")
        ),
        text("exercise", "name in the exercise catalogue"),
        whole("repetitions", "repetitions of the set"),
        real("load_kg", "load [kg]", 0),
        text("side", "side trained", one_of=SIDES),
    ),
)
