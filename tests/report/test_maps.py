import dataclasses

from cxtext.insight import summarise
from cxtext.report import html, maps
from cxtext.report.words import shown
from cxtext.schema import OVERALL, REST


def test_bubbles_show_the_drivers_contribution_and_hide_small_groups(summary):
    found = maps.bubbles(summary)
    assert found.by == "contribution"
    totals = {driver.ids[0]: driver.total for driver in summary.drivers.drivers}
    for bubble in found.bubbles:
        assert bubble.impact is totals[bubble.topic.id]
        assert bubble.blamed == (bubble.topic.blamed.n or 0)
        assert 0 <= bubble.x <= 100
        assert 0 <= bubble.y <= 100
    assert "Gift cards" not in {bubble.topic.name for bubble in found.bubbles}
    assert [bubble.rank for bubble in found.bubbles] == list(range(1, len(found.bubbles) + 1))
    sizes = [bubble.size for bubble in found.drawn]
    assert sizes == sorted(sizes, reverse=True)


def test_without_drivers_the_impact_is_net_sentiment(summary):
    found = maps.bubbles(dataclasses.replace(summary, drivers=None))
    assert found.by == "net_sentiment"
    assert all(bubble.impact is bubble.topic.net for bubble in found.bubbles)
    higher, lower = sorted(found.bubbles, key=lambda bubble: -bubble.impact.value)[:: len(found.bubbles) - 1]
    assert higher.y < lower.y  # what is better stands higher


def test_the_hierarchy_holds_the_parts_that_may_be_shown(summary):
    found = {branch.topic.name: branch for branch in maps.hierarchy(summary)}
    themes = {theme.name: theme for theme in shown(summary.themes) if theme.id not in (REST, OVERALL)}
    assert set(found) == set(themes)
    for name, branch in found.items():
        assert [block.name for block in branch.parts] == [part.name for part in themes[name].parts]
        for block in branch.parts:
            assert block.x >= branch.block.x - 0.02
            assert block.y + block.high <= branch.block.y + branch.block.high + 0.02


def test_both_charts_have_their_table_and_are_absent_without_themes(summary, bare, samples):
    page = html.render(summary)
    for section, caption in (("impact", "Share of comments, contribution to the rating"), ("hierarchy", "Themes and")):
        part = page.split(f'<section id="{section}"')[1].split("</section>")[0]
        assert f"<caption>{caption}" in part
    empty = html.render(summarise(samples.build([samples.comment(n) for n in range(9)], [])))
    for section in ("impact", "hierarchy"):
        assert f'id="{section}"' not in empty
        assert f'href="#{section}"' not in empty
    assert 'id="hierarchy"' not in html.render(bare["no themes"])
