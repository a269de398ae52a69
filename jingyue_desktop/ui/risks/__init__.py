"""The tab 风险防控表: the table of the posts, the risk points, residual reviews."""
