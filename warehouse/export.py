"""Tables and views as files that other programs read: one file each, records by athlete and year.

Each comes under its name once it is whole. The folder says in `export.json` what lies in it, and `complete` there is
true once all of it does; `dictionary.md` says what the columns mean.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import duckdb

from models.errors import HomeError, UsageError
from models.schema import Table
from models.tables import RECORD_DYNAMICS, RECORDS, TABLES
from warehouse.ddl import literal, quoted
from warehouse.dictionary import data_dictionary
from warehouse.faults import file_faults
from warehouse.view import views

MARK = "export.json"
"""Tells a folder that an earlier export filled, and may be filled again, from one with somebody's own files."""
_PARTITIONED = (RECORDS, RECORD_DYNAMICS)
_OPTIONS = {"parquet": "FORMAT parquet, COMPRESSION zstd", "csv": "FORMAT csv, HEADER"}
FORMATS = tuple(_OPTIONS)
_NONE = "__HIVE_DEFAULT_PARTITION__"
"""What readers of partitioned files take for null."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export wrote."""

    folder: Path
    rows: dict[str, int]
    """By table or view."""


@dataclass
class _Export:
    """One export at work."""

    connection: duckdb.DuckDBPyConnection
    folder: Path
    form: str
    rows: dict[str, int] = field(default_factory=dict)

    def whole(self, name: str, order: tuple[str, ...]) -> None:
        """Write one table or view as one file."""
        select = f"SELECT * FROM {quoted(name)} ORDER BY {', '.join(map(quoted, order))}"  # noqa: S608  declared names
        target = self.folder / f"{name}.{self.form}"
        partial = target.with_name(f".{target.name}.part")
        with _unfinished(partial):
            self.rows[name] = self._copy(select, partial)
            partial.replace(target)

    def by_athlete_and_year(self, table: Table) -> None:
        """Write a table of an activity's rows as name/athlete_id=.../year=.../data, for readers of such folders."""
        target = self.folder / table.name
        partial = target.with_name(f".{table.name}.part")
        with _unfinished(partial):
            partial.mkdir()
            written = [self._partition(table, partial, *pair) for pair in self._partitions(table)]
            self.rows[table.name] = sum(written)
            if not written:
                self._copy(self._of(table, "false"), partial / f"data.{self.form}")  # the columns, without rows
            _remove(target)
            partial.replace(target)

    def mark(self, *, complete: bool) -> None:
        """Note what lies here."""
        told = {"format": self.form, "complete": complete, "rows": self.rows}
        (self.folder / MARK).write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")

    def _partitions(self, table: Table) -> list[tuple[str | None, int | None]]:
        name = quoted(table.name)
        own = f"SELECT DISTINCT activity_id FROM {name}"  # noqa: S608  a declared name
        found = f"SELECT DISTINCT athlete_id, year(local_date) FROM ({own}) LEFT JOIN activities USING (activity_id)"  # noqa: S608  a declared name
        return self.connection.execute(f"{found} ORDER BY ALL").fetchall()

    def _partition(self, table: Table, folder: Path, athlete_id: str | None, year: int | None) -> int:
        names = (_NONE if athlete_id is None else quote(athlete_id, safe=""), _NONE if year is None else str(year))
        place = folder / f"athlete_id={names[0]}" / f"year={names[1]}"
        place.mkdir(parents=True)
        athlete = "NULL" if athlete_id is None else literal(athlete_id)
        mine = (
            f"a.athlete_id IS NOT DISTINCT FROM {athlete} AND year(a.local_date) IS NOT DISTINCT FROM {year or 'NULL'}"
        )
        return self._copy(self._of(table, mine), place / f"data.{self.form}")

    @staticmethod
    def _of(table: Table, mine: str) -> str:
        columns = ", ".join(f"r.{quoted(column)}" for column in table.schema)
        joined = f"{quoted(table.name)} AS r LEFT JOIN activities AS a USING (activity_id)"
        order = ", ".join(f"r.{quoted(column)}" for column in table.key)
        return f"SELECT {columns} FROM {joined} WHERE {mine} ORDER BY a.start_time, {order}"  # noqa: S608  declared names

    def _copy(self, select: str, file: Path) -> int:
        [[rows]] = self.connection.execute(
            f"COPY ({select}) TO {literal(str(file))} ({_OPTIONS[self.form]})"
        ).fetchall()
        return int(rows)


def export(
    published: Path,
    folder: Path,
    form: str,
    *,
    replace: bool = False,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> Exported:
    """Write all tables and views of the published copy into `folder`, as parquet or csv; readers are not in its way.

    `replace` lets it write into a folder that an earlier export filled. `progress` is told how many tables and views
    are written, and of how many.

    Raises:
        HomeError: there is no published copy, or the disk is full or not writable.
        UsageError: the folder holds something else, or an earlier export and not `replace`.
    """
    if not published.exists():
        raise HomeError(f"there is no published copy at {published} yet; trackwork import makes it")
    _prepare(folder, form, replace=replace)
    with file_faults(published):
        connection = duckdb.connect(published, read_only=True)
    try:
        connection.execute("SET TimeZone = 'UTC'")
        with file_faults(folder):
            work = _Export(connection, folder, form)
            work.mark(complete=False)
            _write_all(work, progress)
            (folder / "dictionary.md").write_text(f"# Data dictionary\n\n{data_dictionary()}", encoding="utf-8")
            work.mark(complete=True)
    except OSError as error:
        raise HomeError(f"{folder} cannot be written: {error.strerror or error}; make room or mend that") from error
    finally:
        connection.close()
    return Exported(folder, work.rows)


def _write_all(work: _Export, progress: Callable[[int, int], None]) -> None:
    plain = [(table.name, table.key) for table in TABLES if table not in _PARTITIONED]
    plain += [(view.name, view.key) for view in views()]
    total = len(plain) + len(_PARTITIONED)
    for done, (name, key) in enumerate(plain, start=1):
        work.whole(name, key)
        progress(done, total)
    for done, table in enumerate(_PARTITIONED, start=len(plain) + 1):
        work.by_athlete_and_year(table)
        progress(done, total)


def _prepare(folder: Path, form: str, *, replace: bool) -> None:
    """Make the folder, or make sure that nothing of the user's own is in it."""
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file; name a folder")
    if folder.is_dir() and any(folder.iterdir()):
        if not (folder / MARK).exists():
            raise UsageError(f"{folder} is not empty, and not from an earlier export; name another folder")
        if not replace:
            raise UsageError(f"{folder} holds an earlier export; write over it with --replace, or name another folder")
        _take_away(folder, form)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{folder} cannot be made: {error.strerror or error}; name another folder") from error


def _take_away(folder: Path, form: str) -> None:
    """Take away what an earlier export wrote in the other format; the rest is written over."""
    for other in FORMATS:
        for name in (*(table.name for table in TABLES), *(view.name for view in views())):
            if other != form:
                (folder / f"{name}.{other}").unlink(missing_ok=True)


@contextmanager
def _unfinished(partial: Path) -> Iterator[None]:
    """A place for what is being written; what a broken export left there goes first, and nothing stays of this one."""
    _remove(partial)
    try:
        yield
    finally:
        _remove(partial)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
