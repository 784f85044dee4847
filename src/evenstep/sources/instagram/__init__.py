"""Instagram until 2020: one messages.json with all conversations, people by their user names."""
