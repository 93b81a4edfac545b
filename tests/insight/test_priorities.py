import pytest

from cxtext.errors import OptionError
from cxtext.insight.drivers import drivers
from cxtext.insight.priorities import PARTS, Plan, main_place, priorities, read_plan


@pytest.fixture(scope="module")
def told(scores):
    return drivers(scores.scored(1_500, seed=2), draws=1_000)


def ranked(told, plan=None):
    lever = {"Waiting time": "partner"}
    return priorities(told, controllability=lambda key: lever.get(key, "own"), owner=lambda _: "Shop", plan=plan).topics


def test_a_priority_is_the_product_of_its_parts(told):
    found = ranked(told)
    by_name = {topic.name: topic for topic in found}
    for driver in told.drivers:
        if driver.negative is None:
            assert driver.name not in by_name
            continue
        topic = by_name[driver.name]
        impact = max(-driver.negative_coefficient.value, 0)
        reach = driver.negative.n / told.records
        factor = 0.5 if driver.name == "Waiting time" else 1
        assert topic.score.value == pytest.approx(impact * reach * factor)
        assert (topic.impact.low, topic.impact.high) == pytest.approx(
            (max(-driver.negative_coefficient.high, 0), max(-driver.negative_coefficient.low, 0))
        )
        assert topic.score.low <= topic.score.value <= topic.score.high
    assert [topic.score.value for topic in found] == sorted((t.score.value for t in found), reverse=True)
    assert {topic.name for topic in found[:2]} == {"Waiting time", "Price"}


def test_only_the_plan_changes_the_order(told):
    assert ranked(told) == ranked(told, Plan())
    outside = Plan(controllability={"price": "outside"}, owners={"price": "Sales"})
    changed = {topic.name: topic for topic in ranked(told, outside)}
    usual = {topic.name: topic for topic in ranked(told)}
    assert changed["Price"].score.value == pytest.approx(usual["Price"].score.value / 10)
    assert (changed["Price"].owner, usual["Price"].owner) == ("Sales", "Shop")
    assert {n: t for n, t in changed.items() if n != "Price"} == {n: t for n, t in usual.items() if n != "Price"}
    by_reach = ranked(told, Plan(weights={**dict.fromkeys(PARTS, 0.0), "reach": 1.0}))
    sure = [t for t in by_reach if t.impact.value > 0]
    assert [t.score.value for t in sure] == pytest.approx([t.reach.value for t in sure])


def test_a_plan_is_read_and_faults_are_told(tmp_path):
    place = tmp_path / "plan.yaml"
    place.write_text(
        "schema: cxtext-priorities/1\nweights: {reach: 2}\ncontrollability: {partner: 0.4}\n"
        "topics:\n  - {name: Price, controllability: partner, owner: Sales}\n"
    )
    plan = read_plan(place)
    assert plan.weights == {"impact": 1, "reach": 2, "controllability": 1}
    assert plan.factors == {"own": 1, "partner": 0.4, "outside": 0.1}
    assert (plan.controllability, plan.owners) == ({"price": "partner"}, {"price": "Sales"})
    for old, new, message in (
        ("reach: 2", "reech: 2", "unknown key of weights 'reech'; did you mean 'reach'"),
        ("reach: 2", "reach: lots", "weights reach 'lots' is no number from 0 to 10"),
        ("controllability: partner,", "controllability: parner,", r"line 5: unknown controllability 'parner'"),
        ("weights: {reach: 2}", "weights: 2", "weights is a mapping"),
    ):
        text = place.read_text()
        place.write_text(text.replace(old, new))
        with pytest.raises(OptionError, match=message):
            read_plan(place)
        place.write_text(text)


def test_the_owner_is_the_department_that_stands_out(tables):
    said = [{"theme": "A", "department": "x"}] * 6 + [{"theme": "A"}] * 6 + [{"theme": "B", "department": "x"}] * 1
    said += [{"theme": "B"}] * 30
    made = tables.ready([{"said": [one]} for one in said])
    assert main_place(made.comments, made.mentions, "theme", "department") == {"A": "x"}
