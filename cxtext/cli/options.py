"""Options that several commands share, each defined once."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Annotated, Any

import typer

from cxtext.config import Settings, read_settings
from cxtext.errors import OptionError, unknown

Input = Annotated[
    str, typer.Argument(metavar="INPUT", help="A .csv, .tsv, .jsonl, .parquet or .xlsx file, or - for standard input.")
]
Text = Annotated[str | None, typer.Option(help="The column that holds the text. Found by itself if not given.")]
Rating = Annotated[str | None, typer.Option(help="The column that holds the rating.")]
Date = Annotated[str | None, typer.Option(help="The column that holds the date.")]
Id = Annotated[str | None, typer.Option(help="The column that holds the id of a comment.")]
Source = Annotated[str | None, typer.Option(help="The column that holds the source or channel.")]
Format = Annotated[str | None, typer.Option(help="The input's format, where its name does not tell.")]
Encoding = Annotated[str | None, typer.Option(help="The input's encoding, such as cp1252. UTF-8 if not given.")]
Delimiter = Annotated[str | None, typer.Option(help="What separates the fields. Found by itself if not given.")]
Sheet = Annotated[str | None, typer.Option(help="The sheet of a workbook. The first one if not given.")]
Force = Annotated[bool, typer.Option("--force", help="Replace what stands at the output.")]
Themes = Annotated[str | None, typer.Option(metavar="N|auto", help="How many themes to look for.")]
Seed = Annotated[int | None, typer.Option(help="Of every sample; the same seed gives the same themes.")]
Sentiment = Annotated[str | None, typer.Option(help="The sentiment model.")]
SpacyModel = Annotated[str | None, typer.Option(help="An installed spaCy pipeline to split comments with.")]
Names = Annotated[
    str | None,
    typer.Option(metavar="patterns|ner", help="What finds names: ner adds those that the spaCy pipeline knows."),
]
Pack = Annotated[
    list[str] | None,
    typer.Option(help="An industry pack of the taxonomy; may be given again. Chosen from the texts if not given."),
]
Taxonomy = Annotated[Path | None, typer.Option(help="Your own taxonomy, a YAML file.")]
Config = Annotated[Path | None, typer.Option(help="A TOML file with settings; options on the command line win.")]
Title = Annotated[str | None, typer.Option(help="The report's title.")]
Dedupe = Annotated[bool, typer.Option("--dedupe", help="Count the same or nearly the same text once.")]
Prefix = Annotated[str, typer.Option(help="Of the columns that are added.")]


def settings_of(config: Path | None, **options: Any) -> Settings:
    """Settings from a file and from the options that were given.

    Raises:
        OptionError: a value is out of range, or the file is not readable as settings.
    """
    from cxtext.sentiment.scorers import check_scorer
    from cxtext.taxonomy.taxonomy import load_taxonomy

    settings = read_settings(config) if config else Settings()
    given = {name: value for name, value in options.items() if value is not None}
    if "themes" in given:
        given["themes"] = _theme_count(given["themes"])
    if "packs" in given:
        given["packs"] = tuple(given["packs"])
    if "taxonomy" in given:
        given["taxonomy"] = str(given["taxonomy"])
    settings = dataclasses.replace(settings, **given)
    check_scorer(settings.sentiment)
    if settings.packs or settings.taxonomy:
        load_taxonomy(settings.packs or (), Path(settings.taxonomy) if settings.taxonomy else None)
    if settings.spacy_model:
        from cxtext.text.segment import mention_pipeline

        mention_pipeline(settings.spacy_model)
    check_names(settings)
    return settings


def check_names(settings: Settings) -> None:
    """Refuse a way to find names that does not exist or cannot work.

    Raises:
        OptionError: it is unknown, or there is no spaCy pipeline that finds entities.
    """
    if settings.names == "patterns":
        return
    from cxtext.text.entities import NAME_FINDERS, people_of

    if settings.names not in NAME_FINDERS:
        raise OptionError(f"--names: {unknown('way to find names', settings.names, NAME_FINDERS)}")
    people_of(settings.spacy_model)


def check_model_options(model: str | None, **options: Any) -> None:
    """Refuse options that a saved model would ignore, because it brings its own.

    Raises:
        OptionError: one was given together with a saved model.
    """
    given = [name for name, value in options.items() if value is not None]
    if model not in (None, "default") and given:
        raise OptionError(
            f"--{given[0].replace('_', '-')} cannot change a saved model, which brings its own; leave it out"
        )


def _theme_count(value: str) -> int | None:
    if value == "auto":
        return None
    if not value.isdecimal() or int(value) < 1:
        raise OptionError(f"--themes {value!r} is neither a whole number from 1 nor 'auto'")
    return int(value)
