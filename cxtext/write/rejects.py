"""The records that could not be read, beside the output, for mending."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import orjson

from cxtext.errors import OutputError
from cxtext.schema import Reject
from cxtext.write.place import Place

ENDING = ".rejects.jsonl"
OWNER_ONLY = 0o600  # rejects hold what customers wrote, unmasked


def write_rejects(path: str | Path, rejects: Iterable[Reject]) -> Path | None:
    """Write OUTPUT.rejects.jsonl, one record a line, readable by its owner only; its path.

    Without rejects there is no such file, and one of an earlier run is removed.

    Raises:
        OutputError: the file cannot be written.
    """
    place = Place(Path(f"{path}{ENDING}"), force=True)
    try:
        return _write(place, rejects)
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(f"{place.path} cannot be written: {reason}; free the disk or its name") from error
    finally:
        place.discard()


def _write(place: Place, rejects: Iterable[Reject]) -> Path | None:
    written = False
    with os.fdopen(os.open(place.temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY), "wb") as file:
        for reject in rejects:
            record = {"line": reject.line, "reason": reject.reason, "raw": reject.raw}
            file.write(orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE))
            written = True
    if written:
        place.commit()
        return place.path
    place.path.unlink(missing_ok=True)
    return None
