"""The public benchmark on a folder of a few rows: one table, every figure with what a reader needs."""

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import polars as pl
import pytest

ROOT = Path(__file__).resolve().parents[2]
SAID = (
    ("@united my bag was lost again number {n}", "negative", "Lost Luggage"),
    ("@united flight {n} was cancelled without a word", "negative", "Cancelled Flight"),
    ("@united great crew on flight {n}, thank you", "positive", None),
    ("@united is flight {n} on time", "neutral", None),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    home = tmp_path_factory.mktemp("sets")
    rows = [
        (text.format(n=n), mood, theme, "1.0" if theme else None) for n in range(10, 40) for text, mood, theme in SAID
    ]
    table = pl.DataFrame(rows, schema=["text", "sentiment", "theme", "theme_confidence"], orient="row")
    table.write_csv(home / "airline.csv.gz", compression="gzip")
    return home


def benchmark(folder, *arguments, code=0):
    environment = {**os.environ, "CXTEXT_BENCHMARK_DATA": str(folder), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "tests.benchmarks", *map(str, arguments)]
    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == code, ran.stderr
    return ran.stdout + ran.stderr


def rows_of(text):
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line[:2] == "| "][1:]


def test_one_table_with_peers_and_what_a_reader_needs(folder, tmp_path):
    out, kept = tmp_path / "table.md", tmp_path / "kept.jsonl"
    parts = ("--quick", "--rows", "80", "--results", kept, "-o", out)
    benchmark(folder, *parts, "--parts", "sentiment", "masking")
    first = out.read_text()
    assert {row[3] for row in rows_of(first)} >= {"cxtext", "VADER", "TextBlob", "Presidio's patterns"}
    figures = {(row[0], row[2], row[3]): row for row in rows_of(first)}
    ours = figures["sentiment", "macro-F1", "cxtext"]
    assert ours[1] == "airline"
    assert ours[5].count("[") == 1
    assert ours[6] == "80"
    for row in figures.values():
        assert row[5] == "not installed" or row[4] != "–"
    assert "cores" in first
    assert "`python -m tests.benchmarks --quick" in first
    assert str(tmp_path) not in first
    benchmark(folder, *parts, "--parts", "touchpoints")
    assert first.splitlines()[2] in out.read_text()  # what was measured before is kept
    assert {row[0] for row in rows_of(out.read_text())} == {"sentiment", "speed", "masking", "touchpoints"}


def test_a_miner_that_is_missing_is_said_to_be(folder, monkeypatch):
    monkeypatch.syspath_prepend(ROOT)
    from tests.benchmarks import public

    peers = SimpleNamespace(OURS=(), prepared=lambda *_: {}, version=lambda *_: None)
    monkeypatch.setattr(public, "MINERS", ("bertopic",))
    monkeypatch.setenv("CXTEXT_BENCHMARK_DATA", str(folder))
    monkeypatch.setitem(sys.modules, "theme_peers", peers)
    rows = list(public.themes(public.Scale(folder, sys.executable), "airline"))
    assert [(row.system, row.fault) for row in rows] == [("bertopic", "not installed")]


def test_refusals(folder, tmp_path):
    assert "did you mean 'sentiment'?" in benchmark(folder, "--parts", "sentimet", code=2)
    assert "names no folder" in benchmark(tmp_path / "nowhere", code=2)
