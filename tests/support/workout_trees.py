"""Hypothesis strategies for workouts: every tree that the parser can give, in its canonical form."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import strategies as st

from models.exercises import EXERCISES, Exercise
from models.workout_text.tree import (
    Amount,
    Distance,
    Duration,
    EffortTarget,
    LetterTarget,
    Manner,
    PaceTarget,
    Piece,
    Recovery,
    Repeat,
    RunItem,
    Series,
    Sets,
    Target,
    TimeTarget,
    Workout,
)


def tenths(low: float, high: float) -> st.SearchStrategy[float]:
    return st.integers(round(low * 10), round(high * 10)).map(lambda n: n / 10)


DISTANCES = st.one_of(tenths(10, 50_000), st.sampled_from((100, 200, 400, 1000, 1500, 6800, 10_000)).map(float)).map(
    Distance
)
DURATIONS = st.one_of(tenths(1, 9000), st.integers(1, 150).map(lambda n: n * 60.0)).map(Duration)
AMOUNTS: st.SearchStrategy[Amount] = st.one_of(DISTANCES, DURATIONS)
RECOVERIES = st.builds(Recovery, AMOUNTS, st.sampled_from((None, "jog", "walk", "stand")))
MOVES = st.builds(Recovery, AMOUNTS, st.sampled_from(("jog", "walk", "stand")))


@st.composite
def targets(draw: st.DrawFn, amount: Amount) -> Target:
    kinds = ["letter", "pace", "effort"] + (["time"] if isinstance(amount, Distance) else [])
    kind = draw(st.sampled_from(kinds))
    if kind == "letter":
        return LetterTarget(draw(st.sampled_from(("E", "M", "T", "I", "R"))))
    if kind == "effort":
        return EffortTarget(*sorted((draw(tenths(1, 10)), draw(tenths(1, 10)))))
    paces = sorted((draw(tenths(100, 1000)), draw(tenths(100, 1000))))
    if kind == "pace" or not isinstance(amount, Distance):
        return PaceTarget(*paces)
    return TimeTarget(*(max(round(pace * amount.m / 1000, 1), pace * amount.m / 1000) for pace in paces))


@st.composite
def pieces(draw: st.DrawFn, amounts: st.SearchStrategy[Amount], manners: tuple[Manner | None, ...]) -> Piece:
    amount = draw(amounts)
    aim = draw(st.one_of(st.none(), targets(amount)))
    return Piece(amount, draw(st.sampled_from(manners)), aim)


SOFT = pieces(AMOUNTS, ("easy", "long", "warmup", "cooldown"))


@st.composite
def series(draw: st.DrawFn) -> Series:
    amounts: st.SearchStrategy[Amount] = draw(st.sampled_from((DISTANCES, DURATIONS)))
    kinds: tuple[tuple[Manner | None, ...], ...] = ((None, None, "tempo"), ("strides",))
    hard = pieces(amounts, draw(st.sampled_from(kinds)))
    return Series(tuple(draw(st.lists(hard, min_size=1, max_size=4))), draw(st.one_of(st.none(), RECOVERIES)))


def _ends_in_recovery(item: RunItem) -> bool:
    return isinstance(item, Recovery) or (
        isinstance(item, Series) and len(item.pieces) == 1 and item.recovery is not None
    )


def _is_ordered(items: list[RunItem]) -> bool:
    """Two series follow each other only where the first has a recovery; else they would be one."""
    pairs = pairwise(items)
    return not any(isinstance(a, Series) and isinstance(b, Series) and a.recovery is None for a, b in pairs)


@st.composite
def repeats(draw: st.DrawFn, depth: int) -> Repeat:
    inner: list[st.SearchStrategy[RunItem]] = [SOFT, MOVES, series()]
    if depth > 1:
        inner.append(repeats(depth - 1))
    body = draw(
        st.lists(st.one_of(inner), min_size=1, max_size=3).filter(
            lambda items: _is_ordered(items) and not _ends_in_recovery(items[-1])
        )
    )
    return Repeat(draw(st.integers(1, 12)), tuple(body), draw(st.one_of(st.none(), RECOVERIES)))


def _is_clear(items: list[RunItem]) -> bool:
    """A lone piece without target, manner and recovery could as well be easy running."""
    lonely = [
        index
        for index, item in enumerate(items)
        if isinstance(item, Series)
        and len(item.pieces) == 1
        and item.recovery is None
        and item.pieces[0].target is None
        and item.pieces[0].manner is None
    ]
    return all(index and isinstance(items[index - 1], Series) for index in lonely)


RUNS = (
    st.lists(st.one_of(SOFT, MOVES, series(), repeats(2)), min_size=1, max_size=4)
    .filter(lambda items: _is_ordered(items) and _is_clear(items))
    .map(lambda items: Workout(tuple(items)))
)


@st.composite
def intervals(draw: st.DrawFn) -> Workout:
    """Repetitions of one kind with a target in numbers, between easy running."""
    amount = draw(AMOUNTS)
    aim = draw(targets(amount).filter(lambda target: not isinstance(target, LetterTarget)))
    block = Repeat(draw(st.integers(1, 12)), (Series((Piece(amount, None, aim),)),), draw(RECOVERIES))
    return Workout((draw(SOFT), block, draw(SOFT)))


INTERVALS = intervals()


def _sets(exercise: Exercise) -> st.SearchStrategy[Sets]:
    both = st.just((exercise.per_side, None))
    sided = st.sampled_from(((True, None), (False, "left"), (False, "right")))
    amounts = st.one_of(
        st.integers(1, 300).map(lambda count: (count, None)), tenths(1, 600).map(lambda hold_s: (None, hold_s))
    )
    return st.builds(
        lambda sets, amount, load_kg, side: Sets(exercise.name, sets, amount[0], amount[1], load_kg, side[0], side[1]),
        st.integers(1, 20),
        amounts,
        st.one_of(st.none(), tenths(0.5, 500)),
        sided if exercise.per_side else both,
    )


STRENGTH = st.lists(st.sampled_from(EXERCISES).flatmap(_sets), min_size=1, max_size=5).map(
    lambda items: Workout(tuple(items))
)
WORKOUTS: st.SearchStrategy[Workout] = st.one_of(RUNS, STRENGTH, st.just(Workout()))
