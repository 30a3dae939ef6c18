"""Audits of case files: rounds, files, reviews, what was settled, and who decided it when."""
