"""How fast, and how much memory: `make bench` measures and writes the README's table. Never part of `make test`."""
