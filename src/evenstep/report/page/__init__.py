"""Style sheets and templates of the page (package data)."""
