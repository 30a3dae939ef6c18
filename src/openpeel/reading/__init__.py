"""Reading published inspection reports into records."""
