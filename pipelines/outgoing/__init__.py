"""What leaves the house: the coming sessions for the watch, the calendar and the eye."""

from __future__ import annotations

from pipelines.outgoing.outbox import FORMATS, NAMES, Sent, export_plan, fill_outbox, remember

__all__ = ["FORMATS", "NAMES", "Sent", "export_plan", "fill_outbox", "remember"]
