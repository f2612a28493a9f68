"""Left and right: how a session's balance of ground contact stands to even, and to the athlete's own.

Bands are those of Garmin's manuals. They describe: in 836 runners asymmetry did not go with injury (Malisoux 2024, BMJ
Open SEM 10:e001787), so what is worth a look is a change from what is usual for this athlete.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class BalanceConfig:
    """Where bands begin, and what a change is."""

    usual: float = 0.7
    """Up to so many points from 50 % lie the middle two fifths of runners (Garmin) [percentage points]."""
    noted: float = 2.2
    """Beyond it lie one in ten (Garmin) [percentage points]."""
    change: float = 1.5
    """Points from the athlete's own: within a run balance scatters by 0.6; our choice [percentage points]."""
    sessions: int = 5
    """Fewer earlier sessions make no usual balance; our choice."""


CONFIG = BalanceConfig()


def band(balance_percent: float, config: BalanceConfig = CONFIG) -> str:
    """usual, note or check, by the distance from 50 %, to a tenth of a point as the manuals have it."""
    off = round(abs(balance_percent - 50), 1)
    return "usual" if off <= config.usual else "note" if off <= config.noted else "check"


def usual(balances: Sequence[float], config: BalanceConfig = CONFIG) -> float | None:
    """The median of all sessions before the last two of `balances` [%]; None where they are too few.

    The last two are those in which a change is looked for.
    """
    earlier = balances[:-2]
    return median(earlier) if len(earlier) >= config.sessions else None


def changed(balances: Sequence[float], config: BalanceConfig = CONFIG) -> bool | None:
    """Whether the last two sessions both lie off what is usual, on the same side; None where nothing is usual yet."""
    own = usual(balances, config)
    if own is None:
        return None
    off = [balance - own for balance in balances[-2:]]
    # A hair of tolerance: 51.5 - 50 is exactly the change, however floats round it.
    return all(one >= config.change - 1e-9 for one in off) or all(one <= 1e-9 - config.change for one in off)
