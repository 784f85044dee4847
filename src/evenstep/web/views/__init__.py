"""The pages, one file a place."""
