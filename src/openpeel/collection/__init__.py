"""Returns: reports of checks, what was received from whom, and what is shared back."""
