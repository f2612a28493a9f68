"""The house as a whole: golden lists, so that each addition is seen in review; documents that cannot lie."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from models.adjustment import RULES
from models.tables import TABLES
from pipelines.cli import app_for
from tests.support.readme import README as README_FILE
from tests.support.readme import part
from warehouse.dictionary import data_dictionary

ROOT = Path(__file__).parents[1]
README = README_FILE.read_text(encoding="utf-8")

GOLDEN_TABLES = [
    "journal",
    "athletes",
    "source_files",
    "receipts",
    "activities",
    "laps",
    "splits",
    "records",
    "record_dynamics",
    "pauses",
    "device_steps",
    "strength_sets",
    "overrides",
    "notes",
    "workouts",
    "workout_steps",
    "intervals",
    "reference_speeds",
    "ground_contact_sessions",
    "ground_contact_changes",
    "progress",
    "workout_matches",
    "compliance",
    "workout_compliance",
    "adjustments",
]
GOLDEN_VIEWS = [
    "data_quality",
    "ground_contact_trend",
    "next_week",
    "plan_vs_actual",
    "recoveries",
    "repetitions",
    "strength_progress",
    "watch_workouts",
    "weekly_summary",
]
GOLDEN_RULES = ["R5", "R6", "R7", "R8", "R9", "R12", "R13", "R18", "R20"]
COMMANDS = [
    "demo",
    "import",
    "watch",
    "up",
    "nightly",
    "review",
    "sql",
    "export",
    "rebuild",
    "doctor",
    "fix",
    "log:strength",
    "log:plyo",
    "log:run",
    "log:pain",
    "log:rpe",
    "log:rest",
    "log:skip",
    "log:list",
    "log:undo",
    "plan:check",
    "plan:show",
]


def test_the_tables_are_these() -> None:
    assert [table.name for table in TABLES] == GOLDEN_TABLES


def test_the_views_are_these() -> None:
    assert sorted(path.stem for path in (ROOT / "warehouse" / "views").glob("*.sql")) == GOLDEN_VIEWS


def test_every_rule_says_its_trigger_and_source() -> None:
    told = {name for rule in RULES for name in re.findall(r"\bR\d+\b", rule.__doc__ or "")}
    assert set(GOLDEN_RULES) <= told


def test_every_column_says_what_it_means() -> None:
    for table in TABLES:
        assert table.grain.startswith("one row"), table.name
        assert all(column.meaning for column in table.columns), table.name
        assert set(table.key) <= set(table.schema), table.name


def test_the_readme_holds_the_dictionary_as_declared() -> None:
    assert part("dictionary") == data_dictionary().strip(), "run: make readme"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str) -> None:
    result = CliRunner().invoke(app_for([]), [*name.split(":"), "--help"], env={"COLUMNS": "200", "NO_COLOR": "1"})
    assert result.exit_code == 0
    assert f"Example: trackwork {name.replace(':', ' ')}" in result.output
    for option in ("--home", "--json", "--quiet", "--today"):
        assert option in result.output


def test_the_readme_names_every_command() -> None:
    for name in COMMANDS:
        assert f"{name.split(':')[0]}" in README


def test_one_off_commands_do_not_import_prefect() -> None:
    loaded = "print(sorted(m for m in ('prefect', 'fastapi') if m in sys.modules))"
    code = f"import sys; from pipelines.cli import app_for; app_for([]); {loaded}"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT, env=dict(os.environ)
    )
    assert done.stdout.strip() == "[]"


def test_no_module_has_grown_too_long() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for package in ("ingest", "models", "pipelines", "warehouse")
        for path in (ROOT / package).rglob("*.py")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 300
    }
    assert not long
