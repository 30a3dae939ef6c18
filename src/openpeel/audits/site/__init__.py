"""Results of audits as pages: of published rounds alone on the site, without any database.

The service shows the same pages of the rounds that it holds.
"""
