"""The review as Markdown, from a template."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from pipelines.report.model import WeeklyReview
from pipelines.report.page_of import page_of
from pipelines.report.units import Units

_SPECIAL = str.maketrans({"|": "\\|", "<": "&lt;", "*": "\\*", "[": "\\[", "\n": " ", "\r": " "})


def markdown(review: WeeklyReview, units: Units) -> str:
    """The review as GitHub's Markdown; words of people and files are escaped."""
    return _template().render(page=page_of(review, units))


def escaped(value: object) -> object:
    """Text that means nothing to Markdown or HTML; anything else as it is."""
    return value.translate(_SPECIAL) if isinstance(value, str) else value


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=False,  # noqa: S701 - not HTML; `finalize` escapes each value for Markdown
        finalize=escaped,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template("weekly_review.md.jinja")
