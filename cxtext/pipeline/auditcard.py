"""What is said of audits, in lines for the terminal and in a section of the model's card."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cxtext.audit.weighted import Share
from cxtext.pipeline.audits import Audits


def taught_lines(audits: Audits) -> Iterator[str]:
    """What the answers of an audit taught, and whether it helped on the comments that are kept apart."""
    for one in audits.taught:
        learnt = f"{one.learnt:,} answers learnt" if one.learnt else "nothing learnt"
        yield f"Audit, {one.aspect}: {learnt}{f' ({one.why})' if one.why else ''}."
        if one.before is not None and one.after is not None:
            yield (
                f"  On {one.after.n:,} audited comments that are kept apart for ever, the labels are exactly right in "
                f"{_share(one.before)} as audited, {_share(one.after)} as this model labels."
            )


def last_lines(last: Mapping[str, Any]) -> Iterator[str]:
    """How right the labels were in the last audit."""
    yield f"{last['drawn']:,} of {last['comments']:,} comments of {last['source']} were drawn and labelled by people."
    for aspect in last["aspects"]:
        error = "" if aspect["ece"] is None else f", calibration error {100 * aspect['ece']:.1f} points"
        right = _share(Share(**aspect["right"]))
        yield f"{aspect['aspect']}: {aspect['answered']:,} answered, labels exactly right in {right}{error}."


def audits_section(audits: Audits) -> str:
    """The section of the card; empty where there was no audit."""
    if audits.last is None and not audits.taught and not audits.apart.kept:
        return ""
    lines = ["", "## Audits", ""]
    if audits.last is not None:
        lines += [f"- {line}" for line in last_lines(audits.last)]
    lines += [f"- {line.strip()}" for line in taught_lines(audits)]
    if audits.apart.kept:
        lines.append("- The comments that are kept apart stand in model.json as hashes; no later training learns them.")
    return "\n".join([*lines, ""])


def _share(share: Share) -> str:
    if share.value is None or share.low is None or share.high is None:
        return "–"
    return f"{100 * share.value:.0f} % [{100 * share.low:.0f}, {100 * share.high:.0f}]"
