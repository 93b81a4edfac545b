"""The parts of a labelling job that are done, so that a job that was killed goes on where it stopped.

    OUTPUT.job/  job.json                     what the job was begun with
                 part-000000/  *.arrow rejects.jsonl commit.json
                 lock

A part is written beside its place, flushed to the disk and moved there by one rename: it is there whole or not at all.
When a job goes on, the input is read again; a part counts as done only if the records it was made of are the same.
"""

from __future__ import annotations

import atexit
import dataclasses
import hashlib
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

import orjson
import polars as pl
from filelock import FileLock, Timeout

from cxtext.errors import OutputError
from cxtext.places import job_path, remove
from cxtext.schema import Feedback, Labelled, Reject

OWNER_ONLY = 0o700  # parts hold what customers wrote, as the input does
_TABLES = ("comments", "mentions", "rows")
_open: set[Checkpoint] = set()
_FACTS, _COMMIT, _REJECTS = "job.json", "commit.json", "rejects.jsonl"


class Checkpoint:
    """The folder of a job. Use it in `with`: it is locked against a second run meanwhile.

    Args:
        output: what the job labels into; the folder stands beside it.
        facts: what the labels depend on besides the input.
        resume: go on with what is there; without anything there, begin.
        restart: remove what is there.

    Raises:
        OutputError: another process labels into the same output; or a job lies there, and it is neither to be
            resumed nor restarted; or it was begun with other facts.
    """

    def __init__(self, output: Path, facts: Mapping[str, Any], *, resume: bool = False, restart: bool = False) -> None:
        self.folder = job_path(output)
        self._facts = orjson.loads(orjson.dumps(facts))
        self._resume, self._restart = resume, restart
        self._lock = FileLock(self.folder / "lock", timeout=0)

    def __enter__(self) -> Self:
        try:
            self.folder.mkdir(mode=OWNER_ONLY, exist_ok=True)
            self._lock.acquire()
        except Timeout as error:
            raise OutputError(f"{self.folder} is in use: another cxtext labels into the same output") from error
        except OSError as error:
            raise self._error(error) from error
        _open.add(self)
        try:
            self._begin()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Leave only what a later run can go on with; where there is nothing of that, no folder."""
        if self not in _open:
            return
        for draft in self.folder.glob("draft-*"):
            remove(draft)
        empty = not any(self.folder.glob("part-*"))
        self._lock.release()
        if empty:
            remove(self.folder)
        _open.discard(self)

    def done(self, part: int, feedback: Feedback) -> bool:
        """Whether this part was labelled before, out of these records.

        Raises:
            OutputError: it was, but out of others.
        """
        commit = self._place(part) / _COMMIT
        if not commit.is_file():
            return False
        if orjson.loads(commit.read_bytes())["input"] == digest_of(feedback):
            return True
        raise OutputError(
            f"the input is no longer what {self.folder} was made of (part {part + 1}); begin anew with --restart"
        )

    def commit(self, part: int, feedback: Feedback, labelled: Labelled) -> None:
        """Keep a labelled part; after this no crash loses it.

        Raises:
            OutputError: it cannot be written.
        """
        draft = self.folder / f"draft-{part:06d}"
        try:
            remove(draft)
            draft.mkdir(mode=OWNER_ONLY)
            for name in _TABLES:
                getattr(labelled, name).write_ipc(draft / _table(name), compression="lz4")
            rejects = (orjson.dumps(dataclasses.astuple(r), option=orjson.OPT_APPEND_NEWLINE) for r in labelled.rejects)
            (draft / _REJECTS).write_bytes(b"".join(rejects))
            facts = {
                "input": digest_of(feedback),
                "rows": len(labelled.comments),
                "rejects": len(labelled.rejects),
                "files": {path.name: _sha256(path) for path in sorted(draft.iterdir())},
            }
            (draft / _COMMIT).write_bytes(orjson.dumps(facts, option=orjson.OPT_INDENT_2))
            _flush([*draft.iterdir(), draft])
            draft.rename(self._place(part))
            _flush([self.folder])
        except OSError as error:
            raise self._error(error) from error

    def part(self, part: int, origin: str) -> Labelled:
        """A part as it was kept.

        Raises:
            OutputError: its files are not those that were written.
        """
        place = self._place(part)
        try:
            files = {name: (place / name).read_bytes() for name in (*map(_table, _TABLES), _REJECTS)}
            known = orjson.loads((place / _COMMIT).read_bytes())["files"]
        except OSError as error:
            reason = error.strerror or error
            raise OutputError(f"{place} cannot be read: {reason}; begin anew with --restart") from error
        for name, content in files.items():
            if hashlib.sha256(content).hexdigest() != known[name]:
                raise OutputError(f"{place / name} is damaged; begin anew with --restart")
        comments, mentions, rows = (pl.read_ipc(files[_table(name)]) for name in _TABLES)
        rejects = tuple(Reject(*orjson.loads(line)) for line in files[_REJECTS].splitlines())
        return Labelled(comments, mentions, rows, rejects, origin)

    def digest(self, parts: int) -> str:
        """SHA-256 of what the parts were made of and hold: another job, or the same over other records, has another."""
        found = hashlib.sha256(orjson.dumps(self._facts, option=orjson.OPT_SORT_KEYS))
        for part in range(parts):
            found.update((self._place(part) / _COMMIT).read_bytes())
        return found.hexdigest()

    def remove(self) -> None:
        """Remove the parts: their output is in place. A crash meanwhile leaves each whole, or as a draft."""
        for place in self.folder.glob("part-*"):
            draft = place.with_name(f"draft-{place.name}")
            with suppress(OSError):
                place = place.rename(draft)
            remove(place)

    def _begin(self) -> None:
        for draft in self.folder.glob("draft-*"):
            remove(draft)
        if self._restart:
            self.remove()
        rows, rejects = kept(self.folder)
        facts = self.folder / _FACTS
        if rows + rejects:
            if not self._resume:
                raise OutputError(unfinished(self.folder, rows))
            self._check(facts)
            return
        try:
            facts.write_bytes(orjson.dumps(self._facts, option=orjson.OPT_INDENT_2))
            _flush([facts])
        except OSError as error:
            raise self._error(error) from error

    def _check(self, facts: Path) -> None:
        """Refuse to go on where anything that the labels depend on is another.

        Raises:
            OutputError: something is.
        """
        if other := first_difference(facts, self._facts):
            name, before, now = other
            raise OutputError(
                f"{self.folder} was begun with {name} {_shown(before)}, now it is {_shown(now)}; "
                "call it as before, or begin anew with --restart"
            )

    def _place(self, part: int) -> Path:
        return self.folder / f"part-{part:06d}"

    def _error(self, error: OSError) -> OutputError:
        return OutputError(
            f"{self.folder} cannot be written: {error.strerror or error}; free the disk, then go on with --resume"
        )


@atexit.register
def _close_all() -> None:
    """What the end of `with` did not close: a second interrupt may come just as it begins."""
    for job in list(_open):
        job.close()


def kept(folder: Path) -> tuple[int, int]:
    """How many rows the parts of a job hold, and how many rejects."""
    commits = [orjson.loads(path.read_bytes()) for path in folder.glob(f"part-*/{_COMMIT}")]
    return sum(commit["rows"] for commit in commits), sum(commit["rejects"] for commit in commits)


def unfinished(folder: Path, rows: int) -> str:
    """What is to be said of a job that lies there."""
    return f"{folder} holds {rows:,} rows of an unfinished job; go on with --resume, or begin anew with --restart"


def digest_of(feedback: Feedback) -> str:
    """SHA-256 of the records of a part: its rows with their numbers, and its rejects."""
    found = hashlib.sha256()
    for column in (feedback.comments["row"], *feedback.rows):
        found.update(f"{column.name}\0{column.dtype}\0".encode())
        found.update(column.hash(0).to_numpy().tobytes())
    for reject in feedback.rejects:
        found.update(f"{reject.line}\0{reject.reason}\0{reject.raw}\0".encode(errors="surrogatepass"))
    return found.hexdigest()


def _table(name: str) -> str:
    return f"{name}.arrow"


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _flush(paths: Iterable[Path]) -> None:
    """Wait until the disk has them; folders cannot be flushed on Windows, which keeps their order itself."""
    for path in paths:
        if os.name == "nt" and path.is_dir():
            continue
        number = os.open(path, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


def first_difference(path: Path, facts: Mapping[str, Any]) -> tuple[str, Any, Any] | None:
    """The first fact, by name, that is another than in the file: its name, what it was, what it is; None for none.

    Raises:
        OutputError: the file cannot be read.
    """
    try:
        before = orjson.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise OutputError(f"{path} cannot be read ({error}); begin anew with --restart") from error
    names = sorted({*before, *facts})
    return next(((n, before.get(n), facts.get(n)) for n in names if before.get(n) != facts.get(n)), None)


def _shown(value: Any) -> str:
    return orjson.dumps(value).decode()
