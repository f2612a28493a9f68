"""The originals against what the warehouse knows of them: archive, exports and rejected files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import file_digest
from pathlib import Path

import polars as pl

from models.tables import SOURCE_FILES
from pipelines.doctor.finding import Finding, well, wrong
from pipelines.outcomes import number
from pipelines.writer import Writer

_SHOWN = 5
_KEPT = ("imported", "salvaged", "no_activity", "failed")


def archive(writer: Writer, on_file: Callable[[], None], *, quick: bool) -> Iterator[Finding]:
    """Every file of the archive: there, unchanged unless `quick`, and known."""
    known = writer.store.read(SOURCE_FILES)
    there = writer.originals.archived()
    kept = known.filter(pl.col("status").is_in(_KEPT))
    gone = [name for file_id, name in kept.select("file_id", "name").rows() if file_id not in there]
    files = there | _exports(writer)
    changed = [] if quick else [path.name for file_id, path in files.items() if _changed(file_id, path, on_file)]
    bad = [*(f"{name} is gone" for name in gone), *(f"{name} was changed" for name in changed)]
    if bad:
        yield wrong("archive", _some(bad), "bring the archive back from a backup, or import the files again")
    else:
        told = "none missing (hashes not looked at)" if quick else "every hash right"
        yield well("archive", f"{number(len(files), 'original')}, {told}")
    strange = [path for file_id, path in there.items() if file_id not in set(known["file_id"])]
    if strange:
        found = _some([f"{path.name} was never handed in" for path in sorted(strange)])
        yield wrong("archive", found, f"hand it in: trackwork import {sorted(strange)[0]}")


def files_in_archive(writer: Writer) -> int:
    """How many files there are to look at."""
    return len(writer.originals.archived()) + len(_exports(writer))


def rejected(writer: Writer) -> Finding:
    """How many files could not be read, and whether they are still there."""
    files = writer.store.read(SOURCE_FILES, status="rejected")
    if files.is_empty():
        return well("rejected", "none")
    gone = [name for file_id, name in files.select("file_id", "name").rows() if writer.originals.read(file_id) is None]
    there = files.height - len(gone)
    found = f"{number(there, 'file')} in {writer.home.rejected}, each beside its reason"
    return well("rejected", found + (f"; {number(len(gone), 'other')} taken away since" if gone else ""))


def _changed(file_id: str, path: Path, on_file: Callable[[], None]) -> bool:
    with path.open("rb") as file:
        found = file_digest(file, "sha256").hexdigest()
    on_file()
    return found != file_id


def _exports(writer: Writer) -> dict[str, Path]:
    return {path.stem: path for path in writer.home.exports.glob("*") if not path.name.startswith(".")}


def _some(problems: list[str]) -> str:
    more = len(problems) - _SHOWN
    return "; ".join(problems[:_SHOWN]) + (f"; and {more:,} more" if more > 0 else "")
