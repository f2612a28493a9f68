"""`log` and `fix`: what no watch records, and the user's word over the machine's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Literal

import typer
from rich.table import Column, Table

from models.errors import UsageError
from pipelines.cli.session import AthleteOption, Session, command, day_of, example_text
from pipelines.telling import Told, entries_of, fix, log, undo

DateOption = Annotated[str | None, typer.Option("--date", help="The day; default today.", metavar="DATE")]


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    group = typer.Typer(
        no_args_is_help=True,
        help="Tell what no watch records: strength, jumps, pain, effort.",
        epilog=example_text("trackwork log pain 3 --where shin"),
        rich_markup_mode=None,  # as the whole command line
    )
    examples: dict[str, tuple[str, Callable[..., None]]] = {
        "strength": ('trackwork log strength "squat 3x12 @40kg, lunge 3x10/side"', _sets("strength")),
        "plyo": ('trackwork log plyo "box jump 4x6"', _sets("plyo")),
        "run": ('trackwork log run "6 x 400m @ 95s / 200m jog"', _sets("run")),
        "pain": ("trackwork log pain 3 --where shin", log_pain),
        "rpe": ("trackwork log rpe 8", log_rpe),
        "rest": ("trackwork log rest", log_rest),
        "skip": ("trackwork log skip --reason ill", log_skip),
        "heat": ("trackwork log heat 28", log_heat),
        "wind": ("trackwork log wind", log_wind),
        "sleep": ("trackwork log sleep bad", log_sleep),
        "list": ("trackwork log list", log_list),
        "undo": ("trackwork log undo 42", log_undo),
    }
    for name, (example, function) in examples.items():
        command(group, name, example=example)(function)
    app.add_typer(group, name="log")
    command(app, "fix", example='trackwork fix 3f9a0c41d2b7 --reps "6x400"')(fix_activity)


def _sets(what: str) -> Callable[..., None]:
    def log_text(
        session: Session,
        text: Annotated[str, typer.Argument(help="What was done, as workout text.", metavar="TEXT")],
        on: DateOption = None,
        athlete: AthleteOption = None,
    ) -> None:
        _tell(session, athlete, on, Told(what, text=text))

    log_text.__doc__ = {
        "strength": "Sets of strength work.",
        "plyo": "Sets of jumps.",
        "run": "A run that no watch recorded.",
    }[what]
    return log_text


def log_pain(
    session: Session,
    value: Annotated[float, typer.Argument(min=0, max=10, help="0 none .. 10 the worst.", metavar="LEVEL")],
    where: Annotated[str | None, typer.Option(help="Body part, such as shin.", metavar="PART")] = None,
    on: DateOption = None,
    athlete: AthleteOption = None,
) -> None:
    """Pain, 0 to 10."""
    _tell(session, athlete, on, Told("pain", value=value, where=where))


def log_rpe(
    session: Session,
    value: Annotated[float, typer.Argument(min=0, max=10, help="0 nothing .. 10 all out.", metavar="LEVEL")],
    on: DateOption = None,
    athlete: AthleteOption = None,
) -> None:
    """How hard the day's session felt, 0 to 10."""
    _tell(session, athlete, on, Told("rpe", value=value))


def log_rest(session: Session, on: DateOption = None, athlete: AthleteOption = None) -> None:
    """A day of rest, taken on purpose."""
    _tell(session, athlete, on, Told("rest"))


def log_skip(
    session: Session,
    reason: Annotated[str | None, typer.Option(help="Why: ill, work, weather, ...", metavar="TEXT")] = None,
    on: DateOption = None,
    athlete: AthleteOption = None,
) -> None:
    """A session that was left out, and why."""
    _tell(session, athlete, on, Told("skip", text=reason))


def log_heat(
    session: Session,
    degrees: Annotated[float, typer.Argument(min=-60, max=60, help="Air temperature [deg C].", metavar="DEGREES")],
    on: DateOption = None,
    athlete: AthleteOption = None,
) -> None:
    """How hot it was while you ran.

    Above 25 degrees slow repetitions change nothing. A watch on the wrist measures the wrist.
    """
    _tell(session, athlete, on, Told("heat", value=degrees))


