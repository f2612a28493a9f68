"""The weekly review as data: numbers as they stand in the tables, SI units in the names; JSON comes from here."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CommandLine(_Part):
    """How the commands of a page begin and end, so that they work as they stand there."""

    program: str = "trackwork"
    options: str = ""
    """What each command needs besides, such as ` --home DIR` where the home is not the default one."""

    def line(self, words: str) -> str:
        """The whole command for such as `review --accept ID`."""
        return f"{self.program} {words}{self.options}"


class DoneActivity(_Part):
    """What was recorded or told, in short."""

    activity_id: str
    local_date: date
    sport: str
    distance_m: float | None
    timer_s: float | None
    repetitions: int
    """Repetitions found in it."""
    told: bool
    """Told by the runner, not recorded."""
    also_by: tuple[str, ...] = ()
    """Devices that recorded the same workout too: their recordings do not count."""


class PlannedEntry(_Part):
    """One workout of the week and what was made of it."""

    workout_id: str
    local_date: date
    kind: str
    title: str
    text: str
    state: str
    """done, moved, missed, ahead, and for rest days kept or broken."""
    done: tuple[DoneActivity, ...]
    sets_done: int
    days_moved: int
    score: float | None
    colour: str | None
    reason: str | None
    skip_reason: str | None


class Day(_Part):
    """One day of the week."""

    local_date: date
    planned: tuple[PlannedEntry, ...]
    of_other_weeks: tuple[PlannedEntry, ...]
    """Workouts planned for a day of another week and done on this one."""
    extra: tuple[DoneActivity, ...]
    """What was done without being planned."""
    extra_sets: int


class Repetition(_Part):
    """One repetition against its target; a missed one has no time."""

    repetition_index: int | None
    set_index: int | None
    nominal_distance_m: float | None
    target_low_s: float | None
    target_high_s: float | None
    duration_s: float | None
    difference_s: float | None
    """Time minus the middle of the target."""
    pace_s_per_km: float | None
    stance_time_ms: float | None
    stance_time_at_reference_ms: float | None
    avg_heart_rate_bpm: float | None
    verdict: str
    confidence: float | None
    flags: tuple[str, ...]
    cadence_spm: float | None = None
    duty_factor_percent: float | None = None
    flight_time_ms: float | None = None
    stance_time_balance_percent: float | None = None
    step_length_mm: float | None = None
    vertical_oscillation_mm: float | None = None
    vertical_ratio_percent: float | None = None
    leg_stiffness_kn_per_m: float | None = None
    dynamics_samples: int | None = None
    """Samples that ground contact stands on."""
    dynamics_reason: str | None = None
    """Why there is no ground contact."""


class RepetitionSummary(_Part):
    """All repetitions of one distance together."""

    nominal_distance_m: float | None
    count: int
    mean_s: float
    variation_percent: float | None
    fade_percent: float | None


class GroundContact(_Part):
    """Ground contact of a session's repetitions: the first and the last that have it, drift and balance."""

    first_ms: float
    last_ms: float
    first_at_reference_ms: float | None
    last_at_reference_ms: float | None
    reference_speed_mps: float | None
    """The speed at which it is compared."""
    sensor: str | None
    repetitions: int
    drift_percent: float | None
    """At equal speed, last against first on a straight line."""
    drift_low_percent: float | None
    drift_high_percent: float | None
    """Ends of its 90 % interval."""
    rising: bool | None
    drift_reason: str | None
    """Why there is no drift."""
    surface: str | None
    balance_percent: float | None
    """The left foot's share."""
    balance_band: str | None
    balance_usual_percent: float | None
    balance_changed: bool | None
    """What the weeks up to then tell, with this sensor: a sentence."""


class LongBreak(_Part):
    """A rest between rep sets."""

    after_repetition: int
    duration_s: float


class Recoveries(_Part):
    """The rests between the repetitions of a rep set."""

    count: int
    mean_s: float
    first_s: float
    last_s: float
    asked_distance_m: float | None
    asked_s: float | None
    longer: tuple[LongBreak, ...]
    """The breaks between rep sets, in no figure above."""


class IntervalSession(_Part):
    """One session with repetitions, asked or found."""

    activity_id: str | None
    workout_id: str | None
    local_date: date
    planned_for: date | None
    """The day for which the plan asked it; None where none did."""
    title: str
    prescribed: str | None
    repetitions: tuple[Repetition, ...]
    summaries: tuple[RepetitionSummary, ...]
    ground_contact: GroundContact | None
    ground_contact_reason: str | None
    recoveries: Recoveries | None
    source: str | None
    confidence: float | None
    """Of the least certain repetition."""
    structure_reason: str | None
    confirm_commands: tuple[str, ...]
    """What to type after the name of the program where the repetitions are doubtful."""
    colour: str | None
    reason: str | None


class SetLine(_Part):
    """One set, asked or done."""

    repetitions: int | None
    weight_kg: float | None
    duration_s: float | None
    side: str | None


class Exercise(_Part):
    """One strength exercise of a day, asked against done."""

    local_date: date
    exercise: str
    asked: tuple[SetLine, ...]
    done: tuple[SetLine, ...]
    verdict: str


class Note(_Part):
    """What the runner said about a day."""

    local_date: date
    kind: str
    value: float | None
    body_part: str | None
    text: str | None


class Change(_Part):
    """One adjustment, with its reason and what became of it."""

    adjustment_id: str
    rule: str
    rule_version: int
    grade: str
    parameter: str
    exercise: str | None = None
    """Exercise whose sets change."""
    scope: str
    local_date: date | None
    title: str | None
    old_value: str | None
    new_value: str | None
    unit: str | None
    reason: str
    status: str
    decided_by: str | None = None


class NextSession(_Part):
    """One workout of next week, in its newest version."""

    local_date: date
    title: str
    text: str
    changed: bool
    """An accepted change wrote this version."""
    proposals: tuple[str, ...]
    """Open changes to it."""


class DataNote(_Part):
    """A file or recording that the runner should know about."""

    name: str
    status: str
    reason: str


class Progress(_Part):
    """What the weeks tell of one thing, in a sentence."""

    subject: str
    verdict: str
    reason: str


class WeeklyReview(_Part):
    """One athlete's week: what was planned, what was done, what changes next week and why."""

    athlete_id: str
    name: str
    one_of_several: bool
    """Whether a command must name the athlete."""
    command: CommandLine
    week: str
    week_start: date
    last_day: date
    as_of: date
    over: bool
    """Whether its last day is past; before, nothing is proposed."""
    empty: bool
    """Nothing was planned, recorded or said."""
    headline: str
    sessions_planned: int
    sessions_done: int
    runs_percent: float | None
    """Of the runs that were due, what was done as it was asked [%]; so are the next two."""
    strength_percent: float | None
    rest_percent: float | None
    days: tuple[Day, ...]
    sessions: tuple[IntervalSession, ...]
    strength: tuple[Exercise, ...]
    notes: tuple[Note, ...]
    progress: tuple[Progress, ...] = ()
    changes: tuple[Change, ...]
    questions: tuple[Change, ...]
    advice: tuple[Change, ...]
    unchanged_reason: str | None
    """Why nothing changes, or not yet; None where something does."""
    next_week: tuple[NextSession, ...]
    data_notes: tuple[DataNote, ...]
