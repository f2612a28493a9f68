"""Running dynamics of every vendor: on real files where there are any, else by construction."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from ingest.fit import read
from ingest.fit.write import Messages, Value, fit_file
from models.errors import ReadError
from models.recording import Recording
from models.running_dynamics import METRICS, VENDOR_FIELDS
from models.vendors import VENDORS
from tests.support.fit_bytes import DESCRIPTION, DEVELOPER, RECORD, START, T0, FitBytes, activity, session
from tests.support.fit_reading import only

Columns = dict[str, list[Value]]
STRYD = bytes.fromhex("660a581e5301460c8f2f034c8b6dc90f")
RUNSCRIBE = bytes.fromhex("502092b3b0dd45ad89b3472ab2060ab6")

IS_OF: dict[str, Callable[[Recording], bool]] = {
    "Garmin": lambda run: _by(run, "garmin") and _sourced(run, "garmin"),
    "Stryd app on a Garmin watch": lambda run: not _by(run, "stryd") and _sourced(run, "stryd"),
    "Stryd, its own export": lambda run: _by(run, "stryd") and not _balanced(run),
    "Stryd Duo": lambda run: _by(run, "stryd") and _balanced(run),
    "RunScribe": lambda run: _sourced(run, "runscribe"),
    "COROS": lambda run: _by(run, "coros"),
    "Suunto": lambda run: _by(run, "suunto") and not _by(run, "suunto app"),
    "Polar": lambda run: _by(run, "polar"),
    "Apple Watch (HealthFit)": lambda run: _by(run, "watch"),
}


def _by(run: Recording, maker: str) -> bool:
    return (run.device or "").lower().startswith(maker)


def _sourced(run: Recording, maker: str) -> bool:
    sources = [run.dynamics_source, *run.record_dynamics["source"].unique().to_list()]
    return any((source or "").startswith(maker) for source in sources)


def _balanced(run: Recording) -> bool:
    return run.records["stance_time_balance_percent"].count() > 0


def _tells(run: Recording) -> bool:
    return run.dynamics_source is not None


@cache
def _real(folder: Path) -> list[Recording]:
    found: list[Recording] = []
    for path in sorted((folder / "fit").rglob("*.fit")):
        try:
            found += read(path.read_bytes()).recordings
        except ReadError:
            continue
    return found


def _added_fields(application: bytes, fields: list[tuple[int, bytes, bytes, int]]) -> FitBytes:
    """An activity with float fields of an app: number, name, unit, number of the field it is like."""
    out = activity().one(DEVELOPER, {(3, "uint8"): 0, (1, "byte16"): application})
    for number, name, unit, native in fields:
        out.one(
            DESCRIPTION,
            {
                (0, "uint8"): 0,
                (1, "uint8"): number,
                (2, "uint8"): 0x88,
                (3, "string24"): name,
                (8, "string16"): unit,
                (15, "uint8"): native,
            },
        )
    return out.define(0, RECORD, [(253, "uint32")], [(number, "float32") for number, *_ in fields])


def test_every_vendor_can_be_told_apart() -> None:
    assert [vendor.name for vendor in VENDORS] == list(IS_OF)


@pytest.mark.real
@pytest.mark.parametrize("vendor", VENDORS, ids=lambda vendor: vendor.name)
def test_as_many_real_recordings_were_seen_as_the_catalogue_says(real_data: Path, vendor: object) -> None:
    (row,) = [known for known in VENDORS if known is vendor]
    found = [run for run in _real(real_data) if IS_OF[row.name](run)]
    assert len(found) == row.files
    told: set[str] = set()
    for run in found:
        # Beside an app's values stand the watch's own.
        frame = run.record_dynamics if row.name == "Stryd app on a Garmin watch" and _by(run, "garmin") else run.records
        frame = run.records if run.dynamics_source == "stryd" else frame
        told |= {metric.column for metric in METRICS if frame[metric.column].count()}
    assert told == {metric.column for metric in row.seen}


@pytest.mark.real
def test_garmin_s_sensors_are_named(real_data: Path) -> None:
    sources = {run.dynamics_source for run in _real(real_data) if IS_OF["Garmin"](run) and _tells(run)}
    assert {"garmin hrm_run", "garmin hrm4_run", "garmin hrm_tri", "garmin fr965", "garmin fenix7_pro_solar"} <= sources


@pytest.mark.real
def test_stryd_beside_the_watch_is_kept_apart_and_alone_it_counts(real_data: Path) -> None:
    runs = [run for run in _real(real_data) if IS_OF["Stryd app on a Garmin watch"](run)]
    beside = [run for run in runs if run.record_dynamics.height]
    assert beside
    for run in beside:
        assert (run.dynamics_source or "").startswith("garmin")
        pairs = run.records.join(run.record_dynamics, on="record_index", suffix="_stryd").filter(
            pl.col("speed_mps") > 2
        )
        own, other = pairs["stance_time_ms"].median(), pairs["stance_time_ms_stryd"].median()
        assert own != other
        assert 180 < float(other) < 320  # type: ignore[arg-type]  # a median of floats
        oscillation = pairs["vertical_oscillation_mm_stryd"].median()
        assert 40 < float(oscillation) < 120  # type: ignore[arg-type]  # centimetres in the file
    alone = [run for run in runs if run.dynamics_source == "stryd"]
    assert alone
    for run in runs:
        assert run.records["power_w"].count() > 0.9 * run.records.height


@pytest.mark.real
def test_coros_healthfit_and_stryd_s_export_have_plausible_values_and_no_zero(real_data: Path) -> None:
    for name in ("COROS", "Apple Watch (HealthFit)", "Stryd, its own export"):
        runs = [run for run in _real(real_data) if IS_OF[name](run) and _tells(run)]
        assert runs, name
        for run in runs:
            for metric in METRICS:
                values = run.records[metric.column].drop_nulls()
                assert (values > 0).all()
                assert values.is_empty() or metric.plausible[0] < float(values.median()) < metric.plausible[1]  # type: ignore[arg-type]  # floats


@pytest.mark.parametrize(
    ("unit", "native", "told", "said"),
    [(b"RPM", 4, 84.0, 168.0), (b"SPM", 4, 157.0, 157.0), (b"rpm", 4, 0.0, 0.0), (b"Hz", 4, 2.8, None)],
)
def test_cadence_of_an_app_stands_in_where_the_watch_has_none(
    unit: bytes, native: int, told: float, said: float | None
) -> None:
    out = _added_fields(STRYD, [(2, b"Cadence", unit, native)]).add(0, T0, told)
    assert only(session(out).file()).records["cadence_spm"].to_list() == [said]


def test_an_app_stands_in_for_power_and_heart_rate_and_never_beside_the_watch_s_own() -> None:
    fields = [(0, b"Power", b"Watts", 7), (1, b"Heart Rate", b"BPM", 3)]
    out = _added_fields(STRYD, fields).add(0, T0, 231.0, 150.0).add(0, T0 + 1, 240.0, 0.0)
    assert only(session(out).file()).records.select("power_w", "heart_rate_bpm").rows() == [
        (231.0, 150.0),
        (240.0, None),
    ]
    out = _added_fields(STRYD, fields)
    out.define(1, RECORD, [(253, "uint32"), (7, "uint16"), (3, "uint8")], [(0, "float32"), (1, "float32")])
    out.add(1, T0, 300, 0xFF, 231.0, 150.0).add(1, T0 + 1, 0xFFFF, 149, 240.0, 151.0)
    assert only(session(out).file()).records.select("power_w", "heart_rate_bpm").rows() == [
        (300.0, None),
        (None, 149.0),
    ]


def test_stryd_duo_tells_the_balance() -> None:
    fields: Columns = {
        "timestamp": [START],
        "stance_time": [231.5],
        "stance_time_balance": [48.5],
        "vertical_oscillation": [68.1],
        "step_length": [1210.0],
    }
    identity: Columns = {"type": ["activity"], "manufacturer": ["stryd"]}
    whole: Columns = {"start_time": [START], "sport": ["running"], "total_elapsed_time": [10.0]}
    data = [Messages("file_id", [0], identity), Messages("record", [1], fields), Messages("session", [2], whole)]
    run = only(fit_file(data))
    assert run.dynamics_source == "stryd"
    assert IS_OF["Stryd Duo"](run)
    columns = ("stance_time_ms", "stance_time_balance_percent", "vertical_oscillation_mm", "step_length_mm")
    assert run.records.select(columns).rows() == [(231.5, 48.5, 68.1, 1210.0)]


NAMED = [(b"RS_ContactTime_L", b"RS_ContactTime_R"), (b"GCT_L", b"GCT_R")]


@pytest.mark.parametrize("names", NAMED, ids=lambda names: names[0].decode())
def test_runscribe_on_both_feet_makes_mean_and_balance(names: tuple[bytes, bytes]) -> None:
    out = _added_fields(RUNSCRIBE, [(5, names[0], b"ms", 255), (11, names[1], b"ms", 255)])
    out.add(0, T0, 260.0, 240.0).add(0, T0 + 1, 0.0, 240.0).add(0, T0 + 2, 0.0, 0.0)
    run = only(session(out).file())
    assert run.dynamics_source == "runscribe"
    assert run.records["stance_time_ms"].to_list() == [250.0, 240.0, None]
    assert run.records["stance_time_balance_percent"].to_list() == [52.0, None, None]


def test_runscribe_without_names_is_read_by_number() -> None:
    out = _added_fields(RUNSCRIBE, [(number, b"", b"", 255) for number in (0, 1, 2, 3, 4, 5, 11, 12)])
    run = only(session(out.add(0, T0, 9.0, 8.0, 7.0, 6.0, 30.0, 260.0, 240.0, 230.0)).file())
    assert run.dynamics_source == "runscribe"
    assert run.records.select("stance_time_ms", "stance_time_balance_percent").rows() == [(250.0, 52.0)]
    stranger = _added_fields(b"\x07" * 16, [(5, b"", b"", 255)]).add(0, T0, 260.0)
    assert only(session(stranger).file()).dynamics_source is None


@pytest.mark.parametrize("row", [row for row in VENDOR_FIELDS if row.name], ids=lambda row: f"{row.vendor} {row.name}")
def test_every_name_in_the_catalogue_is_read(row: object) -> None:
    (field,) = [known for known in VENDOR_FIELDS if known is row]
    out = _added_fields(b"\x00" * 16, [(3, field.name.encode(), b"", 255)]).add(0, T0, 24.0)
    run = only(session(out).file())
    assert run.dynamics_source == field.vendor
    assert run.records[field.metric.column].to_list() == [pytest.approx(24.0 * field.factor)]


@pytest.mark.parametrize(
    ("manufacturer", "maker"), [("coros", "coros"), ("suunto", "suunto"), ("polar_electro", "polar_electro")]
)
def test_native_fields_of_other_watches_are_theirs_and_0_is_no_value(manufacturer: str, maker: str) -> None:
    identity: Columns = {"type": ["activity"], "manufacturer": [manufacturer]}
    fields: Columns = {"timestamp": [START, START], "stance_time": [231.5, 0.0], "step_length": [0.0, 1210.0]}
    whole: Columns = {"start_time": [START], "sport": ["running"], "total_elapsed_time": [10.0]}
    data = [Messages("file_id", [0], identity), Messages("record", [1, 1], fields), Messages("session", [2], whole)]
    run = only(fit_file(data))
    assert run.dynamics_source == maker
    assert run.records.select("stance_time_ms", "step_length_mm").rows() == [(231.5, None), (None, 1210.0)]
