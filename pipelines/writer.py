"""The one way to change a home: say it in the journal, then apply what the journal holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

import polars as pl

from ingest.plan import is_untouched, read_plan
from models import replay
from models.derivation import DERIVATION_VERSION, Proposals
from models.errors import PlanError
from models.journal import ENTRY, AthleteFacts, Entry, Fixed, PlanSaid, Received, Reviewed, Undone
from models.recording import Recording
from models.tables import JOURNAL, SOURCE_FILES
from pipelines.clock import Clock
from pipelines.deriving import refresh, refresh_due
from pipelines.home import Home
from pipelines.journal import Journal
from pipelines.loading import Content, Outcome, load, reload
from pipelines.lock import locked
from pipelines.originals import Originals
from pipelines.owners import file_of, owner_of
from pipelines.publishing import publish_when_due
from pipelines.same_workouts import with_notes
from pipelines.settings import Settings
from warehouse.soundness import stale_athletes
from warehouse.store import Store

_BATCH_FILES = 100
"""Files loaded in one transaction, at most about; more only cost memory."""


@dataclass
class Writer:
    """The home's warehouse, open for writing; whoever has one holds the lock."""

    home: Home
    clock: Clock
    settings: Settings
    store: Store
    journal: Journal
    originals: Originals
    on_progress: Callable[[int], None] = lambda _: None
    """Told the number of the newest entry that was applied."""
    plan_problems: dict[str, PlanError] = field(default_factory=dict)
    """By athlete: why the plan file was not taken up; the plan before it goes on to count."""

    def say(self, entry: Entry) -> Entry:
        """Put `entry` into the journal, without applying it yet."""
        return self.journal.append(entry)

    def apply(
        self,
        contents: Mapping[str, Content] | None = None,
        proposed: Mapping[str, Proposals] = MappingProxyType({}),
    ) -> list[Outcome]:
        """Apply all entries that the warehouse has not seen, each batch in one transaction.

        Args:
            contents: of files that were read already, by their id.
            proposed: by athlete what was worked out for reviews that were only just said.
        """
        outcomes: list[Outcome] = []
        pending = list(self.journal.read(after=self.store.journal_seq))
        for batch in _batches(pending):
            with self.store.transaction():
                outcomes += self._apply(batch, contents or {}, proposed)
            self.on_progress(batch[-1].seq)
        return outcomes

    def derive_stale(self, athlete_ids: list[str]) -> None:
        """Derive again what an older version of the calculations made."""
        for athlete_id in athlete_ids:
            with self.store.transaction():
                refresh(self.store, athlete_id, {})

    def sync_words(self) -> None:
        """Say what the settings and the plan files say that the journal does not know yet."""
        said = self.store.read(JOURNAL, kind=["athlete", "plan"])  # once for all: a club has many athletes
        newest = said.unique(["athlete_id", "kind"], keep="last", maintain_order=True)
        entries = [ENTRY.validate_json(text) for text in newest["entry"]]
        for athlete_id in self.settings.athletes:
            mine = [entry for entry in entries if entry.athlete_id == athlete_id]
            self._sync_facts(athlete_id, replay.facts(mine))
            self._sync_plan(athlete_id, next((e for e in mine if isinstance(e, PlanSaid)), None))

    def _apply(
        self, entries: list[Entry], contents: Mapping[str, Content], proposed: Mapping[str, Proposals]
    ) -> list[Outcome]:
        self.store.insert(JOURNAL, _journal_rows(entries))
        outcomes: list[Outcome] = []
        fresh: dict[str, Recording] = {}
        touched = {entry.athlete_id for entry in entries}
        for entry in entries:
            match entry:
                case Received():
                    loaded = load(self.store, self.originals, entry, self._facts(entry.athlete_id), contents)
                    outcomes += loaded.outcomes
                    fresh |= loaded.recordings
                case Fixed(what="athlete"):
                    touched |= self._hand_over(entry, fresh)
                case Undone():
                    touched |= self._take_back(entry, fresh)
                case AthleteFacts():
                    fresh |= self._new_calendar(entry)
        told = {entry.athlete_id for entry in entries if not isinstance(entry, Reviewed)}
        only_reviewed = touched - told and touched - told - self._stale()
        for athlete_id in sorted(touched - only_reviewed):
            refresh(self.store, athlete_id, fresh)
        refresh_due(self.store, {athlete_id: proposed.get(athlete_id) for athlete_id in sorted(only_reviewed)})
        return with_notes(self.store, outcomes)

    def _stale(self) -> set[str]:
        return set(stale_athletes(self.store, DERIVATION_VERSION))

    def _facts(self, athlete_id: str) -> AthleteFacts:
        return replay.facts(self._facts_said(athlete_id)) or self._facts_now(athlete_id)

    def _facts_said(self, athlete_id: str) -> list[Entry]:
        said = self.store.read(JOURNAL, athlete_id=athlete_id, kind="athlete")
        return [ENTRY.validate_json(text) for text in said["entry"]]

    def _facts_now(self, athlete_id: str) -> AthleteFacts:
        athlete = self.settings.athletes[athlete_id]
        return AthleteFacts(
            recorded_at=self.clock.now(),
            athlete_id=athlete_id,
            week_start_day=self.settings.week_start_day,
            compliance_colours=self.settings.compliance_colours,
            **athlete.model_dump(),
        )

    def _hand_over(self, word: Fixed, fresh: dict[str, Recording]) -> set[str]:
        """Give the file that the word is about to whom it belongs now; whom that touches."""
        file_id = file_of(self.store, word)
        owner = owner_of(self.store, file_id) if file_id else None
        if file_id is None or owner is None:
            return set()
        before = str(self.store.read(SOURCE_FILES, file_id=file_id)["athlete_id"][0])
        if owner != before:
            fresh |= reload(self.store, self.originals, file_id, self._facts(owner))
        return {before, owner}

    def _take_back(self, entry: Undone, fresh: dict[str, Recording]) -> set[str]:
        """Undo the word about an activity; whom that touches."""
        text = self.store.read(JOURNAL, seq=entry.entry)["entry"]
        undone = ENTRY.validate_json(text[0]) if len(text) else None
        return self._hand_over(undone, fresh) if isinstance(undone, Fixed) else set()

    def _new_calendar(self, entry: AthleteFacts) -> dict[str, Recording]:
        """Local days and weeks follow the athlete's zone and first day of the week; nothing else does."""
        before = replay.facts(said for said in self._facts_said(entry.athlete_id) if said.seq < entry.seq)
        if before and (before.timezone, before.week_start_day) == (entry.timezone, entry.week_start_day):
            return {}
        fresh: dict[str, Recording] = {}
        files = self.store.read(SOURCE_FILES, athlete_id=entry.athlete_id)
        for file_id in files.filter(pl.col("status").is_in(["imported", "salvaged"]))["file_id"]:
            fresh |= reload(self.store, self.originals, file_id, self._facts(entry.athlete_id))
        return fresh

    def _sync_facts(self, athlete_id: str, said: AthleteFacts | None) -> None:
        now = self._facts_now(athlete_id)
        same = {"seq", "recorded_at"}
        if said is None or said.model_dump(exclude=same) != now.model_dump(exclude=same):
            self.say(now)

    def _sync_plan(self, athlete_id: str, said: PlanSaid | None) -> None:
        path = self.home.plan(athlete_id, only=len(self.settings.athletes) == 1)
        if not path.exists():
            return
        try:
            text = path.read_text(encoding="utf-8")
            self._one_plan(athlete_id, path)
            if said is not None and said.text == text:
                return
            read_plan(text)
        except PlanError as error:
            self.plan_problems[athlete_id] = PlanError(
                f"{path.name}: {error.message}", line=error.line, column=error.column
            )
        except OSError as error:
            problem = f"{path.name} cannot be read: {error.strerror or error}; mend its permissions"
            self.plan_problems[athlete_id] = PlanError(problem, line=1, column=1)
        except UnicodeDecodeError as error:
            self.plan_problems[athlete_id] = PlanError(
                f"{path.name} is not UTF-8 text, from byte {error.start} on; save it as UTF-8", line=1, column=1
            )
        else:
            self.say(PlanSaid(recorded_at=self.clock.now(), athlete_id=athlete_id, text=text))

    def _one_plan(self, athlete_id: str, path: Path) -> None:
        """Refuse to choose between two plans of one athlete; the one that a new home begins with is none."""
        other = self.home.root / "plan.yaml"
        alone = len(self.settings.athletes) == 1
        if alone and other != path and other.exists() and not is_untouched(other.read_text(encoding="utf-8")):
            both = f"{other} is a plan of {athlete_id} too"
            raise PlanError(f"{both}: which one counts? Keep one, and move the other out of the home", line=1, column=1)


