"""`plan read`: a session that was written for another tool, in the words of plan.yaml."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ingest.fit.workout_file import read_workout
from models.device_workout_reading import workout_of_device
from models.errors import ReadError, UsageError
from models.workout_text import parse, text_of
from models.workout_text.from_steps import Foreign
from models.workout_text.intervals_icu import parse_intervals_icu
from pipelines.cli.session import Session


class Written(StrEnum):
    """In whose words."""

    TRACKWORK = "trackwork"
    INTERVALS_ICU = "intervals.icu"
    FIT = "fit"


def read(
    session: Session,
    file: Annotated[Path, typer.Argument(help="A FIT workout or a text; - reads what is piped in.", metavar="FILE")],
    written: Annotated[
        Written | None, typer.Option("--from", help="Whose words; default FIT's if it is one, else trackwork's.")
    ] = None,
) -> None:
    """A session of another tool, in the words of plan.yaml.

    In the text of intervals.icu `10m` are minutes and `400mtr` metres, so that it must be named.
    """
    name = "what is piped in" if str(file) == "-" else str(file)
    try:
        data = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
        found = _read(data, written)
    except OSError as error:
        raise UsageError(f"{name} cannot be read: {error.strerror}; name a file that is there") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{name} is neither FIT nor UTF-8 text, from byte {error.start} on") from error
    except (ReadError, UsageError) as error:
        raise UsageError(f"{name}: {error}") from error
    text = text_of(found.workout)
    session.document({"name": found.name, "text": text, "left_out": found.left_out})
    session.out.print(text, soft_wrap=True)
    for sentence in found.left_out:
        session.say(sentence)


def _read(data: bytes, written: Written | None) -> Foreign:
    if written is Written.FIT or (written is None and data[8:12] == b".FIT"):
        name, steps = read_workout(data)
        return workout_of_device(steps, name)
    text = data.decode("utf-8-sig")
    return parse_intervals_icu(text) if written is Written.INTERVALS_ICU else Foreign(parse(text.strip()))
