"""How a polars frame reaches DuckDB."""

from __future__ import annotations

import polars as pl


class Stream:
    """A frame of which DuckDB sees only the Arrow stream: given the frame itself it would ask for pyarrow (165 MB)."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self._frame = frame

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self._frame.__arrow_c_stream__(requested_schema)
