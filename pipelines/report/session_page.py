"""One session with repetitions in words and a table."""

from __future__ import annotations

from pipelines.report.calendar_words import counted, day_words
from pipelines.report.contact_page import contact_blocks
from pipelines.report.model import (
    CommandLine,
    IntervalSession,
    Recoveries,
    Repetition,
    RepetitionSummary,
)
from pipelines.report.page import Block, Bullets, Commands, Grid, Paragraph, Section, Tone
from pipelines.report.units import Units, clock, difference, pace, percent, track_distance, whole
from pipelines.report.words import SOURCES, VERDICTS, how_sure

_TONES: dict[str, Tone] = {"met": "good", "missed": "bad", "unknown": "plain"}


def session_section(session: IntervalSession, units: Units, command: CommandLine) -> Section:
    """The table of repetitions, and under it what they say together."""
    title = f"{day_words(session.local_date)}, {session.title}"
    if session.planned_for and session.planned_for != session.local_date:
        title += f", planned for {day_words(session.planned_for)}"
    blocks: list[Block] = []
    if session.prescribed and session.prescribed != session.title:
        blocks.append(Paragraph(f"Asked: {session.prescribed}"))
    if session.repetitions:
        blocks.append(_table(session.repetitions, units))
    lines = [_summary(summary) for summary in session.summaries]
    if session.recoveries:
        lines.append(_recoveries(session.recoveries))
    lines.append(_certainty(session))
    blocks.append(Bullets(tuple(lines)))
    blocks += contact_blocks(session, units)
    if session.confirm_commands:
        typed = tuple(map(command.line, session.confirm_commands))
        blocks.append(Commands("Say which it was, and the week is worked out anew:", typed))
    return Section(title, tuple(blocks), depth=2)


def _table(repetitions: tuple[Repetition, ...], units: Units) -> Grid:
    """Columns that would be empty, or tell the same length for each repetition, are left out."""
    lengths = [rep.nominal_distance_m for rep in repetitions]
    cells = {
        "Rep": [str(rep.repetition_index or number) for number, rep in enumerate(repetitions, 1)],
        "Length": [track_distance(length) for length in lengths] if len(set(lengths)) > 1 else [],
        "Target": [_target(rep) for rep in repetitions],
        "Time": [clock(rep.duration_s) for rep in repetitions],
        "Off by": [difference(rep.difference_s) for rep in repetitions],
        "Pace": [pace(rep.pace_s_per_km, units) for rep in repetitions],
        "Contact": [whole(rep.stance_time_ms, "ms") for rep in repetitions],
        "Heart rate": [whole(rep.avg_heart_rate_bpm) for rep in repetitions],
        "Verdict": [VERDICTS.get(rep.verdict, rep.verdict) for rep in repetitions],
    }
    kept = {name: column for name, column in cells.items() if any(cell != "-" for cell in column)}
    return Grid(
        columns=tuple(kept),
        rows=tuple(zip(*kept.values(), strict=True)),
        tones=tuple(_TONES.get(rep.verdict, "warn") for rep in repetitions),
        right=tuple(i for i, name in enumerate(kept) if name != "Verdict"),
    )


def _target(rep: Repetition) -> str:
    ends = [end for end in (rep.target_low_s, rep.target_high_s) if end is not None]
    return " to ".join(clock(end) for end in dict.fromkeys(ends)) or "-"


def _summary(summary: RepetitionSummary) -> str:
    what = f" x {track_distance(summary.nominal_distance_m)}" if summary.nominal_distance_m else " repetitions"
    told = (
        f"{summary.count}{what}: {clock(summary.mean_s)} on average, spread (CV) {percent(summary.variation_percent)}"
    )
    if summary.fade_percent is None:
        return f"{told}."
    if round(summary.fade_percent, 1) == 0:
        return f"{told}; no fade from the first third to the last."
    direction = "slower than the first (fade)" if summary.fade_percent > 0 else "faster than the first (no fade)"
    return f"{told}; the last third {abs(summary.fade_percent):.1f} % {direction}."


def _recoveries(rests: Recoveries) -> str:
    if rests.asked_s is not None:
        asked = f" (asked {clock(rests.asked_s, tenths=False)})"
    else:
        asked = f" (asked {track_distance(rests.asked_distance_m)})" if rests.asked_distance_m else ""
    spread = f", the first {clock(rests.first_s, tenths=False)}, the last {clock(rests.last_s, tenths=False)}"
    mean = f"{clock(rests.mean_s, tenths=False)} on average{asked}"
    told = f"{counted(rests.count, 'recovery', 'recoveries')}: {mean}{spread}"
    longer = [
        f"of {clock(rest.duration_s, tenths=False)} after repetition {rest.after_repetition}" for rest in rests.longer
    ]
    if not longer:
        return f"{told}."
    return f"{told}; beside them {'a longer break' if len(longer) == 1 else 'longer breaks'} {' and '.join(longer)}."


def _certainty(session: IntervalSession) -> str:
    if session.source is None or session.confidence is None:
        return f"No repetitions were found: {session.structure_reason or 'no reason is known'}"
    if session.source == "user":
        return f"Where the repetitions come from: {SOURCES['user']}."
    sure = f"{how_sure(session.confidence)}, {session.confidence:.0%} for the least certain one"
    return f"Where the repetitions come from: {SOURCES.get(session.source, session.source)} ({sure})."
