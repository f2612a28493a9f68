from __future__ import annotations

from models.tables import TABLES
from warehouse.dictionary import data_dictionary
from warehouse.view import views


def test_every_table_view_and_column_has_its_line() -> None:
    text = data_dictionary()
    for table in TABLES:
        section = text.split(f"#### {table.name}\n")[1].split("####")[0]
        assert table.grain[1:] in section
        for column in table.columns:
            assert f"| `{column.name}` |" in section
            assert column.meaning.replace("|", "\\|") in section
    for view in views():
        section = text.split(f"#### {view.name}\n")[1].split("####")[0]
        assert view.question in section
        assert all(f"| `{name}` | {meaning} |" in section for name, meaning in view.columns.items())


def test_each_row_of_a_table_has_as_many_cells_as_its_head() -> None:
    for block in data_dictionary().split("\n\n"):
        rows = [line for line in block.splitlines() if line.startswith("|")]
        assert len({row.replace("\\|", "").count("|") for row in rows}) <= 1
