"""What settings name outside cxtext, looked for before anything heavy is loaded."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

from cxtext.choices import ENCODERS
from cxtext.config import Settings
from cxtext.errors import OptionError
from cxtext.shipped import check_installed


def check_parts(settings: Settings) -> None:
    """Refuse settings that name what is not there: packages, files and folders outside cxtext.

    Raises:
        OptionError: a package, a folder or a spaCy pipeline is missing, or the pipeline finds no entities for names.
        TaxonomyError: the user's taxonomy or file of owners breaks its rules.
    """
    if settings.sentiment == "accurate":
        check_installed("the sentiment model 'accurate'")
    if settings.encoder == "accurate":
        check_installed("the encoder 'accurate'")
    elif settings.encoder not in ENCODERS:
        from cxtext.themes.encode import check_encoder

        check_encoder(settings.encoder)
    if settings.spacy_model:
        _check_spacy_model(settings.spacy_model)
    if settings.names == "ner":
        _check_entities(settings.spacy_model)
    if settings.seeds:
        from cxtext.pipeline.wishes import wishes_of

        wishes_of(settings)
    if settings.taxonomy or settings.owners:
        from cxtext.taxonomy.taxonomy import load_taxonomy

        taxonomy = load_taxonomy(settings.packs or (), Path(settings.taxonomy) if settings.taxonomy else None)
        if settings.owners:
            from cxtext.taxonomy.owners_file import read_owners

            read_owners(Path(settings.owners), taxonomy)
    if settings.facets:
        from cxtext.facets.document import read_own

        read_own(Path(settings.facets))


def _check_spacy_model(name: str) -> None:
    try:
        metadata.distribution(name)
    except (metadata.PackageNotFoundError, ValueError):
        if not Path(name).exists():
            raise OptionError(
                f"no spaCy pipeline {name!r} is installed (--spacy-model); install it, or leave the option out"
            ) from None
    from cxtext.text.segment import mention_pipeline

    mention_pipeline(name)


def _check_entities(spacy_model: str | None) -> None:
    if spacy_model is None:
        raise OptionError("--names ner needs an installed spaCy pipeline that finds entities; name one (--spacy-model)")
    from cxtext.text.entities import people_of

    people_of(spacy_model)
