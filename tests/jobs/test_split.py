"""Reports for one owner and for each: only what it owns, and nothing lost between them."""

import re
from dataclasses import replace

import polars as pl
import pytest

from cxtext.choices import UNOWNED
from cxtext.errors import OptionError, OutputError
from cxtext.insight.audience import of_owner, owners_of
from cxtext.insight.cells import HIDDEN_BELOW
from cxtext.insight.funnel import analysed
from cxtext.jobs.report import Reopened
from cxtext.jobs.split import split
from cxtext.jobs.summaries import by_owner, summarised


@pytest.fixture(scope="module")
def found(labelled, fitted):
    return Reopened(labelled, fitted.catalogue(), "What patients say", ())


def test_an_owner_gets_the_mentions_that_it_owns_and_no_other(found):
    owner = next(iter(owners_of(found.labelled)))
    part = of_owner(found.labelled, owner)
    assert set(part.mentions["owner"]) == {owner}
    assert set(part.comments["comment_id"]) == set(part.mentions["comment_id"])
    _, mentions = analysed(found.labelled)
    assert len(part.mentions) == mentions.filter(pl.col("owner") == owner).height
    themes = dict(part.mentions.group_by("comment_id").agg(pl.col("theme").drop_nulls().unique()).iter_rows())
    assert all(set(own) == set(themes[i]) for i, own in part.comments.select("comment_id", "themes").iter_rows())


def test_what_a_comment_says_to_another_owner_is_not_told_by_its_facets(found):
    owned = found.labelled.mentions.filter(pl.col("owner") != UNOWNED)
    owners = owned.group_by("comment_id").agg(pl.col("owner").unique().sort()).sort("comment_id")
    several, (first, *_, last) = owners.filter(pl.col("owner").list.len() > 1).row(0)
    marks = pl.when((pl.col("comment_id") == several) & (pl.col("owner") == last)).then(["urgency:legal"]).otherwise([])
    told = replace(
        found.labelled,
        mentions=found.labelled.mentions.with_columns(facets=marks),
        comments=found.labelled.comments.with_columns(
            facets=pl.when(pl.col("comment_id") == several).then(["urgency:legal"]).otherwise([])
        ),
    )
    for owner, facets in ((first, []), (last, ["urgency:legal"])):
        part = of_owner(told, owner).comments.filter(pl.col("comment_id") == several)
        assert part["facets"].to_list() == [facets]


def test_every_comment_with_content_is_in_some_owners_report(found):
    comments, _ = analysed(found.labelled)
    everywhere = set().union(*(of_owner(found.labelled, o).comments["comment_id"] for o in owners_of(found.labelled)))
    assert everywhere == set(comments["comment_id"])


def test_an_owners_numbers_are_those_of_the_whole_report(found):
    whole = {topic.id: topic for topic in summarised(found).departments}
    for part in by_owner(found):
        assert part.comments == whole[part.id].share.n
        assert (part.summary is None) == (part.comments is None)
        if part.summary is not None:
            assert part.summary.funnel.analysed == part.comments >= HIDDEN_BELOW
            assert part.name in part.summary.title
            assert (
                f"the {part.comments:,} of {summarised(found).funnel.analysed:,} comments" in part.summary.notes[0].text
            )


def test_an_owner_is_known_by_id_and_by_name(found):
    owner = next(iter(owners_of(found.labelled)))
    name = found.catalogue.name("department", owner)
    assert summarised(found, audience=owner.upper()) == summarised(found, audience=name.lower())
    with pytest.raises(OptionError, match="--for: unknown owner 'nobody at all'"):
        summarised(found, audience="nobody at all")


def test_without_mentions_comments_stay_whole(found):
    bare = Reopened(replace(found.labelled, mentions=found.labelled.mentions.clear()), found.catalogue, None, ())
    owner = next(iter(owners_of(bare.labelled)))
    assert summarised(bare, audience=owner).funnel.analysed == owners_of(bare.labelled)[owner]


def test_a_file_for_each_owner_and_an_index_of_them(found, tmp_path):
    output = tmp_path / "monday.html"
    done = split(found, summarised(found), output)
    index = done.path.read_text()
    linked = re.findall(r'href="([^"]+\.html)"', index)
    assert linked[0] == "monday.html"
    assert sorted(linked) == sorted(p.name for p in tmp_path.iterdir() if p != done.path)
    assert len(linked) == done.reports + 1
    assert UNOWNED in index.lower()
    before = output.read_bytes()
    with pytest.raises(OutputError, match="exists"):
        split(found, summarised(found), output)
    assert output.read_bytes() == before
    split(found, summarised(found), output, force=True)
    assert output.read_bytes() == before
