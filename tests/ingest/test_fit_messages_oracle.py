"""Every value of every message of real FIT files is the value that fitparse reads; fitdecode is the second opinion.

What is stored is compared as it is stored, message by message in the order of the file, kinds that nobody knows and
developers' fields included. What the profile makes of it is compared by name: numbers in their unit, words, texts,
times of headers. Where we differ, and why:

| where | fitparse | ours | why |
|---|---|---|---|
| message that the end cuts off | kept, as far as it goes | left out | it is damaged; fitdecode leaves it out too |
| `event_timestamp` of heart rates, 12 bits each | from 0 again at each definition | none | `strap` times them |
| word of what only other fields' bits tell | word | none | `numbers` gives it; no reader asks for the word |
| bits of a reading, reading of bits (gear changes, `data16`) | given | none | nothing of a runner is there |
| two readings of a number hold | the first | both | each is asked for by its name |
| times of a device without a clock | since it was switched on | local time | the activity message dates them |
| number stored as text, text as number | given by the field's name | none | it is not what the name says |
| field that is stored twice | both | the last one | as in fitparse's own dictionary of a message |
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.fit.chain import FitFile, chain
from tests.support.fit_named import Pair, pairs
from tests.support.fit_reference import Reference, Row, by_fitdecode, by_fitparse
from tests.support.fit_rows import rows

pytestmark = pytest.mark.real

QUICK_BYTES = 110_000
"""Largest file of the quick run [byte]: fitparse reads about 0.3 MB/s."""
KINDS = 1_500
"""The real files hold about 1,600 different fields, as many as have a number in a message of their own."""

NONE_OF_OURS = {
    ("hr", "event_timestamp"),
    ("monitoring", "activity_type in words"),
    *(("event", name) for name in ("front_gear", "front_gear_num", "rear_gear", "rear_gear_num")),
    ("event", "auto_activity_detect_duration"),
}
"""Kind of message and column where we mean to give nothing, though fitparse does."""
NONE_OF_THEIRS = {("workout_step", "target_hr_zone")}
"""Where fitparse gives nothing, though we do; no other place may differ at all."""


def smallest_with_every_field(files: list[Path]) -> list[Path]:
    """Files up to the quick run's size that together hold every field that any of them holds."""
    seen: set[tuple[int, int, int | None]] = set()
    chosen = []
    for path in sorted(files, key=lambda file: (file.stat().st_size, file.name)):
        fields = {
            (number, field.number, field.developer)
            for file in chain(path.read_bytes())
            for number in file.numbers
            for block in file.numbered(number).blocks
            for field in block.layout.fields
        }
        if path.stat().st_size <= QUICK_BYTES and not fields <= seen:
            chosen.append(path)
            seen |= fields
    assert len(seen) >= KINDS
    return chosen


def stored_differences(data: bytes, ours: list[tuple[int, Row]], theirs: list[Reference]) -> Iterator[str]:
    """Where a stored value differs from fitparse's, with fitdecode's."""
    if len(theirs) != len(ours):
        second = [(reference.number, reference.row) for reference in by_fitdecode(data)]
        if len(theirs) != len(ours) + 1 or second != ours:
            yield f"{len(ours)} messages, fitparse has {len(theirs)}, fitdecode {len(second)}"
    for i, (own, reference) in enumerate(zip(ours, theirs, strict=False)):
        if own != (reference.number, reference.row):
            second = [(reference.number, reference.row) for reference in by_fitdecode(data)]
            yield f"message {i}: {own}, fitparse {reference.number, reference.row}, fitdecode {second[i : i + 1]}"


def named_pairs(data: bytes, theirs: list[Reference]) -> Iterator[Pair]:
    """All values by name, file by file of a chain."""
    at = 0
    for file in chain(data):
        count = sum(len(file.numbered(number)) for number in file.numbers)
        yield from of_file(file, theirs[at : at + count])
        at += count


def of_file(file: FitFile, theirs: list[Reference]) -> Iterator[Pair]:
    for number in file.numbers:
        if len(file.numbered(number)):
            yield from pairs(file, number, [reference for reference in theirs if reference.number == number])


def compared(path: Path) -> tuple[Counter[str], list[str]]:
    """How much was compared, and what differs."""
    data = path.read_bytes()
    ours, theirs = rows(data), by_fitparse(data)
    count = Counter({"files": 1, "messages": len(ours), "stored values": sum(len(row) for _, row in ours)})
    wrong = list(stored_differences(data, ours, theirs))
    for pair in named_pairs(data, theirs) if not wrong else ():
        count["values by name"] += 1
        if pair.ours != pair.theirs:
            count["differences that are meant"] += is_meant(pair)
            wrong += [] if is_meant(pair) else [str(pair)]
    return count, wrong


def is_meant(pair: Pair) -> bool:
    """Whether the table above says so: one of both gives nothing; they never give different values."""
    place = (pair.message, pair.column)
    return (pair.ours is None and place in NONE_OF_OURS) or (pair.theirs is None and place in NONE_OF_THEIRS)


def test_every_value_of_every_message_is_the_one_that_fitparse_reads(real_data: Path) -> None:
    files = sorted((real_data / "fit").glob("*.fit"))
    chosen = files if os.environ.get("TRACKWORK_SOAK") else smallest_with_every_field(files)
    total: Counter[str] = Counter()
    wrong = {}
    for path in chosen:
        count, found = compared(path)
        total += count
        if found:
            wrong[path.name] = found[:5]
    print(", ".join(f"{what}: {count:,}" for what, count in total.items()))  # noqa: T201  # the soak's figures
    assert wrong == {}
    assert total["values by name"] > total["stored values"]


@pytest.mark.skipif("TRACKWORK_SOAK" not in os.environ, reason="fitdecode takes some minutes for all files")
def test_every_stored_value_is_the_one_that_fitdecode_reads(real_data: Path) -> None:
    wrong = {}
    for path in sorted((real_data / "fit").glob("*.fit")):
        data = path.read_bytes()
        second = [(reference.number, reference.row) for reference in by_fitdecode(data)]
        if second != rows(data):
            wrong[path.name] = len(second)
    assert wrong == {}
