"""What two readers made of the names: means with intervals, sign tests, and how far the readers agree.

    python tests/benchmarks/names/score.py key.jsonl sheet_a.csv sheet_b.csv

See PROTOCOL.md for the rubric and for what is computed.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest
from sklearn.metrics import cohen_kappa_score

OURS = "cxtext"
CLEAR = (0, 1, 2)
DRAWS, SEED = 10_000, 0  # of the bootstrap


@dataclass(frozen=True)
class Judged:
    """One name with both readers' answers."""

    key: dict[str, Any]
    clear: tuple[int, int]
    fits: tuple[frozenset[int], frozenset[int]]  # numbers of the comments that fit

    @property
    def shown(self) -> int:
        """How many comments were shown."""
        return len(self.key["comments"])

    @property
    def measures(self) -> dict[str, float]:
        """Means of both readers: clear 0 … 2, clear to both 0 or 1, fits 0 … 1."""
        fits = sum(map(len, self.fits)) / 2 / self.shown
        return {"clear": sum(self.clear) / 2, "clear to both": float(min(self.clear) == 2), "fits": fits}


def read_answers(path: Path, keys: dict[str, dict[str, Any]]) -> dict[str, tuple[int, frozenset[int]]]:
    """The answers of one reader, checked against the key."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found: dict[str, tuple[int, frozenset[int]]] = {}
    for row in rows:
        item = row["item"]
        if item not in keys:
            raise SystemExit(f"{path}: {item!r} is not in the key")
        if item in found:
            raise SystemExit(f"{path}: {item} is answered twice")
        if row["clear"] not in map(str, CLEAR):
            raise SystemExit(f"{path}: {item}: clear is {row['clear']!r}, not 0, 1 or 2")
        fits = row["fits"].replace(",", " ").split()
        if bad := [f for f in fits if not f.isdigit() or not 1 <= int(f) <= len(keys[item]["comments"])]:
            raise SystemExit(f"{path}: {item}: fits holds {bad[0]!r}, which is not the number of a comment shown")
        found[item] = int(row["clear"]), frozenset(map(int, fits))
    if missing := sorted(set(keys) - set(found)):
        raise SystemExit(f"{path}: {missing[0]} is not answered ({len(missing)} in all)")
    return found


def judged(key: Path, sheets: Sequence[Path]) -> list[Judged]:
    """All names, unblinded."""
    keys = {row["item"]: row for row in map(json.loads, key.read_text(encoding="utf-8").splitlines())}
    a, b = (read_answers(sheet, keys) for sheet in sheets)
    return [Judged(keys[i], (a[i][0], b[i][0]), (a[i][1], b[i][1])) for i in keys]


def interval(values: Sequence[float]) -> tuple[float, float]:
    """95 % of the mean, by bootstrap percentiles over themes."""
    array = np.asarray(values, dtype=float)
    drawn = np.random.default_rng(SEED).integers(len(array), size=(DRAWS, len(array)))
    low, high = np.quantile(array[drawn].mean(axis=1), [0.025, 0.975])
    return float(low), float(high)


def differences(names: Sequence[Judged], rival: str, measure: str) -> list[float]:
    """Ours minus the rival's, over pairs of themes."""
    by = {(j.key["system"], j.key["pair"]): j.measures[measure] for j in names}
    return [value - by[rival, pair] for (system, pair), value in by.items() if system == OURS and (rival, pair) in by]


def sign_test(values: Sequence[float]) -> tuple[int, int, float]:
    """How many pairs ours wins and loses, and the exact two-sided p-value."""
    won, lost = sum(v > 0 for v in values), sum(v < 0 for v in values)
    return won, lost, float(binomtest(won, won + lost).pvalue) if won + lost else 1.0


def kappas(names: Sequence[Judged]) -> dict[str, float]:
    """Cohen's kappa of both answers, -1 … 1; not a number where both readers always gave one and the same answer."""
    a, b = zip(*(j.clear for j in names), strict=True)
    marks: NDArray[np.bool_] = np.array(
        [[n in j.fits[0], n in j.fits[1]] for j in names for n in range(1, j.shown + 1)], dtype=bool
    )
    return {
        "clear": float(cohen_kappa_score(a, b, weights="linear", labels=CLEAR)),
        "fits": float(cohen_kappa_score(marks[:, 0], marks[:, 1], labels=[False, True])),
    }


def report(names: Sequence[Judged]) -> str:
    """Everything as Markdown."""
    systems = sorted({j.key["system"] for j in names}, key=lambda s: (s != OURS, s))
    lines = ["| set | system | names | clear (0-2) | clear to both | fits |", "|---|---|---|---|---|---|"]
    for name in ("all", *dict.fromkeys(sorted(j.key["set"] for j in names))):
        for system in systems:
            found = [j.measures for j in names if j.key["system"] == system and name in ("all", j.key["set"])]
            cells = [with_interval([m[measure] for m in found]) for measure in ("clear", "clear to both", "fits")]
            lines.append(f"| {name} | {system} | {len(found)} | {' | '.join(cells)} |")
    lines += [
        "",
        f"| {OURS} minus | measure | pairs | difference | won | lost | p (sign test) |",
        "|---|---|---|---|---|---|---|",
    ]
    for rival in systems:
        for measure in ("clear", "fits") if rival != OURS else ():
            values = differences(names, rival, measure)
            won, lost, p = sign_test(values)
            lines.append(
                f"| {rival} | {measure} | {len(values)} | {with_interval(values)} | {won} | {lost} | {p:.4f} |"
            )
    agreed = kappas(names)
    return "\n".join([*lines, "", f"Cohen's kappa: clear {agreed['clear']:.2f}, fits {agreed['fits']:.2f}"])


def with_interval(values: Sequence[float]) -> str:
    """The mean and its interval."""
    low, high = interval(values)
    return f"{np.mean(values):.2f} ({low:.2f} to {high:.2f})"


def main(key: str, *sheets: str) -> None:
    """Print the report."""
    if len(sheets) != 2:
        raise SystemExit("give the key and two sheets: score.py key.jsonl sheet_a.csv sheet_b.csv")
    print(report(judged(Path(key), [Path(sheet) for sheet in sheets])))


if __name__ == "__main__":
    main(*sys.argv[1:])
