"""Names of persons by the named entities of an installed spaCy pipeline, beside those found by patterns."""

from __future__ import annotations

from spacy.language import Language

from cxtext.errors import OptionError
from cxtext.text.masking import NameFinder
from cxtext.text.segment import MAX_CHARS, mention_pipeline

PATTERNS, NER = NAME_FINDERS = ("patterns", "ner")
_PERSON = frozenset({"PERSON", "PER"})  # OntoNotes' label, and that of CoNLL and WikiNER


def people_of(spacy_model: str | None) -> NameFinder:
    """What finds the persons that a spaCy pipeline names.

    Raises:
        OptionError: no pipeline is named, none of that name is installed, or it finds no entities.
    """
    if spacy_model is None:
        raise OptionError("names 'ner' need an installed spaCy pipeline that finds entities: name one (--spacy-model)")
    nlp = mention_pipeline(spacy_model)
    if not any("doc.ents" in nlp.get_pipe_meta(name).assigns for name in nlp.pipe_names):
        raise OptionError(f"the spaCy pipeline {spacy_model!r} finds no entities, which names 'ner' need")
    return lambda text: _people(text, nlp)


def _people(text: str, nlp: Language) -> list[tuple[int, int]]:
    entities = nlp(text[:MAX_CHARS]).ents
    return [(entity.start_char, entity.end_char) for entity in entities if entity.label_ in _PERSON]
