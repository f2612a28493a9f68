"""Reading for many athletes at once: a query costs as much for one of them as for a club."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import polars as pl

from models.schema import Table
from models.tables import ACTIVITIES, WORKOUTS
from warehouse.store import Store


class Reads(Protocol):
    """What gives the rows of a table or a view: the store itself, or an athlete's part of what was read together."""

    def read(self, table: Table, **where: object) -> pl.DataFrame:
        """As `Store.read`."""
        ...

    def view(self, name: str, **where: object) -> pl.DataFrame:
        """As `Store.view`."""
        ...


class Together:
    """Rows of several athletes, each table read once, when it is first asked for; what is written later is not seen."""

    def __init__(self, store: Store, athlete_ids: Sequence[str]) -> None:
        self.store = store
        self._athlete_ids = [*athlete_ids]
        self._tables: dict[Table, Mapping[str, pl.DataFrame]] = {}
        self._whole: dict[Table, pl.DataFrame] = {}
        self._views: dict[str, tuple[Mapping[str, pl.DataFrame], pl.DataFrame]] = {}

    def of(self, athlete_id: str) -> Reads:
        """The rows of one of them."""
        return _Mine(self, athlete_id)

    def rows(self, table: Table, athlete_id: str) -> pl.DataFrame:
        """All rows of one athlete, in order of the table's key."""
        if table not in self._tables:
            self._tables[table] = _by_athlete(self._owned(table))
        return self._tables[table].get(athlete_id, table.empty()).select(table.schema.names())

    def view_rows(self, name: str, athlete_id: str) -> pl.DataFrame:
        """All rows of one athlete in a view."""
        if name not in self._views:
            frame = self.store.view(name, athlete_id=self._athlete_ids)
            self._views[name] = (_by_athlete(frame), frame.clear())
        mine, empty = self._views[name]
        return mine.get(athlete_id, empty)

    def of_everybody(self, table: Table, **where: object) -> pl.DataFrame:
        """The rows of all athletes, whoever they are."""
        if where:
            return self.store.read(table, **where)
        if table not in self._whole:
            self._whole[table] = self.store.read(table)
        return self._whole[table]

    def _owned(self, table: Table) -> pl.DataFrame:
        """The athletes' rows, each with its athlete: the column, or that of the workout or activity it belongs to."""
        if "athlete_id" in table.schema:
            return self.store.read(table, athlete_id=self._athlete_ids)
        owner, key = (WORKOUTS, "workout_id") if "workout_id" in table.schema else (ACTIVITIES, "activity_id")
        owners = pl.concat([self.rows(owner, one) for one in self._athlete_ids]).select(key, "athlete_id").unique()
        rows = self.store.read(table, **{key: owners[key].to_list()})
        return rows.join(owners, on=key, how="left", maintain_order="left")


class _Mine:
    def __init__(self, together: Together, athlete_id: str) -> None:
        self._together = together
        self._athlete_id = athlete_id

    def read(self, table: Table, **where: object) -> pl.DataFrame:
        if "athlete_id" in table.schema and "athlete_id" not in where:
            return self._together.of_everybody(table, **where)
        return _matching(self._together.rows(table, self._athlete_id), where)

    def view(self, name: str, **where: object) -> pl.DataFrame:
        return _matching(self._together.view_rows(name, self._athlete_id), where)


def _by_athlete(frame: pl.DataFrame) -> Mapping[str, pl.DataFrame]:
    parts = frame.partition_by("athlete_id", maintain_order=True, as_dict=True)
    return {str(athlete_id): part for (athlete_id,), part in parts.items()}


def _matching(frame: pl.DataFrame, where: Mapping[str, object]) -> pl.DataFrame:
    """The athlete's rows where each other column named has the given value, or one of them; null is a value too."""
    conditions = [
        pl.col(name).is_in(_values(wanted, frame.schema[name]), nulls_equal=True)
        for name, wanted in where.items()
        if name != "athlete_id"
    ]
    return frame.filter(conditions) if conditions else frame


def _values(wanted: object, dtype: pl.DataType) -> pl.Series:
    values = [*wanted] if isinstance(wanted, list | tuple | set | frozenset | pl.Series) else [wanted]
    return pl.Series(values, dtype=dtype).implode()
