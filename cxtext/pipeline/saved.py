"""A learnt pipeline as a model folder, and back, checked by its own golden texts."""

from __future__ import annotations

import dataclasses
import importlib.metadata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from cxtext.bundle import load_bundle, save_bundle
from cxtext.codes.codebook import Codebook, codebook_from
from cxtext.config import Settings, settings_from
from cxtext.errors import CxtextError, ModelError, OptionError
from cxtext.pipeline.auditcard import audits_section
from cxtext.pipeline.audits import KEPT_AUDITS, Audits, audits_from
from cxtext.pipeline.card import model_card
from cxtext.pipeline.census import Census, census_from
from cxtext.pipeline.codecard import codebook_section
from cxtext.pipeline.decision_file import DECISIONS, decisions_yaml
from cxtext.pipeline.drifting import Baseline, baseline_from
from cxtext.pipeline.golden import Golden
from cxtext.pipeline.learnt import Learnt, learnt_from
from cxtext.pipeline.placing import placed_themes
from cxtext.pipeline.touchcard import places_section, touchpoint_section
from cxtext.pipeline.touchpoints import Taught, taught_from
from cxtext.sentiment.adapt import Adaptation, adaptation_from
from cxtext.taxonomy.taxonomy import Taxonomy, taxonomy_from_json
from cxtext.themes.assign import PROBABILITIES, Fit
from cxtext.themes.discover import Tree
from cxtext.themes.emerging import reference_from
from cxtext.themes.encode import Encoder, encoder_in
from cxtext.themes.guide import guided_from
from cxtext.themes.identity import Identity, aimless_of, check_groups, first_identity, identity_from
from cxtext.themes.moving import weight_from
from cxtext.themes.space import Space
from cxtext.themes.themes import Subtheme, Theme, ThemeSet, theme_from

_OF_THE_MODEL = ("names", "sentiment", "packs", "brands", "spacy_model")  # settings that a model brings with it
_FACETS = "facets.yaml"  # the user's own file of facets, kept in the model's folder
_CODES = "codes."  # begins the names of a codebook's arrays
_TOUCHPOINTS = "touchpoints."  # and of those of a head taught with own labels
_PACKAGES = ("cxtext", "numpy", "polars", "scikit-learn", "spacy", "tokenizers", "vaderSentiment")


@dataclass(frozen=True)
class Parts:
    """Everything that a saved model is rebuilt from."""

    settings: Settings
    taxonomy: Taxonomy
    themes: ThemeSet
    encoder: Encoder
    golden: tuple[Golden, ...]
    adaptation: Adaptation | None = None
    identity: Identity | None = None
    census: Census | None = None
    codebook: Codebook | None = None
    learnt: Learnt | None = None
    touchpoint_head: Taught | None = None
    audits: Audits = field(default_factory=Audits)
    baseline: Baseline | None = None


def save(folder: Path, parts: Parts) -> None:
    """Write the model folder. It holds the encoder too, so that it answers the same under a newer cxtext."""
    themes, encoder = parts.themes, parts.encoder
    name = Path(encoder.name).name  # where a folder lay is nobody's business
    model = {
        "settings": {**parts.settings.to_json(), "encoder": name, "taxonomy": None, "seeds": None, "facets": None},
        "taxonomy": parts.taxonomy.to_json(),
        "themes": [theme.to_json() for theme in themes.themes],
        "of_subcentre": themes.of_subcentre,
        "of_wish": themes.of_wish,
        "form_lines": themes.form_lines,
        "cut": themes.fit.cut,
        "encoder": {"name": name, "sha256": encoder.digest},
        "golden": [dataclasses.asdict(g) for g in parts.golden],
        "adaptation": parts.adaptation and parts.adaptation.facts(),
        **parts.audits.facts(),
    }
    arrays: dict[str, np.ndarray[Any, Any]] = {
        "centres": themes.tree.centres,
        "subcentres": themes.tree.subcentres,
        "parent": themes.tree.parent,
        "levels": themes.fit.levels,
        **(themes.guided.arrays() if themes.guided else {}),
        **(themes.reference.arrays() if themes.reference else {}),
        **(parts.baseline.arrays() if parts.baseline else {}),
        "mean": themes.space.mean,
        "polarity": themes.space.polarity,
    }
    if parts.adaptation:
        arrays["sentiment"] = parts.adaptation.correction
    if parts.learnt:
        arrays |= parts.learnt.weight.arrays()
        model["learnt"] = parts.learnt.to_json()
    if parts.census:
        arrays |= parts.census.arrays()
        model["census_touchpoints"] = parts.census.touchpoints
    decisions = parts.identity.decisions if parts.identity else ()
    if parts.identity and (decisions or parts.identity.lineage):
        model["identity"] = parts.identity.to_json()
    files = {f"encoder/{file}": (encoder.folder / file).read_bytes() for file in encoder.files}
    if parts.settings.facets:
        files[_FACETS] = Path(parts.settings.facets).read_bytes()
    if decisions:
        files[DECISIONS] = decisions_yaml(decisions).encode()
    facts = (themes, parts.taxonomy, parts.settings, parts.adaptation, parts.identity, parts.learnt)
    card = model_card(*facts, audited=parts.audits.last is not None)
    if parts.census and parts.identity:
        placed = placed_themes(themes, parts.identity, parts.census, parts.taxonomy)
        card += places_section(placed, themes, parts.taxonomy)
    if parts.codebook:
        model["codebook"] = parts.codebook.facts()
        arrays |= {_CODES + key: array for key, array in parts.codebook.arrays().items()}
        card += codebook_section(parts.codebook)
    if parts.touchpoint_head:
        model["touchpoint_head"] = parts.touchpoint_head.facts()
        arrays |= {_TOUCHPOINTS + key: array for key, array in parts.touchpoint_head.head.arrays().items()}
        card += touchpoint_section(parts.touchpoint_head, parts.taxonomy)
    card += audits_section(parts.audits)
    save_bundle(folder, model=model, arrays=arrays, card=card, files=files, versions=_versions())


