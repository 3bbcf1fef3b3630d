"""One module per report format, all reading the same records."""
