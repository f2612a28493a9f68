"""The warehouse at the size of a club: `make bench-warehouse`."""
