"""Fixtures for the whole suite."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# No timed assertion: a busy machine is no fault. The suite sees the same examples each time; `make soak` sees new ones.
settings.register_profile(
    "trackwork",
    deadline=None,
    derandomize="TRACKWORK_SOAK" not in os.environ,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("trackwork")


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
