"""Every field of every message of a FIT file as a typed column: nothing chosen, nothing left out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ingest.fit.chain import FitFile
from ingest.fit.columns import Block, Messages, Numbers
from ingest.fit.developer import developer_columns
from ingest.fit.profile import message_name
from ingest.fit.timestamps import has_compressed, timestamps


@dataclass(frozen=True)
class Columns:
    """All messages of one kind; what the profile does not know is `unknown_` and its number."""

    numbers: Numbers
    """In the profile's unit, NaN where there is none; shape (messages, numbers of a message)."""
    place: dict[str, slice]
    """The numbers of each field: one, but for arrays."""
    texts: dict[str, list[str | None]]
    apps: dict[str, Numbers]
    """Developers' fields by the name that the file gives them."""

    def __getitem__(self, name: str) -> Numbers:
        """The values of a field of the profile that holds numbers; of an array, a row for each message."""
        values = self.numbers[:, self.place[name]]
        return values[:, 0] if values.shape[1] == 1 else values


def every_column(file: FitFile) -> dict[str, Columns]:
    """The messages of a file by the name of their kind."""
    return {message_name(number): _columns(file, file.numbered(number)) for number in file.numbers}


def _columns(file: FitFile, messages: Messages) -> Columns:
    blocks = messages.blocks
    if len(blocks) == 1:
        place, numbers = blocks[0].layout.place, _scaled(blocks[0])
    else:
        place, numbers = _together(messages)
    if has_compressed(file, messages):
        place = {**place, "timestamp": slice(numbers.shape[1], numbers.shape[1] + 1)}
        numbers = np.column_stack([numbers, timestamps(file, messages)])
    texts = {field.number: block.layout.profile[field.number][0] for block in blocks for field in block.layout.texts}
    developed = any(block.layout.developed for block in blocks)
    return Columns(
        numbers,
        place,
        {name: messages.numbered_texts(number) for number, name in texts.items()},
        {field.name: values for field, values in developer_columns(file, messages)} if developed else {},
    )


def _scaled(block: Block) -> Numbers:
    layout = block.layout
    if not layout.is_scaled:
        return block.numbers - layout.offset if layout.has_offset else block.numbers
    scaled = block.numbers / layout.scale
    if layout.has_offset:
        scaled -= layout.offset
    return scaled


def _together(messages: Messages) -> tuple[dict[str, slice], Numbers]:
    """The numbers of several definitions: NaN where one lacks a field, or has a shorter array."""
    widths: dict[str, int] = {}
    for block in messages.blocks:
        for name, told in block.layout.place.items():
            widths[name] = max(widths.get(name, 0), told.stop - told.start)
    ends = np.cumsum(list(widths.values())).tolist()
    place = {name: slice(end - width, end) for (name, width), end in zip(widths.items(), ends, strict=True)}
    out = np.full((len(messages), ends[-1] if ends else 0), np.nan)
    for block in messages.blocks:
        own = block.layout.place.items()
        columns = [place[name].start + i for name, told in own for i in range(told.stop - told.start)]
        out[block.rows[:, np.newaxis], columns] = _scaled(block)
    return place, out
