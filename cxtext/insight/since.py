"""What changed since an earlier report, of which the JSON was kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import orjson

from cxtext.errors import InputError
from cxtext.insight.cells import HIDDEN_BELOW, Cell
from cxtext.insight.change import changes
from cxtext.insight.metrics import net_sentiment
from cxtext.insight.results import Change, Number, Summary, Topic
from cxtext.schema import OVERALL, REST

SCHEMA = "cxtext-summary/1"


@dataclass(frozen=True)
class Earlier:
    """What an earlier report says, as far as it can be compared."""

    title: str
    first_date: date | None
    last_date: date | None
    comments: int  # with content
    net: Number  # net_sentiment
    counts: Mapping[str, int]  # topic → comments; topics of fewer than HIDDEN_BELOW are not there
    kind: str  # of the topics: theme or touchpoint


@dataclass(frozen=True)
class Since:
    """An earlier report beside this one."""

    title: str
    first_date: date | None
    last_date: date | None
    comments: int
    net: Number  # net_sentiment of the earlier report
    changes: tuple[Change, ...]  # topics that changed by more than chance, biggest first
    tested: int
    new: tuple[str, ...]  # names of topics that the earlier report does not have
    gone: tuple[str, ...]
    overlap: bool  # the earlier report reaches into the days of this one


def report_content(path: Path) -> dict[str, Any]:
    """What stands in a report as JSON.

    Raises:
        InputError: it cannot be read, or is no report of this form.
    """
    try:
        content = orjson.loads(path.read_bytes())
        known = content["schema"]
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path} is no report as JSON; give what `cxtext report -o NAME.json` or run wrote") from error
    if known != SCHEMA:
        raise InputError(f"{path} is a report of the form {known!r}, and {SCHEMA!r} is needed; make it again")
    found: dict[str, Any] = content
    return found


def read_earlier(path: Path) -> Earlier:
    """The JSON of an earlier report.

    Raises:
        InputError: it cannot be read, or is no report of this kind.
    """
    content = report_content(path)
    try:
        return _earlier(content)
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(f"{path} is a damaged report ({error}); make it again") from error


def since(summary: Summary, earlier: Earlier) -> Since:
    """What is different in `summary`; topics are the same where their ids are.

    Raises:
        InputError: one of the two has themes and the other only touchpoints.
    """
    topics = summary.themes or summary.touchpoints
    kind = "theme" if summary.themes else "touchpoint"
    if topics and earlier.counts and kind != earlier.kind:
        raise InputError(
            f"the earlier report is by {earlier.kind} and this one by {kind}; compare reports of one model"
        )
    now = {topic.id: topic for topic in topics if topic.share.n is not None and topic.id not in (REST, OVERALL)}
    counts = {key: [earlier.counts[key], now[key].share.n or 0] for key in sorted(now) if key in earlier.counts}
    found, tested = changes(counts, [earlier.comments, summary.funnel.analysed])
    return Since(
        title=earlier.title,
        first_date=earlier.first_date,
        last_date=earlier.last_date,
        comments=earlier.comments,
        net=earlier.net,
        changes=tuple(_named(change, now) for change in found),
        tested=tested,
        new=tuple(topic.name for key, topic in now.items() if key not in earlier.counts),
        gone=tuple(sorted(key for key in earlier.counts if key not in {topic.id for topic in topics})),
        overlap=bool(earlier.last_date and summary.first_date and earlier.last_date >= summary.first_date),
    )


def _named(change: Change, topics: Mapping[str, Topic]) -> Change:
    return replace(change, name=topics[change.id].name)


def _earlier(content: Mapping[str, Any]) -> Earlier:
    kind = "theme" if content["themes"] else "touchpoint"
    counted = {topic["id"]: topic["share"]["n"] for topic in content[f"{kind}s"]}
    return Earlier(
        title=str(content["title"]),
        first_date=_day(content["first_date"]),
        last_date=_day(content["last_date"]),
        comments=int(content["funnel"]["analysed"]),
        net=_net(content["headline"], int(content["funnel"]["analysed"])),
        counts={
            k: int(n) for k, n in counted.items() if n is not None and n >= HIDDEN_BELOW and k not in (REST, OVERALL)
        },
        kind=kind,
    )


def _net(headline: Mapping[str, Any], comments: int) -> Number:
    """Net sentiment from its counts; where these are hidden, as it is written."""
    counts = {name: number["n"] for name, number in headline["sentiment"]}
    if counts["positive"] is not None and counts["negative"] is not None:
        return net_sentiment(int(counts["positive"]), int(counts["negative"]), comments)
    written = headline["net"]
    return Number(**{**written, "cell": Cell(written["cell"])})


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)
