"""GPX: outline (what the document holds) -> reading (points to tables of the contract)."""

from __future__ import annotations

from ingest.gpx.reading import read

__all__ = ["read"]
