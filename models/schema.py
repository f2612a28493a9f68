"""What a contract is: a table declared once, from which polars schema, DDL, comments and checks derive."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import polars as pl

from models.errors import ContractError

INSTANT = pl.Datetime("us", "UTC")

Origin = Literal["recorded", "said", "derived"]
"""Where rows come from: bytes of a file, the journal, or a calculation over both."""


@dataclass(frozen=True)
class Column:
    """One column: its type, its meaning with `[unit]`, and which values are legal."""

    name: str
    dtype: pl.DataType
    meaning: str
    required: bool = False
    at_least: float | None = None
    at_most: float | None = None
    one_of: tuple[str, ...] = ()

    def violations(self) -> list[tuple[str, pl.Expr]]:
        """Each rule in words, with an expression that is true where a row breaks it."""
        value = pl.col(self.name)
        rules: list[tuple[str, pl.Expr]] = []
        if self.required:
            rules.append((f"{self.name} is null", value.is_null()))
        if self.at_least is not None:
            rules.append((f"{self.name} < {self.at_least:g}", value < self.at_least))
        if self.at_most is not None:
            rules.append((f"{self.name} > {self.at_most:g}", value > self.at_most))
        if self.one_of:
            rules.append((f"{self.name} not in {', '.join(self.one_of)}", ~value.is_in(self.one_of)))
        if isinstance(self.dtype, pl.Float64):
            rules.append((f"{self.name} is not finite", ~value.is_finite()))
        return rules


@dataclass(frozen=True, eq=False)
class Table:
    """One table: `grain` says what a row is, `key` which columns tell rows apart."""

    name: str
    grain: str
    origin: Origin
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    keyed: bool = True
    """Whether the key is also a primary key in the store; not for records, where it costs eightfold size."""

    @cached_property
    def schema(self) -> pl.Schema:
        """The polars schema of the table, in column order."""
        return pl.Schema({column.name: column.dtype for column in self.columns})

    def empty(self) -> pl.DataFrame:
        """A frame with all columns and no row."""
        return self._empty.clone()

    def conform(self, frame: pl.DataFrame) -> pl.DataFrame:
        """`frame` with exactly the table's columns, in order and type; a missing column becomes null.

        Raises:
            ContractError: a column that the table does not have, or a value that does not fit its type.
        """
        return self._conformed(frame, self.schema)

    def rows(self, rows: list[dict[str, object]]) -> pl.DataFrame:
        """A frame of the table from dictionaries; absent keys become null."""
        return self.conform(pl.DataFrame(rows, schema=dict(self.schema)) if rows else self.empty())

    def check(self, frame: pl.DataFrame) -> pl.DataFrame:
        """`frame` itself, if it keeps the contract.

        Raises:
            ContractError: wrong columns or types, a broken rule (with the number of rows), or a key twice.
        """
        if dict(frame.schema) != dict(self.schema):
            raise ContractError(f"{self.name}: wanted columns {dict(self.schema)}, found {dict(frame.schema)}")
        texts, counts = self._rules
        if frame.is_empty() or not texts:
            return frame
        *numbers, different = frame.select(counts).row(0)
        broken = [f"{text} in {n} rows" for text, n in zip(texts, numbers, strict=True) if n]
        if twice := frame.height - different:
            broken.append(f"key ({', '.join(self.key)}) is there twice in {twice} rows")
        if broken:
            raise ContractError(f"{self.name}: {'; '.join(broken)}")
        return frame

    def unowned(self, frame: pl.DataFrame) -> pl.DataFrame:
        """`frame` with the table's columns but for `activity_id`, which is given once the owner is known."""
        return self._conformed(frame, self._unowned_schema)

    def _conformed(self, frame: pl.DataFrame, schema: pl.Schema) -> pl.DataFrame:
        if frame.schema == schema:
            return frame
        unknown = [name for name in frame.columns if name not in self.schema]
        if unknown:
            raise ContractError(f"{self.name}: unknown column {', '.join(unknown)}")
        present = set(frame.columns)
        try:
            return frame.select(self._told[name] if name in present else self._untold[name] for name in schema)
        except pl.exceptions.PolarsError as error:
            raise ContractError(f"{self.name}: {error}") from error

    # Frames pass here many times a file, and polars makes an expression in some microseconds: each is made once.
    @cached_property
    def _empty(self) -> pl.DataFrame:
        return pl.DataFrame(schema=self.schema)

    @cached_property
    def _unowned_schema(self) -> pl.Schema:
        return pl.Schema({name: dtype for name, dtype in self.schema.items() if name != "activity_id"})

    @cached_property
    def _told(self) -> dict[str, pl.Expr]:
        return {name: pl.col(name).cast(dtype) for name, dtype in self.schema.items()}

    @cached_property
    def _untold(self) -> dict[str, pl.Expr]:
        return {name: pl.lit(None).cast(dtype).alias(name) for name, dtype in self.schema.items()}

    @cached_property
    def _rules(self) -> tuple[list[str], list[pl.Expr]]:
        """Each rule in words, how many rows break it, and how many keys there are."""
        rules = [rule for column in self.columns for rule in column.violations()]
        counts = [expr.fill_null(value=False).sum().alias(str(i)) for i, (_, expr) in enumerate(rules)]
        return [text for text, _ in rules], [*counts, pl.struct(self.key).n_unique().alias("key")]
