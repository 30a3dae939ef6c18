"""openpeel, the open inspection platform: figures about police forces that can be re-computed."""

__version__ = "0.1.0"
