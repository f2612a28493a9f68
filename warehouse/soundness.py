"""Whether the database holds together: every block readable, every row with the row that it belongs to."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from models.errors import HomeError
from models.tables import TABLES
from warehouse.ddl import quoted
from warehouse.store import Store

_OF_ACTIVITIES = ("laps", "splits", "records", "record_dynamics", "pauses", "device_steps", "intervals")
_OF_WORKOUTS = ("workout_steps", "compliance", "workout_compliance")
_BROKEN = {
    **{
        name: f"SELECT count(*) FROM {name} ANTI JOIN activities USING (activity_id)"  # noqa: S608  names from above
        for name in _OF_ACTIVITIES
    },
    **{
        name: f"SELECT count(*) FROM {name} ANTI JOIN workouts USING (workout_id, version)"  # noqa: S608  names from above
        for name in _OF_WORKOUTS
    },
    "activities": """
        SELECT count(*) FROM activities ANTI JOIN source_files USING (file_id)
        WHERE NOT starts_with(file_id, 'journal:')
    """,
    "receipts": "SELECT count(*) FROM receipts ANTI JOIN source_files USING (file_id)",
    "source_files": """
        SELECT count(*) FROM source_files ANTI JOIN activities USING (file_id)
        WHERE status IN ('imported', 'salvaged')
    """,
}
"""Rows without what they belong to, by table; of source_files, those whose activities are missing."""


@dataclass(frozen=True, slots=True)
class Without:
    """Activities that have no intervals, and why."""

    reason: str
    activities: int


def orphans(store: Store) -> dict[str, int]:
    """Rows without the row that they belong to, by table; only tables that have any."""
    counted = {name: int(store.query(sql).item()) for name, sql in _BROKEN.items()}
    return {name: rows for name, rows in counted.items() if rows}


def torn(store: Store) -> list[str]:
    """Activities whose records are not as many as were read from their files."""
    return store.query(
        """
        SELECT activity_id
        FROM activities
        LEFT JOIN (SELECT activity_id, count(*) AS stored FROM records GROUP BY ALL) USING (activity_id)
        WHERE coalesce(stored, 0) <> coalesce(record_count, 0)
        ORDER BY ALL
        """
    )["activity_id"].to_list()


def without_intervals(store: Store) -> list[Without]:
    """How many activities have no intervals, by reason, the commonest first."""
    found = store.query(
        """
        SELECT coalesce(structure_reason, 'no reason is known') AS reason, count(*) AS activities
        FROM activities ANTI JOIN intervals USING (activity_id)
        GROUP BY ALL
        ORDER BY activities DESC, reason
        """
    )
    return [Without(*row) for row in found.rows()]


def stale_athletes(store: Store, version: int) -> list[str]:
    """Athletes of whom something was derived by another version of the calculations than this one."""
    derived = [t.name for t in TABLES if {"athlete_id", "derivation_version"} <= t.schema.keys()]
    stale = (f"SELECT athlete_id FROM {name} WHERE derivation_version <> {version:d}" for name in derived)  # noqa: S608  declared names
    return store.query(" UNION ".join(stale) + " ORDER BY ALL")["athlete_id"].to_list()


def schema_version(store: Store) -> int:
    """The number of the last migration that was applied."""
    return int(store.query("SELECT schema_version FROM meta").item())


def read_all(store: Store) -> int:
    """Read every value of every table, so that DuckDB compares every block with its checksum; rows read.

    Raises:
        HomeError: a block is damaged.
    """
    rows = 0
    for table in TABLES:
        try:
            [[count, _]] = store.query(f"SELECT count(*), bit_xor(hash(t)) FROM {quoted(table.name)} AS t").rows()  # noqa: S608  a declared name
        except duckdb.Error as error:
            said = str(error).splitlines()[0]
            raise HomeError(
                f"the table {table.name} cannot be read: {said}; trackwork rebuild makes it anew"
            ) from error
        rows += int(count)
    return rows
