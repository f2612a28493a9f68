"""Runs that are asked as a whole: easy, long, by time or by distance."""

from __future__ import annotations

from models.compliance.config import ComplianceConfig
from models.compliance.sessions import Run, total
from models.compliance.verdicts import amount, row
from models.prescription import Prescription
from models.rows import Row

Cells = dict[str, object]


def whole_run(asked: Prescription, run: Run, config: ComplianceConfig) -> list[Cells]:
    """One row for the whole session, on its first step, judged by the green band of the preset."""
    step = _first(asked)
    whole = total(asked, run.activity)
    if step is None or whole is None:
        return []
    verdict = "unknown" if whole.ratio is None else amount(round(whole.ratio, 2), *config.bands.green)
    return [row(step, whole.metric, whole.prescribed, verdict, whole.achieved) | {"activity_id": run.activity_id}]


def whole_run_missed(asked: Prescription) -> list[Cells]:
    """The same row for a session that was not done."""
    step, whole = _first(asked), total(asked, None)
    return [row(step, whole.metric, whole.prescribed, "missed")] if step is not None and whole is not None else []


def _first(asked: Prescription) -> Row | None:
    return next((step for step in asked.steps if step["kind"] not in ("exercise", "rest")), None)
