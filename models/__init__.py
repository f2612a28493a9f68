"""The words and the arithmetic of running: tables, metrics and pure functions, without any I/O."""
