"""Who owns what: the rules, the names in the texts and the decisions of people, put together for the labeller."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl
from spacy.language import Language

from cxtext.config import Settings
from cxtext.errors import OptionError, unknown
from cxtext.read.typed import as_text
from cxtext.taxonomy.owner import Owned, owner_of_mention
from cxtext.taxonomy.owner_names import Named, OwnerNames
from cxtext.taxonomy.owners_file import OwnerKeys, OwnerRules, read_owners
from cxtext.taxonomy.taxonomy import Taxonomy
from cxtext.text.masking import Masking
from cxtext.text.privacy import mask


@dataclass(frozen=True)
class Owners:
    """Tells the owners of mentions.

    `decided` holds what a person decided: the owner of a theme, by the theme's name.
    """

    names: OwnerNames
    keys: OwnerKeys
    masking: Masking
    column: str | None = None
    decided: Mapping[str, str] = field(default_factory=dict)

    def given(self, rows: pl.DataFrame | None, n: int) -> list[str | None]:
        """Who the owner column names for each of `n` comments; None where there is no column or no answer.

        A value that neither the user's rules nor the taxonomy knows is an owner of its own, personal data masked.

        Raises:
            OptionError: there is no such column.
        """
        if self.column is None or rows is None:
            return [None] * n
        if self.column not in rows.columns:
            raise OptionError(unknown("column for --owner-column", self.column, rows.columns))
        cells = as_text(rows[self.column]).to_list()
        found = {cell: self._of_value(cell) for cell in set(cells) if cell is not None}
        return [found.get(cell) for cell in cells]

    def _of_value(self, value: str) -> str | None:
        owner = self.keys.owner(value)
        if owner is None:
            owner = " ".join(mask(value, self.masking).text.split())
        return owner or None

    def named(self, texts: Sequence[str]) -> list[Named | None]:
        """Who each text names."""
        return self.names.find_all(texts)

    def of_mention(
        self, *, column: str | None, named: Named | None, theme: str | None, touchpoint: str | None
    ) -> Owned:
        """The owner of a mention; `touchpoint` is the department of its touchpoint."""
        decided = self.decided.get(theme) if theme else None
        return owner_of_mention(
            column=column,
            named=named.owner if named else None,
            decided=self.keys.resolved(decided) if decided else None,
            touchpoint=touchpoint,
        )


def owners_of(
    settings: Settings,
    taxonomy: Taxonomy,
    *,
    nlp: Language,
    masking: Masking,
    decided: Mapping[str, str],
) -> Owners:
    """What tells owners under these settings.

    Raises:
        TaxonomyError: the user's file of owners is broken.
    """
    rules = read_owners(Path(settings.owners), taxonomy) if settings.owners else OwnerRules()
    keys = OwnerKeys(taxonomy, rules.column)
    words = [(text, keys.resolved(owner)) for text, owner in rules.words]
    return Owners(OwnerNames(taxonomy, words, nlp), keys, masking, settings.owner_column, decided)
