"""The review in words, on a terminal and as Markdown: the sentences that matter."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from models.tables import ATHLETES, INTERVALS, STRENGTH_SETS
from pipelines.report.markdown import escaped, markdown
from pipelines.report.model import CommandLine, WeeklyReview
from pipelines.report.review import weekly_review
from pipelines.report.text import text
from pipelines.report.units import Units
from tests.support.review_rows import NEXT_MONDAY, TIMES_S, WEEK, Rows, contact, file, note, ordinary_week, proposal
from warehouse.store import Store


def review_of(rows: Rows, folder: Path) -> WeeklyReview:
    with Store.open(folder / "warehouse.duckdb") as store:
        rows.store(store)
        return weekly_review(store, "me", WEEK, NEXT_MONDAY)


def full_week() -> Rows:
    rows = proposal(ordinary_week())
    note(note(rows, "pain", 2, value=2.0, body_part="shin"), "rpe", 1, value=8.0, text="legs | heavy <b>")
    contact(rows, "a-tue").change(INTERVALS, {"kind": "work"}, cadence_spm=180.0)
    rows.activity("a-sat", 5, distance_m=8200.0, timer_s=2712.0)
    return file(rows, "odd", "rejected", "it is empty (0 bytes): copy it again", datetime(2026, 11, 18, tzinfo=UTC))


def on_terminal(review: WeeklyReview, units: Units = "metric", width: int = 100) -> str:
    console = Console(file=io.StringIO(), width=width, highlight=False)
    console.print(text(review, units), crop=False)
    written = console.file
    assert isinstance(written, io.StringIO)
    return written.getvalue()


SENTENCES = (
    "2 of 3 planned sessions done. Tuesday's 6 x 400 m took 1:35.4 on average, 5 of 6 on target.",
    "Asked: 6 x 400m @ 95s / 200m jog",
    "6 x 400 m: 1:35.4 on average, spread (CV) 1.2 %; the last third 2.4 % slower than the first (fade).",
    "Ground contact from the first to the last: 210 to 219 ms (+9 ms), measured by HRM-Pro.",
    "At equal speed: +3.2 % from the first to the last (90 % interval +1.1 to +5.4): rising.",
    "Balance: 51.0 % on the left foot, a little uneven, as with every other runner. On bends",
    "5 recoveries: 1:14 on average (asked 200 m), the first 1:10, the last 1:18.",
    "Where the repetitions come from: taken from the workout in the watch (sure, 95% for the least certain one).",
    "Wed 18 Nov: pain 2 of 10, shin",
    "1 change waits for your word; without it the plan stays as it is.",
    "Tue 24 Nov, 6 x 400m: target 1:35.0 -> 1:34.0 (95 s -> 94 s), and in the weeks after",
    "Two controlled sessions in a row: next target 1:34.",
    "Rule R6 (grade C, coaching custom); waits for your word. Id 3f9a0c41d2b7.",
    "trackwork review --accept 3f9a0c41d2b7",
    "odd.fit: not read: it is empty (0 bytes): copy it again",
)
ROWS = (
    ("Sun 22 Nov", "Long run", "-", "missed: not done"),
    ("Fri 20 Nov", "Rest", "-", "rest kept"),
    ("Thu 19 Nov", "Strength", "3 sets", "34 of 36 repetitions"),
    ("Sat 21 Nov", "-", "run 8.2 km, 45:12, 5:31/km", "extra"),
    ("6", "1:35.0", "1:37.2", "+2.2 s", "4:03/km", "219 ms", "170", "slow"),
    ("6", "218 ms", "114 ms", "32.9 %", "180"),
    ("Thu 19 Nov", "squat", "3 x 12 @40 kg", "12, 12, 10 @40 kg", "less than asked"),
    ("Tue 24 Nov", "6 x 400m", "6 x 400m @ 95s / 200m jog", "open: 3f9a0c41d2b7"),
)
ORDER = (
    "Planned and done",
    "Each repetition against its target",
    "Strength: asked and done",
    "What you noted",
    "What changes next week, and why",
    "Next week",
    "About the data",
    "Words on this page",
)


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> WeeklyReview:
    return review_of(full_week(), tmp_path_factory.mktemp("full"))


def test_both_faces_say_the_same(full: WeeklyReview) -> None:
    page, screen = markdown(full, "metric"), on_terminal(full, width=140)
    unwrapped = " ".join(screen.split())
    for sentence in SENTENCES:
        assert sentence in page
        assert sentence in unwrapped
    for row in ROWS:
        assert f"| {' | '.join(row)} |" in page
        assert re.search(r"\s+".join(map(re.escape, row)), screen), row


def test_sections_stand_in_the_readers_order(full: WeeklyReview) -> None:
    assert re.findall(r"^## (.*)$", markdown(full, "metric"), re.MULTILINE) == list(ORDER)


def test_miles_change_pace_and_distance_and_nothing_else(full: WeeklyReview) -> None:
    page = markdown(full, "miles")
    assert "| 6 | 1:35.0 | 1:37.2 | +2.2 s | 6:31/mi | 219 ms | 170 | slow |" in page
    assert "run 5.1 mi, 45:12, 8:52/mi" in page
    assert "/km" not in page
    assert "6 x 400 m: 1:35.4 on average" in page


def tables_of(page: str) -> list[list[str]]:
    return [block.splitlines() for block in page.split("\n\n") if block.startswith("|")]


def cells(line: str) -> int:
    return len(re.findall(r"(?<!\\)\|", line)) - 1


def test_markdown_tables_are_well_formed(full: WeeklyReview) -> None:
    tables = tables_of(markdown(full, "metric"))
    assert len(tables) == 5
    for head, rule, *rows in tables:
        assert re.fullmatch(r"\|( -{3}:? \|)+", rule)
        assert rows
        assert {cells(line) for line in (head, rule, *rows)} == {cells(head)}


def test_words_of_people_are_no_markup(full: WeeklyReview) -> None:
    assert "effort 8 of 10: legs \\| heavy &lt;b>" in markdown(full, "metric")
    assert "effort 8 of 10: legs | heavy <b>" in on_terminal(full)


@given(st.text())
def test_escaped_text_stays_in_its_cell(words: str) -> None:
    line = str(escaped(words))
    assert not set(line) & set("\n\r<")
    assert cells(f"| {line} |") == 1


def test_commands_are_never_cut_in_two(full: WeeklyReview) -> None:
    command = CommandLine(program="~/a/long/way/.venv/bin/trackwork", options=" --home '/a home' --today 2026-11-23")
    screen = on_terminal(full.model_copy(update={"command": command}), width=60)
    whole = "~/a/long/way/.venv/bin/trackwork review --decline 3f9a0c41d2b7 --home '/a home' --today 2026-11-23"
    assert f"    {whole}\n" in screen


def test_a_doubtful_session_says_so_and_what_to_type(tmp_path: Path) -> None:
    rows = ordinary_week().change(INTERVALS, {"kind": "work"}, confidence=0.45, source="stream")
    page = markdown(review_of(rows, tmp_path), "metric")
    assert "found in the pace of the run (doubtful, 45% for the least certain one)." in page
    assert "Say which it was, and the week is worked out anew:\n\n```\ntrackwork fix a-tue --confirm\n" in page


def test_what_was_accepted_stands_when_later_data_changed_the_rest(tmp_path: Path) -> None:
    rows = proposal(proposal(ordinary_week(), status="accepted"), adjustment_id="late", status="superseded")
    page = markdown(review_of(rows, tmp_path), "metric")
    assert "Data that came in later changed the proposals; what you accepted stands." in page
    assert "no longer stands: newer data changed the picture" in page
    assert "--accept" not in page


def test_of_several_changes_each_can_be_accepted_alone_and_all_at_once(tmp_path: Path) -> None:
    page = markdown(review_of(proposal(proposal(ordinary_week()), adjustment_id="other"), tmp_path), "metric")
    assert (
        "To accept all, or to accept or decline one (its id stands at the change):\n\n```\n"
        "trackwork review --accept-all\ntrackwork review --accept ID\ntrackwork review --decline ID\n```"
    ) in page
    assert "Id 3f9a0c41d2b7." in page
    assert "Id other." in page


def test_one_of_several_athletes_is_named_in_the_commands(tmp_path: Path) -> None:
    rows = proposal(ordinary_week())
    rows.add(ATHLETES, athlete_id="bob", name="Bob", timezone="UTC", week_start_day=1)
    page = markdown(review_of(rows, tmp_path), "metric")
    assert "trackwork review --accept 3f9a0c41d2b7 --athlete me\n" in page


def test_commands_in_the_sentences_of_rules_are_typed_as_the_others(tmp_path: Path) -> None:
    told = {"parameter": "advice", "workout_id": None, "reason": "Stop. Say `trackwork log pain 0`."}
    review = review_of(proposal(ordinary_week(), **told), tmp_path)
    page = markdown(review.model_copy(update={"command": CommandLine(program="~/t", options=" --home ~/h")}), "metric")
    assert "- Stop. Say `~/t log pain 0 --home ~/h`. (Rule R6" in page


def test_no_line_ends_in_blanks(full: WeeklyReview) -> None:
    lines = on_terminal(full).splitlines()
    assert [line for line in lines if line != line.rstrip()] == []


def test_a_session_that_got_faster_did_not_fade(tmp_path: Path) -> None:
    rows = ordinary_week()
    for index, time in zip(range(0, 12, 2), reversed(TIMES_S), strict=True):
        rows.change(INTERVALS, {"interval_index": index}, duration_s=time)
    page = markdown(review_of(rows, tmp_path), "metric")
    assert "the last third 2.4 % faster than the first (no fade)." in page


@pytest.mark.parametrize(
    ("weights", "shown"),
    [
        ((40.0, 40.0, None), "12, 12, 10 @40 kg x2, no load told x1"),
        ((40.0, 42.5, 45.0), "12, 12, 10 @40, 42.5, 45 kg"),
        ((None, None, None), "12, 12, 10"),
        ((0.0, 0.0, 0.0), "12, 12, 10 @0 kg"),
    ],
)
def test_a_load_that_was_not_told_is_not_0(weights: tuple[float | None, ...], shown: str, tmp_path: Path) -> None:
    rows = ordinary_week()
    for index, weight in enumerate(weights):
        rows.change(STRENGTH_SETS, {"set_index": index}, weight_kg=weight)
    page = markdown(review_of(rows, tmp_path), "metric")
    assert f"| {shown} | less than asked |" in page


def test_a_break_between_rep_sets_is_told_beside_the_recoveries(tmp_path: Path) -> None:
    rows = ordinary_week().change(INTERVALS, {"interval_index": 3}, duration_s=221.0)
    for index in (4, 6, 8, 10):
        rows.change(INTERVALS, {"interval_index": index}, set_index=2)
    page = markdown(review_of(rows, tmp_path), "metric")
    assert "- 4 recoveries: 1:14 on average" in page
    assert "the last 1:18; beside them a longer break of 3:41 after repetition 2." in page


def test_a_change_that_is_in_the_text_is_told_from_one_that_is_open(tmp_path: Path) -> None:
    rows = proposal(ordinary_week())
    rows.workout("next-tue", 8, "intervals", "6 x 400m", "6 x 400m @ 95s / 200m jog", version=1)
    assert "| changed before; open: 3f9a0c41d2b7 |" in markdown(review_of(rows, tmp_path), "metric")


def test_only_the_words_that_stand_on_the_page_are_explained(full: WeeklyReview, tmp_path: Path) -> None:
    assert markdown(full, "metric").rstrip().splitlines()[-1] == (
        "R and a number: a rule; the README lists them. Grade A: large studies, B: small studies or expert bodies, "
        "C: coaching custom, D: our own choice. Spread (CV): the times' standard deviation in % of their mean. Fade: "
        "how much slower the last third was than the first. 90 % interval: where the true figure lies in nine of ten "
        "cases. At a pace: contact as it would be at that pace of yours, so that days compare. Flight: time in the air "
        "of a step. Duty: share of a stride in which one foot is on the ground. Steps: of both feet in a minute. "
        "Bounce: of the torso in a step. "
        "Sure, likely, doubtful: how far to trust what was found; below 60% you are asked."
    )
    page = markdown(review_of(Rows().activity("a", 2), tmp_path), "metric")
    assert "Words on this page" not in page


def test_the_review_of_the_one_whose_name_is_not_known_is_yours(full: WeeklyReview) -> None:
    assert markdown(full.model_copy(update={"name": "You"}), "metric").startswith("# Your weekly review\n")
    assert markdown(full, "metric").startswith("# Weekly review for Ada\n")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"parameter": "repetitions", "old_value": "6", "new_value": "7", "unit": None}, "repetitions 6 -> 7"),
        (
            {"old_value": "240", "new_value": "237.5", "unit": "s_per_km"},
            "target 4:00/km -> 3:58/km (240 s/km -> 237.5 s/km)",
        ),
        ({"parameter": "session", "old_value": "6 x 400m", "new_value": "rest", "unit": None}, "6 x 400m -> rest"),
        (
            {"parameter": "load", "exercise": "squat", "old_value": "40", "new_value": "42.5", "unit": "kg"},
            "squat, load 40 kg -> 42.5 kg",
        ),
        (
            {"parameter": "sets", "exercise": "squat", "old_value": "3", "new_value": "4", "unit": "sets"},
            "squat, sets 3 -> 4",
        ),
        (
            {"parameter": "day", "old_value": "2026-11-16", "new_value": "2026-11-18", "unit": None},
            "day Mon 16 Nov -> Wed",
        ),
        ({"parameter": "recovery", "old_value": None, "new_value": "200", "unit": "m"}, "recovery 200 m"),
    ],
)
def test_changes_in_words(change: dict[str, object], words: str, tmp_path: Path) -> None:
    page = markdown(review_of(proposal(ordinary_week(), **change), tmp_path), "metric")
    assert f"### Tue 24 Nov, 6 x 400m: {words}" in page.replace("session 6", "6")


def test_the_empty_week_in_words(tmp_path: Path) -> None:
    page = markdown(review_of(Rows(), tmp_path), "metric")
    assert page == (
        "# Weekly review for Ada\n\nWeek 2026-W47, 16 to 22 Nov 2026. Nothing was planned or recorded in that week.\n"
    )


def test_a_week_with_data_and_no_plan_in_words(tmp_path: Path) -> None:
    screen = on_terminal(review_of(Rows().activity("a", 2), tmp_path))
    assert re.search(r"Wed 18 Nov\s+-\s+run 10.0 km, 50:00, 5:00/km\s+extra", screen)
    assert "Each repetition" not in screen