@contextmanager
def writing(
    home: Home,
    clock: Clock,
    settings: Settings,
    *,
    on_wait: Callable[[str], None] | None = None,
    publish_after: bool = True,
) -> Iterator[Writer]:
    """A writer that has seen the whole journal; publishes the copy at the end if it is behind.

    Raises:
        HomeError: another process kept writing, or the disk is full.
    """
    with locked(home.lock, on_wait=on_wait):
        with Store.open(home.database) as store:
            writer = Writer(home, clock, settings, store, Journal(home.journal), Originals(home))
            writer.apply()
            writer.sync_words()
            writer.apply()
            yield writer
            writer.store.checkpoint()
        if publish_after:
            publish_when_due(home)


def _batches(entries: list[Entry]) -> Iterator[list[Entry]]:
    batch: list[Entry] = []
    files = 0
    for entry in entries:
        batch.append(entry)
        files += len(entry.files) if isinstance(entry, Received) else 0
        if files >= _BATCH_FILES:
            yield batch
            batch, files = [], 0
    if batch:
        yield batch


def _journal_rows(entries: list[Entry]) -> pl.DataFrame:
    return JOURNAL.rows(
        [
            {
                "seq": entry.seq,
                "recorded_at": entry.recorded_at,
                "athlete_id": entry.athlete_id,
                "kind": entry.kind,
                "entry": entry.model_dump_json(exclude_none=True),
            }
            for entry in entries
        ]
    )
