"""What an audit said of the labels, as `cxtext audit score --format json` wrote it, for a report to show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from cxtext.errors import InputError
from cxtext.insight.catalogue import printable
from cxtext.insight.cells import HIDDEN_BELOW, NUMBERS_FROM, cell
from cxtext.insight.results import Number

TOO_FEW = "fewer than five audited comments"


@dataclass(frozen=True)
class AuditedLabel:
    """How right one label is."""

    name: str
    precision: Number  # audit_precision
    recall: Number  # audit_recall
    share: Number  # share_of_comments, as the labels had it when the sample was drawn
    corrected: Number  # corrected_share


@dataclass(frozen=True)
class AuditedAspect:
    """How right one kind of label is."""

    aspect: str
    answered: int  # comments
    right: Number  # audit_right
    labels: tuple[AuditedLabel, ...]  # those of five audited comments or more, the most frequent first


@dataclass(frozen=True)
class Audited:
    """The last audit."""

    source: str  # name of the file that the sample was drawn from
    comments: int  # that could be drawn
    drawn: int
    searched: bool  # the sample was no random one of all comments
    aspects: tuple[AuditedAspect, ...]


def read_audited(path: Path) -> Audited:
    """The outcome of an audit, from a file of its own or from the model.json of a model that keeps it.

    Raises:
        InputError: the file cannot be read, or is none that `cxtext audit score` wrote.
    """
    try:
        content = orjson.loads(path.read_bytes())
        return audited_from(content["audits"]["last"] if "audits" in content else content)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(
            f"{path} is nothing that `cxtext audit score SHEET --format json` wrote, nor a model with an audit"
        ) from error


def audited_from(content: Mapping[str, Any]) -> Audited:
    """The outcome of an audit from its JSON.

    Raises:
        KeyError, TypeError, ValueError: it is none.
    """
    comments = int(content["comments"])
    return Audited(
        source=printable(str(content["source"])),
        comments=comments,
        drawn=int(content["drawn"]),
        searched=content["where"] is not None,
        aspects=tuple(_aspect(entry, comments) for entry in content["aspects"]),
    )


def _aspect(entry: dict[str, Any], comments: int) -> AuditedAspect:
    labels = (_label(label, comments) for label in entry["labels"] if int(label["machine"]) >= HIDDEN_BELOW)
    return AuditedAspect(
        aspect=printable(str(entry["aspect"])),
        answered=int(entry["answered"]),
        right=_number("audit_right", entry["right"]),
        labels=tuple(labels),
    )


def _label(entry: dict[str, Any], comments: int) -> AuditedLabel:
    return AuditedLabel(
        name=printable(str(entry["name"])),
        precision=_number("audit_precision", entry["precision"]),
        recall=_number("audit_recall", entry["recall"]),
        share=_number("share_of_comments", entry["share"], of=comments),
        corrected=_number("corrected_share", entry["corrected"], of=comments),
    )


def _number(metric: str, share: dict[str, Any], *, of: int | None = None) -> Number:
    """A share of the audit; of few audited comments there is none."""
    n = int(share["n"])
    if share["value"] is None or n < HIDDEN_BELOW:
        return Number(metric, None, None, None, None, None, cell(0), TOO_FEW)
    value, low, high = (float(share[part]) for part in ("value", "low", "high"))
    return Number(metric, value, low, high, n, of, cell(max(n, NUMBERS_FROM)))