def log_wind(session: Session, on: DateOption = None, athlete: AthleteOption = None) -> None:
    """Wind that made you slower.

    Slow repetitions of the day change nothing.
    """
    _tell(session, athlete, on, Told("wind"))


def log_sleep(
    session: Session,
    how: Annotated[Literal["bad", "good"], typer.Argument(help="How you slept.", metavar="bad|good")],
    on: DateOption = None,
    athlete: AthleteOption = None,
) -> None:
    """How you slept the night before.

    Two bad nights in a week are one of the signs for an easier one.
    """
    _tell(session, athlete, on, Told("sleep", text=how))


def log_list(session: Session, athlete: AthleteOption = None) -> None:
    """Everything that was told, newest last."""
    home, settings = session.open()
    rows = entries_of(home, settings.athlete(athlete))
    session.document(rows)
    whole = [Column(name, no_wrap=True) for name in ("id", "day", "what")]
    table = Table(*whole, "", box=None, padding=(0, 2, 0, 0))
    for row in rows:
        words = f"{row['words']}{'  (taken back)' if row['retracted'] else ''}"
        day = f"{row['day'] or row['recorded_at']:%Y-%m-%d}"
        table.add_row(str(row["id"]), day, str(row["what"]), words)
    session.out.print(table if rows else "nothing was told yet")


def log_undo(
    session: Session, entry: Annotated[int, typer.Argument(help="Its id in `log list`.", metavar="ID")]
) -> None:
    """Take back something that was told."""
    home, settings = session.open()
    said = undo(home, session.clock, settings, entry)
    session.document({"undone": entry})
    session.out.print(f"taken back: {entry} ({said})", soft_wrap=True)


def fix_activity(
    session: Session,
    activity: Annotated[
        str, typer.Argument(help="The activity's id, or its first 4 characters or more.", metavar="ACTIVITY")
    ],
    confirm: Annotated[bool, typer.Option("--confirm", help="The repetitions are right as found.")] = False,
    no_intervals: Annotated[bool, typer.Option("--no-intervals", help="There were no repetitions.")] = False,
    reps: Annotated[str | None, typer.Option(help='What was run, such as "6x400".', metavar="TEXT")] = None,
    ignore: Annotated[bool, typer.Option("--ignore", help="Leave it out of views and reviews.")] = False,
    athlete: Annotated[str | None, typer.Option(help="It belongs to this athlete.", metavar="NAME")] = None,
    undo_last: Annotated[bool, typer.Option("--undo", help="Take back the last fix of this activity.")] = False,
) -> None:
    """Your word over the machine's about one activity.

    It is kept in the journal, so it survives a rebuild.
    """
    said: list[tuple[str, str | None]] = [
        *([("confirm", None)] if confirm else []),
        *([("no_intervals", None)] if no_intervals else []),
        *([("reps", reps)] if reps is not None else []),
        *([("ignore", None)] if ignore else []),
        *([("athlete", athlete)] if athlete is not None else []),
        *([("undo", None)] if undo_last else []),
    ]
    if len(said) != 1:
        raise UsageError("say one thing: --confirm, --no-intervals, --reps, --ignore, --athlete or --undo")
    home, settings = session.open()
    what, value = said[0]
    mended = fix(home, session.clock, settings, activity, what, value)
    session.document({"activity_id": mended.activity_id, "fix": what, "value": value, "now": mended.words})
    session.out.print(mended.words, soft_wrap=True)


def _tell(session: Session, athlete: str | None, on: str | None, told: Told) -> None:
    home, settings = session.open()
    who = settings.athlete(athlete)
    today = session.clock.today(settings.athletes[who].timezone)
    day: date = day_of(on) if on else today
    if day > today:
        raise UsageError(f"{day} is in the future; tell it when it has happened")
    entry = log(home, session.clock, settings, who, day, told)
    session.document(entry.model_dump(mode="json", exclude_none=True))
    kept = entry.what if entry.what == told.what else f"{entry.what}, not {told.what}, by its exercises,"
    session.out.print(
        f"kept as {entry.seq}: {kept} on {day}; take it back with: trackwork log undo {entry.seq}", soft_wrap=True
    )
