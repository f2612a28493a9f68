"""The files themselves: readable ones in the archive by content hash, others in rejected/ beside their reason."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from hashlib import file_digest
from pathlib import Path

from models.tables import FORMATS
from pipelines.durable import move_durably, write_durably
from pipelines.home import Home

REASON = ".reason.json"
"""How the name of the file ends that tells why the one beside it was rejected."""
_WRITERS = 16
"""Files written side by side: 10 ms each one by one, 0.9 with 4, 0.5 with 16, no less with 32 (ext4)."""
_LONGEST_NAME = 200
"""File systems allow 255 bytes; the reason's name and that of its half-written file are longer."""


@dataclass(frozen=True)
class Originals:
    """The originals of `home`, found again by `file_id`, the sha256 of their bytes."""

    home: Home

    def keep(self, file_id: str, file_format: str, data: bytes) -> None:
        """Put `data` into the archive, if it is not there yet, and take it out of rejected/."""
        self.keep_all([(file_id, file_format, data)])

    def keep_all(self, files: Sequence[tuple[str, str, bytes]]) -> None:
        """As `keep` for many (file_id, format, data), side by side.

        Of a file's time all but a tenth is waiting for the disk to confirm, and it confirms many as quickly as one.
        """
        wanted = {self._archived(file_id, file_format): data for file_id, file_format, data in files}
        missing = {path: data for path, data in wanted.items() if not path.exists()}
        with ThreadPoolExecutor(_WRITERS) as writers:
            list(writers.map(write_durably, missing, missing.values()))
        for file_id, _, _ in files:
            self._forget_rejected(file_id)

    def is_kept(self, file_id: str) -> bool:
        """Whether the archive has the file."""
        return any(self._archived(file_id, file_format).exists() for file_format in FORMATS)

    def reject(self, file_id: str, name: str, data: bytes, reason: str, received_at: datetime) -> Path:
        """Put `data` into rejected/ under its name, beside `<name>.reason.json`; where it lies now."""
        path = self._free_name(name, file_id)
        facts = {"file_id": file_id, "name": name, "received_at": received_at.isoformat(), "reason": reason}
        # The reason first: after a crash between the two it still tells whose place this is.
        write_durably(_reason_file(path), json.dumps(facts, indent=2, ensure_ascii=False).encode())
        if not path.exists():
            write_durably(path, data)
        self._places[file_id] = path
        return path

    def keep_export(self, path: Path) -> None:
        """Move an archive that holds more than recordings to the other originals, under its hash."""
        with path.open("rb") as file:
            file_id = file_digest(file, "sha256").hexdigest()
        move_durably(path, self.home.exports / f"{file_id}{path.suffix.lower()}")

    def read(self, file_id: str) -> bytes | None:
        """The bytes of a file that was handed in once, or None where they are gone."""
        for file_format in FORMATS:
            path = self._archived(file_id, file_format)
            if path.exists():
                return path.read_bytes()
        rejected = self._places.get(file_id)
        return rejected.read_bytes() if rejected and rejected.exists() else None

    def archived(self) -> dict[str, Path]:
        """Every file of the archive by the hash in its name."""
        return {path.stem: path for path in self.home.archive.glob("??/*") if not path.name.startswith(".")}

    def _archived(self, file_id: str, file_format: str) -> Path:
        return self.home.archive / file_id[:2] / f"{file_id}.{file_format}"

    @cached_property
    def _places(self) -> dict[str, Path]:
        """Where each rejected file lies; read once, for a thousand files may wait there."""
        reasons = self.home.rejected.glob(f"*{REASON}")
        found = ((_file_id_in(reason), reason) for reason in sorted(reasons))
        return {key: reason.with_name(reason.name.removesuffix(REASON)) for key, reason in found if key}

    def _forget_rejected(self, file_id: str) -> None:
        path = self._places.pop(file_id, None)
        if path:
            path.unlink(missing_ok=True)
            _reason_file(path).unlink(missing_ok=True)

    def _free_name(self, name: str, file_id: str) -> Path:
        known = self._places.get(file_id)
        if known:
            return known
        plain = self.home.rejected / Path(name).name
        if len(os.fsencode(plain.name)) > _LONGEST_NAME or plain.name.endswith(REASON) or plain.exists():
            return plain.with_name(f"{plain.stem[:40]}-{file_id[:8]}{plain.suffix[:10]}")
        return plain


def _reason_file(path: Path) -> Path:
    return path.with_name(f"{path.name}{REASON}")


def _file_id_in(reason: Path) -> str | None:
    """Which file a reason is about; None where somebody put a file of another kind there."""
    try:
        facts = json.loads(reason.read_bytes())
    except ValueError:
        return None
    return facts.get("file_id") if isinstance(facts, dict) else None
