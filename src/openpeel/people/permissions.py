"""Who may do what to something that has members: by the roles that a person has in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from django.core.exceptions import PermissionDenied

if TYPE_CHECKING:  # the reference is written from the tables of actions without a database
    from openpeel.people.models import Person


class Shared(Protocol):
    """Something with members, rows that have a `person` and a `role`."""

    @property
    def members(self) -> Any:
        """Its members."""


Thing = TypeVar("Thing", bound=Shared)


class Permissions(Generic[Thing]):
    """What an app's table of actions, each with the roles that may do it, says of a person."""

    def __init__(self, actions: Mapping[str, Iterable[str]]) -> None:
        self._roles = {action: frozenset(roles) for action, roles in actions.items()}

    def roles_of(self, person: Person, thing: Thing) -> frozenset[str]:
        """The roles that a person has in something; none, once they are no longer active."""
        if not person.is_active:
            return frozenset()
        return frozenset(thing.members.filter(person=person).values_list("role", flat=True))

    def allowed(self, roles: Iterable[str], action: str) -> bool:
        """Whether any of the roles may do it."""
        return not self._roles[action].isdisjoint(roles)

    def may(self, person: Person, action: str, thing: Thing) -> bool:
        """Whether a person may do something."""
        return self.allowed(self.roles_of(person, thing), action)

    def require(self, person: Person, action: str, thing: Thing) -> None:
        """Raise PermissionDenied unless the person may do it."""
        if not self.may(person, action, thing):
            raise PermissionDenied(f"{person.name} may not {action} in {thing}.")
