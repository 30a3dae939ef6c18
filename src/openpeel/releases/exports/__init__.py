"""What a release offers for download: tidy CSV, JSON, a schema and an accessible workbook.

Every file is written from the release alone, so the downloads pass the same disclosure rule as
the pages: a number that a value does not carry can't be printed. The same release gives the same
bytes on any machine. `folder.write_all` writes them all.
"""

from openpeel.releases.exports.folder import write_all

__all__ = ["write_all"]
