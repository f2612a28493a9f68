"""Workouts as FIT messages: a file of its own for the watch, or the part of an activity that tells what it ran."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

import polars as pl
from fitparse.profile import FIELD_TYPES

from ingest.fit.exercise_names import UNKNOWN_CATEGORY
from ingest.fit.workout_steps import BPM_FROM, WATTS_FROM
from ingest.fit.write import Messages, Value, fit_file, raw
from models.errors import ContractError
from models.exercises import find_exercise
from models.recording import Recording

_DURATIONS = {
    "time": ("duration_time", "duration_s"),
    "distance": ("duration_distance", "distance_m"),
    "reps": ("duration_reps", "repetitions"),
}
_ABSOLUTE_FROM = {"heart_rate": BPM_FROM, "power": WATTS_FROM}
_REPEAT = "repeat_until_steps_cmplt"


MOST_NAME_BYTES = 48
"""Of a step's or workout's name; what watches show of it is shorter."""

MOST_NOTES_BYTES = 200
"""Of a step's notes: Garmin Connect takes no more; FIT itself has room for 254."""


def encode_workout(name: str, sport: str, sub_sport: str | None, steps: pl.DataFrame, created: datetime) -> bytes:
    """A FIT workout file for a watch.

    Args:
        name: what the watch lists; cut at 48 bytes.
        sport: FIT sport, such as `running` or `training`.
        sub_sport: FIT sub_sport, or None.
        steps: rows of `device_steps` (but for the owner).
        created: what the file says of its own age; two files of one day must differ in it, for watches list by it.

    Raises:
        ContractError: there are no steps, or FIT cannot hold a value.
    """
    if steps.is_empty():
        raise ContractError("a workout without steps is none")
    identity: dict[str, Value] = {
        "type": "workout",
        "manufacturer": "development",
        "product": 1,
        "serial_number": int(created.timestamp()),
        "time_created": created,
    }
    steps = steps.with_columns(_cut_all(steps["name"], MOST_NAME_BYTES), _cut_all(steps["notes"], MOST_NOTES_BYTES))
    head, body = _workout(sport, sub_sport, steps, 1.0)
    head = Messages("workout", head.at, {"wkt_name": [_cut(name, MOST_NAME_BYTES)], **head.fields})
    file_id = Messages("file_id", [0.0], {key: [value] for key, value in identity.items()})
    return fit_file((file_id, head, body, _titles(steps)))


def _titles(steps: pl.DataFrame) -> Messages:
    """What exercises are called; where FIT has one code for two of them, only their steps tell them apart."""
    named = {name: exercise_codes(name) for name in steps["exercise"].drop_nulls().unique(maintain_order=True)}
    shared = Counter(named.values())
    codes = {name: code for name, code in named.items() if shared[code] == 1}
    return Messages(
        "exercise_title",
        [_TITLES] * len(codes),
        {
            "message_index": list(range(len(codes))),
            "exercise_category": [category for category, _ in codes.values()],
            "exercise_name": [subtype for _, subtype in codes.values()],
            "wkt_step_name": [_cut(name.capitalize(), MOST_NAME_BYTES) for name in codes],
        },
    )


_TITLES = 2.0
"""Place of the titles: after the steps."""


def _cut(text: str, most_bytes: int) -> str:
    """`text` in so many bytes of UTF-8 as fit, never half a character."""
    return text.encode(errors="replace")[:most_bytes].decode(errors="ignore").replace("\0", " ")


def _cut_all(texts: pl.Series, most_bytes: int) -> pl.Series:
    return pl.Series(texts.name, [None if text is None else _cut(text, most_bytes) for text in texts], pl.String)


def workout_messages(recording: Recording, at: float) -> tuple[Messages, Messages]:
    """The workout that the watch was running and its steps; nothing where there was none."""
    if recording.device_steps.is_empty():
        return Messages("workout", [], {}), Messages("workout_step", [], {})
    return _workout(recording.sport, recording.sub_sport, recording.device_steps, at)


def _workout(sport: str, sub_sport: str | None, steps: pl.DataFrame, at: float) -> tuple[Messages, Messages]:
    head: dict[str, list[Value]] = {"sport": [sport], "sub_sport": [sub_sport], "num_valid_steps": [steps.height]}
    rows = [_step(step) for step in steps.rows(named=True)]
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
    unit = None if step["weight_kg"] is None else "kilogram"
    told = {"exercise_weight": step["weight_kg"], "weight_display_unit": unit}
    return {"exercise_category": category, "exercise_name": name, **told}


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
