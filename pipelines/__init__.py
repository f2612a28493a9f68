"""Flows and commands: the only place with a clock, a path or a screen."""
