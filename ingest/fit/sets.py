"""Set messages as strength sets: which exercise, how often, how heavy."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ingest.fit.chain import FitFile
from ingest.fit.columns import Messages, Numbers
from ingest.fit.exercise_names import Titles, exercise_name, exercise_titles
from ingest.fit.records import instants
from ingest.fit.sessions import Session
from ingest.fit.storable import series
from ingest.fit.timestamps import ABSOLUTE_FROM, absolute
from models.recording import SETS_SCHEMA
from models.tables import STRENGTH_SETS

UNKNOWN = "unknown"
_NONE = pl.DataFrame(schema=SETS_SCHEMA)


def sets_of(file: FitFile, session: Session) -> pl.DataFrame:
    """Strength sets of one session, rests left out.

    A set's own `start_time` counts: newer watches write the session's start into every set's timestamp. A weight of
    0 is none, and so are 0 repetitions: the watch counted none in what was done. Weights are in kilograms whatever
    unit the watch shows them in (`weight_display_unit`).
    """
    messages = file.messages("set")
    if not len(messages):
        return _NONE
    starts = absolute(file, messages.numbers("start_time"))
    starts = np.where(starts >= ABSOLUTE_FROM, starts, absolute(file, messages.numbers("timestamp")))
    rest = np.asarray([word == "rest" for word in messages.words("set_type")], bool)
    rows = session.owns(np.where(rest, np.nan, starts))
    exercises = _exercises(file, messages, rows)
    numbers = {
        "duration_s": messages.numbers("duration"),
        "repetitions": _not_zero(messages.numbers("repetitions")),
        "weight_kg": _not_zero(messages.numbers("weight")),
    }
    frame = pl.DataFrame(
        {
            "set_index": np.arange(len(rows)),
            "exercise": pl.Series(exercises, dtype=pl.String),
            "start_time": instants(starts[rows]),
        }
        | series(STRENGTH_SETS, {name: values[rows] for name, values in numbers.items()})
    )
    return frame.cast(dict(SETS_SCHEMA))  # type: ignore[arg-type]  # a schema maps names to types


def _not_zero(values: Numbers) -> Numbers:
    return np.where(values == 0, np.nan, values)


def _exercises(file: FitFile, messages: Messages, rows: NDArray[np.int64]) -> list[str]:
    """The watch's first guess that says anything, for each set: its guesses stand in the order of their likelihood."""
    titles = exercise_titles(file)
    categories, subtypes = messages.arrays("category"), messages.arrays("category_subtype")
    return [_first_guess(categories[row], subtypes[row], titles) for row in rows.tolist()]


def _first_guess(categories: tuple[int | None, ...], subtypes: tuple[int | None, ...], titles: Titles) -> str:
    for place, category in enumerate(categories):
        name = exercise_name(category, subtypes[place] if place < len(subtypes) else None, titles)
        if name is not None:
            return name
    return UNKNOWN
