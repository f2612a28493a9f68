"""Repetitions beside those that are alike: cut short, with ends that are in doubt, or not seen by the search.

They are no evidence for a session, so they are looked for only when the others have passed all gates; but then
whatever is run at their speed, after a recovery like theirs, is one of them. What a threshold did not show is found
as if the repetitions had been prescribed: the list of them, longer than seen, is put through the recording.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from models.segmentation.blind import Candidate
from models.segmentation.config import SegmentationConfig
from models.segmentation.edges import refined_near
from models.segmentation.likeness import Likeness
from models.segmentation.nominal import groups, scatter
from models.segmentation.prescribed import fitted_again
from models.segmentation.prescribed_course import Course, Repetition
from models.segmentation.prescribed_grid import grid_of
from models.segmentation.prescribed_steps import Step
from models.segmentation.segment import Amount, Segment
from models.segmentation.signal import Signal


def cut_short(signal: Signal, candidate: Candidate, config: SegmentationConfig) -> tuple[Segment, ...]:
    """The fast parts that are repetitions cut short, in order; few at most: who cuts many ran something else."""
    reps = candidate.repetitions
    strides = {s for s in candidate.strides if s.start_s > reps[0].start_s}
    others = sorted({*candidate.others, *strides} - set(reps), key=lambda s: s.start_s)
    fitting = [s for s in others if _shorter(signal, s, reps, config) and _in_turn(s, reps, config)]
    most = max(1, int(config.cut_short_share * len(reps) / 2))
    return tuple(fitting) if len(fitting) <= most else ()


def missed(signal: Signal, candidate: Candidate, config: SegmentationConfig) -> Candidate | None:
    """With repetitions of the same length between, before and after those that were seen; None without any."""
    reps = candidate.repetitions
    if candidate.likeness.mixed or not _any_room(signal, candidate, config):
        return None
    spans = _as_if_prescribed(signal, reps, len(reps) + 3, config)
    if not all(any(2 * s.overlap_s(x) > s.duration_s for x in spans) for s in reps):
        return None
    new = [s for s in spans if not any(s.overlap_s(x) > 0 for x in reps)]
    # What is shorter is seen by `cut_short`, or nothing.
    least = config.cut_short * float(np.median([signal.distance_of(s) for s in reps]))
    whole = [s for s in refined_near(signal, new, config) if signal.distance_of(s) >= least]
    found = [s for s in whole if _in_turn(s, reps, config) and not _of_a_longer(signal, s, candidate, config)]
    return _with(candidate, (*reps, *found), candidate.likeness) if found else None


def evened(signal: Signal, candidate: Candidate, config: SegmentationConfig) -> Candidate | None:
    """With ends of the odd repetitions that make them as long as the others; None where there are no such ends.

    Where speed falls in the bends of a track a threshold takes a part of a repetition for recovery, or the other way
    round.
    """
    seen = sorted((*candidate.repetitions, *cut_short(signal, candidate, config)), key=lambda s: s.start_s)
    metres = [signal.distance_of(s) for s in seen]
    usual = groups(metres, config.alike)[0]
    if len(usual) == len(seen) or len(usual) < max(config.fewest, config.alike_share * len(seen)):
        return None
    spans = refined_near(signal, _as_if_prescribed(signal, [seen[i] for i in usual], len(seen), config), config)
    if len(spans) != len(seen) or not all(2 * a.overlap_s(b) > a.duration_s for a, b in zip(seen, spans, strict=True)):
        return None
    middle = float(np.median([metres[i] for i in usual]))
    even = {i for i, s in enumerate(spans) if abs(signal.distance_of(s) / middle - 1) <= config.alike} - set(usual)
    reps = [spans[i] if i in even else s for i, s in enumerate(seen) if i in even or s in candidate.repetitions]
    if any(_of_a_longer(signal, spans[i], candidate, config) for i in even):
        return None
    odd = len(reps) > len(usual) + len(even)
    like = replace(candidate.likeness, members=tuple(range(len(reps))), mixed=candidate.likeness.mixed and odd)
    return _with(candidate, reps, like) if even else None


def merged(signal: Signal, candidate: Candidate, config: SegmentationConfig) -> Candidate | None:
    """Of one length, which a mix of several hides: the longer ones are some of them with their recoveries."""
    reps = candidate.repetitions
    metres = [signal.distance_of(s) for s in reps]
    alike = [group for group in groups(metres, config.alike) if len(group) > 1]
    if not candidate.likeness.mixed or not alike:
        return None
    unit = min(alike, key=lambda group: metres[group[0]])
    shortest = float(np.median([metres[i] for i in unit]))
    most = sum(max(1, round(length / shortest)) for length in metres)
    spans = _as_if_prescribed(signal, [reps[i] for i in unit], min(most, config.most_hidden) + 1, config)
    kept = all(any(s.overlap_s(x) > 0 for x in spans) for s in reps)
    whole = (
        kept and len(reps) < len(spans) <= most and scatter([signal.distance_of(s) for s in spans]) <= config.scatter
    )
    if not whole or not _apart(signal, spans, candidate, config):
        return None
    like = Likeness(tuple(range(len(spans))), candidate.likeness.variation)
    return replace(_with(candidate, refined_near(signal, spans, config), like), others=())


def _with(candidate: Candidate, reps: Iterable[Segment], like: Likeness) -> Candidate:
    """With these repetitions; what they cover is nothing else."""
    in_order = tuple(sorted(reps, key=lambda s: s.start_s))
    others = tuple(s for s in candidate.others if not any(s.overlap_s(x) > 0 for x in in_order))
    return replace(candidate, repetitions=in_order, others=others, likeness=like)


def _of_a_longer(signal: Signal, span: Segment, candidate: Candidate, config: SegmentationConfig) -> bool:
    """Whether this is a part of something longer, run on as fast beyond its ends: that is no repetition like these."""
    easy = max(candidate.recovery_mps, candidate.rest_mps or 0.0)
    as_fast = candidate.work_mps - config.as_fast * (candidate.work_mps - easy)
    longer = [s for s in candidate.fast if s.overlap_s(span) > 0 and s.duration_s > span.duration_s]
    beyond = [Segment(s.start_s, span.start_s) for s in longer] + [Segment(span.end_s, s.end_s) for s in longer]
    return any(s.duration_s >= config.as_fast_s and signal.speed_of(s) >= as_fast for s in beyond)


def _apart(signal: Signal, spans: Sequence[Segment], candidate: Candidate, config: SegmentationConfig) -> bool:
    """Whether what parts a longer one is a recovery like the others: as slow and about as long."""
    limit = (candidate.work_mps + max(candidate.recovery_mps, candidate.rest_mps or 0.0)) / 2
    usual = _usual_s(candidate.repetitions)
    between = [Segment(a.end_s, b.start_s) for a, b in itertools.pairwise(spans)]
    inside = [s for s in between if any(2 * s.overlap_s(x) > s.duration_s for x in candidate.repetitions)]
    return all(
        signal.speed_of(s) < limit and abs(np.log(s.duration_s / usual)) <= np.log(config.rest_ratio) for s in inside
    )


def _as_if_prescribed(
    signal: Signal, reps: Sequence[Segment], number: int, config: SegmentationConfig
) -> list[Segment]:
    """The best course through a list of so many repetitions as long as these; empty where it does not pay."""
    steps = _list(signal, reps, number)
    seen = Course(0.0, tuple(Repetition(k, span) for k, span in enumerate(reps)))
    course = fitted_again(signal, grid_of(signal, config.grid_s, config), steps, seen, True, config)
    return [r.span for r in course.repetitions] if course.nats > 0 else []


def _list(signal: Signal, reps: Sequence[Segment], number: int) -> list[Step]:
    """So many of the same, in distance or time, whichever is more even."""
    metres, seconds = [signal.distance_of(s) for s in reps], [signal.timer_of(s) for s in reps]
    by_time = scatter(seconds) < scatter(metres)
    each = Amount(duration_s=float(np.median(seconds))) if by_time else Amount(float(np.median(metres)))
    rest = Amount(duration_s=_usual_s(reps))
    return [Step(each, rest, place, False, 1.0) for place in range(number)]


def _any_room(signal: Signal, candidate: Candidate, config: SegmentationConfig) -> bool:
    """Whether speed is high for about as long as a repetition, where the next one would be."""
    rep = float(np.median([s.duration_s for s in candidate.repetitions]))
    limit = (candidate.work_mps + max(candidate.recovery_mps, candidate.rest_mps or 0.0)) / 2
    wide = max(1, round(config.begun * rep))
    for span in _gaps(signal, candidate.repetitions, rep):
        inside = (signal.time_s >= span.start_s) & (signal.time_s <= span.end_s)
        speed = signal.speed_mps[inside]
        if len(speed) > wide and np.convolve(speed, np.full(wide, 1 / wide), mode="valid").max() > limit:
            return True
    return False


def _gaps(signal: Signal, reps: Sequence[Segment], rep_s: float) -> Iterator[Segment]:
    """Where a repetition can have been missed: recoveries longer than usual, and what lies before and after."""
    usual = _usual_s(reps)
    yield Segment(max(signal.whole.start_s, reps[0].start_s - 2 * usual - 1.2 * rep_s), reps[0].start_s - usual / 2)
    for before, after in itertools.pairwise(reps):
        if after.start_s - before.end_s > usual + rep_s:
            yield Segment(before.end_s + usual / 2, after.start_s - usual / 2)
    yield Segment(reps[-1].end_s + usual / 2, min(signal.whole.end_s, reps[-1].end_s + 2 * usual + 1.2 * rep_s))


def _usual_s(reps: Sequence[Segment]) -> float:
    return float(np.median([b.start_s - a.end_s for a, b in itertools.pairwise(reps)]))


def _shorter(signal: Signal, span: Segment, reps: Sequence[Segment], config: SegmentationConfig) -> bool:
    """Run at the speed of the repetitions, at least half of the shortest, and less than the longest."""
    work = float(np.median([signal.running_mps(s) for s in reps]))
    lengths = [signal.distance_of(s) for s in reps]
    between = config.begun * min(lengths) <= signal.distance_of(span) < max(lengths)
    return between and abs(signal.running_mps(span) / work - 1) <= config.speed_variation


def _in_turn(span: Segment, reps: Sequence[Segment], config: SegmentationConfig) -> bool:
    """A usual recovery from a repetition, and no more than a break between rep sets from the other."""
    if any(span.overlap_s(s) > 0 for s in reps):
        return False
    usual = _usual_s(reps)
    before = [span.start_s - s.end_s for s in reps if s.end_s <= span.start_s]
    after = [s.start_s - span.end_s for s in reps if s.start_s >= span.end_s]
    nearest = [max(min(side), 1.0) for side in (before, after) if side]
    near = [abs(np.log(rest / usual)) <= np.log(config.rest_ratio) for rest in nearest]
    return any(near) and max(nearest) <= max(config.longest_rest_s, config.rest_ratio * usual)
