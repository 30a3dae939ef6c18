"""Reading published inspection reports: from a file's lines to what the report says."""
