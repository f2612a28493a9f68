"""What is wrong with an XML recording, in sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import polars as pl

from models.errors import ReadError
from models.recording import Decoded

_MOST_ACTIVITIES = 5_000
"""In one file: more are no recordings; our choice."""


@dataclass(frozen=True, slots=True)
class Faults:
    """What is wrong with a file whose points were read."""

    damage: str | None
    """What is wrong with its XML and where; the points are those before."""

    def nothing(self, kind: Literal["gpx", "tcx"], contents: str, read: int = 0) -> Decoded:
        """A file without activity, if it is whole.

        Raises:
            ReadError: it is damaged: who knows what it held.
        """
        if self.damage:
            raise ReadError(f"{self.damage}, and nothing of an activity stands before: export the activity again")
        return Decoded(kind, (), read, no_activity=contents)

    def told(self, given: pl.DataFrame, kept: pl.DataFrame) -> str | None:
        """Why not all could be read; None if all was."""
        said = [self.damage] if self.damage else []
        if kept.height < given.height:
            said.append(f"{given.height - kept.height} of {given.height} points have no time and were left out")
        broken = given["broken"].sum()
        if broken:
            said.append(f"{broken} values in it are no numbers and were left out")
        return "; ".join([*said, f"{kept.height} points were kept"]) if said else None


def most_activities(count: int) -> None:
    """Refuses a file with more activities than anyone recorded.

    Raises:
        ReadError: there are too many.
    """
    if count > _MOST_ACTIVITIES:
        raise ReadError(f"it holds {count} activities, more than {_MOST_ACTIVITIES}: export them in parts")
