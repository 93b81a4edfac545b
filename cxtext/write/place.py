"""Outputs that are either whole or not there: written beside their place, then moved into it."""

from __future__ import annotations

import secrets
from pathlib import Path

from cxtext.errors import OutputError


class Place:
    """Where an output will stand, and the temporary file next to it that is written meanwhile.

    Raises:
        OutputError: the place is a folder, its folder is missing, or a file is there and not `force`.
    """

    def __init__(self, path: Path, *, force: bool) -> None:
        self.path = path
        _check(path, force=force)
        self.temporary = path.with_name(f".{path.name[:100]}.{secrets.token_hex(4)}.tmp")
        self._force = force

    def commit(self) -> None:
        """Move the finished file into place, in one step."""
        _check(self.path, force=self._force)
        self.temporary.replace(self.path)

    def discard(self) -> None:
        """Leave nothing behind; what stood in the place before stays."""
        self.temporary.unlink(missing_ok=True)


def _check(path: Path, *, force: bool) -> None:
    if path.is_dir():
        raise OutputError(f"{path} is a folder; name a file in it, such as {path / 'labelled.csv'}")
    if not path.parent.is_dir():
        raise OutputError(f"there is no folder {path.parent} for {path.name}; make it first")
    if path.exists() and not force:
        raise OutputError(f"{path} exists already; replace it with --force or give another name")
