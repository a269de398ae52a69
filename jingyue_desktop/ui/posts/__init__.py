"""The tab 岗位职责."""
