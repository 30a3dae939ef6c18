"""Readers of published files, one a publication; `registry` lists them."""
