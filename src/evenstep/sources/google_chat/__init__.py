"""Google Chat from Takeout: direct messages and spaces, with dates in the words of the account's language."""
