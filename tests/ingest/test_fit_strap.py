"""Heart rate that a strap hands over afterwards: by construction, and against fitparse's own reading."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path

import fitparse
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.fit import read
from ingest.fit.chain import chain
from ingest.fit.strap import beats
from tests.support.fit_bytes import RECORD, START, T0, FitBytes, activity, session
from tests.support.fit_reading import only

HR = 132
ANCHOR = [(253, "uint32"), (0, "uint16"), (9, "uint32"), (6, "uint8")]
PACKED = [(6, "byte8"), (10, "byte12")]


def packed(ticks: Sequence[int]) -> bytes:
    """Eight numbers of twelve bits in twelve bytes."""
    return sum((tick % 4096) << 12 * place for place, tick in enumerate(ticks)).to_bytes(12, "little")


def beating(out: FitBytes, at: float, ticks: Sequence[int], rates: Sequence[int]) -> FitBytes:
    """`hr` messages: a beat at T0 + `at`, then one after each of these ticks of 1/1024 s; a multiple of eight."""
    whole, part = divmod(at, 1)
    out.define(8, HR, ANCHOR).define(9, HR, PACKED)
    clock = 7_000_000
    out.add(8, T0 + int(whole), int(part * 32768), clock, rates[0])
    for first in range(0, len(ticks), 8):
        clocks = [clock := clock + step for step in ticks[first : first + 8]]
        out.add(9, bytes(rates[1 + first : 9 + first]), packed(clocks))
    return out


def test_beats_fill_what_the_records_do_not_tell_and_nothing_else() -> None:
    out = activity().define(0, RECORD, [(253, "uint32"), (3, "uint8")])
    for i, rate in enumerate((0xFF, 0xFF, 99, 0xFF, 0, 0xFF, 0xFF, 0xFF)):
        out.add(0, T0 + i, rate)
    run = only(session(beating(out, 0.5, [1024] * 8, [120, 121, 122, 123, 124, 0, 0, 0, 0])).file())
    assert run.records["heart_rate_bpm"].to_list() == [None, 120.0, 99.0, 122.0, 123.0, 124.0, 124.0, None]


def test_beats_stand_in_files_behind_the_watch_s_own() -> None:
    own = session(activity().define(0, RECORD, [(253, "uint32")]).add(0, T0).add(0, T0 + 8)).file()
    run = only(own + beating(FitBytes(), 0.0, [1024] * 8, list(range(100, 109))).file())
    assert run.records["heart_rate_bpm"].to_list() == [100.0, 108.0]


def test_a_session_without_records_has_one_for_each_second_in_which_the_heart_was_heard() -> None:
    swim = only(beating(session(activity(), elapsed_s=4, sport=5), 0.5, [1024] * 8, list(range(100, 109))).file())
    assert swim.start_time == START
    assert swim.records.select("record_index", "elapsed_s", "heart_rate_bpm").rows() == [
        (0, 1.0, 100.0),
        (1, 2.0, 101.0),
        (2, 3.0, 102.0),
        (3, 4.0, 103.0),
    ]


def test_beats_without_the_watch_s_clock_are_of_no_use() -> None:
    out = activity().define(0, RECORD, [(253, "uint32")]).add(0, T0).add(0, T0 + 1)
    out.define(9, HR, PACKED).add(9, bytes([120] * 8), packed(range(8)))
    assert only(session(out).file()).records["heart_rate_bpm"].null_count() == 2


@given(
    st.lists(st.tuples(st.integers(0, 4095), st.integers(1, 254)), min_size=8, max_size=40).map(
        lambda told: told[: len(told) // 8 * 8]
    )
)
def test_every_beat_comes_back(told: list[tuple[int, int]]) -> None:
    ticks, rates = [tick for tick, _ in told], [100, *(rate for _, rate in told)]
    found = beats(chain(beating(activity(), 5.25, ticks, rates).file()))
    np.testing.assert_allclose(found.times, T0 + 5.25 + np.cumsum([0, *ticks]) / 1024, atol=1e-6, rtol=0)
    assert found.rates.tolist() == rates


@pytest.mark.real
def test_beats_of_real_straps_are_those_that_fitparse_expands(real_data: Path) -> None:
    compared = 0
    for path in sorted((real_data / "fit").rglob("*.fit")):
        data = path.read_bytes()
        files = list(chain(data))
        starts = [0, *(file.end for file in files)]
        telling = [(start, file) for start, file in zip(starts, files, strict=False) if len(file.messages("hr"))]
        if not telling:
            continue
        found = beats(file for _, file in telling)
        told = [_expanded(data[start : file.end]) for start, file in telling]
        wanted, rates = [time for times, _ in told for time in times], [rate for _, rates in told for rate in rates]
        assert len(found.times) == len(wanted), path.name
        # fitparse counts from 0 and leaves whole turns of 4 s at the anchors to its reader: steps between beats are
        # what both tell.
        steps, own = np.diff(wanted), np.diff(found.times)
        inside = (steps >= 0) & (steps < 4) & (own < 4)
        assert inside.mean() > 0.98, path.name
        np.testing.assert_allclose(own[inside], steps[inside], atol=1e-3, rtol=0, err_msg=path.name)
        assert sorted(found.rates.tolist()) == sorted(rates), path.name
        compared += len(wanted)
    assert compared > 60_000


def _expanded(data: bytes) -> tuple[list[float], list[int]]:
    """Event timestamps [s] and rates of all `hr` messages of one file, as fitparse reads them."""
    times: list[float] = []
    rates: list[int] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # fields of sizes that do not fit their types: told elsewhere
        for message in fitparse.FitFile(data).get_messages("hr"):
            times += [float(field.value) for field in message if field.name == "event_timestamp"][:8]
            told = message.get_value("filtered_bpm")
            rates += list(told) if isinstance(told, tuple) else [told]
    return times, rates


@pytest.mark.real
def test_real_strap_fills_a_swim_and_leaves_the_watch_s_own_heart_rates(real_data: Path) -> None:
    name = "muktihari-fit__activity_poolswim_with_hr.fit"
    swim = only(next((real_data / "fit").rglob(name)).read_bytes())
    assert swim.records["heart_rate_bpm"].null_count() == 0
    # The mean that Garmin's own kit gives when it merges the heart rates of this file.
    assert swim.records["heart_rate_bpm"].mean() == pytest.approx(96.91, abs=0.1)
    mixed = next((real_data / "fit").rglob("polyvertex-fitdecode__garmin-fr935-cr.fit")).read_bytes()
    told = [next(chain(mixed)).messages("record").numbers("heart_rate")]
    kept = read(mixed).recordings[0].records["heart_rate_bpm"].to_numpy()
    own = ~np.isnan(told[0])
    assert own.sum() == 5298
    assert (kept[own] == told[0][own]).all()
    assert (~np.isnan(kept[~own])).sum() == 2185
