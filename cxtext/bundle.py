"""Saved models: a folder of JSON, safetensors and a model card, with the hash of every file.

    model/
      manifest.json       format number, versions, SHA-256 and size of every other file
      MODEL_CARD.md       what it was trained on, what it can and cannot do
      model.json          settings, names, thresholds: everything that is not an array
      arrays.safetensors  everything that is

Nothing is unpickled, so reading a folder runs no code of it. The hashes show damage; they do not
show who made the folder.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from cxtext.errors import ModelError, OutputError

FORMAT = 1  # raise it when an older cxtext could not read the folder, and keep a reader for the older number
MANIFEST, CARD, MODEL, ARRAYS = "manifest.json", "MODEL_CARD.md", "model.json", "arrays.safetensors"

OURS = (MANIFEST, "report.json")  # what a folder holds that a model or a run may replace

Arrays = Mapping[str, NDArray[Any]]


@dataclass(frozen=True)
class Bundle:
    """The content of a model folder, checked against its manifest."""

    model: dict[str, Any]
    arrays: dict[str, NDArray[Any]]
    manifest: dict[str, Any]
    folder: Path


def save_bundle(
    folder: Path,
    *,
    model: Mapping[str, Any],
    arrays: Arrays,
    card: str,
    files: Mapping[str, bytes],
    versions: Mapping[str, str],
) -> None:
    """Write a model folder, whole or not at all; an existing folder of that name is replaced.

    Args:
        folder: where; its parent is made if it is missing.
        files: further files, by name relative to the folder.
        versions: of the packages that made the model; loading does not insist on them.
    """
    from safetensors.numpy import save

    tensors = {name: np.ascontiguousarray(array) for name, array in sorted(arrays.items())}
    content = {
        MODEL: orjson.dumps(model, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS),
        ARRAYS: save(tensors),
        CARD: card.encode(),
        **files,
    }
    manifest = {
        "format": FORMAT,
        "kind": "cxtext model",
        "versions": dict(versions),
        "files": {name: {"sha256": _sha256(data), "bytes": len(data)} for name, data in sorted(content.items())},
    }
    content[MANIFEST] = orjson.dumps(manifest, option=orjson.OPT_INDENT_2)
    with new_folder(folder) as draft:
        for name, data in content.items():
            (draft / name).parent.mkdir(parents=True, exist_ok=True)
            (draft / name).write_bytes(data)


def load_bundle(folder: Path) -> Bundle:
    """Read a model folder.

    Raises:
        ModelError: it is no model folder, of a newer format, or a file of it is missing or changed.
    """
    from safetensors.numpy import load

    manifest = _manifest(folder)
    for name, entry in manifest["files"].items():
        _check_file(folder, name, entry)
    return Bundle(
        model=orjson.loads((folder / MODEL).read_bytes()),
        arrays=load((folder / ARRAYS).read_bytes()),
        manifest=manifest,
        folder=folder,
    )


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """A draft folder beside `folder` that takes its place at the end, or vanishes if anything goes wrong."""
    check_replaceable(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as error:
        raise OutputError(f"cannot write {folder}: {error.strerror or error}") from error
    try:
        draft.chmod(0o755)
        yield draft
        _replace(draft, folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def check_replaceable(folder: Path) -> None:
    """Refuse to replace what cxtext did not make: a file, a link, a folder with something else in it."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise OutputError(f"{folder} is no folder of its own but a link or a file; name a new folder")
    if folder.is_dir() and any(folder.iterdir()) and not any((folder / name).is_file() for name in OURS):
        raise OutputError(f"{folder} holds something that cxtext did not write; name a new or empty folder")


def _replace(draft: Path, folder: Path) -> None:
    """Put the draft in the place of the folder; the old one is out of the way only once the new one is whole."""
    if folder.exists():
        old = draft.with_name(draft.name + "-old")
        folder.replace(old)
        try:
            draft.replace(folder)
        except OSError:
            old.replace(folder)
            raise
        shutil.rmtree(old)
    else:
        draft.replace(folder)


def _manifest(folder: Path) -> dict[str, Any]:
    if not folder.is_dir():
        raise ModelError(f"no model folder at {folder}; `cxtext train INPUT -o {folder.name}` makes one")
    try:
        manifest = orjson.loads((folder / MANIFEST).read_bytes())
        made_by, kind = int(manifest["format"]), manifest["kind"]
        manifest["files"].items()
    except (OSError, orjson.JSONDecodeError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise ModelError(f"{folder} is no cxtext model: it has no readable {MANIFEST}") from error
    if kind != "cxtext model":
        raise ModelError(f"{folder} is no cxtext model but {kind!r}")
    if made_by > FORMAT:
        raise ModelError(f"{folder} has model format {made_by}, this cxtext reads up to {FORMAT}; upgrade cxtext")
    return dict(manifest)


def _check_file(folder: Path, name: str, entry: Mapping[str, Any]) -> None:
    path = folder / name
    if not path.resolve().is_relative_to(folder.resolve()):
        raise ModelError(f"{folder} is damaged: its manifest names {name!r}, which lies outside it")
    if not path.is_file():
        raise ModelError(f"{folder} is damaged: {name} is missing; train it again or restore the file")
    data = path.read_bytes()
    if len(data) != entry["bytes"] or _sha256(data) != entry["sha256"]:
        raise ModelError(f"{folder} is damaged: {name} is not what was saved; train it again or restore the file")


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
