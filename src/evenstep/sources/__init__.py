"""Export files in, events out: one file a kind of export."""
