"""`import` and `nightly`: files into the warehouse, now."""

from __future__ import annotations

import time
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from pipelines.cli.session import AthleteOption, Session, command
from pipelines.home import Home
from pipelines.importing import decode_chunk, load_chunk, publish_now
from pipelines.incoming import Incoming, named
from pipelines.loading import Outcome
from pipelines.nightly import nightly
from pipelines.outcomes import counts, is_bad, is_usual, line, note, number, summary, unusual
from pipelines.screen import warn
from pipelines.settings import Settings
from pipelines.unfolding import chunks

_SHOWN = 40
_NOTES_SHOWN = 10
"""Of good news fewer: an export beside the watch's own files has one for each run."""


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    command(app, "import", example="trackwork import ~/Downloads/activities --athlete anna")(import_files)
    command(app, "nightly", example="trackwork nightly --json")(run_nightly)


def import_files(
    session: Session,
    paths: Annotated[
        list[Path],
        typer.Argument(help="Files (FIT, GPX, TCX, each also .gz), zip exports and folders.", metavar="PATH"),
    ],
    athlete: AthleteOption = None,
) -> int:
    """Import files and folders; what is there already changes nothing."""
    home, settings = session.open()
    files = _others(session, home, settings, paths, named(paths, settings.athlete(athlete)))
    if not files:
        session.document(_document([], 0.0))
        session.say("no files to import were found there")
        return 0
    started = time.perf_counter()
    outcomes: list[Outcome] = []
    total, done = [len(files)], 0
    with session.progress("importing", len(files)) as tell:
        for chunk in chunks(files, settings, home, total.append):
            outcomes += load_chunk(home, session.clock, settings, decode_chunk(chunk, home))
            done += len(chunk)
            tell(done, sum(total))
    publish_now(home, session.clock, settings)
    show(session, outcomes, time.perf_counter() - started)
    return int(any(map(is_bad, outcomes)))


def run_nightly(session: Session) -> int:
    """The nightly work, now: what waits in the inbox, what is stale.

    Imports the inbox, derives again what an older version of trackwork calculated, publishes the copy.
    """
    home, settings = session.open()
    started = time.perf_counter()
    report = nightly(home, session.clock, settings)
    session.document(asdict(report))
    show(session, list(report.outcomes), time.perf_counter() - started, document=False)
    for athlete in report.derived_again:
        session.out.print(f"derived again: {athlete}")
    for path in report.unknown:
        session.say(f"{path}: nobody of that name; add the athlete to {home.settings_file}, or move the file")
    for problem in report.plan_problems:
        session.say(f"{problem}\nthe plan before it goes on to count")
    return int(any(map(is_bad, report.outcomes)) or bool(report.unknown or report.plan_problems))


def _others(
    session: Session, home: Home, settings: Settings, paths: list[Path], files: list[Incoming]
) -> list[Incoming]:
    """`files` without what the home made itself, where a folder was named that holds the home or a part of it."""
    inbox = settings.inbox_of(home).resolve()
    root = home.root.resolve()
    kept = []
    for file in files:
        place = file.path.resolve()
        if file.path in paths or inbox in place.parents or root not in place.parents:
            kept.append(file)
    if len(kept) < len(files):
        passed = number(len(files) - len(kept), "file")
        session.say(f"passed over {passed} of {home.root}: trackwork's own")
    return kept


def show(session: Session, outcomes: list[Outcome], seconds: float, *, document: bool = True) -> None:
    """What became of the files: each that was not simply imported by name, then the counts."""
    handed = [outcome for outcome in outcomes if outcome.outcome != "passed_over"]
    rate = len(handed) / seconds if seconds else 0.0
    if document:
        session.document(_document(outcomes, rate))
    if session.quiet and not session.as_json:
        for outcome in filter(is_bad, outcomes):
            warn(line(outcome))
    told = unusual(outcomes)
    for text in told[:_SHOWN]:
        session.out.print(text, soft_wrap=True)
    if len(told) > _SHOWN:
        session.out.print(f"... and {len(told) - _SHOWN} more, all in the view data_quality")
    notes = [outcome for outcome in outcomes if outcome.note and is_usual(outcome)]
    for outcome in notes[:_NOTES_SHOWN]:
        session.out.print(note(outcome), soft_wrap=True)
    if len(notes) > _NOTES_SHOWN:
        session.out.print(f"... and {len(notes) - _NOTES_SHOWN} more that are the same workout as another")
    pace = f" ({seconds:.1f} s, {rate:.0f} files/s)" if handed else ""
    session.out.print(f"{summary(outcomes)}{pace}")


def _document(outcomes: list[Outcome], rate: float) -> dict[str, object]:
    files = [asdict(outcome) for outcome in outcomes if outcome.outcome != "passed_over"]
    return {**counts(outcomes), "files_per_s": round(rate, 1), "files": files}
