"""Options that several commands share, each defined once, and checked before anything heavy is loaded."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cxtext.choices import INPUTS, LANGUAGES, MASKS, NAMES, PACKED, PACKS, SCORERS, TABLES
from cxtext.cli.console import note, passed_over_line
from cxtext.cli.learning import Learning as Learning  # one of the groups
from cxtext.cli.parts import check_parts
from cxtext.config import Settings, read_settings
from cxtext.errors import OptionError, unknown

if TYPE_CHECKING:
    from cxtext.read import FeedbackOptions

DEFAULT_MODEL = "default"
_INPUTS = ", ".join(INPUTS)
TABLE_ENDINGS = f"{', '.join(TABLES)}; text also packed, as .csv{PACKED[0]}"
_LIST = "several with commas, or given again"

Input = Annotated[
    str,
    typer.Argument(metavar="INPUT", help=f"A {_INPUTS} file, a folder or 'pattern*' of files, a database's URL, or -."),
]
Output = Annotated[Path, typer.Option("--output", "-o", help=f"Where to; {TABLE_ENDINGS}.")]
Text = Annotated[str | None, typer.Option(help="The column that holds the text. Found by itself if not given.")]
Rating = Annotated[str | None, typer.Option(help="The column that holds the rating.")]
Date = Annotated[str | None, typer.Option(help="The column that holds the date.")]
Id = Annotated[str | None, typer.Option(help="The column that holds the id of a comment.")]
Source = Annotated[str | None, typer.Option(help="The column that holds the source or channel.")]
Question = Annotated[str | None, typer.Option(help="The column that holds the survey question of a comment.")]
QuestionText = Annotated[
    str | None, typer.Option(help='The one question that all comments answer, such as "What could we improve?".')
]
Format = Annotated[
    str | None,
    typer.Option(help=f"The input's format, where its name does not tell: {', '.join(t[1:] for t in INPUTS)}."),
]
Encoding = Annotated[str | None, typer.Option(help="The input's encoding, such as cp1252. UTF-8 if not given.")]
Delimiter = Annotated[str | None, typer.Option(help="What separates the fields. Found by itself if not given.")]
Sheet = Annotated[str | None, typer.Option(help="The sheet of a workbook. The first one if not given.")]
Table = Annotated[str | None, typer.Option(help="The table of a database. Its only one if not given.")]
Query = Annotated[str | None, typer.Option(metavar="SQL", help="What to read of a database instead of a table.")]
Force = Annotated[bool, typer.Option("--force", help="Replace what stands at the output.")]
Raw = Annotated[
    bool,
    typer.Option("--raw", help="Write cells as they are, also those that a spreadsheet would run as formulas."),
]
Sentiment = Annotated[str | None, typer.Option(help=f"The sentiment model: {', '.join(SCORERS)}.")]
NeutralBand = Annotated[
    str | None,
    typer.Option(metavar="LOW,HIGH", help="Scores between the two count as neutral; -0.05,0.05 if not given."),
]
SpacyModel = Annotated[str | None, typer.Option(help="An installed spaCy pipeline to split comments with.")]
Names = Annotated[
    str | None,
    typer.Option(metavar="|".join(NAMES), help="What finds names: ner adds those that the spaCy pipeline knows."),
]
Pack = Annotated[
    list[str] | None,
    typer.Option(
        metavar="A,B",
        help=f"Industry packs of the taxonomy, {_LIST}; chosen from the texts if none: {', '.join(PACKS)}.",
    ),
]
Brands = Annotated[
    list[str] | None,
    typer.Option(metavar="A,B", help=f"Names of the company and its products, {_LIST}; found in the texts if none."),
]
Kinds = Annotated[
    list[str] | None, typer.Option(metavar="A,B", help=f"Kinds to mask, {_LIST}; all if none: {', '.join(MASKS)}.")
]
Taxonomy = Annotated[Path | None, typer.Option(help="Your own taxonomy, a YAML file; see docs/taxonomy.md.")]
Facets = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Your own facets, a YAML file: competitors, cues, switches; see docs/facets.md."),
]
Config = Annotated[Path | None, typer.Option(help="A TOML file with settings; options on the command line win.")]
Title = Annotated[str | None, typer.Option(help="The report's title.")]
Language = Annotated[str, typer.Option(metavar="CODE", help=f"Of the report's own words: {', '.join(LANGUAGES)}.")]
Dedupe = Annotated[bool, typer.Option("--dedupe", help="Count the same or nearly the same text once.")]
Prefix = Annotated[str, typer.Option(help="Of the columns that are added.")]


@dataclass(frozen=True)
class Reading:
    """How the input is to be read."""

    text: Text = None
    rating: Rating = None
    date: Date = None
    id: Id = None
    source: Source = None
    question: Question = None
    question_text: QuestionText = None
    format: Format = None
    encoding: Encoding = None
    delimiter: Delimiter = None
    sheet: Sheet = None
    table: Table = None
    query: Query = None

    def checked(self, name: str) -> FeedbackOptions:
        """The options for the reader, of an input that can be opened.

        Raises:
            InputError: there is no such input.
            OptionError: a format, encoding or delimiter that does not exist.
        """
        from cxtext.read.addresses import check_database_options
        from cxtext.read.dialect import check_delimiter
        from cxtext.read.encodings import check_encoding
        from cxtext.read.endings import ending_of
        from cxtext.read.files import find_sources, passed_over

        check_database_options(self.table, self.query)
        for source in find_sources(name, any_ending=self.format is not None):
            if source.address is None:
                ending_of(source, self.format)
        if over := passed_over(name, any_ending=self.format is not None):
            note(passed_over_line([file.name for file in over]))
        if self.encoding is not None:
            check_encoding(self.encoding)
        if self.delimiter is not None:
            check_delimiter(self.delimiter)
        return dataclasses.asdict(self)  # type: ignore[return-value]


@dataclass(frozen=True)
class Labelling:
    """What changes the labels."""

    pack: Pack = None
    brands: Brands = None
    sentiment: Sentiment = None
    neutral_band: NeutralBand = None
    spacy_model: SpacyModel = None
    names: Names = None
    taxonomy: Taxonomy = None
    facets: Facets = None
    config: Config = None

    def settings(self, model: str | None = None, **more: Any) -> Settings:
        """The settings, of which all but the pipeline's parts themselves is checked.

        Args:
            model: a saved model takes none of these options.
            more: further options of the command that are settings.

        Raises:
            OptionError, TaxonomyError, ModelError: a value does not exist, or what it names is not there.
        """
        given = {**dataclasses.asdict(self), **more}
        del given["config"]
        given = {name: value for name, value in given.items() if value is not None}
        if model not in (None, DEFAULT_MODEL):
            fixed = [name for name in given if name not in ("neutral_band", "owner_column", "owners", "facets")]
            if fixed:
                option = fixed[0].replace("_", "-")
                raise OptionError(f"--{option} cannot change a saved model, which brings its own; leave it out")
            _check_model(str(model))
        return settings_of(self.config, **given)


def settings_of(config: Path | None, **given: Any) -> Settings:
    """Settings from a file and from the options that were given, None where one was not.

    Raises:
        OptionError: a value does not exist or is out of range, or the file is not readable as settings.
        TaxonomyError: the user's taxonomy breaks its rules.
    """
    settings = read_settings(config) if config else Settings()
    values = {_SETTINGS.get(name, name): _value(name, value) for name, value in given.items() if value is not None}
    settings = dataclasses.replace(settings, **values)
    check_parts(settings)
    return settings


def listed(values: Sequence[str] | None) -> tuple[str, ...]:
    """The values of an option that takes several, given again or with commas."""
    parts = (part.strip() for value in values or () for part in value.split(","))
    return tuple(dict.fromkeys(part for part in parts if part))


def listed_columns(values: Sequence[str] | None, columns: Sequence[str]) -> tuple[str, ...]:
    """As `listed`; a value that is the name of a column is one, whatever commas it holds."""
    parts = [[value] if value in columns else listed([value]) for value in values or ()]
    return tuple(dict.fromkeys(name for part in parts for name in part))


def check_outputs(outputs: Iterable[Path | None], source: str, *, force: bool) -> None:
    """Refuse, before any work, tables that cannot or must not be written.

    Args:
        outputs: the tables, the main one first; None stands for one that is not wanted.
        source: the input, which no output may replace, nor what is written beside it.
        force: whether an existing file is replaced.

    Raises:
        OptionError: there is no format of an ending.
        OutputError: a place is taken, or the input itself, or not writable.
    """
    from cxtext.duck_files import check_replaceable
    from cxtext.places import BESIDE, check_apart, check_place, check_table
    from cxtext.read.files import check_outside

    wanted = [path for path in outputs if path is not None]
    for path in wanted:
        check_table(path)
        check_place(path, force=force)
        check_replaceable(path)
    beside = [wanted[0].with_name(wanted[0].name + ending) for ending in BESIDE]
    check_apart([*wanted, *beside], inputs_of(source))
    check_outside(wanted, source)


def check_folder(folder: Path, source: str | None, labelling: Labelling | None, *, force: bool) -> None:
    """Refuse, before any work, a folder that cannot or must not be made, or that holds what is read.

    Raises:
        OutputError: as it says.
    """
    from cxtext import bundle
    from cxtext.places import check_apart

    bundle.check_folder(folder, force=force)
    read = (source, labelling.config, labelling.taxonomy, labelling.facets) if labelling else (source,)
    check_apart([folder], inputs_of(*read))


def inputs_of(*names: str | Path | None) -> list[Path]:
    """The files to be read that the names stand for."""
    from cxtext.read.files import files_at

    return [file for name in names if name is not None for file in files_at(name)]


# Options that are called otherwise than their setting.
_SETTINGS = {"pack": "packs", "kinds": "mask", "own": "mask_own", "keep": "mask_keep"}


def _value(name: str, value: Any) -> Any:
    """An option's value as its setting takes it; names in any case."""
    if name == "pack":
        return _chosen("--pack", [v.replace("-", "_") for v in listed(value)], "pack", PACKS)
    if name == "kinds":
        return _chosen("--kinds", listed(value), "kind of personal data", MASKS)
    if name == "sentiment":
        return _chosen("--sentiment", [value], "sentiment model", SCORERS)[0]
    if name == "neutral_band":
        return _band(value)
    if name == "names":
        return _chosen("--names", [value], "way to find names", NAMES)[0]
    if name in ("brands", "keep"):
        return listed(value)
    if name in ("taxonomy", "owners", "facets"):
        return str(value)
    return value


def _chosen(option: str, values: Iterable[str], kind: str, known: Sequence[str]) -> tuple[str, ...]:
    names = {name.casefold(): name for name in known}
    for value in values:
        if value.casefold() not in names:
            raise OptionError(f"{option}: {unknown(kind, value, known)}")
    return tuple(names[value.casefold()] for value in values)


def _band(value: str) -> tuple[float, ...]:
    try:
        return tuple(float(number) for number in value.split(","))
    except ValueError as error:
        raise OptionError(f"--neutral-band {value!r} is not two numbers such as -0.1,0.2") from error


def _check_model(model: str) -> None:
    from cxtext.bundle import check_bundle

    check_bundle(Path(model))
