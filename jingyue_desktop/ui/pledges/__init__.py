"""The tab 服务承诺."""
