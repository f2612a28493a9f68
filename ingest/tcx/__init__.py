"""TCX: outline (activities, laps, tracks) -> laps and session -> reading (tables of the contract)."""

from __future__ import annotations

from ingest.tcx.reading import read

__all__ = ["read"]
