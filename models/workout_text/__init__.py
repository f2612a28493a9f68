"""Workout text: `6 x 400m @ 95s / 200m jog` to a tree of frozen values, its steps and its changes, and back."""

from __future__ import annotations

from models.workout_text.change import scaled, with_recovery, with_repetitions, with_target
from models.workout_text.change_sets import sets_of, with_extra_set, with_load, with_sets
from models.workout_text.expand import steps
from models.workout_text.main_block import recovery_of, repetitions_of, target_of
from models.workout_text.naming import contacts_of, kind_of, title_of
from models.workout_text.parse import parse
from models.workout_text.text import text_of
from models.workout_text.tree import REST, Workout

__all__ = [
    "REST",
    "Workout",
    "contacts_of",
    "kind_of",
    "parse",
    "recovery_of",
    "repetitions_of",
    "scaled",
    "sets_of",
    "steps",
    "target_of",
    "text_of",
    "title_of",
    "with_extra_set",
    "with_load",
    "with_recovery",
    "with_repetitions",
    "with_sets",
    "with_target",
]
