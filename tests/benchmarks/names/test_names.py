"""The blind reading of names: sheets hide what they must, and answers are counted as the protocol says."""

import csv
import json
from importlib import import_module
from itertools import pairwise
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
COMMENTS = [(f"{i}:1", f"comment {i}") for i in range(1, 5)]


@pytest.fixture
def score(monkeypatch):
    monkeypatch.syspath_prepend(HERE)
    return import_module("score")


@pytest.fixture
def sheets(monkeypatch):
    monkeypatch.syspath_prepend(HERE)
    return import_module("sheets")


def theme(sheets, system, name, members, of="airline"):
    return sheets.Theme(of, "tweets to airlines", system, name, frozenset(members), COMMENTS)


def write(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["item", "clear", "fits"])
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture
def judged_by_hand(tmp_path):
    """Two themes of each system, four comments each; the readers differ once in `clear` and twice in `fits`."""
    systems = {"n1": ("cxtext", "p1"), "n2": ("cxtext", "p2"), "n3": ("rival", "p1"), "n4": ("rival", "p2")}
    shown = [ref for ref, _ in COMMENTS]
    key = tmp_path / "key.jsonl"
    key.write_text(
        "".join(
            json.dumps({"item": item, "set": "airline", "system": system, "pair": pair, "comments": shown}) + "\n"
            for item, (system, pair) in systems.items()
        )
    )
    answers = [("n1", 2, "1 2 3 4"), ("n2", 2, "1, 2"), ("n3", 0, ""), ("n4", 1, "1 2")]
    one = [{"item": i, "clear": c, "fits": f} for i, c, f in answers]
    other = [dict(row) for row in reversed(one)]
    other[2] |= {"clear": 1, "fits": "1 2 3 4"}  # n2
    return key, write(tmp_path / "a.csv", one), write(tmp_path / "b.csv", other)


def test_means_differences_and_signs_are_those_counted_by_hand(score, judged_by_hand):
    key, *answers = judged_by_hand
    names = score.judged(key, answers)
    assert {j.key["item"]: j.measures["clear"] for j in names} == {"n1": 2.0, "n2": 1.5, "n3": 0.0, "n4": 1.0}
    assert {j.key["item"]: j.measures["fits"] for j in names} == {"n1": 1.0, "n2": 0.75, "n3": 0.0, "n4": 0.5}
    assert {j.key["item"]: j.measures["clear to both"] for j in names} == {"n1": 1, "n2": 0, "n3": 0, "n4": 0}
    assert score.differences(names, "rival", "clear") == [2.0, 0.5]
    assert score.sign_test([2.0, 0.5]) == (2, 0, 0.5)
    assert score.sign_test([1.0] * 6 + [0.0]) == (6, 0, 0.03125)
    assert "| all | cxtext | 2 | 1.75 (1.50 to 2.00) | 0.50 (0.00 to 1.00) | 0.88 (0.75 to 1.00) |" in score.report(
        names
    )


def test_kappa_of_the_comments_is_that_of_the_four_field_table(score, judged_by_hand):
    key, *answers = judged_by_hand
    # 16 comments: 8 fit for both, 2 for one reader only, 6 for none; 14 of 16 agree, by chance (8·10 + 8·6) / 256
    agreed, chance = 14 / 16, 0.5
    assert score.kappas(score.judged(key, answers))["fits"] == pytest.approx((agreed - chance) / (1 - chance))


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"clear": "3"}, "n1: clear is '3', not 0, 1 or 2"),
        ({"clear": ""}, "n1: clear is '', not 0, 1 or 2"),
        ({"fits": "1 9"}, "n1: fits holds '9', which is not the number of a comment shown"),
        ({"item": "n7"}, "'n7' is not in the key"),
        ({"item": "n2"}, "n2 is answered twice"),
        (None, r"n1 is not answered \(1 in all\)"),
    ],
)
def test_a_wrong_answer_is_named_with_its_file(score, judged_by_hand, change, fault):
    key, one, other = judged_by_hand
    with one.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    write(one, rows[1:] if change is None else [rows[0] | change, *rows[1:]])
    with pytest.raises(SystemExit, match=f"a.csv: .*{fault}" if change is None else f"a.csv: {fault}"):
        score.judged(key, [one, other])


def test_readers_see_names_and_comments_but_not_whose_they_are(sheets):
    ours = [theme(sheets, "cxtext", f"Late flights {i}", {i}) for i in range(20)]
    theirs = [theme(sheets, "bertopic", f"{i}_late_flight", {i}) for i in range(20)]
    items = sheets.keyed(sheets.paired({"cxtext": ours, "bertopic": theirs}), seed=1)
    a, b = (sheets.reader_sheet(items, seed=reader) for reader in "ab")
    assert {tuple(row) for row in a} == {("item", "origin", "name", "clear", "fits", *map(str, range(1, 11)))}
    assert sorted(row["item"] for row in a) == sorted(row["item"] for row in b) == [item.item for item in items]
    assert [row["item"] for row in a] != [row["item"] for row in b]
    runs = sum(x.system != y.system for x, y in pairwise(items))
    assert runs > 5, "systems are mixed"
    assert "bertopic" not in json.dumps(a)
    assert "comment 1" not in json.dumps([item.key() for item in items])


def test_themes_are_paired_with_those_that_share_most_mentions(sheets):
    ours = [theme(sheets, "cxtext", "Bags", range(10)), theme(sheets, "cxtext", "Delays", range(10, 20))]
    theirs = [theme(sheets, "bertopic", "0_delay_late", range(9, 19)), theme(sheets, "bertopic", "1_bag", range(8))]
    pairs: dict[str, set[str]] = {}
    for found in sheets.paired({"cxtext": ours, "bertopic": theirs}):
        pairs.setdefault(found.pair, set()).add(found.name)
    assert sorted(map(sorted, pairs.values())) == [["0_delay_late", "Delays"], ["1_bag", "Bags"]]


def test_comments_that_may_not_be_passed_on_are_published_as_references(sheets):
    items = sheets.keyed(
        [theme(sheets, "cxtext", "Bags", {1}), theme(sheets, "cxtext", "Wards", {2}, of="nhs")], seed=1
    )
    keys = {item.item: item.key() for item in items}
    for row in sheets.reader_sheet(items, seed="a"):
        kept = sheets.without_texts(row | {"clear": "2", "fits": "1"}, keys[row["item"]], ("nhs",))
        closed = keys[row["item"]]["set"] == "airline"
        assert [kept[n] for n in "1234"] == [ref if closed else text for ref, text in COMMENTS]
        assert (kept["clear"], kept["fits"]) == ("2", "1")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("0_flight_cancelled_the_on", "flight, cancelled, the, on"),
        ("12_bag__", "bag"),
        ("Bag and luggage", "Bag and luggage"),
        ("3g_signal", "3g_signal"),
    ],
)
def test_only_the_look_of_bertopic_is_changed(sheets, name, shown):
    assert sheets.shown_name(name) == shown
