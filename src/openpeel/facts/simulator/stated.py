"""What the inspection report of 2021/22 says of West Mercia, as values of the simulated force.

The rows hold each of these whatever the seed and the scale: they are drawn by quota. Where the
report gives words, the value is one that the words fit.
"""

from __future__ import annotations

FORCE = "West Mercia"

# Parameter -> value in the year ending March 2021.
SHARES = {
    "answered-101-in-30-s": 0.50,  # only around half within its own 30-second target
    "abandoned-101": 0.194,  # almost 20 percent
    "answered-999-in-10-s": 0.90,  # answers its emergency calls promptly
    "domestic-abuse": 0.068,  # a smaller proportion of its incidents than similar forces
    "crimes-vulnerable": 0.36,  # a greater proportion of its crimes than similar forces
    "crimes-repeat-domestic": 0.54,  # the same is the case for repeat domestic abuse crimes
}

# The same in earlier years, by how many years back.
BEFORE: dict[int, dict[str, float]] = {}
