"""The course through a step list that explains a recording best: repetitions and recoveries in order.

A semi-Markov model. A repetition W(i, j) scores the evidence of its seconds for work, less what its length departs
from the step; a recovery R(i, j) the same for slow seconds, more forgiving; whatever is neither scores 0. With w, r
the running sums of evidence, P, Q the prices of lengths:

    ready[k][i] = max(begin[i], rested[k-1][i], ready[k-1][i] - left out)
    done[k][j]  = max over i of  ready[k][i] + w[j] - w[i] - P[k](i, j)  - each
    rested[k][j] = max over i of  done[k][i] + r[j] - r[i] - Q[k](i, j)

Lengths are bounded, so each maximum is one over a window that slides: the cost is linear in the recording's length,
and the maximum is exact on the grid. Semi-Markov segmentation after Ostendorf et al. 1996 (doi 10.1109/89.536930).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from models.segmentation.config import SegmentationConfig
from models.segmentation.prescribed_grid import Array, Grid, Pace
from models.segmentation.prescribed_steps import Step
from models.segmentation.segment import Amount, Segment

_NEVER = -1e9


@dataclass(frozen=True, slots=True)
class Repetition:
    """One repetition of the best course."""

    step: int
    """Which of the step list."""
    span: Segment


@dataclass(frozen=True, slots=True)
class Course:
    """A course through the list."""

    nats: float
    repetitions: tuple[Repetition, ...]


class Prices:
    """What lengths cost against a step list [nats]; independent of speed, so made once a recording and scale.

    Each is a window: row j holds the price of spans that end at instant j, longest first; the second value is the
    longest span [instants].
    """

    def __init__(
        self, grid: Grid, steps: Sequence[Step], scale: float, speeds: tuple[float, float], config: SegmentationConfig
    ) -> None:
        """`scale`: nominal over measured distance; `speeds`: slowest and fastest work that is looked for [m/s]."""
        self._grid, self._config, self._scale, self._speeds = grid, config, scale, speeds
        kinds = {(s.amount, s.added): s for s in steps}
        self._work = {kind: self._of_work(step) for kind, step in kinds.items()}
        self._rest = {amount: self._of_rest(amount) for amount in {s.before for s in steps}}

    def work(self, step: Step) -> tuple[Array, int]:
        """Of a repetition of `step`."""
        return self._work[step.amount, step.added]

    def rest(self, amount: Amount) -> tuple[Array, int]:
        """Of a recovery."""
        return self._rest[amount]

    def _of_work(self, step: Step) -> tuple[Array, int]:
        config, amount = self._config, step.amount
        least, most = 1 - config.expected_alike if step.added else config.begun, 1 + config.expected_alike
        pause = config.longest_stop_s if self._grid.stopped.any() else 0.0
        if amount.distance_m:
            asked, spread = amount.distance_m / self._scale, config.distance_spread
            low, high = least * asked / self._speeds[1], most * asked / self._speeds[0]
            lengths, last = self._lengths(self._grid.distance_m, low, high + pause)
        else:
            asked = amount.duration_s or 1.0
            spread = max(config.duration_spread, config.duration_spread_s / asked)
            lengths, last = self._lengths(self._grid.timer_s, least * asked, most * asked + pause)
        ratios = lengths / asked
        price = ((ratios - 1) / spread) ** 2 / 2
        if not step.added:
            price = np.where(ratios < 1, np.minimum(price, config.cut_short_nats), price)
        return np.where((ratios >= least) & (ratios <= most), -price, np.float32(_NEVER)), last

    def _of_rest(self, amount: Amount) -> tuple[Array, int]:
        config = self._config
        asked_s = amount.duration_s or (amount.distance_m or 0.0) / config.walking_mps
        along, asked = self._grid.time_s, asked_s
        if amount.distance_m:
            along, asked = self._grid.distance_m, amount.distance_m / self._scale
        longest = max(config.longest_rest_s, config.rest_ratio * asked_s)
        lengths, last = self._lengths(along, config.shortest_rest_s, longest)
        if not asked:
            return np.zeros(lengths.shape, np.float32), last
        price = ((lengths / asked - 1) / config.recovery_alike) ** 2 / 2
        return -np.minimum(price, np.float32(config.rest_nats)), last

    def _lengths(self, along: Array, shortest_s: float, longest_s: float) -> tuple[Array, int]:
        """How much of `along` each span holds."""
        step, n = self._grid.step_s, len(along)
        along = (along - along[0]).astype(np.float32)
        last = max(1, min(int(np.ceil(longest_s / step)), n - 1))
        first = max(1, min(int(shortest_s / step), last))
        return along[:, None] - _windows(along, last, last - first + 1, -1e7), last


def best_course(grid: Grid, steps: Sequence[Step], prices: Prices, pace: Pace, config: SegmentationConfig) -> Course:
    """The best course where repetitions and recoveries are run so fast."""
    return _Model(grid, steps, prices, pace, config).best()


class _Model:
    """Scores of all partial courses: forward in `best`, then the way back."""

    def __init__(
        self, grid: Grid, steps: Sequence[Step], prices: Prices, pace: Pace, config: SegmentationConfig
    ) -> None:
        self.grid, self.steps, self.prices, self.pace, self.config = grid, steps, prices, pace, config
        self.usual_mps = float(np.median(pace.work_mps))
        speeds_of = {s.relative_speed for s in steps}
        evidence = {f: self._summed(self._of_work(f)) for f in speeds_of}
        self.w = [self._weight(s) * evidence[s.relative_speed] for s in steps]
        self.r = self._summed(self._of_rest(min(speeds_of)))
        wide = max(1, round(config.outside_s / grid.step_s))
        self.begin = self.r - np.concatenate([np.zeros(wide, np.float32), self.r[:-wide]]) - config.begin_nats
        self.end = np.concatenate([self.r[wide:], np.full(wide, self.r[-1])]) - self.r
        self.ready: list[Array] = []
        self.done: list[Array] = []
        self.rested: list[Array] = []

    def best(self) -> Course:
        """The best course, whether it pays or not."""
        rested = np.full(len(self.begin), _NEVER, np.float32)
        for k in range(len(self.steps)):
            skipped = self.ready[-1] - self.steps[k - 1].left_out_nats(self.config) if k else self.begin
            self.ready.append(np.maximum(rested, skipped))
            self.done.append(self._works(k).max(axis=1) + self.w[k] - self._each(k))
            ways = [self._rests(k, amount).max(axis=1) + self.r for amount in self._recoveries(k)]
            rested = np.maximum.reduce([*ways, self._resumed(k)])
            self.rested.append(rested)
        ends = [self.done[k] + self.end - self._never_run(k) for k in range(len(self.steps))]
        k = int(np.argmax([float(end.max()) for end in ends]))
        nats = float(ends[k].max())
        return Course(nats, self._way_back(k, int(ends[k].argmax())))

    def _works(self, k: int, rows: slice = slice(None)) -> Array:
        """Score of each start (columns) of repetition k for each end (rows), but for the end's own part."""
        price, last = self.prices.work(self.steps[k])
        return _windows(self.ready[k] - self.w[k], last, price.shape[1], _NEVER)[rows] + price[rows]

    def _rests(self, k: int, amount: Amount, rows: slice = slice(None)) -> Array:
        """The same of a recovery after repetition k."""
        price, last = self.prices.rest(amount)
        return _windows(self.done[k] - self.r, last, price.shape[1], _NEVER)[rows] + price[rows]

    def _resumed(self, k: int) -> Array:
        """Score of going on after a long break, whatever was done in it."""
        gap = max(1, round(self.config.shortest_rest_s / self.grid.step_s))
        ended = np.maximum.accumulate(self.done[k] + self.end)
        ended = np.concatenate([np.full(gap, _NEVER, np.float32), ended[:-gap]])
        return np.asarray(ended + self.begin - self.config.resumed_nats)

    def _recoveries(self, k: int) -> list[Amount]:
        """What may come after repetition k: what the next step asks for, and the next one that is no copy."""
        after = self.steps[k + 1 :]
        return list(dict.fromkeys([s.before for s in after[:1]] + [s.before for s in after if not s.added][:1]))

    def _each(self, k: int) -> float:
        return self.config.repetition_nats + self.steps[k].run_nats(self.config)

    def _never_run(self, k: int) -> float:
        """Price of all steps after k."""
        left = sum(not s.added for s in self.steps[k + 1 :])
        return min(left * self.config.abandoned_nats, self.config.abandoned_most_nats)

    def _weight(self, step: Step) -> np.float32:
        """A long repetition counts no more than a short one: else a slow speed, at which all is work, would win."""
        if self.pace.known:
            return np.float32(1.0)
        amount = step.amount
        seconds = amount.duration_s or (amount.distance_m or 0.0) / (step.relative_speed * self.usual_mps)
        return np.float32(min(1.0, self.config.counted_s / seconds))

    def _way_back(self, k: int, j: int) -> tuple[Repetition, ...]:
        """The repetitions of the best course whose last one is step k and ends at instant j."""
        found: list[Repetition] = []
        while True:
            _, last = self.prices.work(self.steps[k])
            i = j - last + int(self._works(k, slice(j, j + 1)).argmax())
            found.append(Repetition(k, Segment(float(self.grid.time_s[i]), float(self.grid.time_s[j]))))
            before = self._before(k, i)
            if before is None:
                return tuple(reversed(found))
            k, j = before

    def _before(self, k: int, i: int) -> tuple[int, int] | None:
        """Step and end of the repetition before the one of step k that begins at instant i; None for the first."""
        left_out, best, before = 0.0, -np.inf, None
        for m in range(k - 1, -1, -1):
            if self.rested[m][i] - left_out > best:
                best, before = float(self.rested[m][i]) - left_out, m
            left_out += self.steps[m].left_out_nats(self.config)
        if before is None or self.begin[i] - left_out >= best:
            return None
        return before, max(self._ways(before, i))[1]

    def _ways(self, m: int, i: int) -> list[tuple[float, int]]:
        """Score and end of repetition m, for each way to be ready at instant i after it."""
        found: list[tuple[float, int]] = []
        for amount in self._recoveries(m):
            row = self._rests(m, amount, slice(i, i + 1))[0]
            _, last = self.prices.rest(amount)
            found.append((float(row.max() + self.r[i]), i - last + int(row.argmax())))
        gap = max(1, round(self.config.shortest_rest_s / self.grid.step_s))
        if i > gap:
            j = int((self.done[m] + self.end)[: i - gap + 1].argmax())
            found.append((float(self._resumed(m)[i]), j))
        return found

    def _of_work(self, relative_speed: float) -> Array:
        """Evidence of each span for work, more forgiving where faster: starts are [nats]."""
        config, grid = self.config, self.grid
        excess = grid.speed_mps / (relative_speed * self.pace.work_mps) - 1
        below = np.maximum(
            config.slower_spread, config.contrast_spread * (1 - self.pace.limit_mps / self.pace.work_mps)
        )
        spread = np.where(excess < 0, below, config.faster_spread)
        z2 = excess**2 / (spread**2 + (config.noise_weight * grid.noise) ** 2)
        over = (grid.speed_mps - relative_speed * self.pace.limit_mps) / self._softness()
        running = np.log(2) + np.maximum(np.minimum(-z2 / 4, -np.logaddexp(0, -over)), config.evidence_floor_nats)
        return np.where(grid.stopped > 0, config.stopped_nats, running) * grid.known * grid.step_s

    def _of_rest(self, relative_speed: float) -> Array:
        """Evidence of each span for a recovery: slower than a limit; hardly any for it, much against it [nats]."""
        config, grid = self.config, self.grid
        z = (relative_speed * self.pace.limit_mps - grid.speed_mps) / self._softness()
        slow = np.maximum(config.rest_evidence_nats - np.logaddexp(0, -z), config.evidence_floor_nats)
        return np.asarray(slow * grid.known * grid.step_s)

    def _softness(self) -> float:
        """Width of the step of evidence around the limit of recoveries [m/s]."""
        config = self.config
        return float(np.hypot(config.rest_softness, config.noise_weight * self.grid.noise)) * self.usual_mps

    @staticmethod
    def _summed(evidence: Array) -> Array:
        return np.concatenate([[0.0], np.cumsum(evidence)]).astype(np.float32)


def _windows(values: Array, last: int, width: int, before: float) -> Array:
    """Row j: `width` values from instant j - last on; `before` stands for what lies before the first."""
    padded = np.concatenate([np.full(last, before, values.dtype), values])
    return sliding_window_view(padded, width)[: len(values)]
