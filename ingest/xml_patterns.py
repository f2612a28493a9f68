"""How a value is found in the text of a point, from behind its name to its end."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_ATTRIBUTES = r"(?:\s[^<>]*)?"
_PREFIX = r"(?:[^<>\s:/]+:)?"


def attribute(name: str) -> pl.Expr:
    """The text of an attribute of the point."""
    return pl.col("point").str.extract(rf"""\s{name}\s*=\s*["']\s*([^"'<>]*?)\s*["']""")


def child(name: str) -> pl.Expr:
    """The text of a child of the point."""
    return pl.col("point").str.extract(rf"<{name}{_ATTRIBUTES}>\s*([^<]*?)\s*</")


def reading(names: Iterable[str], within: str = "") -> pl.Expr:
    """The first number in an element of one of these local names, however deep and in whatever case.

    It counts only directly `within` an element of that name, if one is given.
    """
    outer = rf"<{_PREFIX}{within}{_ATTRIBUTES}>\s*" if within else ""
    inner = rf"<{_PREFIX}(?:{'|'.join(names)}){_ATTRIBUTES}>\s*({_NUMBER})\s*</"
    return pl.col("point").str.extract(f"(?i){outer}{inner}")
