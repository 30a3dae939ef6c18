"""The pages, one module a noun. Each view asks the release in use and fills one template."""
