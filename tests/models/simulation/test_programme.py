"""The workout in the watch folds repetitions and points laps at its steps."""

from __future__ import annotations

import polars as pl

from models.simulation.asks import Ask, asked
from models.simulation.conditions import Conditions
from models.simulation.programme import device_steps
from models.tables import WORKOUT_STEPS
from tests.support.workouts import repetitions


def test_six_pairs_become_two_steps_and_a_repeat() -> None:
    steps, index_of = device_steps(asked(repetitions(), Conditions()))
    assert steps["duration_type"].to_list() == ["open", "distance", "distance", "repeat_until_steps_cmplt", "open"]
    assert steps["distance_m"].to_list() == [None, 400.0, 200.0, None, None]
    assert steps.select("repeat_from_index", "repeat_count").row(3) == (1, 6)
    assert steps.select("target_type", "target_low", "target_high").row(1) == ("speed", 4.167, 4.167)
    assert index_of == (0, *(1, 2) * 6, 4)


def test_two_sets_fold_one_after_the_other() -> None:
    fast, slow, rest = Ask("work", 200.0), Ask("recovery", None, 60.0), Ask("rest", None, 300.0)
    steps, index_of = device_steps((*(fast, slow) * 4, rest, *(fast, slow) * 4))
    assert steps["duration_type"].to_list() == [
        *("distance", "time", "repeat_until_steps_cmplt"),
        "time",
        *("distance", "time", "repeat_until_steps_cmplt"),
    ]
    assert index_of == (*(0, 1) * 4, 3, *(4, 5) * 4)
    assert steps["repeat_from_index"].to_list()[-1] == 4


def test_a_pyramid_folds_nothing() -> None:
    steps, index_of = device_steps([Ask("work", metres) for metres in (200.0, 400.0, 800.0, 400.0, 200.0)])
    assert index_of == (0, 1, 2, 3, 4)
    assert steps["repeat_count"].is_null().all()


def test_a_target_by_pace_is_a_range_of_speed() -> None:
    steps, _ = device_steps([Ask("easy", 5000.0, target_low=300.0, target_high=330.0, target_unit="s_per_km")])
    assert steps.select("target_low", "target_high").row(0) == (3.03, 3.333)


def test_a_workout_with_its_own_warm_up_gets_no_other() -> None:
    plain = asked(repetitions(2), Conditions())
    assert [ask.kind for ask in plain] == ["warmup", "work", "recovery", "work", "recovery", "cooldown"]
    bare = asked(repetitions(2), Conditions(warmup_s=0.0, cooldown_s=0.0))
    assert [ask.kind for ask in bare] == ["work", "recovery", "work", "recovery"]


def test_easy_running_around_repetitions_is_warm_up_and_cool_down() -> None:
    easy = WORKOUT_STEPS.rows([{"kind": "easy", "duration_s": 900.0}])
    whole = asked(pl.concat([easy, repetitions(2), easy]), Conditions())
    assert [ask.kind for ask in whole] == ["warmup", "work", "recovery", "work", "recovery", "cooldown"]
    assert [ask.duration_s for ask in whole][::5] == [900.0, 900.0]
    alone = asked(easy, Conditions())
    assert [ask.kind for ask in alone] == ["easy"]
