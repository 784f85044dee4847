"""See the dance of reaching and stepping back, from one chat to millions."""
