"""References: a force's own keys, turned into salted hashes before they leave the force.

The same key gives the same hash in every return made with the same salt, so that a call still
finds its incident; without the salt, which stays with the force, nobody can go back or guess.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import stat
from dataclasses import dataclass, field
from pathlib import Path

from duckdb import DuckDBPyConnection

from openpeel.catalogue.contracts import Contract
from openpeel.errors import UserError
from openpeel.facts.returns.limits import regular

PREFIX = "h:"  # so that a hash is known for one, and left as it is
SHORTEST = 32  # characters of a salt
_LONGEST = 4_096
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True)
class Salt:
    """A force's secret, and what should be said of its file."""

    key: bytes = field(repr=False)
    notes: tuple[str, ...] = ()


def make_salt(path: Path) -> Salt:
    """Write a new salt that only its owner may read; UserError when the file is there already."""
    text = secrets.token_hex(32)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise UserError(
            f"{path}: there is a salt already; a new one would cut every link to what was sent"
            " before, so move the old one away yourself if you mean it."
        ) from None
    except OSError as problem:
        raise UserError(f"{path}: the salt can't be written ({problem.strerror}).") from None
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text + "\n")
    return Salt(text.encode())


def read_salt(path: Path) -> Salt:
    """A salt from its file; UserError when it is missing or too short to protect anything."""
    with regular(path) as file:
        mode = os.fstat(file.fileno()).st_mode
        key = file.read(_LONGEST).strip()
    if len(key) < SHORTEST:
        raise UserError(
            f"{path.name}: the salt has {len(key)} characters and needs at least {SHORTEST};"
            " make one with `openpeel salt`."
        )
    notes: tuple[str, ...] = ()
    if os.name == "posix" and mode & _OTHERS:
        notes = (f"Others can read the salt {path.name}: change its mode to 600.",)
    return Salt(key, notes)


def hash_references(
    con: DuckDBPyConnection, contract: Contract, salt: Salt, source: str = "return_rows"
) -> str:
    """A view of `source` in which every reference is a salted hash; returns its name.

    `h:` and 64 hexadecimal digits: SHA-256 of the salt and the SHA-256 of the salt and the key.
    Outer spaces and case do not matter, because systems spell the same key differently. What is
    such a hash already stays as it is. The salt is nowhere in the view's text.
    """
    set_secret(con, salt)
    changed = ", ".join(
        f'{hashed(name)} as "{name}"'
        for name, asked in contract.fields.items()
        if asked.type == "reference"
    )
    replaced = f" replace ({changed})" if changed else ""
    con.execute(f"create or replace temp view return_hashed as select *{replaced} from {source}")
    return "return_hashed"


def set_secret(con: DuckDBPyConnection, salt: Salt) -> None:
    """Let the connection hash keys with a salt."""
    secret = hashlib.sha256(b"openpeel reference" + salt.key).hexdigest()
    con.execute("set variable reference_secret = ?", [secret])


def hashed(name: str) -> str:
    """SQL: the hash of a key; needs the connection's variable `reference_secret`."""
    key = f'lower(trim("{name}"))'
    secret = "getvariable('reference_secret')"
    return (
        f"case when regexp_full_match({key}, '{PREFIX}[0-9a-f]{{64}}') then {key}"
        f" else '{PREFIX}' || sha256({secret} || sha256({secret} || {key})) end"
    )
