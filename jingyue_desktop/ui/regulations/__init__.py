"""The tab 制度."""
