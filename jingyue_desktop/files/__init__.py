"""Files in and out: PDF, XLSX, PNG."""
