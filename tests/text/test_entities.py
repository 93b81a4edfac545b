import re

import pytest
import spacy

from cxtext.config import Settings
from cxtext.errors import OptionError
from cxtext.pipeline import Pipeline
from cxtext.text.entities import people_of
from cxtext.text.masking import Masking
from cxtext.text.privacy import mask

TEXT = "apolinar was so kind, write to Apolinar or to Oddfellow Ltd at jo@example.org"


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """A pipeline on disk that knows one person and one firm."""
    nlp = spacy.blank("en")
    patterns = [
        {"label": "PERSON", "pattern": [{"LOWER": "apolinar"}]},
        {"label": "ORG", "pattern": "Oddfellow Ltd"},
    ]
    nlp.add_pipe("entity_ruler").add_patterns(patterns)
    folder = tmp_path_factory.mktemp("spacy") / "en_people"
    nlp.to_disk(folder)
    return str(folder)


def test_names_of_the_pipeline_join_those_of_patterns(trained):
    masking = Masking(people=people_of(trained))
    assert mask(TEXT, masking).text == "[NAME_1] was so kind, write to [NAME_1] or to Oddfellow Ltd at [EMAIL]"
    both = mask("Sarah Jones rang apolinar", masking).text
    assert both == "[NAME_1] rang [NAME_2]"
    assert "apolinar" in mask(TEXT).text


def test_names_in_disguise_are_found_too(trained):
    assert mask("Apo\u200blinar was late", Masking(people=people_of(trained))).text == "[NAME_1] was late"


def test_the_whole_walk_masks_them(trained):
    pipeline = Pipeline(Settings(packs=(), spacy_model=trained, names="ner"))
    labelled = pipeline.label([TEXT])
    for table in (labelled.comments.drop("text"), labelled.mentions):
        assert not re.search("apolinar", str(table.to_dicts()), re.IGNORECASE)
    assert pipeline.label(["Nobody came."]).mentions["text"].to_list() == ["Nobody came."]


def test_a_pipeline_is_needed_that_finds_entities(tmp_path):
    with pytest.raises(OptionError, match="need an installed spaCy pipeline"):
        people_of(None)
    with pytest.raises(OptionError, match="no spaCy pipeline 'en_nothing_at_all' is installed"):
        people_of("en_nothing_at_all")
    spacy.blank("en").to_disk(tmp_path / "blank")
    with pytest.raises(OptionError, match="finds no entities"):
        people_of(str(tmp_path / "blank"))
