"""The parts of a FIT activity that tell a workout: the watch's steps, and strength sets."""

from __future__ import annotations

from fitparse.profile import FIELD_TYPES

from ingest.fit.exercise_names import UNKNOWN_CATEGORY
from ingest.fit.workout_steps import BPM_FROM, WATTS_FROM
from ingest.fit.write import Messages, Value, raw
from models.exercises import find_exercise
from models.recording import Recording

_DURATIONS = {
    "time": ("duration_time", "duration_s"),
    "distance": ("duration_distance", "distance_m"),
    "reps": ("duration_reps", "repetitions"),
}
_ABSOLUTE_FROM = {"heart_rate": BPM_FROM, "power": WATTS_FROM}
_REPEAT = "repeat_until_steps_cmplt"


def workout_messages(recording: Recording, at: float) -> tuple[Messages, Messages]:
    """The workout that the watch was running and its steps; nothing where there was none."""
    steps = recording.device_steps.rows(named=True)
    if not steps:
        return Messages("workout", [], {}), Messages("workout_step", [], {})
    head: dict[str, list[Value]] = {
        "sport": [recording.sport],
        "sub_sport": [recording.sub_sport],
        "num_valid_steps": [len(steps)],
    }
    rows = [_step(step) for step in steps]
    fields = {name: [row.get(name) for row in rows] for name in dict.fromkeys(name for row in rows for name in row)}
    return Messages("workout", [at], head), Messages("workout_step", [at] * len(rows), fields)


def _step(step: dict[str, Value]) -> dict[str, Value]:
    """One step: what its two numbers mean depends on its types, centimetres or milliseconds or a step's index."""
    told = str(step["duration_type"] or "open")
    fields: dict[str, Value] = {
        "message_index": step["workout_step_index"],
        "wkt_step_name": step["name"],
        "notes": step["notes"],
        "intensity": step["intensity"],
        "duration_type": told,
    }
    if told == _REPEAT:
        return {**fields, "duration_value": step["repeat_from_index"], "target_value": step["repeat_count"]}
    if told in _DURATIONS:
        field, column = _DURATIONS[told]
        fields["duration_value"] = raw("workout_step", field, step[column])
    return {**fields, **_target(step), **_exercise(step)}


def _target(step: dict[str, Value]) -> dict[str, Value]:
    kind = str(step["target_type"] or "")
    ends = {end: _end(step, kind, end) for end in ("low", "high")}
    # Zone 0: the target is the custom range.
    custom = None if ends == {"low": None, "high": None} else 0
    zone = step["target_zone"] if step["target_zone"] is not None else custom
    told = {f"custom_target_value_{end}": value for end, value in ends.items()}
    return {"target_type": kind or None, "target_value": zone} | told


def _end(step: dict[str, Value], kind: str, end: str) -> Value:
    """One end of the custom range: mm/s, or one number for both per cents and what is beyond them."""
    value, percent = step[f"target_{end}"], step[f"target_{end}_percent"]
    if value is None:
        return percent
    if kind == "speed":
        return raw("workout_step", f"custom_target_speed_{end}", value)
    return float(str(value)) + _ABSOLUTE_FROM.get(kind, 0)


def _exercise(step: dict[str, Value]) -> dict[str, Value]:
    if step["exercise"] is None:
        return {"exercise_weight": step["weight_kg"]}
    category, name = exercise_codes(str(step["exercise"]))
    return {"exercise_category": category, "exercise_name": name, "exercise_weight": step["weight_kg"]}


def set_messages(recording: Recording, at: float) -> Messages:
    """Strength sets; like newer watches, each with the session's start as timestamp and its own start_time."""
    sets = recording.sets
    exercises = [exercise_codes(name) for name in sets["exercise"].to_list()]
    return Messages(
        "set",
        [at] * sets.height,
        {
            "timestamp": [recording.start_time] * sets.height,
            "start_time": sets["start_time"].to_list(),
            "duration": sets["duration_s"].to_list(),
            "repetitions": sets["repetitions"].to_list(),
            "weight": sets["weight_kg"].to_list(),
            "category": [(category,) for category, _ in exercises],
            "category_subtype": [(subtype,) for _, subtype in exercises],
            "message_index": sets["set_index"].to_list(),
            "set_type": ["active"] * sets.height,
        },
    )


def exercise_codes(name: str) -> tuple[int, int | None]:
    """FIT's category and subtype of an exercise of the catalogue, or of a name in FIT's own words.

    Subtype None says the category alone; a name that neither knows becomes FIT's "unknown exercise".
    """
    known = find_exercise(name)
    category, subtype = (known.fit_category, known.fit_name) if known else (None, name)
    categories = {text: code for code, text in FIELD_TYPES["exercise_category"].values.items()}
    if category is not None and subtype is None:
        return categories[category], None
    word = str(subtype).strip().lower().replace(" ", "_").replace("-", "_")
    if category is None and word in categories:
        return categories[word], None
    for text in [category] if category else categories:
        names = FIELD_TYPES.get(f"{text}_exercise_name")
        for number, said in (names.values if names else {}).items():
            if said == word:
                return categories[text], number
    return categories.get(str(category), UNKNOWN_CATEGORY), None
