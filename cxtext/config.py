"""Settings: one frozen dataclass, readable from TOML.

An unknown key or a value of the wrong kind is an error that names the nearest known key, raised
before any work begins.
"""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import NoneType
from typing import Any

from cxtext.choices import MASKS, MOST_THEMES, NAMES, PACKS, SCORERS
from cxtext.errors import OptionError, unknown


@dataclass(frozen=True)
class Settings:
    """Everything that changes what comes out, with defaults that work."""

    seed: int = 0
    """Of every sample and every cluster start."""
    themes: int | None = None
    """How many themes to look for; None lets the data choose between 8 and 20."""
    other_rate: float | None = None
    """Share of the comments to leave without a theme, 0 … 0.5; None leaves those of which nothing is known."""
    seeds: str | None = None
    """A file of wished-for themes, see docs/guided.md; None wishes for none."""
    sentiment: str = "fast"
    """The sentiment model, one of `choices.SCORERS`."""
    neutral_band: tuple[float, float] | None = None
    """The scores between which a text is neither negative nor positive; None is -0.05 … 0.05."""
    language: str = "en"
    """The language that the models read; comments in another are kept and not scored."""
    spacy_model: str | None = None
    """An installed spaCy pipeline to split with; None is the blank English one."""
    packs: tuple[str, ...] | None = None
    """Industry packs of the taxonomy; None lets the texts choose."""
    taxonomy: str | None = None
    """The user's own taxonomy file; None is the shipped one."""
    owner_column: str | None = None
    """The column of the input that says who owns a comment, such as its queue or store."""
    owners: str | None = None
    """The user's own file of owners: what values of that column and words of customers stand for."""
    facets: str | None = None
    """The user's own file of facets: competitors, further cues, facets to switch on and off; see docs/facets.md."""
    brands: tuple[str, ...] = ()
    """Names to leave out before texts are compared: the company, its products. Found in the texts if none are given."""
    names: str = "patterns"
    """What finds names of persons: "patterns", or "ner" for those of the spaCy pipeline's entities as well."""
    mask: tuple[str, ...] | None = None
    """Kinds of personal data to mask, of `text.masking.KINDS`; None is all."""
    mask_own: tuple[str, ...] = ()
    """Patterns of the user's own, "NAME=pattern" for google-re2; [NAME] stands for what they find."""
    mask_keep: tuple[str, ...] = ()
    """Names and numbers that are not to be masked, such as the company's own telephone line."""
    encoder: str = "fast"
    """What places mentions in meaning: one of `themes.encode.SHIPPED`, or the folder of a model of one's own."""

    def __post_init__(self) -> None:
        for name, kind in _KINDS.items():
            _check_kind(name, getattr(self, name), kind)
        if self.language != "en":
            raise OptionError(f"language {self.language!r} has no models; only 'en' has")
        if self.neutral_band is not None:
            _check_band(self.neutral_band)
        if not isinstance(self.seed, int) or isinstance(self.seed, bool) or self.seed < 0:
            raise OptionError(f"seed {self.seed!r} is not a whole number from 0")
        if self.themes is not None and (not isinstance(self.themes, int) or self.themes < 1):
            raise OptionError(f"themes {self.themes!r} is not a whole number from 1, or 'auto'")
        if self.themes is not None and self.themes > MOST_THEMES:
            raise OptionError(f"themes {self.themes} are more than the {MOST_THEMES} that cxtext tells apart")
        _check_names("sentiment model", [self.sentiment], SCORERS)
        _check_names("way to find names", [self.names], NAMES)
        _check_names("pack", self.packs or (), PACKS)
        _check_names("kind of personal data", self.mask or (), MASKS)
        rate = self.other_rate
        if rate is not None and (not isinstance(rate, int | float) or not 0 <= rate <= 0.5):
            raise OptionError(f"other_rate {self.other_rate!r} is not a number from 0 to 0.5")

    def to_json(self) -> dict[str, Any]:
        """The settings as plain values."""
        return dataclasses.asdict(self)


# What each setting may be; a tuple holds texts.
_KINDS: dict[str, tuple[type, ...]] = {
    "sentiment": (str,),
    "language": (str,),
    "spacy_model": (str, NoneType),
    "packs": (tuple, NoneType),
    "taxonomy": (str, NoneType),
    "owner_column": (str, NoneType),
    "owners": (str, NoneType),
    "facets": (str, NoneType),
    "seeds": (str, NoneType),
    "brands": (tuple,),
    "names": (str,),
    "mask": (tuple, NoneType),
    "mask_own": (tuple,),
    "mask_keep": (tuple,),
    "encoder": (str,),
}


def _check_kind(name: str, value: Any, kinds: tuple[type, ...]) -> None:
    listed = isinstance(value, tuple) and all(isinstance(v, str) for v in value)
    if not isinstance(value, kinds) or (isinstance(value, tuple) and not listed):
        wanted = "a list of texts, in square brackets" if tuple in kinds else "a text"
        raise OptionError(f"{name} {value!r} is not {wanted}")


def _check_names(kind: str, names: Iterable[str], known: Iterable[str]) -> None:
    for name in names:
        if name not in known:
            raise OptionError(unknown(kind, name, known))


def _check_band(band: Any) -> None:
    numbers = isinstance(band, tuple) and all(isinstance(v, int | float) and not isinstance(v, bool) for v in band)
    if not numbers or len(band) != 2 or not -1 <= band[0] < band[1] <= 1:
        raise OptionError(f"neutral_band {band!r} is not two numbers from -1 to 1, the lower first")


def settings_from(values: Mapping[str, Any], *, origin: str = "settings") -> Settings:
    """Settings from plain values, lists taken as tuples.

    Raises:
        OptionError: a key is unknown, or a value is out of range.
    """
    known = {field.name for field in dataclasses.fields(Settings)}
    for key in values:
        if key not in known:
            raise OptionError(f"{origin}: {unknown('setting', key, known)}")
    plain: dict[str, Any] = {key: tuple(v) if isinstance(v, list) else v for key, v in values.items()}
    try:
        return Settings(**plain)
    except OptionError as error:
        raise OptionError(f"{origin}: {error}") from error


def read_settings(path: Path) -> Settings:
    """Settings from a TOML file.

    Raises:
        OptionError: the file cannot be read, is not TOML, or holds an unknown key or value.
    """
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise OptionError(f"cannot read settings {path}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise OptionError(f"settings {path} is not TOML: {error}") from error
    return settings_from(values, origin=str(path))
