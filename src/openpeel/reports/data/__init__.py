"""What the words are held against: figures from a site, audits, a survey and the record."""
