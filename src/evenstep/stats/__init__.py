"""Shared statistics that know nothing of messages."""
