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
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import orjson

from cxtext.errors import ModelError, OutputError
from cxtext.places import DRAFT, OLD, check_new_folder, remove, remove_stale, temporary_of

if TYPE_CHECKING:
    from numpy.typing import NDArray  # numpy itself is imported where arrays are: a folder is checked without

FORMAT = 3  # raise it when cxtext reads another folder than before; a folder of an older one is trained again
MANIFEST, CARD, MODEL, ARRAYS = "manifest.json", "MODEL_CARD.md", "model.json", "arrays.safetensors"

_WAY_OUT = "train it again or restore the file"
OURS = (MANIFEST, "report.json")  # what a folder holds that a model or a run may replace

Arrays: TypeAlias = "Mapping[str, NDArray[Any]]"


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
    import numpy as np
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


def check_bundle(folder: Path) -> None:
    """Raise what `load_bundle` would where that can be told without reading the whole folder.

    Raises:
        ModelError: it is no model folder, or of another format.
    """
    _manifest(folder)


def load_bundle(folder: Path) -> Bundle:
    """Read a model folder.

    Raises:
        ModelError: it is no model folder, of another format, or a file of it is missing, changed, damaged
            or not named in its manifest.
    """
    manifest = _manifest(folder)
    for name, entry in manifest["files"].items():
        _check_file(folder, name, entry)
    _check_nothing_else(folder, manifest["files"])
    return Bundle(model=_model(folder), arrays=_arrays(folder), manifest=manifest, folder=folder)


def labelling_digest(folder: Path, *, beside: Collection[str]) -> str:
    """SHA-256 of all that labels in a model folder: of every file but the card, and of the format.

    Of model.json the parts named in `beside` are left out: what is kept with a model and labels nothing.

    Raises:
        ModelError: it is no model folder, or of another format.
    """
    manifest = _manifest(folder)
    hashes = {name: entry["sha256"] for name, entry in manifest["files"].items() if name not in (CARD, MODEL)}
    model = {name: part for name, part in _model(folder).items() if name not in beside}
    return _sha256(orjson.dumps([manifest["format"], hashes, model], option=orjson.OPT_SORT_KEYS))


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """A draft folder beside `folder` that takes its place at the end, or vanishes if anything goes wrong."""
    check_replaceable(folder)
    remove_stale(folder, DRAFT)
    draft = temporary_of(folder, DRAFT)
    try:
        draft.mkdir(parents=True)
    except OSError as error:
        raise OutputError(f"cannot write {folder}: {error.strerror or error}") from error
    try:
        yield draft
        _replace(draft, folder)
    finally:
        remove(draft)


def check_folder(folder: Path, *, force: bool) -> None:
    """Refuse a folder that stands already, before any work.

    Raises:
        OutputError: it exists and `force` is not set, or it is a file, or the current folder or one above it,
            or cannot be made.
    """
    if folder.is_file():
        raise OutputError(f"{folder} is a file; name a folder")
    if folder.exists() and Path.cwd().resolve().is_relative_to(folder.resolve()):
        raise OutputError(f"{folder} is the current folder or one above it; name a folder of its own")
    if folder.exists() and any(folder.iterdir()) and not force:
        raise OutputError(f"{folder} exists; choose another, or --force to replace it")
    check_replaceable(folder)


def check_replaceable(folder: Path) -> None:
    """Refuse to replace what cxtext did not make: a file, a link, a folder with something else in it.

    Raises:
        OutputError: the folder cannot or must not be made.
    """
    check_new_folder(folder)
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise OutputError(f"{folder} is no folder of its own but a link or a file; name a new folder")
    if folder.is_dir() and any(folder.iterdir()) and not any((folder / name).is_file() for name in OURS):
        raise OutputError(f"{folder} holds something that cxtext did not write; name a new or empty folder")


def _replace(draft: Path, folder: Path) -> None:
    """Put the draft in the place of the folder; the old one is out of the way only once the new one is whole."""
    if folder.exists():
        old = temporary_of(folder, OLD)
        folder.replace(old)
        try:
            draft.replace(folder)
        except BaseException:  # also an interrupt
            old.replace(folder)
            raise
        remove(old)
    else:
        draft.replace(folder)
    remove_stale(folder, OLD)


