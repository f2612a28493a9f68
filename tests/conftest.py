"""Fixtures for the whole suite."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real recordings, which are never part of the repository."""
    named = os.environ.get("TRACKWORK_TEST_DATA")
    if not named:
        pytest.skip("TRACKWORK_TEST_DATA is not set: the tests on real recordings did not run")
    folder = Path(named).resolve()
    if not (folder / "catalogue.csv").is_file():
        pytest.fail(f"TRACKWORK_TEST_DATA names {folder}, which has no catalogue.csv")
    return folder
