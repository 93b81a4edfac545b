"""The taxonomy as a document: its file as it stands, and the sections of it."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cxtext.errors import TaxonomyError
from cxtext.yaml_lines import (
    MAX_BYTES,
    Document,
    Finding,
    Parsed,
    Place,
    Problem,
    list_of,
    parse_yaml,
    text_of,
    texts_of,
)

CORE = Path(__file__).parent / "data" / "core.yaml"
PACKS = CORE.parent / "packs"
JSON_SCHEMA = CORE.parent / "taxonomy.schema.json"  # the form of a file, for editors; `check` knows more
UNKNOWN = "unknown"  # stands for a department that is still to be filled in

__all__ = [
    "CORE",
    "MAX_BYTES",
    "PACKS",
    "Document",
    "Finding",
    "Parsed",
    "Place",
    "Problem",
    "core_document",
    "entries",
    "list_of",
    "parse_file",
    "text_of",
    "texts_of",
]


def parse_file(path: Path, *, what: str = "taxonomy") -> Parsed:
    """Parses a taxonomy file, or another of the same kind; what is not YAML becomes a problem with its line.

    Raises:
        TaxonomyError: the file is missing, too large or not UTF-8.
    """
    return parse_yaml(path, what, TaxonomyError)


@functools.cache
def core_document() -> Document:
    """The shipped default taxonomy."""
    return parse_file(CORE).document


def entries(document: Document, section: str) -> Iterator[tuple[Place, Mapping[str, Any]]]:
    """The entries of a section that are mappings, each with its place."""
    for i, entry in enumerate(list_of(document, section)):
        if isinstance(entry, Mapping):
            yield (section, i), entry
