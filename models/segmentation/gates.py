"""What a reading of the stream must show before it is called interval training; each failing gate is a sentence.

The thresholds stand in the config. A refusal is a result: the first sentence becomes the activity's
`structure_reason`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np

from models.segmentation.blind import Candidate
from models.segmentation.config import SegmentationConfig
from models.segmentation.edges import sharpness
from models.segmentation.nominal import groups, nearest_distance, plain_duration, scatter
from models.segmentation.segment import Array, Expected, Segment
from models.segmentation.signal import Signal

Gate = Callable[[Signal, Candidate, Expected, SegmentationConfig], "str | None"]
"""None where the gate lets the candidate pass, else why not."""


def refusals(signal: Signal, candidate: Candidate, expected: Expected, config: SegmentationConfig) -> list[str]:
    """A sentence for each gate that the candidate fails; without an end mark."""
    said: list[str] = []
    for gate in GATES:
        refusal = gate(signal, candidate, expected, config)
        if refusal:
            said.append(refusal)
            if gate is enough:
                break  # the other gates need repetitions
    return said


def enough(signal: Signal, candidate: Candidate, expected: Expected, config: SegmentationConfig) -> str | None:
    """Repetitions at all: three without a prescription, else two or all that were asked."""
    n = len(candidate.repetitions)
    wanted = min(2, len(expected.work)) if expected else config.fewest
    if n >= wanted:
        return None
    if not n and candidate.strides:
        return f"only strides: {len(candidate.strides)} fast parts too short for repetitions"
    if sum(s.duration_s for s in candidate.fast) > 0.6 * signal.whole.duration_s:
        return "steady running: no part of it is clearly faster than the rest"
    return f"only {n} fast {'part is' if n == 1 else 'parts are'} alike, {wanted} make repetitions"


def alike(signal: Signal, candidate: Candidate, expected: Expected, config: SegmentationConfig) -> str | None:
    """Most fast pieces are repetitions, not surges of any length."""
    n, others, asked = len(candidate.repetitions), len(candidate.others), len(expected.work)
    if asked and n > config.most_added * asked + 1:
        return f"{n} parts are as long as prescribed, where {asked} were prescribed"
    least = config.expected_share if asked else config.alike_share
    if candidate.likeness.mixed and candidate.rest_mps is None and not asked:
        least = 1.0  # several distances, and nothing to compare with: then they must be all
    if n >= least * (n + others):
        return None
    lengths = [signal.distance_of(s) for s in (*candidate.repetitions, *candidate.others)]
    return f"surges of uneven length: {n} of {n + others} are alike, from {min(lengths):.0f} to {max(lengths):.0f} m"


def contrast(signal: Signal, candidate: Candidate, expected: Expected, config: SegmentationConfig) -> str | None:
    """Work is faster than what lies between."""
    del signal, expected
    if len(candidate.repetitions) < 2:
        return None
    short = float(np.median([s.duration_s for s in candidate.repetitions])) < config.short_rep_s
    least = config.short_contrast if short else config.contrast
    if candidate.contrast >= least:
        return None
    return (
        f"too little contrast: the fast parts are {percent(candidate.contrast - 1)} faster than what lies between "
        f"them, {percent(least - 1)} is the least"
    )


def spaced(signal: Signal, candidate: Candidate, expected: Expected, config: SegmentationConfig) -> str | None:
    """Recoveries are alike in time or distance, and of a session's length, save for breaks between rep sets."""
    between = [Segment(a.end_s, b.start_s) for a, b in pairwise(candidate.repetitions)]
    if not between:
        return None
    gaps = np.array([s.duration_s for s in between])
    middle, share = float(np.median(gaps)), _spaced_share(signal, candidate.repetitions, config)
    rep = float(np.median([s.duration_s for s in candidate.repetitions]))
    if middle > min(config.longest_recovery_s, max(config.longest_recovery_ratio * rep, config.long_recovery_s)):
        return f"the fast parts are {middle:.0f} s apart: too far for repetitions of {rep:.0f} s"
    if middle < config.spaced_from_s and not expected:
        return (
            f"stops, not recoveries: {middle:.0f} s lie between the fast parts, {config.spaced_from_s:.0f} is the least"
        )
    if share >= config.spaced_share or len(candidate.repetitions) == len(expected.work):
        return None
    return f"surges at uneven times: from {gaps.min():.0f} to {gaps.max():.0f} s lie between the fast parts"


