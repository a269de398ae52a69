"""Parts every window is made of."""
