"""The views: one SQL file each, whose head comment gives question, grain and columns.

A file `<name>.sql` begins with comment lines, then holds one SELECT over tables and other views:

    -- Question: how did each repetition go?
    -- Grain: one row a repetition (activity_id, interval_index)
    -- duration_s: duration [s]
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from importlib.resources import files
from types import MappingProxyType

_HEAD = re.compile(r"^-- ([\w]+): (.*)$")


@dataclass(frozen=True)
class View:
    """One view: the question that it answers, what a row is, and what its columns mean."""

    name: str
    question: str
    grain: str
    key: tuple[str, ...]
    """The columns that the grain names: no two rows have the same."""
    columns: Mapping[str, str]
    """Column -> meaning, in the order of the view."""
    select: str

    @property
    def create(self) -> str:
        """The statement that makes it, or makes it anew."""
        return f'CREATE OR REPLACE VIEW "{self.name}" AS\n{self.select}'

    @property
    def reads(self) -> list[str]:
        """The tables and views after FROM and JOIN, as written."""
        return sorted(set(re.findall(r"\b(?:FROM|JOIN) (\w+)", self.select)))

    @property
    def comment(self) -> str:
        """Question and grain."""
        return f"{self.question} Grain: {self.grain}"


@cache
def views() -> tuple[View, ...]:
    """Every view that lies in the folder, each after those that it reads."""
    folder = files("warehouse") / "views"
    found = sorted((file for file in folder.iterdir() if file.name.endswith(".sql")), key=lambda file: file.name)
    named = {file.name.removesuffix(".sql"): file.read_text("utf-8") for file in found}
    declared = {name: read_view(name, text) for name, text in named.items()}
    reads = {view.name: [name for name in view.reads if name in declared] for view in declared.values()}
    return tuple(declared[name] for name in TopologicalSorter(reads).static_order())


def read_view(name: str, text: str) -> View:
    """The view that the file's text declares.

    Raises:
        ValueError: the head lacks question or grain, or the grain names no columns.
    """
    head: dict[str, str] = {}
    last = ""
    lines = text.splitlines()
    body = next((i for i, line in enumerate(lines) if not line.startswith("--")), len(lines))
    for line in lines[:body]:
        if found := _HEAD.match(line):
            last = found.group(1)
            head[last] = found.group(2)
        elif last:
            head[last] += " " + line.removeprefix("--").strip()
    key = re.search(r"\(([\w, ]+)\)$", head.get("Grain", ""))
    if "Question" not in head or key is None:
        raise ValueError(f"view {name}: the head needs '-- Question: ...' and '-- Grain: ... (key, columns)'")
    question, grain = head.pop("Question"), head.pop("Grain")
    return View(name, question, grain, tuple(key.group(1).split(", ")), MappingProxyType(head), "\n".join(lines[body:]))
