"""Hashes by which a source folder and a published folder are known again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path


def sha256(content: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def sha256_of_all(files: Mapping[str, str]) -> str:
    """The SHA-256 of a list of files: lines as `sha256sum` prints them, in the order of names."""
    return sha256("".join(f"{files[name]}  {name}\n" for name in sorted(files)).encode())


def files_of(folder: Path, without: str) -> dict[str, str]:
    """Each file of a folder, by its path there, with its SHA-256; `without` is left out."""
    found = {}
    for path in folder.rglob("*"):
        place = path.relative_to(folder)
        if path.is_file() and place.parts[0] != without:
            found[place.as_posix()] = sha256(path.read_bytes())
    return found
