"""What a check found."""

from __future__ import annotations

from dataclasses import dataclass

from models.errors import TrackworkError

_ANEW = "trackwork rebuild makes it anew from archive and journal"


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: what was found, and what to do where it is not well."""

    check: str
    ok: bool
    found: str
    remedy: str | None = None
    """None where all is well."""


def well(check: str, found: str) -> Finding:
    """All is well."""
    return Finding(check, ok=True, found=found)


def wrong(check: str, found: str, remedy: str) -> Finding:
    """Something is not."""
    return Finding(check, ok=False, found=found, remedy=remedy)


def told(check: str, error: TrackworkError) -> Finding:
    """What stopped a check; errors say first what is wrong, then what to do."""
    found, _, remedy = str(error).partition("; ")
    return wrong(check, found, remedy or _ANEW)
