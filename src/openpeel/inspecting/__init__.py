"""The inspection record: what was looked at, found and judged, as plain objects and as a folder."""
