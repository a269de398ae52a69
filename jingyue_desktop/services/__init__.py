"""What the office does, one module per subject."""
