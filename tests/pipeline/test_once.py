from hypothesis import given
from hypothesis import strategies as st

from cxtext.pipeline import Pipeline
from cxtext.pipeline.once import distinct


@given(st.lists(st.sampled_from("abcdef")))
def test_each_value_is_found_again_where_it_comes_first(values):
    firsts, which = distinct(values)
    assert [values[firsts[i]] for i in which] == values
    assert [values[i] for i in firsts] == list(dict.fromkeys(values))


def test_equal_mentions_are_worked_out_once_and_labelled_alike(monkeypatch):
    pipeline = Pipeline.load("default")
    texts = ["Lovely staff. The food was cold.", "The food was cold.", "Lovely staff. The food was cold. Too dear."]
    alone = [pipeline.label([text]).mentions.drop("comment_id", "start", "end", "mention") for text in texts]
    asked = {"scored": [], "linked": [], "faceted": []}
    scorer, linker, finder = pipeline.reader.scorer, pipeline.labeller.linker, type(pipeline.labeller.facetter.finder)
    judge, link, find = scorer.judge, linker.link, finder.find
    monkeypatch.setattr(scorer, "judge", lambda given: asked["scored"].extend(given) or judge(given))
    monkeypatch.setattr(linker, "link", lambda v, given, *rest: asked["linked"].extend(given) or link(v, given, *rest))
    monkeypatch.setattr(finder, "find", lambda self, *given: asked["faceted"].append(given) or find(self, *given))
    together = pipeline.label(texts).mentions
    assert {name: len(given) for name, given in asked.items()} == {"scored": 3, "linked": 3, "faceted": 3}
    for i, own in enumerate(alone):
        same = together.filter(together["comment_id"] == str(i + 1)).drop("comment_id", "start", "end", "mention")
        assert same.equals(own)
