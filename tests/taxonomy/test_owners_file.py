import re
from pathlib import Path

import pytest

from cxtext.errors import TaxonomyError
from cxtext.taxonomy.owners_file import OwnerKeys, OwnerRules, read_owners
from cxtext.taxonomy.taxonomy import load_taxonomy

CORE = load_taxonomy()
SOUND = """\
schema: cxtext-owners/1
column:
  Tier 2: aftersales
  no: Returns, Refunds & Warranty
  LEEDS: Leeds branch
  Unassigned:
  Schools: teaching
words:
  line 3 hotline: Line 3
"""


def written(tmp_path, text):
    (tmp_path / "owners.yaml").write_text(text, encoding="utf-8")
    return tmp_path / "owners.yaml"


def test_a_file_of_owners_is_read_as_it_stands(tmp_path):
    rules = read_owners(written(tmp_path, SOUND), CORE)
    assert rules.words == (("line 3 hotline", "Line 3"),)
    assert dict(rules.column)["no"] == "Returns, Refunds & Warranty"
    assert read_owners(written(tmp_path, "schema: cxtext-owners/1\n"), CORE) == OwnerRules()


def test_a_cell_is_looked_up_in_the_rules_then_in_the_taxonomy(tmp_path):
    keys = OwnerKeys(CORE, read_owners(written(tmp_path, SOUND), CORE).column)
    assert keys.owner("tier  2 ") == "aftersales"
    assert keys.owner("No") == "aftersales"  # the department's name leads to its id
    assert keys.owner("Leeds") == "Leeds branch"
    assert keys.owner("teaching") is None
    assert keys.owner("Schools") == "teaching"
    assert (keys.owner("unassigned"), keys.owner("  ")) == ("", "")
    assert (keys.owner("billing"), keys.owner("Billing & Payments"), keys.owner("FINANCE")) == ("billing",) * 3
    assert keys.owner("Queue 7") is None


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("aftersales", "aftersale", "line 3: unknown department 'aftersale'; did you mean 'aftersales'?.* capital"),
        ("owners/1", "owners/2", "line 1: 'schema' must be cxtext-owners/1"),
        ("words:", "word:", "line 8: unknown key 'word'; did you mean 'words'?"),
        ("Line 3", "", "line 9: 'line 3 hotline' has no owner"),
        ("Line 3", "[a, b]", "line 9: the owner of 'line 3 hotline' must be one text"),
        ("line 3 hotline", "'!!'", "line 9: '!!' holds no word"),
        ("column:", "column: [", "not valid YAML"),
        (SOUND, "- a", "a file of owners is a mapping that begins with 'schema:'"),
    ],
)
def test_a_fault_is_told_with_its_line(tmp_path, old, new, message):
    assert old in SOUND
    with pytest.raises(TaxonomyError, match=message):
        read_owners(written(tmp_path, SOUND.replace(old, new, 1)), CORE)


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(TaxonomyError, match=r"cannot read file of owners '.*absent.yaml'"):
        read_owners(tmp_path / "absent.yaml", CORE)


def test_the_owners_of_the_documents_are_read(tmp_path):
    page = (Path(__file__).parents[2] / "docs" / "taxonomy.md").read_text(encoding="utf-8")
    example = re.search(r"<!-- example: owners -->\n```yaml\n(.+?)\n```", page, re.DOTALL).group(1)
    rules = read_owners(written(tmp_path, example), CORE)
    assert OwnerKeys(CORE, rules.column).owner("lds-01") == "Leeds branch"
    assert OwnerKeys(CORE, rules.column).owner("Unassigned") == ""
