"""A Django database backend for SQLCipher: Django's own for SQLite with another driver and a raw key."""