def _manifest(folder: Path) -> dict[str, Any]:
    if folder.is_file():
        raise ModelError(f"{folder} is a file; name the model's folder")
    if not folder.is_dir():
        raise ModelError(f"no model folder at {folder}; `cxtext train INPUT -o {folder.name}` makes one")
    try:
        manifest = orjson.loads((folder / MANIFEST).read_bytes())
        kind, made_by = manifest["kind"], int(manifest["format"])
    except FileNotFoundError as error:
        raise ModelError(f"{folder} is no cxtext model: it has no {MANIFEST}{_near(folder)}") from error
    except (OSError, KeyError, TypeError, ValueError, OverflowError) as error:
        raise ModelError(f"{folder} is no cxtext model: it has no readable {MANIFEST}; {_WAY_OUT}") from error
    if kind != "cxtext model":
        raise ModelError(f"{folder} is no cxtext model but {kind!r}")
    _check_format(folder, made_by)
    files = manifest.get("files")
    if not isinstance(files, dict) or not all(_is_entry(entry) for entry in files.values()):
        raise ModelError(f"{folder} is damaged: {MANIFEST} does not list its files; {_WAY_OUT}")
    for name in (MODEL, ARRAYS):
        if name not in files:
            raise ModelError(f"{folder} is damaged: {MANIFEST} does not name {name}; {_WAY_OUT}")
    return dict(manifest)


def _check_format(folder: Path, made_by: int) -> None:
    if made_by > FORMAT:
        raise ModelError(f"{folder} has model format {made_by}, this cxtext reads up to {FORMAT}; upgrade cxtext")
    if made_by < FORMAT:
        raise ModelError(f"{folder} has model format {made_by}, this cxtext reads only {FORMAT}; train it again")


def _near(folder: Path) -> str:
    """The model that a run's folder holds, which is often meant."""
    inner = folder / "model"
    return f"; did you mean {inner}?" if (inner / MANIFEST).is_file() else f"; {_WAY_OUT}"


def _is_entry(entry: object) -> bool:
    return isinstance(entry, dict) and isinstance(entry.get("sha256"), str) and isinstance(entry.get("bytes"), int)


def _model(folder: Path) -> dict[str, Any]:
    try:
        model = orjson.loads((folder / MODEL).read_bytes())
    except ValueError as error:
        raise ModelError(f"{folder} is damaged: {MODEL} is not JSON ({error}); {_WAY_OUT}") from error
    if not isinstance(model, dict):
        raise ModelError(f"{folder} is damaged: {MODEL} holds no model; {_WAY_OUT}")
    return model


def _arrays(folder: Path) -> dict[str, NDArray[Any]]:
    from safetensors.numpy import load

    try:
        return dict(load((folder / ARRAYS).read_bytes()))
    except Exception as error:  # safetensors and numpy raise what the damage makes them stumble on
        reason = " ".join(str(error).split())[:200]
        raise ModelError(f"{folder} is damaged: {ARRAYS} cannot be read ({reason}); {_WAY_OUT}") from error


def _check_nothing_else(folder: Path, files: Mapping[str, Any]) -> None:
    """A file that the manifest does not name was not saved with the model; hidden ones are the system's."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name != MANIFEST and name not in files and not path.name.startswith("."):
            raise ModelError(f"{folder} holds {name}, which its manifest does not name; remove it, or {_WAY_OUT}")


def _check_file(folder: Path, name: str, entry: Mapping[str, Any]) -> None:
    path = folder / name
    if "\0" in name or not path.resolve().is_relative_to(folder.resolve()):
        raise ModelError(f"{folder} is damaged: its manifest names {name!r}, which lies outside it")
    if not path.is_file():
        raise ModelError(f"{folder} is damaged: {name} is missing; {_WAY_OUT}")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ModelError(f"{path} cannot be read: {error.strerror or error}; {_WAY_OUT}") from error
    if len(data) != entry["bytes"] or _sha256(data) != entry["sha256"]:
        raise ModelError(f"{folder} is damaged: {name} is not what was saved; {_WAY_OUT}")


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
