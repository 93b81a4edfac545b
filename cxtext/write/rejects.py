"""The records that could not be read, beside the output, for mending."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO, Self

import orjson

from cxtext.errors import OutputError
from cxtext.places import REJECTS, Place
from cxtext.schema import Reject

OWNER_ONLY = 0o600  # rejects hold what customers wrote


def rejects_path(output: str | Path) -> Path:
    """Where the rejects of an output stand: OUTPUT.rejects.jsonl."""
    return Path(f"{output}{REJECTS}")


class RejectsFile:
    """OUTPUT.rejects.jsonl, one record a line, readable by its owner only; written as the records come.

    Use it in `with`. Without rejects there is no such file, and one of an earlier run is removed;
    after an exception all stays as it was.

    Raises:
        OutputError: the file cannot be written.
    """

    def __init__(self, output: str | Path) -> None:
        self._place = Place(rejects_path(output), force=True)
        self._file: BinaryIO | None = None

    @property
    def path(self) -> Path | None:
        """Where the file will stand; None as long as there are no rejects."""
        return self._place.path if self._file else None

    def write(self, rejects: Iterable[Reject]) -> None:
        """Append rejects."""
        try:
            for reject in rejects:
                if self._file is None:
                    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
                    self._file = os.fdopen(os.open(self._place.temporary, flags, OWNER_ONLY), "wb")
                place: dict[str, str | int] = {"file": reject.file} if reject.file else {}
                place |= {"line": reject.line} | ({} if reject.byte is None else {"byte": reject.byte})
                record = {**place, "reason": reject.reason, "raw": reject.raw}
                self._file.write(orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE))
        except OSError as error:
            raise self._error(error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if self._file:
                self._file.close()
            if kind is None:
                self._settle()
        except OSError as error:
            raise self._error(error) from error
        finally:
            self._place.discard()

    def _settle(self) -> None:
        if self._file:
            self._place.commit()
        else:
            self._place.path.unlink(missing_ok=True)

    def _error(self, error: OSError) -> OutputError:
        reason = error.strerror or str(error)
        return OutputError(f"{self._place.path} cannot be written: {reason}; free the disk or its name")


def write_rejects(output: str | Path, rejects: Iterable[Reject]) -> Path | None:
    """Write OUTPUT.rejects.jsonl whole; its path, None where there are no rejects.

    Raises:
        OutputError: the file cannot be written.
    """
    with RejectsFile(output) as file:
        file.write(rejects)
    return file.path
