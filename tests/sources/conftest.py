"""Empty on purpose: it puts this folder on the path, so that the catalogue below finds messages_db beside it."""
