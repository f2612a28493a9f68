"""The same plain functions as Prefect flows: thin, asynchronous, one task a chunk of files."""
