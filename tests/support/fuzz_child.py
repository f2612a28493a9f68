"""Reads mutations of real files, in a process of its own: it may hang, run out of memory or be killed.

`python -m tests.support.fuzz_child FORMAT SEED FIRST COUNT FOLDER` reads COUNT mutations from number FIRST on. It
writes a line of JSON before each one, one for each failure, and at the end its figures. A mutation is made of its
format, seed and number alone: COUNT 1 does one again.
"""

from __future__ import annotations

import faulthandler
import gzip
import json
import re
import resource
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from pathlib import Path
from random import Random
from time import process_time
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from ingest.readers import decode
from ingest.unpack import unpack
from ingest.zip_members import is_zip, members, survey
from models.activity import Owner, owned
from models.errors import ReadError
from models.recording import Decoded
from tests.support.fit_rows import rows
from tests.support.mutations import mutate

HANG_S = 5.0
"""Processor time that one file may take: another process that takes the machine's is no fault of ours."""
STUCK_S = 60.0
"""Time that one file may take when it waits for something that never comes."""
MOST_MB = 500
"""How much memory the process may need at its peak, with the interpreter and all libraries (as above)."""
_ADDRESS_SPACE = 6 << 30
"""Ends what would otherwise take the whole machine: libraries reserve far more than they use."""
_BIG = 300_000
"""Files above this size are taken for one mutation in ten [byte]."""

FOLDERS = {"fit": "fit", "gpx": "gpx", "tcx": "tcx", "gz": "gpx", "zip": "fit"}
"""Format -> folder of the real files; those of `gz` and `zip` are packed."""
_SAME = ("timestamp", "latitude_deg", "longitude_deg", "altitude_m")
"""What a record keeps whatever follows it: elapsed time, distance and speed depend on others, heart rate on a strap."""
_FEW = 2
"""Nothing tells which of so few records is right."""
_MEANT = re.compile("<!|deep in each other")
"""Refused whole: it may be a bomb."""

Sample = tuple[object, ...]


def case(format_: str, seed: int, number: int, folder: Path) -> tuple[str, bytes, bytes]:
    """What was done to which file, the damaged bytes, and the whole ones."""
    dice = Random(f"{format_} {seed} {number}")  # noqa: S311  # dice, no secret
    small, big = _files(folder / FOLDERS[format_])
    path, other = dice.choice(big if big and dice.random() < 0.1 else small), dice.choice(small)
    pack = _PACKED.get(format_, bytes)
    whole = pack(path.read_bytes())
    what, damaged = mutate(format_, whole, pack(other.read_bytes()), dice)
    return f"{path.name}: {what}", damaged, whole


def problem(format_: str, damaged: bytes, whole: bytes) -> str | None:
    """What is wrong with how it is read; None if it is read, or refused, as it should be."""
    if format_ in _PACKED:
        for data in _unpacked(format_, damaged):
            _read(data)
        return None
    kept, said = _read(damaged)
    if _MEANT.search(said):
        return None
    at = _first_difference(damaged, whole)
    if format_ == "fit" and not _begins_alike(damaged, whole[:at]):
        return f"messages before byte {at} are not those of the whole file"
    return _lost(kept, said, whole, at)


