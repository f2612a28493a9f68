"""The journal on disk: one file an entry, written whole or not at all, never changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from models.errors import HomeError
from models.journal import ENTRY, Entry
from pipelines.durable import write_durably

_REMEDY = "bring it back from a backup, or let trackwork doctor --repair write it again from the warehouse"


@dataclass(frozen=True, slots=True)
class Journal:
    """The entries in `folder`; whoever appends holds the writer's lock."""

    folder: Path

    def last(self) -> int:
        """The number of the newest entry, 0 if there is none."""
        return max(self._numbers(), default=0)

    def read(self, *, after: int = 0) -> Iterator[Entry]:
        """The entries with a number above `after`, in order.

        Entry `after` itself is read too: whoever goes on from it must know that the journal still holds it whole,
        or a new entry would be built on a gap, or take the number of one that was lost.

        Raises:
            HomeError: an entry is missing or cannot be read.
        """
        first = max(after, 1)
        for expected in range(first, max(self.last(), after) + 1):
            entry = self._entry(expected)
            if expected > after:
                yield entry

    def append(self, entry: Entry) -> Entry:
        """`entry` with its number, once it is safe on disk."""
        numbered = entry.model_copy(update={"seq": self.last() + 1})
        write_durably(self.path(numbered.seq), numbered.model_dump_json(exclude_none=True).encode())
        return numbered

    def path(self, seq: int) -> Path:
        """Where the entry with that number lies."""
        return self.folder / f"{seq:08d}.json"

    def _entry(self, seq: int) -> Entry:
        path = self.path(seq)
        try:
            return ENTRY.validate_json(path.read_bytes())
        except FileNotFoundError as error:
            raise HomeError(f"the journal has no {path}; {_REMEDY}") from error
        except ValidationError as error:
            raise HomeError(f"the journal's {path} cannot be read: {error.errors()[0]['msg']}; {_REMEDY}") from error

    def _numbers(self) -> Iterator[int]:
        names = (path.name for path in self.folder.iterdir())
        return (int(name.removesuffix(".json")) for name in names if name.endswith(".json") and name[0] != ".")
