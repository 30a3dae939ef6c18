"""How a password is kept: as its Argon2 hash alone, whatever the other tests take for speed."""

from __future__ import annotations

from openpeel.people.models import Person

PASSWORD = "a very long password"


def test_a_password_is_kept_as_its_argon2_hash() -> None:
    one, other = Person(username="ada"), Person(username="ben")
    for person in (one, other):
        person.set_password(PASSWORD)
        assert person.password.startswith("argon2$argon2id$")
        assert PASSWORD not in person.password
        assert person.check_password(PASSWORD)
        assert not person.check_password(PASSWORD.upper())
    assert one.password != other.password


def test_who_has_no_password_signs_in_with_none() -> None:
    person = Person(username="ada")
    person.set_password(None)
    assert not person.check_password("")
    assert not person.check_password(person.password)
