"""Zip files whose bytes repeat: no clock in them, members in the order in which they are given."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable

MOMENT = (2000, 1, 1, 0, 0, 0)  # any fixed one
_STAMP = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


def packed(members: Iterable[tuple[str, bytes]]) -> bytes:
    """A zip file of named contents."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            entry = zipfile.ZipInfo(name, date_time=MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return target.getvalue()


def without_clock(office: bytes) -> bytes:
    """An Office file, and the workbooks embedded in it, without the moment at which it was written."""
    with zipfile.ZipFile(io.BytesIO(office)) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]
    return packed((name, _settled(name, content)) for name, content in members)


def _settled(name: str, content: bytes) -> bytes:
    if name.endswith(".xlsx"):
        return without_clock(content)
    return _STAMP.sub(rb"\g<1>2000-01-01T00:00:00Z", content) if name == "docProps/core.xml" else content
