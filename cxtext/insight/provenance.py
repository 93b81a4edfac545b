"""What made a report: hashes of what was read and of the labels, the model, the taxonomy, the settings."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from cxtext.schema import Labelled

# What comments hold before any model saw them, and what the model made of them. Scores are left out, as a text
# file may hold them shortened.
READ = ("comment_id", "masked_text", "date", "rating", "source")
LABELS = ("comment_id", "sentiment", "themes", "touchpoints", "departments", "stages", "flags")
OF_MENTIONS = ("comment_id", "mention", "text", "sentiment", "theme", "subtheme", "touchpoint", "department", "stage")
AT_ONCE = 10_000  # rows that are hashed together; the hash does not hang on it


@dataclass(frozen=True)
class MadeBy:
    """The model that labelled; fields are "" where they are not known."""

    cxtext: str = ""  # version
    model: str = ""  # name
    digest: str = ""  # SHA-256 of what labels in a saved model: all its files but the card, and not its audits
    encoder: str = ""  # digest
    sentiment: str = ""
    taxonomy: str = ""  # id, version and packs
    taxonomy_digest: str = ""  # SHA-256


@dataclass(frozen=True)
class Provenance:
    """What made a report. The same hashes and settings give the same numbers."""

    comments: str  # SHA-256 of the masked comments, whatever their order
    labels: str  # SHA-256 of what the model made of them, mentions included
    made_by: MadeBy
    settings: Mapping[str, str]  # of the report


def provenance(labelled: Labelled, made_by: MadeBy, settings: Mapping[str, str]) -> Provenance:
    """The provenance of a report from these tables."""
    comments, mentions = labelled.comments, labelled.mentions
    return Provenance(
        comments=_digest(comments.select(READ).sort("comment_id")),
        labels=_digest(
            comments.select(LABELS).sort("comment_id"), mentions.select(OF_MENTIONS).sort("comment_id", "mention")
        ),
        made_by=made_by,
        settings=dict(sorted(settings.items())),
    )


def _digest(*tables: pl.DataFrame) -> str:
    """SHA-256 of tables as CSV without blanks at the ends of texts; an empty text and none are one."""
    found = hashlib.sha256()
    for table in tables:
        for number, part in enumerate(list(table.iter_slices(AT_ONCE)) or [table]):
            settled = part.with_columns(_settled(column) for column in part)
            found.update(settled.write_csv(quote_style="always", include_header=number == 0).encode())
    return found.hexdigest()


def _settled(column: pl.Series) -> pl.Series:
    if isinstance(column.dtype, pl.List):
        return column.fill_null([]).list.join("\0").alias(column.name)
    if column.dtype == pl.String:
        return column.fill_null("").str.strip_chars()
    return column.cast(pl.String).fill_null("")
