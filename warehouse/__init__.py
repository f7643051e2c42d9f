"""Build the DuckDB warehouse from the lake, and query it read-only."""
