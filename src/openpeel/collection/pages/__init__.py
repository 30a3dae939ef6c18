"""Pages on returns: what was received, how good it is, and what is shared back."""
