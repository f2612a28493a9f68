"""The private database: schema, every block, rows without the row that they belong to, what is stale and why."""

from __future__ import annotations

from collections.abc import Iterator

from models.derivation import DERIVATION_VERSION
from models.tables import ACTIVITIES
from pipelines.doctor.finding import Finding, well, wrong
from pipelines.outcomes import number
from pipelines.writer import Writer
from warehouse.soundness import orphans, read_all, schema_version, stale_athletes, torn, without_intervals
from warehouse.store import Store

_ANEW = "trackwork rebuild makes all of it anew from archive and journal"
_REASONS = 3


def warehouse(writer: Writer, *, quick: bool) -> Iterator[Finding]:
    """What the database holds, and whether it holds together."""
    activities = writer.store.read(ACTIVITIES)
    structured = activities.filter(activities["structure"] != "none").height
    read = "" if quick else f", {number(read_all(writer.store), 'row')} read"
    held = f"{number(activities.height, 'activity', 'activities')}, {structured} with repetitions"
    yield well("warehouse", f"{held}; schema version {schema_version(writer.store)}{read}")
    problems = unsound(writer.store)
    if problems:
        yield wrong("orphans", "; ".join(problems), _ANEW)
    else:
        yield well("orphans", "every row has the row that it belongs to")
    yield well("intervals", _reasons(writer.store))
    athletes = stale_athletes(writer.store, DERIVATION_VERSION)
    if athletes:
        found = f"of an older version than {DERIVATION_VERSION} for {', '.join(athletes)}"
        yield wrong("derivation", found, "the nightly work derives it again, trackwork doctor --repair does it now")
    else:
        yield well("derivation", f"all of version {DERIVATION_VERSION}")


def unsound(store: Store) -> list[str]:
    """Where rows do not belong together, in words."""
    problems = ["not all was written down by the older trackwork that made it"] if store.incomplete else []
    problems += [f"{name}: {number(rows, 'row')} without owner" for name, rows in orphans(store).items()]
    lacking = torn(store)
    if lacking:
        problems.append(f"records missing or too many in {', '.join(lacking[:5])}")
    return problems


def _reasons(store: Store) -> str:
    without = without_intervals(store)
    count = sum(each.activities for each in without)
    if not without:
        return "every activity has some"
    shown = "; ".join(f"{each.activities} x {each.reason}" for each in without[:_REASONS])
    more = f"; {len(without) - _REASONS} more reasons, trackwork sql has them" if len(without) > _REASONS else ""
    return f"{number(count, 'activity', 'activities')} without: {shown}{more}"
