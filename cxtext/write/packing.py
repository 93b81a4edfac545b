"""Files that are packed as they are written, by the ending behind that of their format."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO, cast

from cxtext.choices import PACKED

_CODECS = dict(zip(PACKED, ("gzip", "bz2", "zstd"), strict=True))  # Arrow's; none writes a name or a time


def opened(path: Path, place: Path) -> BinaryIO:
    """A new file at `path`, packed as the ending of `place` says.

    Raises:
        FileExistsError: there is one already.
    """
    file = path.open("xb")
    codec = _CODECS.get(place.suffix.lower())
    if codec is None:
        return file
    import pyarrow as pa

    return cast("BinaryIO", pa.CompressedOutputStream(pa.PythonFile(file, mode="w"), codec))