@contextmanager
def _alarm() -> Iterator[None]:
    """Ends the process, telling where it is, if what is within takes too long."""
    faulthandler.dump_traceback_later(STUCK_S, exit=True)
    signal.setitimer(signal.ITIMER_PROF, HANG_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        faulthandler.cancel_dump_traceback_later()


def _read(data: bytes) -> tuple[list[Sample], str]:
    """The records that are kept, and what is said of the file."""
    try:
        with _alarm():
            decoded = decode(data, "file")
    except ReadError as error:
        return [], str(error)
    for recording in decoded.recordings:
        for table, frame in owned(recording, Owner("me", 1), "file", 0).items():
            table.check(frame)
    return _samples(decoded), decoded.salvaged or decoded.no_activity or "it is whole"


def _unpacked(format_: str, data: bytes) -> Iterator[bytes]:
    try:
        with _alarm():
            found = _members(data) if format_ == "zip" else [unpack(data, "file.gz")]
        yield from found
    except ReadError:
        return


def _members(data: bytes) -> list[bytes]:
    if not is_zip(data):
        return []
    survey(BytesIO(data))
    return [member.data for member in members(BytesIO(data)) if member.data and not member.problem]


def _begins_alike(damaged: bytes, before: bytes) -> bool:
    """Whether the messages that end before the damage are the same, value by value."""
    wanted = rows(before)
    return rows(damaged)[: len(wanted)] == wanted


def _lost(kept: list[Sample], said: str, whole: bytes, at: int) -> str | None:
    """Which records that stand before the damage were not kept."""
    wanted = _read(whole[:at])[0]
    missing = Counter(wanted) - Counter(kept)
    if not missing or len(wanted) <= _FEW:
        return None
    first = min(missing, key=str)
    return f"{missing.total()} of {len(wanted)} records before byte {at} are lost, such as {first}; said: {said}"


def _samples(decoded: Decoded) -> list[Sample]:
    return [row for recording in decoded.recordings for row in recording.records.select(_SAME).rows()]


def _first_difference(a: bytes, b: bytes) -> int:
    low, high = 0, min(len(a), len(b))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if a[:middle] == b[:middle] else (low, middle - 1)
    return low


@cache
def _files(folder: Path) -> tuple[list[Path], list[Path]]:
    files = sorted(path for path in folder.iterdir() if path.stat().st_size)
    big = [path for path in files if path.stat().st_size > _BIG]
    return [path for path in files if path not in big], big


def _gzipped(data: bytes) -> bytes:
    return gzip.compress(data, 1, mtime=0)


def _zipped(data: bytes) -> bytes:
    """An export: an archive in the archive, a recording, something else."""
    inner, outer = BytesIO(), BytesIO()
    with ZipFile(inner, "w") as archive:
        archive.writestr(_entry("activities/1.fit"), data, ZIP_DEFLATED, 1)
    with ZipFile(outer, "w") as archive:
        archive.writestr(_entry("more.zip"), inner.getvalue())
        archive.writestr(_entry("activities.csv"), "Activity ID,Activity Name\n1,Run\n")
        archive.writestr(_entry("activities/2.fit.gz"), _gzipped(data[: len(data) // 2]))
        archive.writestr(_entry("activities/3.fit"), data, ZIP_DEFLATED, 1)
    return outer.getvalue()


def _entry(name: str) -> ZipInfo:
    return ZipInfo(name)  # dated 1980, so that a mutation is the same every day


_PACKED: Mapping[str, Callable[[bytes], bytes]] = {"gz": _gzipped, "zip": _zipped}


def _tell(**told: object) -> None:
    print(json.dumps(told, default=str), flush=True)  # noqa: T201  # its only way to speak


def _peak_mb() -> float:
    """What this process held at most; the kernel's `ru_maxrss` counts the one that started it too."""
    told = Path("/proc/self/status").read_text()
    return int(told.partition("VmHWM:")[2].split()[0]) / 1024


def run(format_: str, seed: int, numbers: range, folder: Path) -> None:
    """Reads the mutations of these numbers."""
    slowest, name = 0.0, ""
    for number in numbers:
        what, damaged, whole = case(format_, seed, number, folder)
        _tell(begins=number, what=what)
        before, begun = _peak_mb(), process_time()
        try:
            said = problem(format_, damaged, whole)
        except BaseException as error:  # noqa: BLE001  # whatever comes that is not our own error is a failure
            said = f"{type(error).__name__}: {error}"
        took = process_time() - begun
        slowest, name = max((slowest, name), (took, f"{number} {what}"))
        if said is None and before < MOST_MB <= _peak_mb():
            said = f"it took {_peak_mb():.0f} MB"
        if said is not None:
            _tell(number=number, what=what, problem=said)
    _tell(done=len(numbers), slowest_s=round(slowest, 2), slowest=name, peak_mb=round(_peak_mb()))


if __name__ == "__main__":
    faulthandler.register(signal.SIGPROF, chain=True)
    resource.setrlimit(resource.RLIMIT_AS, (_ADDRESS_SPACE, _ADDRESS_SPACE))
    _first, _count = int(sys.argv[3]), int(sys.argv[4])
    run(sys.argv[1], int(sys.argv[2]), range(_first, _first + _count), Path(sys.argv[5]))
