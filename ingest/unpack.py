"""Files packed with gzip, as Strava's export holds them: unpacked within bounds."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from gzip import BadGzipFile, GzipFile
from io import BytesIO

from models.errors import ReadError

GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class UnpackConfig:
    """How much a packed file may hold."""

    most_bytes: int = 256 * 2**20
    """A day of 1 Hz records is 10 MB as FIT and 60 MB as GPX; our choice."""
    most_ratio: float = 200.0
    """Unpacked over packed: GPX reaches 30, a bomb 1,000; our choice."""
    ratio_from_bytes: int = 2**20
    """Up to here no ratio is suspicious."""
    chunk_bytes: int = 2**20
    """How much is unpacked between two looks at the bounds."""


CONFIG = UnpackConfig()


def unpack(data: bytes, name: str, config: UnpackConfig = CONFIG) -> bytes:
    """`data` itself, or what it holds if it is packed with gzip, whatever `name` ends with.

    Of a packed file that is cut off or broken in the middle, what can be unpacked before: its reader will find that
    the rest is missing. One that is whole, but has another check sum than it says, is refused: GPX could not tell.

    Raises:
        ReadError: nothing of the packed file can be unpacked, its check sum is wrong, or it unpacks to more than the
            bounds allow.
    """
    if not data.startswith(GZIP):
        if name.lower().endswith(".gz") and data:
            raise ReadError("it is named .gz, but is not packed with gzip: remove .gz from its name, or get it again")
        return data
    unpacked = BytesIO()
    try:
        with GzipFile(fileobj=BytesIO(data)) as packed:
            while part := packed.read1(config.chunk_bytes):  # read() would lose what comes before damage
                unpacked.write(part)
                _check_bounds(unpacked.tell(), len(data), config)
    except (EOFError, zlib.error) as error:
        if not unpacked.tell():
            raise ReadError(f"the gzip file is cut off or damaged at its begin ({error}): copy it again") from error
    except BadGzipFile as error:
        if not unpacked.tell() or "CRC" in str(error) or "length" in str(error):
            raise ReadError(f"the gzip file is damaged ({error}): copy it again") from error
        # Whole, with something else behind it: as gzip itself, we pass over that.
    return unpacked.getvalue()


def _check_bounds(size: int, packed: int, config: UnpackConfig) -> None:
    too_much = None
    if size > config.most_bytes:
        too_much = f"{config.most_bytes / 2**20:.0f} MB"
    elif size > config.ratio_from_bytes and size > packed * config.most_ratio:
        too_much = f"{config.most_ratio:.0f} times its size"
    if too_much:
        raise ReadError(f"it unpacks to more than {too_much}, which no recording does: export the activity again")
