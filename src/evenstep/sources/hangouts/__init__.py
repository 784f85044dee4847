"""Google Hangouts (until 2022) from Takeout: one Hangouts.json with all conversations, in its two layouts."""
