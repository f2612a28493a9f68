"""Bytes to frames: the only place that knows file formats."""
