"""What large arrays held goes back to the system."""

from __future__ import annotations

import ctypes
import subprocess
import sys

import pytest

_CHILD = """
import os, sys
import numpy as np
from pipelines.memory import give_back_large_blocks

def resident():
    with open("/proc/self/statm") as told:
        return int(told.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6

if sys.argv[1] == "yes":
    give_back_large_blocks()
np.ones(1_000_000)  # after which the C library would keep blocks of this size to itself
before = resident()
large, small = [], []
for _ in range(200):
    large.append(np.ones(125_000))
    small.append(bytes(2000))
del large
print(resident() - before)
"""


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "mallopt"), reason="of glibc alone")
def test_what_was_freed_between_small_things_that_stay_is_given_back() -> None:
    kept = {way: _kept_mb(way) for way in ("yes", "no")}
    assert kept["yes"] < 20
    assert kept["no"] > 100


def _kept_mb(way: str) -> float:
    done = subprocess.run([sys.executable, "-c", _CHILD, way], check=True, capture_output=True, text=True)
    return float(done.stdout)
