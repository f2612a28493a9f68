from __future__ import annotations

from models.tables import ACTIVITIES, INTERVALS
from tests.warehouse.view_rows import put, repetition, run
from warehouse.store import Store


def rest(activity_id: str, index: int, **cells: object) -> dict[str, object]:
    return repetition(activity_id, index, kind="recovery", repetition_index=None, **cells)


def test_recoveries_lie_between_two_repetitions_and_breaks_between_sets_are_marked(store: Store) -> None:
    put(store, ACTIVITIES, run("a"), run("twin", same_as="a"), run("out", ignored=True))
    put(
        store,
        INTERVALS,
        rest("a", 0),
        repetition("a", 1, set_index=1),
        rest("a", 2, duration_s=50.0, distance_m=100.0),
        rest("a", 3, duration_s=10.0, distance_m=20.0),
        repetition("a", 4, set_index=1),
        rest("a", 5, duration_s=240.0, distance_m=None),
        repetition("a", 6, set_index=2),
        repetition("a", 7, set_index=2),
        rest("a", 8),
        *(row for name in ("twin", "out") for row in (repetition(name, 1), rest(name, 2), repetition(name, 3))),
    )
    columns = "after_repetition, between_sets, start_s, end_s, duration_s, distance_m"
    assert store.query(f"SELECT {columns} FROM recoveries ORDER BY 1").rows() == [  # noqa: S608  columns from above
        (1, False, 200.0, 380.0, 60.0, 120.0),
        (2, True, 500.0, 580.0, 240.0, None),
    ]


def test_repetitions_without_rep_sets_are_one_set(store: Store) -> None:
    put(store, ACTIVITIES, run("a"))
    put(store, INTERVALS, repetition("a", 1), rest("a", 2), repetition("a", 3, set_index=1))
    assert store.query("SELECT between_sets FROM recoveries").rows() == [(False,)]
