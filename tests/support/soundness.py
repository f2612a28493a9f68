"""Whether a home is whole, whatever happened to it: nothing half, nothing twice."""

from __future__ import annotations

from hashlib import sha256

from models.tables import ACTIVITIES, SOURCE_FILES
from pipelines.home import Home
from pipelines.journal import Journal
from pipelines.originals import Originals
from warehouse.query import run_query
from warehouse.store import Store

_COUNTED = """
    SELECT count(*) FROM (
        SELECT a.activity_id FROM activities AS a LEFT JOIN records AS r USING (activity_id)
        GROUP BY a.activity_id, a.record_count
        HAVING count(r.record_index) <> a.record_count OR count(DISTINCT r.record_index) <> a.record_count
    )
"""
"""Activities whose records are not all there, each once."""


def assert_whole(home: Home) -> int:
    """Archive, journal, database and copy hold what they hold whole and once; how many files the database knows."""
    for file_id, path in Originals(home).archived().items():
        assert sha256(path.read_bytes()).hexdigest() == file_id, path
    entries = [entry.seq for entry in Journal(home.journal).read()]
    with Store.open(home.database) as store:
        assert store.journal_seq in (len(entries), len(entries) - 1)
        assert store.query(_COUNTED).item() == 0
        files = store.read(SOURCE_FILES)["file_id"]
        assert set(store.read(ACTIVITIES)["file_id"]) <= set(files)
        assert set(files) <= set(Originals(home).archived())
    if home.published.exists():
        assert run_query(home.published, _COUNTED).frame.item() == 0
    return len(files)
