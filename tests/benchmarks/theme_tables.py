"""The stored results of `theme_peers.py` as Markdown."""

from __future__ import annotations

from typing import Any

Row = dict[str, Any]


def tables(rows: list[Row]) -> str:
    """One table of each miner's own number of themes, one of as many themes as labels, one of cost and sameness."""
    own = [(row, row["own"]) for row in rows if "own" in row]
    same = [(row, row["k"]) for row in rows if "k" in row]
    first = [(row, row.get("own") or row["k"]) for row in rows if "own" in row or "k" in row]
    unfinished = [
        f"{row['set']}, {row['system']}: {row['fault']}" for row in rows if "own" not in row and "k" not in row
    ]
    return "\n\n".join(
        (
            "Each miner's own number of themes\n\n" + table(OWN, own),
            "As many themes as labels\n\n" + table(SAME, same),
            "Cost, and the same answer twice\n\n" + table(TWICE, first),
            *unfinished,
        )
    )


def table(columns: dict[str, Any], pairs: list[tuple[Row, Row]]) -> str:
    """A Markdown table; each column is a function of the row and its part."""
    heads = ["set", "miner", *columns]
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    for row, part in pairs:
        cells = [row["set"], row["system"], *(cell(row, part) for cell in columns.values())]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def number(key: str, form: str = ".3f") -> Any:
    """A cell of the part's value, empty where there is none."""
    return lambda _, part: "" if part.get(key) is None else format(part[key], form)


WORDS = {"NPMI": number("NPMI"), "diversity": number("diversity", ".2f"), "stop words": number("stop words", ".0%")}


def over_seeds(key: str, form: str) -> Any:
    """A cell of all seeds' values, from the least to the most."""
    return lambda row, _: ", ".join(format(v, form) for v in sorted(found[key] for found in row.get("seeds", ())))


OWN: dict[str, Any] = {
    "comments": lambda row, _: str(row["comments"]),
    "without, fitted": number("without fitted", ".1%"),
    "without, new": number("without new", ".1%"),
    "themes": number("themes", "d"),
    "labels": lambda row, _: str(row["labels"]),
    "themes ÷ labels": lambda row, part: f"{part['themes'] / row['labels']:.1f}",
    "other seeds: themes": over_seeds("themes", "d"),
    "without": over_seeds("without new", ".0%"),
    "NMI new": number("NMI new"),
    "ARI new": number("ARI new"),
    **WORDS,
}
SAME: dict[str, Any] = {
    "labels": lambda row, _: str(row["labels"]),
    "themes": number("themes", "d"),
    "NMI fitted": number("NMI fitted"),
    "ARI fitted": number("ARI fitted"),
    "NMI new": number("NMI new"),
    "ARI new": number("ARI new"),
    **WORDS,
}
TWICE: dict[str, Any] = {
    "CPU s": number("CPU s", ".1f"),
    "MB": number("MB", "d"),
    "shuffled": lambda row, _: "" if row.get("shuffled") is None else f"{row['shuffled']:.3f}",
    "alone": number("alone", ".0%"),
    "again": number("predicted", ".1%"),
    "reloaded": number("reloaded", ".1%"),
    "note": lambda row, _: row["fault"],
}
