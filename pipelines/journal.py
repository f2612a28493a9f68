"""The journal on disk: one file an entry, written whole or not at all, never changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from models.errors import HomeError
from models.journal import ENTRY, Entry
from pipelines.durable import write_durably


@dataclass(frozen=True, slots=True)
class Journal:
    """The entries in `folder`; whoever appends holds the writer's lock."""

    folder: Path

    def last(self) -> int:
        """The number of the newest entry, 0 if there is none."""
        return max(self._numbers(), default=0)

    def read(self, *, after: int = 0) -> Iterator[Entry]:
        """The entries with a number above `after`, in order.

        Raises:
            HomeError: an entry is missing or cannot be read.
        """
        for expected, seq in enumerate(sorted(n for n in self._numbers() if n > after), start=after + 1):
            path = self._path(seq)
            if seq != expected:
                raise HomeError(f"the journal has no {self._path(expected)}; bring it back from a backup")
            try:
                yield ENTRY.validate_json(path.read_bytes())
            except ValidationError as error:
                raise HomeError(f"the journal's {path} cannot be read: {error.errors()[0]['msg']}") from error

    def append(self, entry: Entry) -> Entry:
        """`entry` with its number, once it is safe on disk."""
        numbered = entry.model_copy(update={"seq": self.last() + 1})
        write_durably(self._path(numbered.seq), numbered.model_dump_json(exclude_none=True).encode())
        return numbered

    def _path(self, seq: int) -> Path:
        return self.folder / f"{seq:08d}.json"

    def _numbers(self) -> Iterator[int]:
        names = (path.name for path in self.folder.iterdir())
        return (int(name.removesuffix(".json")) for name in names if name.endswith(".json") and name[0] != ".")
