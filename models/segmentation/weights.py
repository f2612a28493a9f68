"""Weights of the evidence for a repetition, as `python -m tests.accuracy.confidence` fitted them to known truth."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

SURE_WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        "bias": 3.8,
        "step_agrees": 3.3,
        "step_differs": 2.1,
        "lap_and_stream": 2.7,
        "lap_alone": 0.2,
        "prescribed": 2.1,
        "instead": -1.8,
        "blur": -4.4,
        "low_contrast": -0.6,
        "unlike": -4.9,
        "positions": -0.1,
        "sparse": -1.6,
        "few": -3.2,
    }
)
