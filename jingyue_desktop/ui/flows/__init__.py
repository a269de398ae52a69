"""The tab 业务流程."""
