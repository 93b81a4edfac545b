"""Decisions as YAML that people read, review in git and write by hand."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import yaml

from cxtext.errors import OptionError
from cxtext.themes.decisions import Decision, decisions_from

DECISIONS = "decisions.yaml"  # in the model folder
MAX_BYTES = 2_000_000  # thousands of decisions
_HEAD = "# What people decided about the themes of this model, the first decision first.\n"
_DEPTH = 6  # of lists and mappings; a sound file needs 3, and libyaml's composer has no bound of its own
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # every scalar is the text that stands there


def decisions_yaml(decisions: Sequence[Decision]) -> str:
    """The decisions as a YAML list."""
    entries = [decision.to_json() for decision in decisions]
    return _HEAD + yaml.safe_dump(entries, sort_keys=False, allow_unicode=True, width=120)


def read_decisions(path: Path, *, date: str) -> tuple[Decision, ...]:
    """The decisions that a file holds; `date` is for those that have none.

    Raises:
        OptionError: there is no such file, it is not YAML, or an entry is no decision.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise OptionError(f"{path} is larger than {MAX_BYTES:,} bytes; it is no list of decisions")
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise OptionError(f"cannot read {path}: {getattr(error, 'strerror', None) or error}") from error
    try:
        _check_plain(text, path)
        entries = yaml.load(text, Loader=_LOADER)  # noqa: S506  # it makes nothing but texts, lists and mappings
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise OptionError(f"{path} is not YAML: {' '.join(str(error).split())[:200]}") from error
    return decisions_from(entries, where=str(path), date=date)


def _check_plain(text: str, path: Path) -> None:
    """Refuse what would make a small file a big one, before anything is made of it."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent):
            raise OptionError(f"{path} holds an alias (*name); write the decision out")
        if depth > _DEPTH:
            raise OptionError(f"{path} is nested deeper than a list of decisions is; see docs/decisions.md")
