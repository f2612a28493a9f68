"""An open store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from warehouse.store import Store


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "private.duckdb"


@pytest.fixture
def store(database: Path) -> Iterator[Store]:
    with Store.open(database) as opened:
        yield opened
