"""Who and when, and one word out of some, where models of reports look for them."""

from openpeel.people.fields import one_of, together, who

__all__ = ["one_of", "together", "who"]
