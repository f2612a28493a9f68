"""The published copy: there, whole, and of the newest state."""

from __future__ import annotations

import filecmp

from models.errors import TrackworkError
from pipelines.doctor.finding import Finding, told, well, wrong
from pipelines.home import Home
from pipelines.publishing import is_behind, is_moved
from warehouse.publish import is_touched
from warehouse.query import run_query

_AGAIN = "the next batch publishes anew, trackwork doctor --repair does it now"


def is_stale(home: Home) -> bool:
    """Whether the copy is not the database as it is now; the caller holds the lock.

    A home that was copied or moved has other files with the same bytes: only bytes tell.
    """
    if not is_behind(home):
        return False
    if not home.published.exists() or is_touched(home.database, home.published):
        return True
    return not filecmp.cmp(home.database, home.published, shallow=False)


def is_doubtful(home: Home) -> bool:
    """Whether the home was copied while somebody wrote to it, so that the database may be of several moments.

    The published copy is put in place whole and never written, so a database that is the same byte by byte is whole.
    Each block has a checksum, but an old block beside new ones passes that too.
    """
    return is_moved(home) and is_stale(home)


def published(home: Home, *, stale: bool) -> Finding:
    """Whether people who open the copy see what the warehouse holds."""
    try:
        run_query(home.published, "SELECT count(*) FROM activities", timeout_s=10, max_rows=1)
    except TrackworkError as error:
        return told("published copy", error)
    if stale:
        return wrong("published copy", f"{home.published} is behind the warehouse", _AGAIN)
    return well("published copy", str(home.published))
