"""The status of the returns behind the release in use."""

from __future__ import annotations

from openpeel.collection.status import Status
from openpeel.releases.current import current

_made: dict[str, Status] = {}


def status() -> Status:
    """Worked out once a release."""
    release = current().index.release
    if release.id not in _made:
        _made.clear()
        _made[release.id] = Status(release.returns)
    return _made[release.id]
