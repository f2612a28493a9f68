"""The review on a terminal."""

from __future__ import annotations

from dataclasses import dataclass

from rich import box
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from pipelines.report.model import WeeklyReview
from pipelines.report.page import Block, Bullets, Commands, Grid, Paragraph, Section, Tone
from pipelines.report.page_of import page_of
from pipelines.report.units import Units

_STYLES: dict[Tone, str] = {"plain": "", "good": "green", "warn": "yellow", "bad": "red", "quiet": "dim"}


def text(review: WeeklyReview, units: Units) -> RenderableType:
    """The review as something that Rich prints; words of people and files are never taken for markup.

    Print it with `crop=False`: a long command goes on in the next line of the terminal, and can be copied whole.
    """
    page = page_of(review, units)
    parts: list[RenderableType] = [Text(page.title, style="bold"), Text(page.headline)]
    for section in page.sections:
        parts += ["", *_section(section)]
    return _Trimmed(Group(*parts))


@dataclass(frozen=True, slots=True)
class _Trimmed:
    """Lines without the blanks with which Rich fills the last cell of a row."""

    content: RenderableType

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for line in Segment.split_lines(console.render(self.content, options)):
            kept = list(line)
            while kept and not kept[-1].text.strip():
                kept.pop()
            if kept:
                last = kept.pop()
                kept.append(Segment(last.text.rstrip(), last.style, last.control))
            yield from kept
            yield Segment.line()


def _section(section: Section) -> list[RenderableType]:
    title = Text(section.title, style="bold underline" if section.depth == 1 else "bold")
    return [title, *(_block(block) for block in section.blocks)]


def _block(block: Block) -> RenderableType:
    if isinstance(block, Paragraph):
        return Text(block.text, style=_STYLES[block.tone])
    if isinstance(block, Bullets):
        return Group(*(_hanging(line) for line in block.lines))
    if isinstance(block, Commands):
        # Not wrapped: a command that is cut in two cannot be copied.
        commands = (Text(f"    {command}", no_wrap=True, overflow="ignore") for command in block.commands)
        return Group(Text(f"  {block.intro}"), *commands)
    return _grid(block)


def _hanging(line: str) -> RenderableType:
    table = Table.grid(padding=(0, 1))
    table.add_row("-", Text(line))
    return table


def _grid(grid: Grid) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for index, column in enumerate(grid.columns):
        table.add_column(column, justify="right" if index in grid.right else "left")
    for row, tone in zip(grid.rows, grid.tones, strict=True):
        table.add_row(*(Text(cell) for cell in row), style=_STYLES[tone])
    return table
