"""How frames travel between polars and DuckDB: as an Arrow stream, without pyarrow (165 MB)."""

from __future__ import annotations

from typing import Protocol


class Streams(Protocol):
    """What can give its rows as an Arrow stream: a polars frame, a DuckDB relation."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...


class Stream:
    """Something of which only the Arrow stream is seen.

    DuckDB, given a polars frame itself, asks for pyarrow. polars, given a DuckDB relation itself, remembers its
    type for ever, and DuckDB 2 prints a list of leaks when the process ends.
    """

    def __init__(self, source: Streams) -> None:
        self._source = source

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self._source.__arrow_c_stream__(requested_schema)
