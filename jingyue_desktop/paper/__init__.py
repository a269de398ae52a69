"""A paper form as data."""
