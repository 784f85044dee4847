"""Taking everything out as files a person can read, and bringing one of them back, wholly or not at all."""
