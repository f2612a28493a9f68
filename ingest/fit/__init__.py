"""FIT: scan (where messages lie) -> columns (typed arrays) -> recordings (tables of the contract)."""

from __future__ import annotations

from ingest.fit.reading import read

__all__ = ["read"]
