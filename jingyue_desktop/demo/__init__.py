"""The invented office, built through services only."""
