"""Keeps frames in DuckDB: the only place with SQL."""
