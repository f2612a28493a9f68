from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from models.errors import HomeError, UsageError
from models.tables import ATHLETES, TABLES
from warehouse.query import run_query
from warehouse.store import Store
from warehouse.view import views


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("query") / "trackwork.duckdb"
    with Store.open(path) as store:
        ann: dict[str, object] = {"athlete_id": "ann", "name": "Ann", "timezone": "UTC", "week_start_day": 1}
        store.insert(ATHLETES, ATHLETES.rows([ann | {"athlete_id": name} for name in ("ann", "bob", "cleo")]))
    return path


def test_a_select_gives_its_rows_in_order(published: Path) -> None:
    result = run_query(published, "SELECT athlete_id FROM athletes ORDER BY 1 DESC")
    assert result.frame["athlete_id"].to_list() == ["cleo", "bob", "ann"]
    assert not result.truncated


@pytest.mark.parametrize(("max_rows", "truncated"), [(2, True), (3, False), (4, False)])
def test_more_rows_than_asked_for_are_left_out_and_said(published: Path, max_rows: int, truncated: bool) -> None:
    result = run_query(published, "FROM athletes ORDER BY athlete_id DESC", max_rows=max_rows)
    assert result.frame["athlete_id"].to_list() == ["cleo", "bob", "ann"][:max_rows]
    assert result.truncated is truncated


@pytest.mark.parametrize(
    "sql",
    ["DESCRIBE athletes", "SHOW TABLES", "SUMMARIZE athletes", "EXPLAIN SELECT 1", "VALUES (1)",
     "SELECT 'é;' /* ; */ ; -- ;",
     "WITH a AS (FROM athletes) SELECT * FROM a", "PIVOT athletes ON name IN ('ann')"],
)  # fmt: skip
def test_every_reading_statement_works(published: Path, sql: str) -> None:
    assert run_query(published, sql).frame.height > 0


def test_values_arrive_in_types_that_every_format_can_write(published: Path) -> None:
    sql = """
        SELECT sum(week_start_day) AS total, 1.5::DECIMAL(9, 2) AS price, INTERVAL 90 SECOND AS gap, {'a': 1} AS pair,
            TIMESTAMPTZ '2026-01-01 01:00:00+01' AS at, DATE '2026-01-01' AS day, ['a', NULL] AS words, 1 AS x, 2 AS x
        FROM athletes
    """
    [row] = run_query(published, sql).frame.rows(named=True)
    assert row == {
        "total": 3,
        "price": 1.5,
        "gap": "00:01:30",
        "pair": "{'a': 1}",
        "at": datetime(2026, 1, 1, tzinfo=UTC),
        "day": date(2026, 1, 1),
        "words": ["a", None],
        "x": 1,
        "x_9": 2,
    }


@pytest.mark.parametrize(
    "sql",
    ["COPY athletes TO 'here.csv'", "EXPORT DATABASE 'here'", "ATTACH 'other.duckdb'", "INSTALL httpfs", "LOAD httpfs",
     "SET enable_external_access = true", "RESET lock_configuration", "PRAGMA threads = 1", "BEGIN", "CHECKPOINT",
     "INSERT INTO athletes FROM athletes", "UPDATE athletes SET name = ''", "DELETE FROM athletes",
     "DROP TABLE athletes", "CREATE TABLE mine (x INT)", "CREATE TEMP TABLE mine (x INT)",
     "CREATE VIEW mine AS SELECT 1", "CALL pragma_version()",
     "PREPARE p AS SELECT 1", "DETACH trackwork", "USE memory"],
)  # fmt: skip
def test_all_but_reading_is_refused(published: Path, sql: str) -> None:
    before = published.read_bytes()
    with pytest.raises(UsageError, match="only reading is possible"):
        run_query(published, sql)
    assert published.read_bytes() == before


@pytest.mark.parametrize(
    "sql",
    ["FROM read_csv('{file}')", "FROM read_text('{file}')", "FROM '{file}'", "FROM glob('{file}')",
     "FROM sniff_csv('{file}')", "FROM read_parquet('{file}')", "SELECT * FROM query('FROM read_text(''{file}'')')",
     "FROM parquet_metadata('{file}')", "EXPLAIN ANALYZE COPY athletes TO '{file}'"],
)  # fmt: skip
def test_no_other_file_can_be_read_or_written(published: Path, tmp_path: Path, sql: str) -> None:
    file = tmp_path / "secret.csv"
    file.write_text("word\nsecret\n")
    with pytest.raises(UsageError) as refused:
        run_query(published, sql.format(file=file))
    assert "secret\n" not in str(refused.value)
    assert file.read_text() == "word\nsecret\n"


@pytest.mark.parametrize(
    "sql",
    ["SELECT getenv('HOME')", "FROM duckdb_secrets()", "FROM glob('/etc/*')", "FROM '{other}'",
     "FROM read_duckdb('{other}')",
     "FROM read_text('https://example.org/')", "FROM 's3://bucket/file.parquet'", "FROM sqlite_scan('{other}', 't')",
     "CREATE SECRET (TYPE s3)", "SET VARIABLE x = 1", "PRAGMA enable_profiling", "FORCE CHECKPOINT", "VACUUM",
     "WITH x AS (INSERT INTO athletes FROM athletes RETURNING *) FROM x", "EXPLAIN ANALYZE DELETE FROM athletes",
     "SELECT 1; COPY athletes TO '{other}'", "EXECUTE p", "ALTER TABLE athletes ADD x INT",
     "COMMENT ON TABLE athletes IS ''"],
)  # fmt: skip
def test_hostile_sql_is_refused(published: Path, tmp_path: Path, sql: str) -> None:
    other = tmp_path / "other.duckdb"
    with Store.open(other):
        pass
    before = other.read_bytes(), published.read_bytes()
    with pytest.raises(UsageError):
        run_query(published, sql.format(other=other))
    assert (other.read_bytes(), published.read_bytes()) == before