def load(folder: Path) -> Parts:
    """Read a model folder; the golden texts are not yet checked.

    Raises:
        ModelError: see `bundle.load_bundle`; or a part is missing or does not fit the others.
    """
    bundle = load_bundle(folder)
    model, arrays = bundle.model, bundle.arrays
    with damage(folder, "model.json does not hold what a model needs"):
        themes = ThemeSet(
            themes=tuple(_theme(theme) for theme in model["themes"]),
            tree=_tree(arrays),
            of_subcentre=tuple((int(i), int(j)) for i, j in model["of_subcentre"]),
            of_wish=tuple((int(i), int(j)) for i, j in model["of_wish"]),
            space=Space(_finite(arrays["mean"], 1), _finite(arrays["polarity"], 1)),
            form_lines=tuple(_text(line) for line in model["form_lines"]),
            guided=guided_from(arrays, arrays["mean"].shape[0]),
            reference=reference_from(arrays, arrays["mean"].shape[0]),
            fit=Fit(_finite(arrays["levels"], 2), _cut(model["cut"])),
        )
        settings = settings_from(model["settings"], origin="its settings")
        if (folder / _FACETS).is_file():
            settings = dataclasses.replace(settings, facets=str(folder / _FACETS))
        taxonomy = taxonomy_from_json(model["taxonomy"])
        facts = model.get("adaptation")
        adaptation = adaptation_from(_finite(arrays["sentiment"], 2), facts) if facts else None
        census = census_from(arrays, model["census_touchpoints"]) if "census_touchpoints" in model else None
        learnt = learnt_from(weight_from(arrays, themes.tree.subcentres.shape), model.get("learnt", ()))
        identity = identity_from(model["identity"]) if "identity" in model else first_identity(themes)
        themes = dataclasses.replace(themes, aimless=aimless_of(identity))
        check_groups(identity, len(themes.of_subcentre))
        codebook = _codebook(model.get("codebook"), arrays)
        taught = _taught(model.get("touchpoint_head"), arrays)
        baseline = baseline_from(arrays, arrays["mean"].shape[0])
        audits = audits_from(model.get(KEPT_AUDITS))
        golden = tuple(Golden(_text(g["text"]), g["sentiment"], tuple(g["themes"])) for g in model["golden"])
        name, digest = str(model["encoder"]["name"]), str(model["encoder"]["sha256"])
    encoder = _encoder(folder, name, digest)
    sizes = {
        encoder.dims,
        len(codebook.of_meaning) if codebook else encoder.dims,
        len(taught.head.of_meaning) if taught else encoder.dims,
        themes.tree.centres.shape[1],
        *themes.space.mean.shape,
        *themes.space.polarity.shape,
    }
    if len(sizes) > 1 or themes.tree.subcentres.shape[1] not in sizes or not _fits(themes):
        raise ModelError(f"{folder} is damaged: its centres and themes do not go together; train it again")
    more = (identity, census, codebook, learnt, taught, audits, baseline)
    return Parts(settings, taxonomy, themes, encoder, golden, adaptation, *more)


