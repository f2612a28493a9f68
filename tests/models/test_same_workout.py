"""Which recordings are of one workout: each rule at its edge, and what holds for any set of recordings."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.same_workout import Candidate, about_what_counts, candidates, same_as, together
from models.tables import ACTIVITIES, NOTES, SOURCE_FILES
from tests.support.rows import rows

START = datetime(2026, 3, 2, 17, tzinfo=UTC)
HOUR = 3600.0


def recording(activity_id: str, begins: float = 0.0, lasts: float | None = HOUR, **more: object) -> Candidate:
    """A run that begins `begins` s after five."""
    made = Candidate(
        activity_id, "running", START + timedelta(seconds=begins), (lasts, lasts, lasts), 8, 3000, salvaged=False
    )
    return replace(made, **more)  # type: ignore[arg-type]  # fields of a candidate


def merged(*recordings: Candidate) -> dict[str, str]:
    """What is found, whichever comes first."""
    found = same_as(recordings)
    assert same_as(recordings[::-1]) == found
    return found


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (recording("b"), True),
        (recording("b", 120.0), True),
        (recording("b", 120.001), False),
        (recording("b", -120.0), True),
        (recording("b", lasts=HOUR * 0.951), True),
        (recording("b", lasts=HOUR * 0.949), False),
        (recording("b", lasts=HOUR * 1.052), True),
        (recording("b", lasts=HOUR * 1.054), False),
        (recording("b", sport="cycling"), False),
        (recording("b", sport="generic"), True),
        (recording("b", durations_s=(None, HOUR, None)), True),
        (recording("b", durations_s=(None, None, None)), False),
        (recording("b", durations_s=(2 * HOUR, HOUR, 2 * HOUR)), True),
        (recording("b", lasts=0.0), False),
        (recording("b", durations_s=(HOUR, HOUR, 2.0)), True),
    ],
    ids=lambda value: (
        None if isinstance(value, bool) else f"{value.start_time:%H%M%S}-{value.sport}-{value.durations_s}"
    ),
)
def test_start_duration_and_sport_at_their_edges(other: Candidate, same: bool) -> None:
    assert (merged(recording("a", richness=9), other) == {"b": "a"}) is same


def test_two_short_efforts_recorded_one_by_one_are_two() -> None:
    strides = [recording(f"stride{i}", 100.0 * i, 60.0) for i in range(3)]
    assert merged(*strides) == {}
    touching = [recording("first", 0.0, 60.0), recording("second", 59.0, 60.0)]
    assert merged(*touching) == {}
    assert merged(recording("watch", 0.0, 60.0), recording("phone", 10.0, 60.0)) == {"watch": "phone"}


def test_a_long_pause_in_one_is_no_reason_against_it_but_a_second_of_an_hour_is_no_double() -> None:
    paused = recording("paused", durations_s=(1.9 * HOUR, HOUR, 1.9 * HOUR), richness=3)
    assert merged(recording("through"), paused) == {"paused": "through"}
    assert merged(recording("short", lasts=1.0), recording("long", durations_s=(1800.0, 1.0, 1800.0))) == {}


def test_the_richest_counts_then_the_whole_one_then_that_with_more_records() -> None:
    poor, rich = recording("a", richness=7), recording("z", richness=9, salvaged=True)
    assert merged(poor, rich) == {"a": "z"}
    assert merged(poor, replace(poor, activity_id="z", salvaged=True, records=9999)) == {"z": "a"}
    assert merged(poor, replace(poor, activity_id="z", records=3001)) == {"a": "z"}
    assert merged(poor, replace(poor, activity_id="z")) == {"z": "a"}
    assert merged(
        replace(poor, records=96, format="fit"), replace(poor, activity_id="z", records=99, format="tcx")
    ) == {"z": "a"}
    twice = replace(poor, records=7202)
    once = replace(poor, records=3601, activity_id="z", durations_s=(3601.0, 3601.0, 3600.0))
    assert merged(once, replace(twice, durations_s=once.durations_s)) == {"a": "z"}


def test_what_is_like_a_third_is_not_joined_through_it() -> None:
    first, middle, last = (recording(name, 100.0 * i) for i, name in enumerate(("first", "middle", "last")))
    assert merged(replace(first, richness=9), middle, last) == {"middle": "first"}
    assert merged(first, replace(middle, richness=9), last) == {"first": "middle", "last": "middle"}


def test_three_of_one_workout_all_point_to_the_richest() -> None:
    three = [recording(name, richness=level) for name, level in (("a", 3), ("b", 9), ("c", 5))]
    assert merged(*three) == {"a": "b", "c": "b"}
    groups = together({"a": "b", "c": "b"})
    assert groups == dict.fromkeys("abc", ("a", "b", "c"))


def test_what_was_saved_of_a_damaged_file_is_the_beginning_of_the_whole_one() -> None:
    whole = recording("whole", richness=3)
    part = recording("part", lasts=600.0, richness=9, salvaged=True)
    assert merged(whole, part) == {"part": "whole"}
    assert merged(whole, replace(part, salvaged=False)) == {}
    assert merged(whole, replace(part, start_time=START + timedelta(seconds=700))) == {}
    assert merged(whole, replace(part, sport="cycling")) == {}
    gone = replace(whole, distance_m=10_000.0)
    assert merged(gone, replace(part, distance_m=10_400.0)) == {"part": "whole"}
    assert merged(gone, replace(part, distance_m=10_600.0)) == {}
    assert merged(replace(whole, distance_m=0.0), replace(part, distance_m=5_400.0)) == {}


def test_parts_of_parts_point_to_what_counts() -> None:
    whole = recording("whole", richness=3)
    longer = recording("longer", 100.0, lasts=1800.0, richness=8, salvaged=True)
    shorter = recording("shorter", 200.0, lasts=600.0, richness=9, salvaged=True)
    assert merged(whole, longer, shorter) == {"longer": "whole", "shorter": "whole"}
    assert merged(longer, shorter) == {"shorter": "longer"}


def test_what_was_told_or_left_out_is_no_recording() -> None:
    def row(name: str, file_id: str) -> dict[str, object]:
        return {"activity_id": name, "file_id": file_id, "sport": "running", "elapsed_s": HOUR}

    frame = rows(ACTIVITIES, row("a", "f"), row("told", "journal:3"), row("b", "g"))
    files = rows(SOURCE_FILES, {"file_id": "f", "status": "salvaged", "format": "fit"})
    assert [
        (each.activity_id, each.salvaged, each.format, each.span_s) for each in candidates(frame, files, ["b"])
    ] == [("a", True, "fit", HOUR)]


def test_notes_about_a_double_are_about_what_counts() -> None:
    frame = rows(ACTIVITIES, {"activity_id": "a"}, {"activity_id": "b", "same_as": "a"})
    said: list[dict[str, object]] = [
        {"note_id": str(i), "activity_id": of} for i, of in enumerate(("a", "b", "c", None))
    ]
    notes = rows(NOTES, *said)
    assert about_what_counts(notes, frame)["activity_id"].to_list() == ["a", "a", "c", None]


ANY = st.lists(
    st.builds(
        Candidate,
        activity_id=st.text("abcdefgh", min_size=1, max_size=3),
        sport=st.sampled_from(["running", "running", "generic", "cycling"]),
        start_time=st.integers(0, 500).map(lambda s: START + timedelta(seconds=s)),
        durations_s=st.tuples(*[st.sampled_from([None, 0.0, 60.0, 100.0, 400.0, 415.0, 430.0])] * 3),
        richness=st.integers(0, 3),
        records=st.integers(0, 2),
        salvaged=st.booleans(),
    ),
    max_size=12,
    unique_by=lambda each: each.activity_id,
)


@given(ANY, st.randoms(use_true_random=False))
def test_the_order_never_matters(recordings: list[Candidate], chance: object) -> None:
    found = same_as(recordings)
    shuffled = list(recordings)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis gives a Random
    assert same_as(shuffled) == found


@given(ANY)
def test_no_chains_and_no_two_that_count_are_alike(recordings: list[Candidate]) -> None:
    found = same_as(recordings)
    by_id = {each.activity_id: each for each in recordings}
    assert not set(found) & set(found.values())
    for double, counted in found.items():
        pair = [by_id[double], by_id[counted]]
        assert by_id[double].salvaged or merged(*pair) == {double: counted}
    counting = [each for each in recordings if each.activity_id not in found]
    assert same_as(counting) == {}


@given(ANY)
def test_one_more_poorer_recording_changes_no_other(recordings: list[Candidate]) -> None:
    whole = [replace(each, salvaged=False) for each in recordings]
    before, after = same_as(whole), same_as([*whole, recording("zzzz", 250.0, 400.0, richness=-1)])
    assert {double: counted for double, counted in after.items() if double != "zzzz"} == before
