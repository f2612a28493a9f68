"""Where Prefect is, and what it is told not to tell."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from pipelines.home import Home
from pipelines.prefect_api import api_for, environment


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PREFECT_API_URL", "PREFECT_PROFILE", "NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)


def test_a_home_keeps_its_port_unless_it_is_taken() -> None:
    home = Home(Path("/home/anna/trackwork"))
    first = api_for(home)
    assert api_for(home) == first
    assert first.page == f"http://127.0.0.1:{first.port}"
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", first.port or 0))
        taken.listen()
        assert api_for(home).port != first.port


def test_the_server_that_is_named_is_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PREFECT_API_URL", "http://prefect.local:4200/api")
    api = api_for(Home(tmp_path))
    assert api.port is None
    assert api.page == "http://prefect.local:4200"
    assert environment(Home(tmp_path), api)["PREFECT_API_URL"] == "http://prefect.local:4200/api"


def test_children_tell_nobody_and_keep_to_the_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PREFECT_PROFILE", "work")
    monkeypatch.setenv("NO_PROXY", "intranet")
    home = Home(tmp_path)
    given = environment(home, api_for(home))
    assert given["DO_NOT_TRACK"] == "1"
    assert given["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"
    assert given["PREFECT_SERVER_ALLOW_EPHEMERAL_MODE"] == "false"
    assert given["PREFECT_HOME"] == str(home.prefect)
    assert "PREFECT_PROFILE" not in given
    assert given["NO_PROXY"] == "intranet,127.0.0.1,localhost"
