"""The nightly flow's work: what waits in the inbox, what an older version calculated, the published copy."""

from __future__ import annotations

from dataclasses import dataclass

from models.derivation import DERIVATION_VERSION
from pipelines.clock import Clock
from pipelines.home import Home
from pipelines.importing import decode_chunk, load_chunk
from pipelines.incoming import in_inbox
from pipelines.loading import Outcome
from pipelines.outgoing import fill_outbox
from pipelines.rebuild import rebuild
from pipelines.settings import Settings
from pipelines.unfolding import chunks
from pipelines.writer import writing
from warehouse.soundness import stale_athletes


@dataclass(frozen=True, slots=True)
class NightlyReport:
    """What a night's work did."""

    outcomes: tuple[Outcome, ...]
    derived_again: tuple[str, ...]
    """Athletes whose rows an older version had made."""
    unknown: tuple[str, ...]
    """Files in the inbox of an athlete whom nobody knows."""
    plan_problems: tuple[str, ...]


def nightly(home: Home, clock: Clock, settings: Settings) -> NightlyReport:
    """Import what waits in the inbox, derive again what is stale, publish; after an upgrade make it all anew."""
    waiting, unknown = in_inbox(home, settings)
    outcomes: list[Outcome] = []
    for chunk in chunks(waiting, settings, home):
        outcomes += load_chunk(home, clock, settings, decode_chunk(chunk, home))
    with writing(home, clock, settings) as writer:
        athletes = stale_athletes(writer.store, DERIVATION_VERSION)
        writer.derive_stale(athletes)
        incomplete = writer.store.incomplete
        problems = tuple(str(problem) for problem in writer.plan_problems.values())
        for athlete_id, athlete in settings.athletes.items():
            fill_outbox(home, writer.store, athlete_id, clock.today(athlete.timezone), settings.units)
    if incomplete:
        rebuild(home, clock, settings)  # the database is of an older trackwork, which did not write down all of it
    return NightlyReport(tuple(outcomes), tuple(athletes), tuple(str(path) for path in unknown), problems)
