import sqlite3

import duckdb
import numpy as np
import pytest
from scipy import stats

from cxtext.errors import InputError, OptionError
from cxtext.insight.groups import PERSONA
from cxtext.insight.metric_table import metric_table
from cxtext.insight.personas import belongs, members, read_personas
from cxtext.insight.segments import segments

PERSONAS = """\
schema: cxtext-personas/1
personas:
  - name: Anne
    traits: {age: "35", tech: low}
    query: age BETWEEN 30 AND 39
  - name: John
    traits: [uses the app]
    query: channel = 'app' AND rating <= 3
"""


@pytest.fixture
def personas(tmp_path):
    (tmp_path / "personas.yaml").write_text(PERSONAS)
    return read_personas(tmp_path / "personas.yaml")


def people(n, seed=0):
    random = np.random.default_rng(seed)
    return [
        {
            "age": int(random.integers(18, 70)),
            "channel": str(random.choice(["app", "web", "shop"])),
            "rating": float(random.integers(1, 6)),
            "said": [
                {"theme": t, "sentiment": s}
                for t, s in zip("ABCD", random.choice(["negative", "positive"], 4), strict=True)
                if random.random() < 0.3
            ],
        }
        for _ in range(n)
    ]


@pytest.mark.parametrize("sql", [sqlite3, duckdb], ids=["sqlite", "duckdb"])
def test_personas_are_what_sql_filters(tables, personas, sql):
    rows = people(400)
    made = tables.ready(rows, own=("age", "channel"))
    base = sql.connect(":memory:")
    base.execute("CREATE TABLE c (id TEXT, age REAL, channel TEXT, rating REAL)")
    base.executemany(
        "INSERT INTO c VALUES (?, ?, ?, ?)",
        [(f"c{i:06d}", r["age"], r["channel"], r["rating"]) for i, r in enumerate(rows, 1)],
    )
    listed = members(made, personas)
    for one in personas:
        wanted = {key for (key,) in base.execute(f"SELECT id FROM c WHERE {one.query}").fetchall()}
        assert set(listed.filter(listed[PERSONA] == one.name)["comment_id"]) == wanted
    table = metric_table(
        tables.labelled(rows, own=("age", "channel")), by=[PERSONA, "theme"], metrics=["share"], personas=personas
    )
    cells = "SELECT count(*) FROM c WHERE "
    for row in table.rows:
        query = next(one.query for one in personas if one.name == row.keys[0])
        assert row.numbers[0].of == base.execute(cells + query).fetchone()[0]
    overlap = segments(made, personas=personas).overlaps[0]
    assert overlap.comments == base.execute(cells + " AND ".join(f"({p.query})" for p in personas)).fetchone()[0]
    base.close()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("personas: []", "line 1: a personas file begins with 'schema: cxtext-personas/1'"),
        (PERSONAS.replace("query: age", "qery: age"), "line 5: unknown key 'qery'; did you mean 'query'"),
        (PERSONAS.replace("John", "Anne"), "line 6: name 'Anne' stands twice"),
        (PERSONAS.replace("personas:\n", "personas: &x\n") + "  - *x\n", "aliases"),
        ("schema: cxtext-personas/1\npersonas:\n", "holds no personas"),
    ],
)
def test_a_faulty_file_is_told_with_its_line(tmp_path, text, message):
    (tmp_path / "personas.yaml").write_text(text)
    with pytest.raises(OptionError, match=message):
        read_personas(tmp_path / "personas.yaml")


def test_a_query_that_is_none_is_told_with_its_line(tables, tmp_path):
    (tmp_path / "p.yaml").write_text(PERSONAS.replace("channel =", "chanel ="))
    with pytest.raises(OptionError, match=r"p.yaml, line 6: unknown column 'chanel'; did you mean 'channel'"):
        belongs(tables.ready(people(9), own=("age", "channel")), read_personas(tmp_path / "p.yaml"))


