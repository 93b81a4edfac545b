import numpy as np

from cxtext.taxonomy.document import parse_file
from cxtext.taxonomy.link import TouchpointLinker
from cxtext.taxonomy.reach import landing_problems, seed_problems, seeds_elsewhere
from cxtext.taxonomy.taxonomy import load_taxonomy

HEAD = """\
schema: cxtext-taxonomy/1
id: lines
extends: core
touchpoints:
"""
ENTRY = """\
  - id: {id}
    name: {id}
    department: support
    stages: [use]
    dimension: reliability
    controllability: own
    seeds: [{seeds}]
"""


def written(tmp_path, **touchpoints):
    path = tmp_path / "lines.yaml"
    path.write_text(HEAD + "".join(ENTRY.format(id=key, seeds=", ".join(seeds)) for key, seeds in touchpoints.items()))
    return path


def encode(texts):
    """Texts of one letter's kind together: each letter a to z is an axis, and digits turn a little away."""
    rows = np.full((len(texts), 40), 0.01, dtype=np.float32)
    for row, text in zip(rows, texts, strict=True):
        row[ord(text[0]) % 26] += 1
        row[26 + sum(map(ord, text)) % 14] += 0.1
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def linker(path):
    taxonomy = load_taxonomy(path=path)
    own = [t for t in taxonomy.touchpoints if len(t.id) == 1]
    return TouchpointLinker(
        type(taxonomy)(**{**vars(taxonomy), "touchpoints": tuple(own), "no_touchpoint": ()}), encode
    )


def test_a_touchpoint_whose_seeds_lie_elsewhere_is_named_with_its_line_and_its_rival(tmp_path):
    path = written(tmp_path, x=["x 1", "x 2", "x 3", "x 4"], y=["x 5", "z 6", "x 7"], z=["z 1", "z 2", "z 3"])
    assert "y" in seeds_elsewhere(linker(path))
    [problem] = [p for p in seed_problems(parse_file(path), linker(path)) if "'y'" in p.message]
    assert (problem.line, problem.severity) == (12, "warning")
    assert "most to 'x'" in problem.message


def test_one_seed_of_its_own_is_enough(tmp_path):
    path = written(tmp_path, x=["x 1", "x 2", "x 3"], y=["y 5", "y 6", "y 7", "x 8"])
    assert seeds_elsewhere(linker(path)) == {}


def test_of_two_seeds_nothing_is_said(tmp_path):
    path = written(tmp_path, x=["x 1", "x 2", "x 3"], y=["x 5", "x 6"])
    assert "y" not in seeds_elsewhere(linker(path))


def test_where_no_mention_lands_is_said_with_how_many_there_were(tmp_path):
    path = written(tmp_path, x=["x 1", "x 2", "x 3"], y=["y 1", "y 2", "y 3"])
    [problem] = landing_problems(parse_file(path), ["x", None, "contact_wait"] * 700, "reviews.csv")
    assert problem.line == 12
    assert "'y' is not reached: none of the 2,100 mentions in reviews.csv" in problem.message


def test_every_touchpoint_that_ships_is_reached():
    from cxtext.taxonomy.taxonomy import pack_names
    from cxtext.themes.encode import make_encoder

    encoder = make_encoder()
    for packs in [(), pack_names()]:
        assert seeds_elsewhere(TouchpointLinker(load_taxonomy(packs), encoder.encode)) == {}
