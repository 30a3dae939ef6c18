"""Samples anyone can re-draw, and the estimates that they carry. No database, no pages."""
