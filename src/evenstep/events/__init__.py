"""The one table: events, conversations, and what is derived from them without any statistics."""