def _spaced_share(signal: Signal, reps: Sequence[Segment], config: SegmentationConfig) -> float:
    """How many recoveries are alike in time, or in distance: who jogs once and walks once goes the same distance."""
    between = [Segment(a.end_s, b.start_s) for a, b in pairwise(reps)]
    metres = np.array([max(1.0, signal.distance_of(s)) for s in between])
    by_distance = _alike_share(metres, config.spaced_distance_ratio)
    on_foot = float(np.median(metres)) >= config.spaced_from_m
    return max(_alike_share(np.array([s.duration_s for s in between]), config.spaced_ratio), by_distance * on_foot)


def _alike_share(values: Array, ratio: float) -> float:
    return float((np.abs(np.log(values / np.median(values))) <= np.log(ratio)).mean())


def not_the_slope(signal: Signal, candidate: Candidate, expected: Expected, config: SegmentationConfig) -> str | None:
    """What lies between the fast parts is not slow because it climbs."""
    del expected
    reps = candidate.repetitions
    if signal.altitude_m is None or len(reps) < 2 or candidate.contrast <= 1:
        return None
    effort = signal.level_mps(config)
    between = [Segment(a.end_s, b.start_s) for a, b in pairwise(reps)]
    found = [float(np.median([_mean(signal.time_s, effort, s) for s in spans])) for spans in (reps, between)]
    level = found[0] / max(found[1], 0.1)
    if level >= min(config.level_contrast, candidate.contrast):
        return None
    return (
        f"the slope makes the difference: the fast parts are {percent(candidate.contrast - 1)} faster than what lies "
        f"between them, but {percent(level - 1)} on the flat"
    )


def _harder(signal: Signal, candidate: Candidate, config: SegmentationConfig) -> bool:
    """Whether repetitions up a hill take more effort than running before and after them."""
    if not signal.is_hilly(config):
        return False
    effort, reps = signal.level_mps(config), candidate.repetitions
    outside = (signal.time_s < reps[0].start_s) | (signal.time_s > reps[-1].end_s)
    rest = float(np.median(effort[outside & (effort > config.running_mps)]))
    return float(np.median([_mean(signal.time_s, effort, s) for s in reps])) >= config.over_rest * rest


def _mean(time_s: Array, values: Array, span: Segment) -> float:
    inside = values[(time_s >= span.start_s) & (time_s <= span.end_s)]
    return float(inside.mean()) if len(inside) else 0.0


def over_rest(signal: Signal, candidate: Candidate, expected: Expected, config: SegmentationConfig) -> str | None:
    """Work is faster than the running before and after."""
    del expected
    rest = candidate.rest_mps
    if rest is None or candidate.work_mps >= config.over_rest * rest or _harder(signal, candidate, config):
        return None
    return (
        f"the fast parts are no faster than the rest of the run: {candidate.work_mps:.2f} against {rest:.2f} m/s "
        "before and after them"
    )


def even_speed(signal: Signal, candidate: Candidate, expected: Expected, config: SegmentationConfig) -> str | None:
    """Repetitions of one distance are about equally fast."""
    del expected
    variation = max(_variation([signal.running_mps(s) for s in group]) for group in _by_distance(signal, candidate))
    if variation <= config.speed_variation:
        return None
    return (
        f"the fast parts are too uneven in speed: they vary by {percent(variation)}, "
        f"{percent(config.speed_variation)} is the most"
    )


def even_length(signal: Signal, candidate: Candidate, expected: Expected, config: SegmentationConfig) -> str | None:
    """Repetitions of one distance, or of one duration, are about equally long."""
    few = not expected and len(candidate.repetitions) <= config.fewest  # of three the median forgives one
    by = _variation if few else scatter
    uneven = max(
        min(by([signal.distance_of(s) for s in group]), by([signal.timer_of(s) for s in group]))
        for group in _by_distance(signal, candidate)
    )
    if uneven <= config.scatter:
        return None
    return f"surges of uneven length: they scatter by {percent(uneven)}, {percent(config.scatter)} is the most"


