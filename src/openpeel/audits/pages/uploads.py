"""A file that somebody uploads: put where nobody else reads it, and gone when it has been read."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from openpeel.errors import UserError


@contextmanager
def uploaded(request: HttpRequest, field: str, most: int) -> Iterator[Path]:
    """The file as a path under its own name, as far as that is plain.

    Raises:
        UserError: there is none, or it has more than `most` bytes.
    """
    file = request.FILES.get(field)
    if not isinstance(file, UploadedFile):
        raise UserError("choose a file first.")
    name = re.sub(r"[^\w. -]", "_", Path(file.name or "").name)[-80:].lstrip(". ") or "upload"
    if file.size is None or file.size > most:
        raise UserError(f"{name}: the file is larger than {most >> 20} MB; look for the right one.")
    with tempfile.TemporaryDirectory(prefix="openpeel-") as folder:  # for its owner alone
        path = Path(folder) / name
        with path.open("wb") as out:
            for piece in file.chunks():
                out.write(piece)
        try:
            yield path
        except UserError as problem:
            # people know their file by its name, not by where it lay for a moment
            problem.args = tuple(_without(argument, folder) for argument in problem.args)
            raise


def _without(argument: object, folder: str) -> object:
    return argument.replace(f"{folder}/", "") if isinstance(argument, str) else argument
