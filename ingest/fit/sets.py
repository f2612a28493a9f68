"""Set messages as strength sets: which exercise, how often, how heavy."""

from __future__ import annotations

import numpy as np
import polars as pl

from ingest.fit.chain import FitFile
from ingest.fit.columns import Messages
from ingest.fit.profile import exercise_words
from ingest.fit.records import instants
from ingest.fit.sessions import Session
from ingest.fit.storable import series
from ingest.fit.timestamps import ABSOLUTE_FROM, absolute
from models.exercises import exercise_of_fit
from models.recording import SETS_SCHEMA
from models.tables import STRENGTH_SETS

UNKNOWN = "unknown"
_UNKNOWN_CATEGORY = 65534


def sets_of(file: FitFile, session: Session) -> pl.DataFrame:
    """Strength sets of one session, rests left out.

    A set's own `start_time` counts: newer watches write the session's start into every set's timestamp. A weight of
    0 is none.
    """
    messages = file.messages("set")
    starts = absolute(file, messages.numbers("start_time"))
    starts = np.where(starts >= ABSOLUTE_FROM, starts, absolute(file, messages.numbers("timestamp")))
    rest = np.asarray([word == "rest" for word in messages.words("set_type")], bool)
    rows = session.owns(np.where(rest, np.nan, starts))
    exercises = _exercises(file, messages)
    weight = messages.numbers("weight")
    numbers = {
        "duration_s": messages.numbers("duration"),
        "repetitions": messages.numbers("repetitions"),
        "weight_kg": np.where(weight == 0, np.nan, weight),
    }
    frame = pl.DataFrame(
        {
            "set_index": np.arange(len(rows)),
            "exercise": pl.Series([exercises[row] for row in rows], dtype=pl.String),
            "start_time": instants(starts[rows]),
        }
        | series(STRENGTH_SETS, {name: values[rows] for name, values in numbers.items()})
    )
    return frame.cast(dict(SETS_SCHEMA))  # type: ignore[arg-type]  # a schema maps names to types


def _exercises(file: FitFile, messages: Messages) -> list[str]:
    titles = _titles(file)
    guesses = zip(messages.arrays("category"), messages.arrays("category_subtype"), strict=True)
    return [_exercise(categories, subtypes, titles) for categories, subtypes in guesses]


def _titles(file: FitFile) -> dict[tuple[int | None, int | None], str]:
    """What the workout itself calls an exercise."""
    told = file.messages("exercise_title")
    columns = zip(
        told.wholes("exercise_category"), told.wholes("exercise_name"), told.texts("wkt_step_name"), strict=True
    )
    return {(category, name): title for category, name, title in columns if title}


def _exercise(
    categories: tuple[int | None, ...],
    subtypes: tuple[int | None, ...],
    titles: dict[tuple[int | None, int | None], str],
) -> str:
    """The watch's first guess that says anything: our name for it, FIT's words, or its title in the file."""
    for place, category in enumerate(categories):
        if category is None or category == _UNKNOWN_CATEGORY:
            continue
        subtype = subtypes[place] if place < len(subtypes) else None
        word, name = exercise_words(category, subtype)
        known = exercise_of_fit(word, name)
        if known is not None:
            return known.name
        return (name or titles.get((category, subtype)) or word).replace("_", " ").lower()
    return UNKNOWN
