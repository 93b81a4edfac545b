"""A learnt pipeline as a model folder, and back, checked by its own golden texts."""

from __future__ import annotations

import dataclasses
import importlib.metadata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from cxtext.bundle import load_bundle, save_bundle
from cxtext.config import Settings, settings_from
from cxtext.errors import ModelError
from cxtext.pipeline.card import model_card
from cxtext.sentiment.adapt import Adaptation, adaptation_from
from cxtext.taxonomy.taxonomy import Taxonomy, taxonomy_from_json
from cxtext.themes.encode import FILES, Encoder
from cxtext.themes.space import Space
from cxtext.themes.themes import ThemeSet, theme_from

N_GOLDEN = 50
MOSTLY = 0.1  # least share of a theme's mentions at the touchpoint that is named for it
_PACKAGES = ("cxtext", "numpy", "polars", "scikit-learn", "spacy", "tokenizers", "vaderSentiment")


@dataclass(frozen=True)
class Golden:
    """A masked comment and what the model made of it when it was saved."""

    text: str
    sentiment: str | None
    themes: tuple[str, ...]


@dataclass(frozen=True)
class Parts:
    """Everything that a saved model is rebuilt from."""

    settings: Settings
    taxonomy: Taxonomy
    themes: ThemeSet
    encoder: Encoder
    golden: tuple[Golden, ...]
    adaptation: Adaptation | None = None


def save(folder: Path, parts: Parts) -> None:
    """Write the model folder. It holds the encoder too, so that it answers the same under a newer cxtext."""
    themes = parts.themes
    model = {
        "settings": {**parts.settings.to_json(), "encoder": None, "taxonomy": None},
        "taxonomy": parts.taxonomy.to_json(),
        "themes": [theme.to_json() for theme in themes.themes],
        "of_centre": themes.of_centre,
        "min_cosine": themes.min_cosine,
        "encoder": parts.encoder.digest,
        "golden": [dataclasses.asdict(g) for g in parts.golden],
        "adaptation": parts.adaptation and parts.adaptation.facts(),
    }
    arrays = {"centres": themes.centres, "mean": themes.space.mean, "polarity": themes.space.polarity}
    if parts.adaptation:
        arrays["sentiment"] = parts.adaptation.correction
    files = {f"encoder/{name}": (parts.encoder.folder / name).read_bytes() for name in FILES}
    card = model_card(themes, parts.taxonomy, parts.settings, parts.adaptation)
    save_bundle(folder, model=model, arrays=arrays, card=card, files=files, versions=_versions())


def load(folder: Path) -> Parts:
    """Read a model folder; the golden texts are not yet checked.

    Raises:
        ModelError: see `bundle.load_bundle`; or a part is missing or does not fit the others.
    """
    bundle = load_bundle(folder)
    model, arrays = bundle.model, bundle.arrays
    try:
        themes = ThemeSet(
            themes=tuple(theme_from(theme) for theme in model["themes"]),
            centres=_finite(arrays["centres"], 2),
            of_centre=tuple(int(i) for i in model["of_centre"]),
            space=Space(_finite(arrays["mean"], 1), _finite(arrays["polarity"], 1)),
            min_cosine=float(model["min_cosine"]),
        )
        settings = settings_from(model["settings"], origin=f"{folder}/model.json")
        taxonomy = taxonomy_from_json(model["taxonomy"])
        facts = model.get("adaptation")
        adaptation = adaptation_from(_finite(arrays["sentiment"], 2), facts) if facts else None
        golden = tuple(Golden(g["text"], g["sentiment"], tuple(g["themes"])) for g in model["golden"])
    except (KeyError, TypeError, ValueError) as error:
        raise ModelError(f"{folder} is damaged: {error!r} in its model; train it again") from error
    if len(themes.of_centre) != len(themes.centres) or not all(0 <= i < len(themes.themes) for i in themes.of_centre):
        raise ModelError(f"{folder} is damaged: its centres and themes do not go together; train it again")
    return Parts(settings, taxonomy, themes, Encoder(folder / "encoder"), golden, adaptation)


def golden(comments: pl.DataFrame, *, every: bool = False) -> tuple[Golden, ...]:
    """Golden texts from labelled comments: N_GOLDEN spread evenly over those with a theme, or every one."""
    if not every:
        comments = comments.filter(pl.col("themes").list.len() > 0).unique("masked_text", keep="first").sort("row")
        comments = comments.gather_every(max(1, len(comments) // N_GOLDEN)).head(N_GOLDEN)
    rows = comments.select("masked_text", "sentiment", "themes").iter_rows()
    return tuple(Golden(text, sentiment, tuple(themes)) for text, sentiment, themes in rows)


def check_golden(expected: Sequence[Golden], found: Sequence[Golden], folder: Path) -> None:
    """Refuse a model that no longer gives the labels it was saved with.

    Raises:
        ModelError: a golden text has other labels now.
    """
    for then, now in zip(expected, found, strict=True):
        if (then.sentiment, then.themes) != (now.sentiment, now.themes):
            raise ModelError(
                f"{folder} no longer answers as it did when it was saved (a text of its own was "
                f"{then.sentiment}, {', '.join(then.themes)} and is now {now.sentiment}, {', '.join(now.themes)}); "
                f"use the cxtext version named in its manifest, or train it again"
            )


def described(themes: ThemeSet, mentions: pl.DataFrame, taxonomy: Taxonomy) -> ThemeSet:
    """The themes with the sizes that assignment gave, and the touchpoint where most of their mentions lie."""
    counted = mentions.group_by("theme").agg(
        pl.len().alias("mentions"), pl.col("comment_id").n_unique().alias("comments")
    )
    sizes = {name: (m, c) for name, m, c in counted.iter_rows()}
    linked = mentions.filter(pl.col("touchpoint").is_not_null()).group_by("theme", "touchpoint").len()
    best = linked.sort(["len", "touchpoint"], descending=[True, False]).unique(
        "theme", keep="first", maintain_order=True
    )
    touchpoint = {name: t for name, t, n in best.iter_rows() if n >= MOSTLY * sizes[name][0]}
    out = []
    for theme in themes.themes:
        m, c = sizes.get(theme.name, (0, 0))
        place = touchpoint.get(theme.name)
        owner = taxonomy.touchpoint(place).department if place else None
        out.append(dataclasses.replace(theme, mentions=m, comments=c, touchpoint=place, department=owner))
    return dataclasses.replace(themes, themes=tuple(out))


def _versions() -> dict[str, str]:
    return {name: importlib.metadata.version(name) for name in _PACKAGES}


def _finite(array: np.ndarray[Any, Any], ndim: int) -> np.ndarray[Any, np.dtype[np.float32]]:
    if array.ndim != ndim or array.dtype != np.float32 or not np.isfinite(array).all():
        raise ValueError(f"an array of {array.ndim} dimensions, {array.dtype}, or with values that are not finite")
    return array
