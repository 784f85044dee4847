"""What the pages of own words ask for, practice by practice."""
