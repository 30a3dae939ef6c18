"""The service's pages of a report: drafts, points of accuracy, publications."""
