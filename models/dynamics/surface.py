"""On what a run was: what is compared with what."""

from __future__ import annotations

import polars as pl

_SURFACES = {"track": "track", "treadmill": "treadmill", "indoor_running": "treadmill"}
"""By FIT sub-sport. On the bends of a track the left foot stays longer on the ground (Ammann and Wyss 2016; Blauberger
2024: 2.35 % between both feet), and a treadmill's speed is its own."""


def surface() -> pl.Expr:
    """track, treadmill or other, from the activity's `sub_sport`."""
    return pl.col("sub_sport").replace_strict(_SURFACES, default="other", return_dtype=pl.String()).alias("surface")
