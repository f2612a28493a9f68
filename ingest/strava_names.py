"""The names that Strava's export gives to its activities, in the table `activities.csv` beside their files."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from io import StringIO

TABLE = "activities.csv"
MOST_BYTES = 64 * 2**20
"""A line has about 1 KB: more than 60,000 activities. A larger file is none of Strava's."""

_NAME, _FILE = "Activity Name", "Filename"
_NAME_COLUMN = 2
"""Where the name stands in the exports of all languages; the headings are translated."""


def names_of(table: bytes) -> Mapping[str, str]:
    """The name of each activity by its file's path, as the table has it (`activities/123.fit.gz`).

    Empty where the table is none of Strava's: a name is worth no error.
    """
    csv.field_size_limit(MOST_BYTES)  # descriptions may be long
    rows = csv.reader(StringIO(table.decode("utf-8-sig", errors="replace"), newline=""))
    try:
        head = next(rows, [])
        name = head.index(_NAME) if _NAME in head else _NAME_COLUMN
        whole = [row for row in rows if len(row) >= max(len(head), name + 1)]
    except csv.Error:
        return {}
    return {path: row[name].strip() for row in whole if (path := _path(head, row)) and row[name].strip()}


def _path(head: list[str], row: list[str]) -> str | None:
    """The path of the activity's file; None where it was typed in and has none."""
    if _FILE in head:
        return row[head.index(_FILE)]
    return next((value for value in row if value.startswith("activities/")), None)