def test_a_planted_difference_is_found_and_measured(tables):
    rows = [{"plan": "gold" if i % 4 == 0 else "free", "said": [], "rating": 3.0} for i in range(400)]
    for i in range(0, 160, 4):
        rows[i]["said"] = [{"theme": "Price", "sentiment": "negative"}]
    for i in range(1, 120, 2):
        rows[i]["said"] = [{"theme": "Price", "sentiment": "positive" if i % 3 else "negative"}]
    found = segments(tables.ready(rows, own=("plan",)), by="plan", metric="net_sentiment")
    share, mood = sorted(found.telling, key=lambda t: t.metric, reverse=True)
    assert (share.segment, share.here.n, share.here.of, share.elsewhere.n, share.elsewhere.of) == (
        "gold",
        40,
        100,
        60,
        300,
    )
    assert share.difference.value == pytest.approx(0.2)
    pooled = 100 / 400
    z = 0.2 / np.sqrt(pooled * (1 - pooled) * (1 / 100 + 1 / 300))
    assert share.p_value == pytest.approx(2 * stats.norm.sf(z))
    assert (mood.metric, mood.here.value) == ("net_sentiment", -100)
    assert mood.difference.value == pytest.approx(-100 - 100 * (40 - 20) / 60)


def test_bands_of_a_number_are_segments(tables):
    rows = [{"age": 18 + i % 50, "rating": 1.0 + (i % 50 > 24) * 3 + i % 2} for i in range(500)]
    found = segments(tables.ready(rows, own=("age",)), by="age")
    assert len(found.segments) == 5
    assert found.explained.telling
    assert found.explained.share > 0.5


@pytest.mark.parametrize("samples", [30, pytest.param(1_000, marks=pytest.mark.nightly)])
def test_a_shuffled_column_explains_nothing(tables, samples):
    """Customers who differ from one another and write three comments each must not make their segment look a cause."""
    telling = alarms = 0
    random = np.random.default_rng(1)
    for _ in range(samples):
        moods = random.normal(0, 1, 60)
        rows = [
            {
                "who": f"k{c}",
                "plan": "gold" if c % 3 else "free",
                "rating": float(np.clip(round(3 + moods[c] + random.normal()), 1, 5)),
            }
            for c in range(60)
            for _ in range(3)
        ]
        for row in rows:
            row["said"] = [{"theme": t, "sentiment": "negative"} for t in "ABCDE" if random.random() < 0.2]
        found = segments(tables.ready(rows, own=("who", "plan"), customer="who"), by="plan", seed=1)
        telling += found.explained.telling
        alarms += bool(found.telling)
    most = 0.07 if samples > 100 else 0.2
    assert telling / samples <= most
    assert alarms / samples <= most + 0.05  # q = 0.10: at most one table in ten has a false line
    if samples > 100:
        assert telling / samples >= 0.03


def test_an_empty_division_says_so(tables):
    rows = [{"plan": "gold" if i % 2 else "free", "rating": float(i // 2 % 5 + 1)} for i in range(200)]
    found = segments(tables.ready(rows, own=("plan",)), by="plan")
    assert not found.explained.telling
    assert any("explains nothing of mean_rating" in note for note in found.notes)


def test_small_segments_and_cells_are_not_told(tables):
    rows = [{"plan": "gold" if i < 50 else "free" if i < 100 else "tiny", "rating": 3.0} for i in range(104)]
    for i in (*range(4), *range(60, 90)):
        rows[i]["said"] = [{"theme": "Price"}]
    found = segments(tables.ready(rows, own=("plan",)), by="plan")
    assert "tiny" not in repr(found)
    assert found.hidden == 2  # the four, and the one that they could be told from
    assert not [t for t in found.topics if t.segment == "gold"]  # four of its comments
    with pytest.raises(InputError, match="no segment of plan has 5 comments"):
        segments(tables.ready([{"plan": "a"}] * 4, own=("plan",)), by="plan")
