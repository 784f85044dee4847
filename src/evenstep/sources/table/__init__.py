"""Tables of messages: CSV, TSV, white space, JSON, JSON lines and Parquet, columns by their usual names."""
