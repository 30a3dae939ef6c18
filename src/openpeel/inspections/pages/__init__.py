"""The pages of the inspections: thin, asking permission each, and calling actions."""
