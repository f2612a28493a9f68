"""The week of the rules, from the frames of the athlete."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from statistics import median

import polars as pl

from models.adjustment.config import DEFAULT, RuleConfig
from models.adjustment.lifts import lifts_done
from models.adjustment.planned import Planned, minutes_of, planned
from models.adjustment.week import WEEK, Change, Pain, RunDone, Session, Week
from models.athlete import REMEMBERED, AthleteData
from models.compliance.sessions import SAID_NONE, bare_strength, runs, sets_by_day
from models.dynamics import contact_sessions, reference_speeds
from models.prescription import Prescription, prescriptions
from models.rows import Row, grouped
from models.session_metrics import session_metrics


@dataclass(frozen=True)
class Findings:
    """What matching and compliance found."""

    matches: pl.DataFrame
    compliance: pl.DataFrame
    workout_compliance: pl.DataFrame


def week_of(athlete: AthleteData, week_start: date, findings: Findings, config: RuleConfig = DEFAULT) -> Week:
    """The week that begins on `week_start`; what was said in the week after it is known, what was done is not."""
    end = week_start + WEEK
    asked = prescriptions(athlete)
    newest = {workout_id: versions[-1] for workout_id, versions in asked.items()}
    done_runs = sorted({run.local_date for run in runs(athlete)})
    sets = sets_by_day(athlete)
    lifted = sorted({*sets, *bare_strength(athlete)})
    done = _done(asked, findings)
    return Week(
        athlete_id=athlete.athlete_id,
        week_start=week_start,
        sessions=_sessions(athlete, done, findings, end),
        next_week=_next_week(newest, end, config),
        pains=_pains(athlete, end + WEEK),
        run_days=tuple(day for day in done_runs if day < end),
        later_run_days=tuple(day for day in done_runs if end <= day < end + WEEK),
        strength_days=tuple(day for day in lifted if day < end),
        broken_rests=_broken_rests(newest, week_start, {*done_runs, *lifted}),
        changes=_changes(athlete, newest),
        lifts=lifts_done(done, sets, end),
        level=_level(newest, end),
        runs=_runs(athlete, end),
        weeks_planned=_weeks_planned(newest, end, config),
        plan_week=_plan_week(newest, end),
        poor_nights=_poor_nights(athlete, week_start),
        contact_rising=_contact_rising(athlete, week_start),
    )


def _next_week(newest: Mapping[str, Prescription], start: date, config: RuleConfig) -> tuple[Planned, ...]:
    mine = [asked for asked in newest.values() if start <= asked.local_date < start + WEEK]
    mine.sort(key=lambda asked: (asked.local_date, asked.workout["day_index"], asked.workout_id))
    return tuple(_with_past(planned(asked, config), newest, start, config) for asked in mine)


def _with_past(one: Planned, newest: Mapping[str, Prescription], start: date, config: RuleConfig) -> Planned:
    same = [asked for asked in newest.values() if asked.workout["session_key"] == one.session_key]
    same.sort(key=lambda asked: (asked.local_date, asked.workout_id))
    ago = start - timedelta(weeks=config.vdot_weeks)
    before = [asked for asked in same if asked.local_date < ago + WEEK]
    past = planned(before[-1] if before else same[0], config)
    weeks = (start - same[0].local_date).days // 7 + 1
    comparable = past.unit == one.unit and past.distance_m == one.distance_m
    return replace(one, target_weeks_ago=past.target if comparable else None, weeks_of_plan=max(0, weeks))


def _done(asked: Mapping[str, tuple[Prescription, ...]], findings: Findings) -> list[tuple[Prescription, Row]]:
    """Each workout that was done or missed, in the version that counted, with its row of `workout_matches`."""
    versions = dict(findings.workout_compliance.select("workout_id", "version").iter_rows())
    found: list[tuple[Prescription, Row]] = []
    for match in findings.matches.filter(pl.col("role") != "extra").iter_rows(named=True):
        version = versions.get(match["workout_id"])
        one = next((v for v in asked[match["workout_id"]] if v.workout["version"] == version), None)
        if one is not None:
            found.append((one, match))
    return found


def _sessions(
    athlete: AthleteData, done: Sequence[tuple[Prescription, Row]], findings: Findings, end: date
) -> tuple[Session, ...]:
    rows = grouped(findings.compliance, "workout_id", "step_index", "metric")
    intervals = {(row["activity_id"], row["interval_index"]): row for row in athlete.intervals.iter_rows(named=True)}
    activities = {row["activity_id"]: row for row in athlete.activities.iter_rows(named=True)}
    weather = _weather(athlete)
    found: list[Session] = []
    for one, match in done:
        if one.local_date >= end or one.family != "run" or len(one.work) < 2:
            continue
        activity = activities.get(match["activity_id"] or "")
        if activity is not None and activity["structure_reason"] == SAID_NONE:
            activity = None  # another run than asked: the session itself was missed
        session = _session(one, rows.get(one.workout_id, []), activity, intervals)
        told = weather.get(activity["local_date"]) if activity else None
        found.append(replace(session, rpe=_rpe(athlete, activity), weather=told))
    return tuple(sorted(found, key=lambda s: (s.local_date, s.workout_id)))


_TIMES = ("duration_s", "pace_s_per_km")


@dataclass(frozen=True, slots=True)
class _Rep:
    number: int
    time_s: float
    target_s: float | None


def _session(
    asked: Prescription, rows: Sequence[Row], activity: Row | None, intervals: Mapping[tuple[str, int], Row]
) -> Session:
    number = {step["step_index"]: n for n, step in enumerate(asked.work, 1)}
    by_distance = {step["step_index"] for step in asked.work if step["distance_m"]}
    mine = [row for row in rows if row["step_index"] in number]
    run = [intervals[row["activity_id"], row["interval_index"]] for row in mine if row["interval_index"] is not None]
    reps = [rep for row in mine if (rep := _rep(row, number, by_distance, intervals))]
    targets = [rep.target_s for rep in reps if rep.target_s is not None]
    done = len({row["step_index"] for row in mine if row["interval_index"] is not None})
    aimed = len(targets) == len(reps) and bool(reps)
    metrics = session_metrics([rep.time_s for rep in reps], len(asked.work), targets if aimed else None)
    worst = max(reps, key=lambda rep: rep.time_s / (rep.target_s or 1.0)) if aimed else None
    first = next((rep for rep in reps if rep.number == 1), None)
    verdicts = {row["step_index"]: row["verdict"] for row in mine if row["metric"] in (*_TIMES, "distance_m")}
    return Session(
        workout_id=asked.workout_id,
        session_key=str(asked.workout["session_key"]),
        title=str(asked.workout["title"]),
        local_date=asked.local_date,
        activity_id=activity["activity_id"] if activity else None,
        repetitions_text=_repetitions_text(asked),
        metrics=replace(metrics, done=done),
        on_target=sum(verdict in ("met", "fast") for verdict in verdicts.values()),
        unknown=sum(verdict == "unknown" for verdict in verdicts.values()),
        cut_short=sum(verdict == "short" for verdict in verdicts.values()),
        confidence=min((interval["confidence"] for interval in run), default=None),
        distance_scale=activity["distance_scale"] if activity else None,
        middle_s=None if aimed or not planned(asked).one_block else _middle([rep.time_s for rep in reps]),
        first_s=first.time_s if first else None,
        first_target_s=first.target_s if first else None,
        slowest=worst.number if worst else None,
        slowest_s=worst.time_s if worst else None,
        slowest_target_s=worst.target_s if worst else None,
        done_on=activity["local_date"] if activity else None,
    )


def _middle(times_s: Sequence[float]) -> float | None:
    """Without the first, which is run by feel, and the last, which is run by what is left."""
    return median(times_s[1:5]) if len(times_s) >= 3 else None


def _repetitions_text(asked: Prescription) -> str:
    sizes = {(step["distance_m"], step["duration_s"]) for step in asked.work}
    distance_m, duration_s = next(iter(sizes))
    if len(sizes) > 1:
        return str(asked.workout["text"])
    return f"{len(asked.work)}x{distance_m:g}m" if distance_m else f"{len(asked.work)}x{duration_s or 0:g}s"


def _rep(
    row: Row, number: Mapping[int, int], by_distance: set[int], intervals: Mapping[tuple[str, int], Row]
) -> _Rep | None:
    """A repetition whose time says something: over the distance asked, or its pace where it was asked by time."""
    if row["interval_index"] is None or row["verdict"] in ("unknown", "missed"):
        return None
    place, wanted = number[row["step_index"]], "duration_s" if row["step_index"] in by_distance else "pace_s_per_km"
    if row["metric"] == wanted:
        return _Rep(place, row["achieved"], row["prescribed"])
    if row["metric"] == "distance_m" and row["verdict"] == "met":
        return _Rep(place, intervals[row["activity_id"], row["interval_index"]]["duration_s"], None)
    return None


@lru_cache(maxsize=REMEMBERED)
def _efforts(athlete: AthleteData) -> dict[str | date, float]:
    """The hardest that was said of each activity, or of a day where no activity was named."""
    worst: dict[str | date, float] = {}
    said = athlete.notes.filter(pl.col("kind") == "rpe", pl.col("value").is_not_null())
    for activity_id, day, value in said.select("activity_id", "local_date", "value").iter_rows():
        about = activity_id or day
        worst[about] = max(value, worst.get(about, value))
    return worst


def _rpe(athlete: AthleteData, activity: Row | None) -> float | None:
    if activity is None:
        return None
    efforts = _efforts(athlete)
    said = [efforts[about] for about in (activity["activity_id"], activity["local_date"]) if about in efforts]
    return max(said, default=None)


def _pains(athlete: AthleteData, end: date) -> tuple[Pain, ...]:
    said = athlete.notes.filter(pl.col("kind") == "pain", pl.col("value").is_not_null(), pl.col("local_date") < end)
    ordered = said.sort("local_date", "value", "recorded_at", "note_id")
    worst = {
        row["local_date"]: Pain(row["local_date"], row["value"], row["body_part"])
        for row in ordered.iter_rows(named=True)
    }
    return tuple(worst.values())


def _broken_rests(newest: Mapping[str, Prescription], week_start: date, trained: set[date]) -> tuple[date, ...]:
    """Days of the week for which nothing but rest was planned, with training on them."""
    days = {w.local_date for w in newest.values() if week_start <= w.local_date < week_start + WEEK}
    asked = {w.local_date for w in newest.values() if w.kind != "rest"}
    return tuple(sorted((days - asked) & trained))


def _changes(athlete: AthleteData, newest: Mapping[str, Prescription]) -> tuple[Change, ...]:
    rows = athlete.accepted.filter(pl.col("workout_id").is_in(list(newest))).sort(
        "week_start", "decided_at", "adjustment_id"
    )
    return tuple(
        Change(
            r["rule"],
            r["parameter"],
            str(newest[r["workout_id"]].workout["session_key"]),
            r["week_start"],
            r["exercise"],
        )
        for r in rows.iter_rows(named=True)
    )


def _level(newest: Mapping[str, Prescription], start: date) -> str:
    """What the plan of the coming week says of the athlete."""
    mine = (one.workout["level"] for one in newest.values() if start <= one.local_date < start + WEEK)
    return next((str(level) for level in mine if level), "beginner")


def _runs(athlete: AthleteData, end: date) -> tuple[RunDone, ...]:
    return tuple(
        RunDone(
            run.local_date,
            (run.activity["timer_s"] or run.activity["elapsed_s"] or 0.0) / 60,
            run.activity["distance_m"],
            _rpe(athlete, run.activity),
        )
        for run in runs(athlete)
        if run.local_date < end
    )


def _weeks_planned(newest: Mapping[str, Prescription], start: date, config: RuleConfig) -> tuple[float, ...]:
    weeks = [0.0] * (config.deload_every - 1)
    for one in newest.values():
        ago = (start - one.local_date).days
        if 0 < ago <= 7 * len(weeks) and one.family == "run":
            weeks[-1 - (ago - 1) // 7] += minutes_of(one.steps, config) or 0.0
    return tuple(weeks)


def _plan_week(newest: Mapping[str, Prescription], start: date) -> int:
    first = min((one.workout["week_start"] for one in newest.values()), default=start)
    return int((start - first).days) // 7 + 1


def _poor_nights(athlete: AthleteData, week_start: date) -> int:
    in_week = pl.col("local_date").is_between(week_start, week_start + WEEK, closed="left")
    said = athlete.notes.filter(pl.col("kind") == "sleep", pl.col("text") == "bad", in_week)
    return int(said["local_date"].n_unique())


def _contact_rising(athlete: AthleteData, week_start: date) -> bool:
    in_week = pl.col("local_date").is_between(week_start, week_start + WEEK, closed="left")
    mine = athlete.activities.filter(in_week, pl.col("dynamics_source").is_not_null())
    if mine.is_empty():
        return False
    references = reference_speeds(athlete.activities, athlete.intervals)
    intervals = athlete.intervals.join(mine, on="activity_id", how="semi")
    return bool(contact_sessions(mine, intervals, references)["rising"].any())


def _weather(athlete: AthleteData, config: RuleConfig = DEFAULT) -> dict[date, str]:
    """Heat and wind that were told of a day, as words."""
    told: dict[date, str] = {}
    said = athlete.notes.filter(pl.col("kind").is_in(["heat", "wind"])).sort("recorded_at", "note_id")
    for note in said.iter_rows(named=True):
        if note["kind"] == "wind":
            told[note["local_date"]] = "wind"
        elif note["value"] is not None and note["value"] > config.heat_c:
            told[note["local_date"]] = f"heat of {note['value']:g} degrees"
    return told
