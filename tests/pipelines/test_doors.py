"""The published copy opens with tools that know nothing of trackwork, as the README says."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from tests.support.command_line import Trackwork
from warehouse.view import views


def test_python_reads_it_and_cannot_write(reader: Trackwork) -> None:
    with duckdb.connect(reader.home / "trackwork.duckdb", read_only=True) as connection:
        assert connection.sql("from activities").fetchall()
        comments = dict(connection.sql("select view_name, comment from duckdb_views() where not internal").fetchall())
        assert comments == {view.name: view.comment for view in views()}
        with pytest.raises(duckdb.InvalidInputException, match="read-only"):
            connection.execute("delete from activities")


@pytest.fixture
def shell() -> str:
    found = shutil.which("duckdb", path=str(Path(sys.executable).parent))
    assert found, "DuckDB's shell is not beside Python: pip install -c constraints.txt -e '.[dev]'"
    return found


def test_duckdbs_shell_reads_it_and_runs_every_worked_query(shell: str, reader: Trackwork, tmp_path: Path) -> None:
    script = tmp_path / "examples.sql"
    script.write_text(reader("sql", "--examples").out)
    command = [shell, "-readonly", "-bail", str(reader.home / "trackwork.duckdb")]
    done = subprocess.run([*command, "-f", str(script)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    listed = subprocess.run(
        [*command, "-csv", "-c", "select view_name from duckdb_views() where not internal"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert set(listed.stdout.split()[1:]) == {view.name for view in views()}
