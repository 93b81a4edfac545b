"""The sheet as a page to be filled by keyboard: one file, no network; it downloads the answers as CSV."""

from __future__ import annotations

import base64
import hashlib
import json
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Any

import polars as pl

from cxtext.audit.aspects import ASPECTS, NONE
from cxtext.audit.key import Key
from cxtext.audit.sheet import LONGEST

ENDING = ".html"


def rendered(key: Key, comments: pl.DataFrame, *, output: Path, show: bool) -> bytes:
    """The page; its answers are downloaded as OUTPUT with the ending .csv, which `sheet.read` reads."""
    style, script = _asset("page.css"), _asset("page.js")
    policy = (
        f"default-src 'none'; style-src 'sha256-{_hash(style)}'; script-src 'sha256-{_hash(script)}'; base-uri 'none'"
    )
    data = {
        "longest": LONGEST,
        "file": output.with_suffix(".csv").name,
        "aspects": [
            {"name": name, "heads": ASPECTS[name].heads, "choices": [*key.choices[name].values(), NONE]}
            for name in key.choices
        ],
        "rows": [_row(key, number, row, show=show) for number, row in enumerate(comments.iter_rows(named=True))],
    }
    parts = {"policy": policy, "style": style, "script": script, "data": _inert(data)}
    return Template(_asset("page.html")).substitute(parts).encode()


def _row(key: Key, number: int, row: dict[str, Any], *, show: bool) -> dict[str, str]:
    found = {"text": row["masked_text"] or "", "question": row["question"] or ""}
    if show:
        said = (key.choices[name].get(label, label) for name, own in key.drawn[number].machine.items() for label in own)
        found["machine"] = ", ".join(said)
    return found


def _inert(data: dict[str, Any]) -> str:
    """As JSON that cannot end the element that it stands in."""
    return json.dumps(data, ensure_ascii=True).replace("<", "\\u003c")


def _hash(content: str) -> str:
    return base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()


def _asset(name: str) -> str:
    return files("cxtext.audit").joinpath(name).read_text(encoding="utf-8")
