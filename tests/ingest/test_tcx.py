"""TCX: bytes written here."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.tcx import read
from models.errors import ReadError
from models.recording import Decoded, Recording
from tests.support.tcx_text import activity, clock, database, lap, plain_tcx, tcx, track, trackpoint

PRESSED = "<Intensity>Active</Intensity><TriggerMethod>Manual</TriggerMethod>"


def only(data: bytes) -> Recording:
    (recording,) = read(data).recordings
    return recording


def run(*laps: str) -> Recording:
    return only(tcx(activity(*laps)))


def points(*seconds: float) -> str:
    return track(trackpoint(second) for second in seconds)


def test_a_plain_run() -> None:
    run = only(plain_tcx(120))
    assert (run.sport, run.device, run.start_time) == ("running", "Forerunner 945", datetime(2026, 1, 5, 8, tzinfo=UTC))
    assert (run.elapsed_s, run.timer_s, run.distance_m, run.utc_offset_s) == (120, 120, 480, None)
    assert run.records["elapsed_s"].to_list() == list(range(121))
    assert run.records["distance_m"].to_list() == [4 * i for i in range(121)]
    assert run.records["altitude_m"].to_list() == [500 + i for i in range(121)]
    assert run.records["heart_rate_bpm"].to_list() == [120 + i % 40 for i in range(121)]
    assert run.records["latitude_deg"].to_list() == [round(48 + i * 4 / 111_195, 8) for i in range(121)]
    assert run.records["speed_mps"].median() == pytest.approx(4, rel=0.01), "from positions: the file has none"
    assert run.laps.select("start_s", "end_s", "timer_s", "distance_m").rows() == [(0, 120, 120, 480)]
    assert run.pauses.is_empty()


@pytest.mark.parametrize(
    ("written", "trigger"),
    [
        ("Manual", "manual"),
        ("Distance", "distance"),
        ("Time", "time"),
        ("Location", "position_lap"),
        ("HeartRate", "heart_rate"),
        ("Sneeze", None),
    ],
)
def test_what_ended_a_lap(written: str, trigger: str | None) -> None:
    told = f"<Intensity>Resting</Intensity><TriggerMethod>{written}</TriggerMethod>"
    assert run(lap(0, 9, 36, points(0, 9), more=told)).laps["trigger"].to_list() == [trigger]


def test_everything_that_a_lap_tells() -> None:
    told = (
        "<MaximumSpeed>5</MaximumSpeed><Calories>9</Calories><AverageHeartRateBpm><Value>150</Value>"
        f"</AverageHeartRateBpm><MaximumHeartRateBpm><Value>171</Value></MaximumHeartRateBpm>{PRESSED}"
    )
    means = "<ns3:AvgSpeed>4.0</ns3:AvgSpeed><ns3:AvgRunCadence>88</ns3:AvgRunCadence>"
    after = f"<Extensions><ns3:LX>{means}</ns3:LX></Extensions>"
    resting = lap(60, 30.5, 60.25, points(60, 90), more="<Intensity>Resting</Intensity>")
    rows = run(lap(0, 60, 240, points(0, 59), after, more=told), resting).laps.to_dicts()
    assert rows[0] == {
        "lap_index": 0,
        "start_s": 0,
        "end_s": 60,
        "timer_s": 60,
        "distance_m": 240,
        "trigger": "manual",
        "intensity": "active",
        "workout_step_index": None,
        "avg_heart_rate_bpm": 150,
        "max_heart_rate_bpm": 171,
        "avg_cadence_spm": 176,
    }
    assert (rows[1]["intensity"], rows[1]["start_s"], rows[1]["end_s"], rows[1]["distance_m"]) == (
        "rest",
        60,
        90.5,
        60.25,
    )


@pytest.mark.parametrize(
    ("extensions", "more", "column", "value"),
    [
        ("<ns3:TPX><ns3:Speed>3.25</ns3:Speed></ns3:TPX>", "", "speed_mps", 3.25),
        ('<TPX xmlns="x"><Speed>3.25</Speed></TPX>', "", "speed_mps", 3.25),
        ("<ns3:TPX><ns3:Watts>250</ns3:Watts></ns3:TPX>", "", "power_w", 250),
        ("<ns3:TPX><ns3:RunCadence>90</ns3:RunCadence></ns3:TPX>", "", "cadence_spm", 180),
        ("", "<Cadence>90</Cadence>", "cadence_spm", 180),
        ("<ns3:TPX><ns3:RunCadence>90</ns3:RunCadence></ns3:TPX>", "<Cadence>33</Cadence>", "cadence_spm", 180),
        ("<ns3:TPX><ns3:RunCadence>180</ns3:RunCadence></ns3:TPX>", "", "cadence_spm", 180),
        ("<ns3:TPX><ns3:Speed>fast</ns3:Speed></ns3:TPX>", "", "power_w", None),
    ],
)
def test_readings_of_points(extensions: str, more: str, column: str, value: float | None) -> None:
    told = run(lap(0, 2, 8, track(trackpoint(i, extensions, more=more) for i in range(3))))
    assert told.records[column].to_list() == [value] * 3


def test_a_cyclists_cadence_is_not_doubled() -> None:
    ridden = track(trackpoint(i, more="<Cadence>90</Cadence>") for i in range(3))
    ride = only(tcx(activity(lap(0, 2, 8, ridden, more="<Cadence>88</Cadence>"), sport="Biking")))
    assert ride.sport == "cycling"
    assert ride.records["cadence_spm"].to_list() == [90] * 3
    assert ride.laps["avg_cadence_spm"].to_list() == [88]


def test_tracks_of_a_lap_are_divided_by_pauses() -> None:
    paused = run(lap(0, 120, 480, points(*range(61)), points(*range(200, 261)), more=PRESSED))
    assert paused.pauses.select("pause_index", "start_s", "end_s").rows() == [(0, 60, 200)]
    assert (paused.elapsed_s, paused.timer_s) == (260, 120)
    assert paused.laps.select("start_s", "end_s", "timer_s").rows() == [(0, 260, 120)]


def test_a_gap_between_laps_is_a_pause_if_it_is_longer_than_the_clock_is_coarse() -> None:
    told = run(lap(0, 60, 240, points(0, 60)), lap(61.5, 30, 120, points(62, 91)), lap(200, 10, 40, points(200, 210)))
    assert told.laps.select("start_s", "end_s").rows() == [(0, 61.5), (61.5, 91.5), (200, 210)]
    assert told.pauses.select("start_s", "end_s").rows() == [(91.5, 200)]
    assert told.timer_s == 100


def test_laps_never_overlap() -> None:
    told = run(lap(0, 65, 240, points(0, 64)), lap(60, 30, 120, points(65, 90)))
    assert told.laps.select("start_s", "end_s").rows() == [(0, 60), (60, 90)]


def test_points_without_time_are_left_out_and_counted() -> None:
    decoded = read(tcx(activity(lap(0, 9, 36, track([trackpoint(0), trackpoint(4, time=""), trackpoint(9)])))))
    assert decoded.salvaged == "1 of 3 points have no time and were left out; 2 points were kept"
    assert decoded.recordings[0].records["elapsed_s"].to_list() == [0, 9]


def test_points_without_any_time_are_refused_unless_laps_tell() -> None:
    untimed = track([trackpoint(0, time=""), trackpoint(1, time="")])
    with pytest.raises(ReadError, match="none of its 2 points has a time"):
        read(tcx(activity(lap(0, None, None, untimed))))


def test_points_without_position_keep_the_rest() -> None:
    data = plain_tcx(5)
    begin, end = b"<Position>", b"</Position>"
    while begin in data:
        data = data[: data.index(begin)] + data[data.index(end) + len(end) :]
    indoors = only(data)
    assert indoors.records["latitude_deg"].null_count() == 6
    assert indoors.records["distance_m"].to_list() == [0, 4, 8, 12, 16, 20]
    assert indoors.records["speed_mps"].null_count() == 6


@pytest.mark.parametrize("written", [lambda _: 0, lambda second: 4 + 0.1 * (-1) ** second, lambda _: ""])
def test_a_distance_that_does_not_count_up_is_taken_from_positions(written: object) -> None:
    assert callable(written)
    each = [trackpoint(i).replace(f"<DistanceMeters>{i * 4}<", f"<DistanceMeters>{written(i)}<") for i in range(61)]
    told = run(lap(0, None, None, track(each)))
    assert told.records["distance_m"].to_list()[-1] == pytest.approx(240, rel=0.002)
    assert told.distance_m == pytest.approx(240, rel=0.002)


def test_a_lap_told_in_minutes_has_no_time_of_its_own() -> None:
    told = run(lap(0, 10, None, points(*range(601))))
    assert (told.timer_s, told.laps["timer_s"].to_list(), told.laps["end_s"].to_list()) == (600, [None], [600])


def test_a_lap_with_a_clock_that_was_never_set_begins_at_its_first_point() -> None:
    data = tcx(activity(lap(0, 60, 240, points(0, 60)))).replace(b'StartTime="2026', b'StartTime="2015')
    told = only(data)
    assert told.start_time == datetime(2026, 1, 5, 8, tzinfo=UTC)
    assert told.laps.select("start_s", "end_s").rows() == [(0, 60)]


def test_laps_alone_are_an_activity() -> None:
    told = run(lap(0, 1800, 5000), lap(1800, 600, 1000))
    assert (told.elapsed_s, told.timer_s, told.distance_m, told.records.height) == (2400, 2400, 6000, 0)
    assert told.laps["end_s"].to_list() == [1800, 2400]


def test_several_activities_come_in_order_of_time() -> None:
    noon = activity(lap(14_400, 9, 36, points(14_400, 14_409)), sport="Biking")
    morning = activity(lap(0, 9, 36, points(0, 9)))
    decoded = read(tcx(noon, morning))
    assert [(r.session_index, r.sport, r.start_time.hour) for r in decoded.recordings] == [
        (0, "running", 8),
        (1, "cycling", 12),
    ]
    assert decoded.records_read == 4


def test_a_multisport_session_is_its_activities_and_the_transitions() -> None:
    first = activity(lap(0, 60, 240, points(0, 60)), sport="Other")
    change = lap(60, 30, 20, points(61, 90)).replace("Lap", "Transition")
    second = activity(lap(90, 60, 240, points(91, 150)))
    session = (
        f"<MultiSportSession><Id>{clock(0)}</Id><FirstSport>{first}</FirstSport>"
        f"<NextSport>{change}{second}</NextSport></MultiSportSession>"
    )
    decoded = read(tcx(session))
    assert [(r.sport, r.elapsed_s, r.records.height) for r in decoded.recordings] == [
        ("generic", 60, 2),
        ("transition", 30, 2),
        ("running", 60, 2),
    ]


def test_an_offset_is_the_local_one() -> None:
    told = run(lap(0, 1, 4, track(trackpoint(i, time=f"2026-01-05T03:00:0{i}.250-05:00") for i in range(2))))
    assert told.utc_offset_s == -18_000
    assert told.records["timestamp"][0] == datetime(2026, 1, 5, 8, 0, 0, 250_000, tzinfo=UTC)


COURSE_LAP = "<Lap><TotalTimeSeconds>60</TotalTimeSeconds></Lap>"
COURSE = f"<Courses><Course><Name>x</Name>{COURSE_LAP}{points(0, 60)}</Course></Courses>"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (COURSE, "it holds 1 course to be followed, but no recorded activity"),
        (
            f"{COURSE}<Workouts><Workout Sport='Running'/><Workout/></Workouts>",
            "it holds 1 course to be followed and 2 workouts to be run, but no recorded activity",
        ),
        ("", "it holds no recorded activity"),
        (
            f"<Activities>{activity(lap(0, None, None, points(3)))}</Activities>",
            "it holds a single point that has a time, which is no activity",
        ),
        (
            f"<Activities>{activity(lap(0, 0, None))}</Activities>",
            "it holds an activity, but without a point, or a lap that took time",
        ),
    ],
)
def test_what_is_no_activity_is_said(body: str, reason: str) -> None:
    decoded = read(database(body))
    assert (decoded.recordings, decoded.no_activity) == ((), reason)


def test_a_course_beside_an_activity_adds_nothing_to_it() -> None:
    both = database(f"<Activities>{activity(lap(0, 9, 36, points(0, 9)))}</Activities>{COURSE}")
    decoded = read(both)
    assert (decoded.records_read, decoded.recordings[0].laps.height) == (2, 1)


def test_a_file_that_breaks_off_keeps_its_points_and_laps() -> None:
    whole = tcx(activity(lap(0, 60, 240, points(*range(61))), lap(61, 60, 240, points(*range(61, 121)))))
    data = whole[: whole.index(b"<Time>2026-01-05T08:01:40Z") + 15]
    decoded = read(data)
    (kept,) = decoded.recordings
    assert kept.records["elapsed_s"].to_list() == list(range(100))
    assert kept.laps["start_s"].to_list() == [0, 61]
    assert decoded.salvaged
    assert decoded.salvaged.endswith("; 100 points were kept")
    assert "its XML breaks off or is broken at line 2, column " in decoded.salvaged


def test_a_number_that_is_cut_is_left_out() -> None:
    whole = tcx(activity(lap(0, 60, 240, points(0, 60)), lap(60, 123.5, 240, points(60, 180))))
    decoded = read(whole[: whole.index(b"<TotalTimeSeconds>123") + 20])
    assert decoded.recordings[0].laps["timer_s"].to_list() == [60, None]


@given(st.data())
def test_damage_is_a_read_error_or_a_result(data: st.DataObject) -> None:
    whole = bytearray(plain_tcx(8))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    result = attempt(bytes(whole))
    assert isinstance(result, Decoded) or len(str(result)) > 20


def attempt(data: bytes) -> Decoded | ReadError:
    try:
        return read(data)
    except ReadError as error:
        return error