@pytest.mark.parametrize(
    "sql",
    ["FROM enable_profiling(save_location='{file}', format='json')",
     "FROM enable_logging(storage='file', storage_path='{file}')",
     "SELECT write_log('x') FROM enable_logging(storage='file', storage_path='{file}') RIGHT JOIN range(3000) ON true"],
)  # fmt: skip
def test_functions_that_could_write_a_log_write_none(published: Path, tmp_path: Path, sql: str) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    with suppress(UsageError):
        run_query(published, sql.format(file=folder / "log"))
    assert list(folder.iterdir()) == []
    assert run_query(published, "SELECT 1 AS one").frame.item() == 1


@pytest.mark.parametrize(
    ("sql", "words"),
    [("FROM read_csv('/etc/passwd')", "nothing but the published copy can be read here"),
     ("FROM sqlite_scan('a', 'b')", "Extensions cannot be loaded here")],
)  # fmt: skip
def test_what_is_refused_says_why_and_names_no_remedy_that_does_not_exist(
    published: Path, sql: str, words: str
) -> None:
    with pytest.raises(UsageError, match=words) as refused:
        run_query(published, sql)
    assert "INSTALL" not in str(refused.value)


def test_no_variable_of_the_program_can_be_read(published: Path) -> None:
    with pytest.raises(UsageError, match="does not exist"):
        run_query(published, "FROM statements")
    hidden = pl.DataFrame({"word": ["secret"]})
    with pytest.raises(UsageError, match="does not exist"):
        run_query(published, "FROM hidden")
    assert hidden.height == 1


def test_two_statements_are_refused_with_their_number(published: Path) -> None:
    with pytest.raises(UsageError, match="there are 2"):
        run_query(published, "SELECT 1; SELECT 2")


def test_no_statement_is_said_to_be_none(published: Path) -> None:
    with pytest.raises(UsageError, match="no SQL statement"):
        run_query(published, " -- nothing\n ;")


def test_a_pivot_over_unknown_values_says_how_to_write_it(published: Path) -> None:
    with pytest.raises(UsageError, match="ON column IN"):
        run_query(published, "PIVOT athletes ON name")


def test_wrong_sql_keeps_the_line_and_the_caret(published: Path) -> None:
    with pytest.raises(UsageError) as caught:
        run_query(published, "SELECT athlete_id\nFROM athletes\nGROUP ORDER BY 1")
    said = str(caught.value)
    assert said.startswith("syntax error")
    assert "LINE 3: GROUP ORDER BY 1" in said
    assert said.rstrip().endswith("^")


def test_an_error_in_the_values_is_told_without_a_place_in_sql_that_is_not_the_users(published: Path) -> None:
    with pytest.raises(UsageError, match="Could not convert string 'ann'") as caught:
        run_query(published, "SELECT athlete_id::INT FROM athletes")
    assert "LINE" not in str(caught.value)


def test_an_unknown_table_is_answered_with_the_known_ones(published: Path) -> None:
    with pytest.raises(UsageError, match="does not exist") as caught:
        run_query(published, "FROM repetition")
    for name in (*(table.name for table in TABLES), *(view.name for view in views())):
        assert name in str(caught.value)


def test_an_unknown_column_is_answered_with_candidates(published: Path) -> None:
    with pytest.raises(UsageError, match=r'"athlete" not found(.|\n)*athlete_id'):
        run_query(published, "SELECT athlete FROM athletes")


@pytest.mark.parametrize("where", ["", "FROM range(3) AS r(i)"])
def test_a_query_that_takes_too_long_is_stopped(published: Path, where: str) -> None:
    endless = "SELECT count(*) FROM range(100000000) AS a(x), range(100000) AS b(y) WHERE x + y = -1"
    with pytest.raises(UsageError, match=r"longer than 0\.2 s"):
        run_query(published, f"SELECT ({endless}) AS n {where}", timeout_s=0.2)


def test_without_a_published_copy_the_remedy_is_named(tmp_path: Path) -> None:
    with pytest.raises(HomeError, match=r"no published copy.*trackwork import"):
        run_query(tmp_path / "trackwork.duckdb", "SELECT 1")


def test_a_damaged_copy_is_said_to_be_one(tmp_path: Path) -> None:
    copy = tmp_path / "trackwork.duckdb"
    copy.write_bytes(b"half" * 10_000)
    with pytest.raises(HomeError, match="not a whole DuckDB database"):
        run_query(copy, "SELECT 1")


def test_many_may_ask_at_once(published: Path) -> None:
    with Store.open(published.with_name("other.duckdb")):
        results = [run_query(published, "SELECT count(*) AS n FROM athletes") for _ in range(5)]
    assert [result.frame.item() for result in results] == [3] * 5
