"""Inspections in a database: who adds evidence, judges, moderates and follows up, and when."""
