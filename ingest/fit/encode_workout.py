"""The parts of a FIT activity that tell a workout: the watch's steps, and strength sets."""

from __future__ import annotations

from fitparse.profile import FIELD_TYPES

from ingest.fit.write import Messages, Value, raw
from models.exercises import find_exercise
from models.recording import Recording

_UNKNOWN_EXERCISE = 65534
"""What watches write for an exercise that they could not name."""
_DURATIONS = {"time": ("duration_time", "duration_s"), "distance": ("duration_distance", "distance_m")}
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
        "intensity": step["intensity"],
        "duration_type": told,
    }
    if told == _REPEAT:
        return {**fields, "duration_value": step["repeat_from_index"], "target_value": step["repeat_count"]}
    if told in _DURATIONS:
        field, column = _DURATIONS[told]
        fields["duration_value"] = raw("workout_step", field, step[column])
    return {**fields, **_target(step)}


def _target(step: dict[str, Value]) -> dict[str, Value]:
    kind, ends = step["target_type"], {"low": step["target_low"], "high": step["target_high"]}
    if kind == "speed":
        ends = {end: raw("workout_step", f"custom_target_speed_{end}", value) for end, value in ends.items()}
    # Zone 0: the target is the custom range.
    zone = None if ends == {"low": None, "high": None} else 0
    return {"target_type": kind, "target_value": zone} | {f"custom_target_value_{e}": v for e, v in ends.items()}


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
    return categories.get(str(category), _UNKNOWN_EXERCISE), None
