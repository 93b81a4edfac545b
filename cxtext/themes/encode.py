"""What places mentions in meaning: the encoders by name, and how one is found in a folder.

"fast" pools a table of token vectors and ships with cxtext. "accurate" is a transformer, some hundreds of times
slower. Any other name is the folder of a model of the user's own, in one of the two formats.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from cxtext.errors import ModelError, OptionError, unknown
from cxtext.shipped import check_installed, shipped_model

if TYPE_CHECKING:
    from cxtext.themes.onnx import OnnxEncoder
    from cxtext.themes.static import StaticEncoder

Vectors = NDArray[np.float32]  # (n_texts, n_dims), rows of unit length; all zero where nothing is known

STATIC_FILES = ("model.safetensors", "tokenizer.json", "config.json")  # model2vec's
ONNX_FILES = ("model.onnx", "tokenizer.json")
DEFAULT = "fast"
SHIPPED = {DEFAULT: "encoder", "accurate": "encoder_accurate"}  # the folder in models/


class Encoder(Protocol):
    """Turns texts into vectors; a text's vector does not depend on what is encoded beside it."""

    name: str
    folder: Path
    files: tuple[str, ...]
    """What the folder must hold for the encoder to be made again."""
    digest: str
    """SHA-256 of these files."""
    dims: int
    """Length of a vector."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """The vector of each text, in order. `texts` are encoding views (`text.clean.for_encoding`)."""
        ...

    def knows(self, word: str) -> bool:
        """Whether it has learnt a lower-cased word whole, and not put together from pieces."""
        ...


def make_encoder(name: str = DEFAULT) -> Encoder:
    """The shipped encoder of that name, or the one in a folder.

    Raises:
        OptionError: it is neither, or a package is missing.
        ModelError: the folder's files cannot be read as an encoder.
    """
    check_encoder(name)
    return encoder_in(shipped_model(SHIPPED[name]) if name in SHIPPED else Path(name), name=name)


def encoder_in(folder: Path, *, name: str) -> Encoder:
    """The encoder that a folder holds, of either format.

    Raises:
        OptionError: a package is missing.
        ModelError: the folder's files are missing or cannot be read as an encoder.
    """
    make = _format(folder)
    if make is None:
        raise ModelError(_no_encoder(folder))
    return make(folder, name)


def check_encoder(name: str) -> None:
    """Refuse what is neither an encoder's name nor a folder that holds one, without loading it.

    Raises:
        OptionError: it is neither, or a package that it needs is missing.
    """
    folder = shipped_model(SHIPPED[name]) if name in SHIPPED else Path(name)
    if not folder.is_dir():
        raise OptionError(f"{unknown('encoder', name, SHIPPED)}, and there is no folder of that name")
    found = _format(folder)
    if found is None:
        raise OptionError(_no_encoder(folder))
    if found.files == ONNX_FILES:
        check_installed(f"the encoder {name!r}")


def unit_rows(matrix: NDArray[np.float32]) -> Vectors:
    """Each row scaled to length 1; a row of zeros stays as it is."""
    length = np.linalg.norm(matrix, axis=1, keepdims=True)
    return np.asarray(matrix / np.where(length > 0, length, 1), dtype=np.float32)


def digest_of(paths: Iterable[Path]) -> str:
    """SHA-256 over the content of files, in the order given."""
    found = hashlib.sha256()
    for path in paths:
        found.update(path.read_bytes())
    return found.hexdigest()


def _format(folder: Path) -> type[StaticEncoder] | type[OnnxEncoder] | None:
    """What makes the encoder of a folder, by the files in it; None if it holds none."""
    if all((folder / file).is_file() for file in STATIC_FILES):
        from cxtext.themes.static import StaticEncoder

        return StaticEncoder
    if all((folder / file).is_file() for file in ONNX_FILES):
        from cxtext.themes.onnx import OnnxEncoder

        return OnnxEncoder
    return None


def _no_encoder(folder: Path) -> str:
    return (
        f"{folder} is no encoder: it holds neither {', '.join(STATIC_FILES)} (model2vec) "
        f"nor {', '.join(ONNX_FILES)} (a sentence model)"
    )
