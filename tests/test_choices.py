"""What options take is what there is."""

from cxtext import choices
from cxtext.read import READERS
from cxtext.report import RENDERERS
from cxtext.samples import SAMPLES
from cxtext.sentiment.scorers import SCORERS
from cxtext.taxonomy.taxonomy import pack_names
from cxtext.text.entities import NAME_FINDERS
from cxtext.text.masking import KINDS
from cxtext.themes.discover import MICRO
from cxtext.themes.encode import SHIPPED
from cxtext.write import WRITERS


def test_every_name_that_an_option_takes_exists_and_none_is_left_out():
    assert tuple(READERS) == choices.INPUTS
    assert tuple(WRITERS) == choices.TABLES
    assert tuple(RENDERERS) == choices.REPORTS
    assert tuple(SCORERS) == choices.SCORERS
    assert tuple(SHIPPED) == choices.ENCODERS
    assert choices.NAMES == NAME_FINDERS
    assert pack_names() == choices.PACKS
    assert choices.MASKS == KINDS
    assert tuple(SAMPLES) == choices.SAMPLES


def test_no_more_themes_are_promised_than_can_be_cut():
    assert choices.MOST_THEMES == MICRO
