"""净月廉效: the integrity and efficiency desk of a planning office."""
