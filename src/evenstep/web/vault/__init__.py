"""One encrypted file per person: its key, its place, its backups, and how it is really forgotten."""
