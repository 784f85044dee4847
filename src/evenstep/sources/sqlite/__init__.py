"""SQLite files from strangers: read without writing, without unpacking to disk, and without running what they hold."""
