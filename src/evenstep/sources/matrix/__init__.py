"""Matrix: a room as Element exports it to JSON."""
