"""Every check of a report, with what is wrong and what would be true."""
