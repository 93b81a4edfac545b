"""What stands in the folder that `run` writes."""

from __future__ import annotations

from pathlib import Path

REPORTS = ("report.html", "report.xlsx", "report.json")
COMMENTS, MENTIONS, MODEL = "comments.csv", "mentions.csv", "model"


def title_of(origin: str) -> str:
    """The title of a report on an input of that name."""
    stem = Path(origin).name.split(".")[0].replace("_", " ").strip()
    return f"What customers say: {stem}" if stem and stem != "-" else "What customers say"
