"""A pipeline on its way to Spark's workers: one archive, told by its hash, from which each builds the same pipeline.

The archive holds a saved model's folder and the user's own files that the settings name. The models that ship with
cxtext are not sent: cxtext is installed where the workers run, and must be of the same version.
"""

from __future__ import annotations

import atexit
import dataclasses
import hashlib
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

import orjson

from cxtext.choices import ENCODERS
from cxtext.config import Settings, settings_from
from cxtext.errors import ModelError
from cxtext.pipeline import Pipeline
from cxtext.places import remove

DEFAULT_MODEL = "default"
FILES = ("taxonomy", "owners", "facets")  # settings that name a file of the user's
FOLDERS = ("encoder", "spacy_model")  # and those that may name a folder
_MODEL = "model"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip archive knows: the same content has the same hash


@dataclass(frozen=True)
class Shipment:
    """What a worker needs to know to build the pipeline; small, as it goes with each task."""

    file: str  # the archive's name, by which Spark knows it
    sha256: str
    saved: bool  # whether the archive holds a saved model
    settings: str  # JSON
    inside: tuple[tuple[str, str], ...]  # setting → its place in the archive
    encoder: str  # SHA-256 of the encoder's files
    cxtext: str

    def pipeline(self) -> Pipeline:
        """The pipeline, in a worker: built once a process.

        Raises:
            ModelError: cxtext there is of another version, or the archive is not the one that was sent.
        """
        return _built(self)


def ship(pipeline: Pipeline, session: Any) -> Shipment:
    """Send a pipeline to all workers of a Spark session, by the file distribution of Spark itself."""
    content, inside = _content(pipeline)
    folder = Path(tempfile.mkdtemp(prefix="cxtext-spark-"))
    atexit.register(remove, folder)  # workers that start later still fetch it
    archive = folder / "pipeline.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as packed:
        for name, path in sorted(content.items()):
            packed.writestr(zipfile.ZipInfo(name, _EPOCH), path.read_bytes())
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    named = archive.rename(folder / f"cxtext-{digest[:16]}.zip")
    _add_file(session, named)
    settings = orjson.dumps(pipeline.settings.to_json()).decode()
    saved, version = pipeline.folder is not None, metadata.version("cxtext")
    return Shipment(named.name, digest, saved, settings, tuple(inside.items()), pipeline.encoder.digest, version)


def saved_pipeline(pipeline: Pipeline) -> Pipeline:
    """The pipeline with a folder to send, if it has learnt anything.

    Raises:
        ModelError: it cannot be saved.
    """
    if pipeline.themes is None or pipeline.folder is not None:
        return pipeline
    folder = Path(tempfile.mkdtemp(prefix="cxtext-spark-"))
    atexit.register(remove, folder)
    pipeline.save(folder / _MODEL)
    return Pipeline.load(folder / _MODEL, settings=pipeline.settings)


def _content(pipeline: Pipeline) -> tuple[dict[str, Path], dict[str, str]]:
    """What the archive holds, by name; and where in it stands what settings name."""
    content: dict[str, Path] = {}
    inside: dict[str, str] = {}
    if pipeline.folder is not None:
        content.update(_tree(pipeline.folder, _MODEL))
    for setting, path in _own(pipeline):
        name = inside[setting] = f"{setting}/{path.name}"
        content.update(_tree(path, name) if path.is_dir() else [(name, path)])
    return content, inside


def _own(pipeline: Pipeline) -> Iterator[tuple[str, Path]]:
    """Settings that name what is the user's own, and where it lies."""
    for setting in (*FILES, *FOLDERS):
        value = getattr(pipeline.settings, setting)
        of_the_model = setting == "encoder" and (pipeline.folder is not None or value in ENCODERS)
        if value and not of_the_model and (setting in FILES or Path(value).is_dir()):
            yield setting, Path(value)


def _tree(folder: Path, name: str) -> Iterator[tuple[str, Path]]:
    for path in folder.rglob("*"):
        if path.is_file() and not path.name.startswith("."):
            yield f"{name}/{path.relative_to(folder).as_posix()}", path


def _add_file(session: Any, path: Path) -> None:
    context = getattr(session, "sparkContext", None) if hasattr(session, "_jsc") else None
    if context is not None:
        context.addFile(str(path))
    else:  # Spark Connect has no context
        session.addArtifacts(str(path), file=True)


@cache
def _built(shipment: Shipment) -> Pipeline:
    version = metadata.version("cxtext")
    if version != shipment.cxtext:
        raise ModelError(f"cxtext is {version} on this worker and {shipment.cxtext} on the driver; install the same")
    folder = _unpacked(shipment)
    settings = settings_from(orjson.loads(shipment.settings))
    here = {setting: str(folder / name) for setting, name in shipment.inside}
    pipeline = _load(folder, dataclasses.replace(settings, **here), saved=shipment.saved)  # type: ignore[arg-type]
    if pipeline.encoder.digest != shipment.encoder:
        raise ModelError("the encoder on this worker is not the driver's; install the same cxtext on both")
    return pipeline


def _load(folder: Path, settings: Settings, *, saved: bool) -> Pipeline:
    return Pipeline.load(folder / _MODEL if saved else DEFAULT_MODEL, settings=settings)


def _unpacked(shipment: Shipment) -> Path:
    """The archive's content, beside it; whoever of an executor's workers comes first unpacks it."""
    from pyspark import SparkFiles

    archive = Path(SparkFiles.get(shipment.file))
    if hashlib.sha256(archive.read_bytes()).hexdigest() != shipment.sha256:
        raise ModelError(f"{archive.name} on this worker is not the model that was sent; run the job again")
    folder = archive.with_suffix(".unpacked")
    if not folder.is_dir():
        draft = Path(tempfile.mkdtemp(prefix=f"{folder.name}-", dir=archive.parent))
        with zipfile.ZipFile(archive) as packed:
            packed.extractall(draft)
        try:
            draft.rename(folder)
        except OSError:  # another worker was quicker
            shutil.rmtree(draft, ignore_errors=True)
    return folder
