"""A person who works in the service: inspectorate staff, or staff of one force."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone

from openpeel.catalogue.forces import forces


class People(BaseUserManager["Person"]):
    """Makes and finds persons."""

    def create_user(
        self,
        username: str,
        name: str = "",
        password: str | None = None,
        *,
        force_code: str = "",
        administrator: bool = False,
    ) -> Person:
        """A new person; without a password nobody can sign in as them but in local mode."""
        person = self.model(
            username=username,
            name=name or username,
            force_code=force_code,
            administrator=administrator,
        )
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """One person. `force_code` is empty for the inspectorate's staff."""

    username = models.SlugField(unique=True, max_length=60)
    name = models.CharField(max_length=120)
    force_code = models.CharField(max_length=9, blank=True, default="")
    administrator = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    joined = models.DateTimeField(default=timezone.now)

    objects: ClassVar[People] = People()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def force(self) -> str:
        """Name of the force they work for, or nothing."""
        found = forces().find(self.force_code) if self.force_code else None
        return found.name if found else ""


class SettingAside(models.Model):
    """That rows of histories are being set aside, by whom; it is gone before others could see it.

    `openpeel.people.histories` opens and closes it.
    """

    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