def sharp(signal: Signal, candidate: Candidate, expected: Expected, config: SegmentationConfig) -> str | None:
    """Repetitions begin and end within seconds; hills and progressions do not."""
    del expected
    found = sharpness(signal, list(candidate.repetitions))
    if found >= config.sharpness:
        return None
    return (
        f"speed changes too gradually, as on hills: {percent(found)} of a change happens within 5 s, "
        f"{percent(config.sharpness)} is the least"
    )


def no_run_walk(signal: Signal, candidate: Candidate, expected: Expected, config: SegmentationConfig) -> str | None:
    """Running with walking breaks is no interval training, if nothing slower is run beside it with which to compare."""
    reps = candidate.repetitions
    walking = len(reps) > 1 and candidate.recovery_mps < config.running_mps
    if expected or not walking or _runs_easily(signal, candidate, config):
        return None
    longest = max(s.duration_s for s in reps)
    among = [s for s in candidate.others if reps[0].end_s < s.start_s < reps[-1].start_s]
    all_of_it = all(s.duration_s <= longest for s in among)  # who runs on at times stops at traffic lights
    even = _spaced_share(signal, reps, config) >= config.bare_spaced and all_of_it
    hard = candidate.contrast >= config.bare_contrast
    clocked = by_the_clock(signal, reps, config, config.bare_clock)
    if (
        even
        and hard
        and not clocked
        and all(_at_nominal(signal, group, config) for group in _by_distance(signal, candidate))
    ):
        return None
    return "running with walking breaks: nothing slower is run with which to compare it"


def _runs_easily(signal: Signal, candidate: Candidate, config: SegmentationConfig) -> bool:
    """Whether a minute before and after the repetitions is run slower than what is fast."""
    if candidate.rest_mps is None:
        return False
    if _harder(signal, candidate, config):
        return True
    reps = candidate.repetitions
    outside = (signal.time_s < reps[0].start_s - 3) | (signal.time_s > reps[-1].end_s + 3)
    for span in candidate.others:
        outside &= (signal.time_s < span.start_s - 3) | (signal.time_s > span.end_s + 3)
    return int((outside & (signal.speed_mps > config.running_mps)).sum()) >= config.rest_from_s


def by_the_clock(signal: Signal, reps: Sequence[Segment], config: SegmentationConfig, uneven: float = 1.0) -> bool:
    """Whether pieces are about a plain duration long, and more alike in time than in distance."""
    times, distances = [signal.timer_of(s) for s in reps], [signal.distance_of(s) for s in reps]
    plain = plain_duration(times, config.run_walk_error * float(np.median(times)), config)
    return plain and _variation(times) < uneven * _variation(distances)


def _at_nominal(signal: Signal, group: list[Segment], config: SegmentationConfig) -> bool:
    """Whether pieces lie close together at a distance that is run as repetitions."""
    distances = [signal.distance_of(s) for s in group]
    nominal = nearest_distance(float(np.median(distances)), config)
    if nominal is None or _variation(distances) > config.bare_scatter + signal.noise / 5:
        return False
    low, high = config.bare_long
    return bool(low <= np.median(distances) / nominal <= high)


GATES: tuple[Gate, ...] = (
    enough,
    alike,
    spaced,
    contrast,
    over_rest,
    even_speed,
    even_length,
    sharp,
    not_the_slope,
    no_run_walk,
)
"""In the order in which a runner would ask."""


def _by_distance(signal: Signal, candidate: Candidate) -> list[list[Segment]]:
    """The repetitions in groups of about one distance; all in one, unless they are a mix."""
    reps = candidate.repetitions
    if not candidate.likeness.mixed:
        return [list(reps)]
    return [[reps[i] for i in group] for group in groups([signal.distance_of(s) for s in reps], 0.15)]


def _variation(values: list[float]) -> float:
    return float(np.std(values) / np.mean(values)) if len(values) > 1 else 0.0


def percent(share: float) -> str:
    """A share as people say it."""
    return f"{100 * share:.0f} %"
