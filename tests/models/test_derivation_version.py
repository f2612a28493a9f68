"""Who changes what is derived must raise the version, or nobody's older rows are ever derived again."""

from __future__ import annotations

import hashlib

from models.derivation import DERIVATION_VERSION
from models.segmentation import segment
from models.tables import OVERRIDES
from tests.accuracy.drawing import draw

KNOWN = (7, "abd2d057beb9")
"""The version, and what was found by it."""
_SEEDS = range(0, 48, 3)


def found() -> str:
    """A fingerprint of what is told of some simulated sessions: kinds, nominal distances, starts to the second."""
    told = []
    for seed in _SEEDS:
        case = draw(seed, session=True)
        for prescription in (None, case.prescription):
            result = segment(case.simulated.recording, prescription, OVERRIDES.empty())
            rows = result.intervals.select("kind", "nominal_distance_m", "start_s").iter_rows()
            told.append((result.structure, [(kind, nominal, round(start)) for kind, nominal, start in rows]))
    return hashlib.sha256(repr(told).encode()).hexdigest()[:12]


def test_what_is_derived_changes_with_the_version_only() -> None:
    advice = "something else is derived: raise DERIVATION_VERSION in models/derivation.py, and write it here"
    assert (DERIVATION_VERSION, found()) == KNOWN, advice
