"""The database, its log and its files."""
