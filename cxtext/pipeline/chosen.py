"""Settings that the texts choose, where the user named nothing."""

from __future__ import annotations

import dataclasses

import polars as pl

from cxtext.config import Settings
from cxtext.taxonomy.suggest import suggest_packs
from cxtext.text.brands import find_brands


def chosen(settings: Settings, comments: pl.DataFrame, *, packs: bool) -> Settings:
    """The settings with the brands, and the packs if they are wanted, that these comments (CANONICAL) speak of."""
    texts = comments["text"].to_list()
    if not settings.brands:
        settings = dataclasses.replace(settings, brands=find_brands(texts, comments["source"].to_list()))
    if packs and settings.packs is None and not settings.taxonomy:
        settings = dataclasses.replace(settings, packs=tuple(suggest_packs(texts)))
    return settings
