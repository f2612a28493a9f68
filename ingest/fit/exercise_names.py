"""What an exercise is called: our name for it, FIT's words, or the title that the file itself gives it."""

from __future__ import annotations

from collections.abc import Mapping

from ingest.fit.chain import FitFile
from ingest.fit.profile import exercise_words
from models.exercises import exercise_of_fit

UNKNOWN_CATEGORY = 65534
"""What watches write for an exercise that they could not name."""

Titles = Mapping[tuple[int | None, int | None], str]


def exercise_titles(file: FitFile) -> Titles:
    """What the workout in the watch calls its exercises: (category, name) -> title."""
    told = file.messages("exercise_title")
    columns = zip(
        told.wholes("exercise_category"), told.wholes("exercise_name"), told.texts("wkt_step_name"), strict=True
    )
    return {(category, name): title for category, name, title in columns if title}


def exercise_name(category: int | None, subtype: int | None, titles: Titles) -> str | None:
    """The exercise of that category and name; None where the category says nothing.

    Our own name first, then FIT's, so that all watches tell one exercise alike: titles are in the watch's language.
    """
    if category is None or category == UNKNOWN_CATEGORY:
        return None
    word, name = exercise_words(category, subtype)
    known = exercise_of_fit(word, name)
    if known is not None:
        return known.name
    return (name or titles.get((category, subtype)) or word).replace("_", " ").lower()
