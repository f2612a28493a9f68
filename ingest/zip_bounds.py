"""How much a zip archive may hold, and the check of its directory before anything is unpacked."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO
from zipfile import ZipInfo

from models.errors import ReadError

_END = b"PK\x05\x06"
_END64 = b"PK\x06\x06"
_END64_LOCATOR = b"PK\x06\x07"
_END_BYTES = 22 + 65_535
"""The end of the directory: 22 bytes, then a comment of at most 65,535."""
_LOCAL_HEADER_BYTES = 30
_IN_ZIP64 = 0xFFFFFFFF


class RefusedError(ReadError):
    """The whole archive goes beyond a bound; nothing of it is taken."""


@dataclass(frozen=True, slots=True)
class ZipConfig:
    """The bounds. Ten years of a watch that writes 25 files a day are 90,000 members of some GB."""

    most_members: int = 150_000
    """In all nested archives together; our choice from the line above."""
    most_directory_bytes: int = 24 * 2**20
    """Directory of one archive: 150,000 entries of 46 bytes, 90 of a name and 24 of times; read at once by zipfile."""
    most_member_bytes: int = 256 * 2**20
    """One recording, unpacked; as for a file that is no member."""
    most_bytes: int = 32 * 2**30
    """Recordings and nested archives together, unpacked: ten years of 200 kB files are 18 GB; our choice."""
    most_ratio: float = 200.0
    """Unpacked over packed, of a whole archive: XML reaches 30, deflate at most 1,032; our choice."""
    ratio_from_bytes: int = 64 * 2**20
    """Up to here no ratio is suspicious."""
    most_depth: int = 3
    """Archive in archive in archive: Garmin's export has two, and somebody may pack it once more."""
    memory_bytes: int = 16 * 2**20
    """A nested archive up to here is unpacked in memory, a larger one on the disk."""


CONFIG = ZipConfig()


def check_directory(file: BinaryIO, config: ZipConfig) -> None:
    """Look at the end of an archive before its directory is read.

    Raises:
        ReadError: there is no directory.
        RefusedError: it is larger than the bound.
    """
    file.seek(0, 2)
    size = file.tell()
    file.seek(max(0, size - _END_BYTES))
    tail = file.read(_END_BYTES)
    end = tail.rfind(_END)
    if end < 0 or len(tail) - end < 22:
        raise ReadError("the zip archive has no directory at its end, it is cut off or damaged: download it again")
    (directory,) = struct.unpack_from("<L", tail, end + 12)
    locator = tail[max(0, end - 20) : end]
    if directory == _IN_ZIP64 or locator.startswith(_END64_LOCATOR):
        directory = _directory_in_zip64(file, locator)
    if directory > config.most_directory_bytes:
        raise RefusedError(
            f"its directory takes {directory / 2**20:,.0f} MB, the limit is {config.most_directory_bytes / 2**20:.0f} "
            f"MB (about {config.most_members:,} files): unpack it and hand in the files"
        )


def check_members(infos: Sequence[ZipInfo], packed_bytes: int, config: ZipConfig) -> None:
    """Check what the directory of one archive of `packed_bytes` promises.

    Raises:
        RefusedError: members are packed more tightly than any recording.
        ReadError: members lie in each other, or where no file can.
    """
    unpacked = sum(info.file_size for info in infos)
    if unpacked > config.ratio_from_bytes and unpacked > config.most_ratio * packed_bytes:
        raise RefusedError(
            f"it unpacks to {unpacked / 2**20:,.0f} MB, which is more than {config.most_ratio:.0f} times its size, the "
            "limit: no export does, and nothing of it was taken"
        )
    free_from = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        if info.header_offset < free_from:
            where = "in each other, as in a zip bomb" if info.header_offset >= 0 else "before its begin"
            raise ReadError(f"it is damaged: by its directory its files lie {where}; download it again")
        free_from = info.header_offset + _LOCAL_HEADER_BYTES + info.compress_size


@dataclass
class Tally:
    """What was met in an archive and in those within it."""

    config: ZipConfig
    members: int = 0
    unpacked_bytes: int = 0

    def count(self, members: int) -> None:
        """So many more members.

        Raises:
            RefusedError: now they are too many.
        """
        self.members += members
        if self.members > self.config.most_members:
            raise RefusedError(
                f"it holds more than {self.config.most_members:,} files, the limit: unpack it and hand in the files"
            )

    def unpack(self, info: ZipInfo) -> None:
        """One more member that will be unpacked.

        Raises:
            RefusedError: now they are too large together.
        """
        self.unpacked_bytes += info.file_size
        if self.unpacked_bytes > self.config.most_bytes:
            raise RefusedError(
                f"its recordings unpack to more than {self.config.most_bytes / 2**30:.0f} GB, the limit: "
                "unpack it and hand in the files"
            )


def _directory_in_zip64(file: BinaryIO, locator: bytes) -> int:
    """The size of the directory [byte] as the record of a zip64 archive tells it."""
    if len(locator) == 20 and locator.startswith(_END64_LOCATOR):
        (offset,) = struct.unpack_from("<Q", locator, 8)
        if offset < 2**62:
            file.seek(offset)
            record = file.read(56)
            if len(record) == 56 and record.startswith(_END64):
                return int(struct.unpack_from("<Q", record, 40)[0])
    raise ReadError("the zip archive's directory cannot be found, it is cut off or damaged: download it again")
