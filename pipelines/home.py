"""The home folder: where everything of one installation lies."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from models.errors import HomeError


def default_root() -> Path:
    """The folder that TRACKWORK_HOME names, or ~/trackwork."""
    return Path(os.environ.get("TRACKWORK_HOME") or Path.home() / "trackwork").expanduser()


@dataclass(frozen=True, slots=True)
class Home:
    """The paths of the home folder `root`."""

    root: Path

    @classmethod
    def open(cls, root: Path) -> Home:
        """The home at `root`, its folders made.

        Raises:
            HomeError: the folder cannot be made or written.
        """
        home = cls(root.expanduser().absolute())
        try:
            for folder in home.folders:
                folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=home.warehouse):
                pass
        except OSError as error:
            raise HomeError(f"the home folder {home.root} cannot be written: {_why(home, error)}") from error
        return home

    @property
    def folders(self) -> tuple[Path, ...]:
        """The folders that every home has."""
        return (self.archive, self.journal, self.inbox, self.rejected, self.reports, self.warehouse)

    @property
    def exports(self) -> Path:
        """Archives from the inbox that hold more than recordings, by content hash; made when the first one comes."""
        return self.archive / "exports"

    @property
    def inbox(self) -> Path:
        """Where files are dropped; inbox/<athlete>/ for more than one athlete."""
        return self.root / "inbox"

    @property
    def archive(self) -> Path:
        """The originals, by content hash: never changed, never deleted."""
        return self.root / "archive"

    @property
    def journal(self) -> Path:
        """Everything a person said, append-only."""
        return self.archive / "journal"

    @property
    def rejected(self) -> Path:
        """Files that could not be read, each beside its reason."""
        return self.root / "rejected"

    @property
    def reports(self) -> Path:
        """One weekly review per athlete and week."""
        return self.root / "reports"

    @property
    def outbox(self) -> Path:
        """What leaves the house: outbox/<athlete>/ holds the coming sessions for watch and calendar."""
        return self.root / "outbox"

    @property
    def settings_file(self) -> Path:
        """Settings, all optional."""
        return self.root / "trackwork.toml"

    @property
    def warehouse(self) -> Path:
        """The pipeline's own files: database, lock, scheduler."""
        return self.root / "warehouse"

    @property
    def database(self) -> Path:
        """The private database; nobody keeps it open between batches."""
        return self.warehouse / "private.duckdb"

    @property
    def lock(self) -> Path:
        """Held by whoever writes."""
        return self.warehouse / ".lock"

    @property
    def prefect(self) -> Path:
        """PREFECT_HOME of the server that `up` starts."""
        return self.warehouse / "prefect"

    @property
    def logs(self) -> Path:
        """Logs of the processes that `up` starts."""
        return self.warehouse / "logs"

    @property
    def published(self) -> Path:
        """The published copy: what people open with any SQL tool."""
        return self.root / "trackwork.duckdb"

    def plan(self, athlete_id: str, *, only: bool) -> Path:
        """The plan file of an athlete; `only` says that the home has no other."""
        own = self.root / "plans" / f"{athlete_id}.yaml"
        return self.root / "plan.yaml" if only and not own.exists() else own


def _why(home: Home, error: OSError) -> str:
    """What stands in the way of the home, and the remedy."""
    other = "choose another folder with --home or TRACKWORK_HOME"
    if isinstance(error, PermissionError):
        return f"{error.strerror}; mend its permissions, or {other}"
    in_the_way = next(
        (p for p in (*home.folders, home.root, *home.root.parents) if p.exists() and not p.is_dir()), None
    )
    if in_the_way:
        return f"there is a file in the way: {in_the_way}; move it, or {other}"
    if not home.root.exists():
        return f"it cannot be made there ({error.strerror or error}); {other}"
    return f"{error.strerror or error}; mend that, or {other}"
