"""The people who work in the service, and how they sign in."""
