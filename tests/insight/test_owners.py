"""Departments of a report are owners, and what nobody owns is a row of its own."""

import pytest

from cxtext.choices import UNOWNED
from cxtext.insight import summarise
from cxtext.insight.places import pairs
from cxtext.report.words import owners


def labelled(samples, *, mentions=True):
    """10 comments of a department's own, 12 of "Leeds" by column, 8 of which nobody owns a thing."""
    rows, said = [], []
    groups = [("digital", "digital", 10, "touchpoint"), ("digital", "Leeds", 12, "column"), (None, UNOWNED, 8, "none")]
    for department, owner, size, source in groups:
        for _ in range(size):
            own = [] if owner == UNOWNED else [owner]
            row = samples.comment(
                len(rows) + 1,
                text=f"Words of customer {len(rows)}",
                sentiment="negative",
                themes=["App"],
                departments=own,
                owner=owner,
                owner_source=source,
            )
            rows.append(row)
            about = {"theme": "App", "sentiment": "negative", "department": department}
            said.append(samples.mention(row, 1, owner=owner, owner_source=source, **about))
            said.append(samples.mention(row, 2, theme="App", sentiment="positive", owner=UNOWNED, owner_source="none"))
    return samples.build(rows, said if mentions else [])


@pytest.mark.parametrize("mentions", [True, False])
def test_departments_are_owners_and_unowned_comes_last(samples, mentions):
    found = summarise(labelled(samples, mentions=mentions)).departments
    assert [(t.id, t.share.n) for t in found] == [("Leeds", 12), ("digital", 10), (UNOWNED, 8)]
    assert found[-1].name == "Unowned"
    assert found[-1].quotes


def test_a_comment_with_an_owner_is_not_unowned_for_its_other_mentions(samples):
    found = {t.id: t for t in summarise(labelled(samples)).departments}
    assert dict(found["Leeds"].sentiment)["negative"].n == 12
    assert dict(found[UNOWNED].sentiment)["mixed"].n == 8


def test_nothing_is_owned_by_unowned(samples):
    tables = labelled(samples)
    assert pairs(tables.comments, tables.mentions, "theme", "department")["other"].to_list().count(UNOWNED) == 0
    [theme] = summarise(tables).themes
    assert theme.link("department") is not None
    assert theme.link("department").id != UNOWNED


def test_page_one_shows_unowned_however_many_departments_there_are(samples):
    found = summarise(labelled(samples)).departments
    assert [t.id for t in owners(found, 1)] == ["Leeds", UNOWNED]


def test_tables_that_say_nothing_of_owners_are_read_by_their_departments(samples):
    rows = [samples.comment(n, themes=["App"], departments=["digital"]) for n in range(1, 8)]
    said = [samples.mention(row, theme="App", department="digital") for row in rows]
    assert [t.id for t in summarise(samples.build(rows, said)).departments] == ["digital"]
