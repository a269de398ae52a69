"""The office's rules; standard library only."""
