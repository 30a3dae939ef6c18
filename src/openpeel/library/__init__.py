"""The library of published reports that were read: kept in versions, searchable, exported."""