@contextmanager
def damage(folder: Path, what: str) -> Iterator[None]:
    """Whatever a damaged model makes the code stumble on, as one error that names the folder."""
    try:
        yield
    except (ModelError, MemoryError):
        raise
    except Exception as error:
        reason = str(error) if isinstance(error, CxtextError) else f"{type(error).__name__}: {error}"
        short = " ".join(reason.split())[:300]
        raise ModelError(f"{folder} is damaged or of another version: {what} ({short}); train it again") from error


def with_given(own: Settings, given: Settings | None) -> Settings:
    """A saved model's settings with what is asked for now of owners, of facets, of masking and of the neutral band.

    Raises:
        OptionError: what is asked for would read texts otherwise than the model learnt to.
    """
    if given is None:
        return own
    for name in _OF_THE_MODEL:
        asked, has = getattr(given, name), getattr(own, name)
        if asked and asked not in (getattr(Settings(), name), has):
            raise OptionError(f"{name} {asked!r} cannot change a saved model, which has {has!r}; leave it out")
    own = dataclasses.replace(own, owner_column=given.owner_column, owners=given.owners)
    own = dataclasses.replace(own, facets=given.facets or own.facets)
    if given.neutral_band is not None:
        own = dataclasses.replace(own, neutral_band=given.neutral_band)
    if (given.mask, given.mask_own, given.mask_keep) == (None, (), ()):
        return own
    return dataclasses.replace(own, mask=given.mask, mask_own=given.mask_own, mask_keep=given.mask_keep)


def _encoder(folder: Path, name: str, digest: str) -> Encoder:
    """The encoder that lies in a model folder, checked to be the one that the themes were learnt with."""
    try:
        encoder = encoder_in(folder / "encoder", name=name)
    except OptionError as error:
        raise ModelError(f"{folder} cannot be used without its encoder {name!r}: {error}") from error
    except ModelError as error:
        raise ModelError(f"{folder} is damaged: its encoder {name!r}: {error}; train it again") from error
    if encoder.digest != digest:
        raise ModelError(f"{folder} is damaged: its themes were learnt with another encoder {name!r}; train it again")
    return encoder


def _codebook(facts: dict[str, Any] | None, arrays: Mapping[str, np.ndarray[Any, Any]]) -> Codebook | None:
    own = {key.removeprefix(_CODES): array for key, array in arrays.items() if key.startswith(_CODES)}
    return codebook_from(facts, own) if facts else None


def _taught(facts: dict[str, Any] | None, arrays: Mapping[str, np.ndarray[Any, Any]]) -> Taught | None:
    own = {k.removeprefix(_TOUCHPOINTS): array for k, array in arrays.items() if k.startswith(_TOUCHPOINTS)}
    return taught_from(facts, own) if facts else None


def _theme(values: dict[str, Any]) -> Theme:
    theme = theme_from(values)
    for text in (*theme.typical, *theme.borderline, *theme.unlike):
        _text(text)
    parts: tuple[Theme | Subtheme, ...] = (theme, *theme.subthemes)
    for part in parts:
        for text in (part.id, part.name, *part.keywords):
            _text(text)
    return theme


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not a text")
    return value


def _tree(arrays: Mapping[str, np.ndarray[Any, Any]]) -> Tree:
    centres, subcentres = _finite(arrays["centres"], 2), _finite(arrays["subcentres"], 2)
    parent = arrays["parent"].astype(np.int64)
    if parent.shape != (len(subcentres),) or not np.all((parent >= 0) & (parent < len(centres))):
        raise ValueError("subcentres without a centre")
    return Tree(centres, subcentres, parent)


def _fits(themes: ThemeSet) -> bool:
    """Whether every subcentre, and every wish, leads to a theme and a subtheme that exist."""
    n, wishes = len(themes.tree.subcentres), len(themes.guided.centres) if themes.guided else 0
    places = (*themes.of_subcentre, *themes.of_wish)
    return (
        (len(themes.of_subcentre), len(themes.of_wish)) == (n, wishes)
        and themes.fit.levels.shape == (n, len(PROBABILITIES))
        and all(0 <= i < len(themes.themes) and -1 <= j < len(themes.themes[i].subthemes) for i, j in places)
    )


def _cut(value: Any) -> float | None:
    if value is not None and not 0 <= value <= 1:
        raise ValueError(f"a cut of {value!r}")
    return None if value is None else float(value)


def _versions() -> dict[str, str]:
    return {name: importlib.metadata.version(name) for name in _PACKAGES}


def _finite(array: np.ndarray[Any, Any], ndim: int) -> np.ndarray[Any, np.dtype[np.float32]]:
    if array.ndim != ndim or array.dtype != np.float32 or not np.isfinite(array).all():
        raise ValueError(f"an array of {array.ndim} dimensions, {array.dtype}, or with values that are not finite")
    return array
