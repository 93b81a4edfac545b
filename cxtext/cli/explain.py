"""`cxtext explain`: how one comment is read."""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING, Annotated

import typer

from cxtext.cli import options
from cxtext.cli.groups import spread
from cxtext.cli.owning import OwnersFile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cxtext.codes.reasons import Reason
    from cxtext.pipeline.explain import Explanation, MentionReading

MOST_WORDS = 6
_SOURCES = {
    "column": "the owner column says so",
    "mention": "named in the text",
    "theme": "decided for its theme",
    "touchpoint": "by its touchpoint",
    "none": "nothing says who it is",
}
LONGEST = 80  # characters of a step's text that are shown


@spread
def command(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="The comment, in quotes.")],
    model: Annotated[str, typer.Option(help="default, or the folder of a trained model.")] = options.DEFAULT_MODEL,
    question: Annotated[str | None, typer.Option(help="The survey question that the comment answers.")] = None,
    *,
    labelling: options.Labelling,
    owners: OwnersFile = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON, with every step in full.")] = False,
) -> None:
    """Show how one comment is read: its mentions, what moved the sentiment, and what evidence chose the owner."""
    settings = labelling.settings(model, owners=owners)

    from cxtext.pipeline import Pipeline

    explanation = Pipeline.load(model, settings=settings).explain(text, question=question)
    if as_json:
        print(json.dumps(dataclasses.asdict(explanation), ensure_ascii=False, indent=2))
    else:
        print("\n".join(_lines(explanation)))


def _lines(explanation: Explanation) -> Iterator[str]:
    yield f"Comment:    {explanation.masked_text}"
    if explanation.masked:
        yield f"Masked:     {', '.join(f'{count} {kind}' for kind, count in explanation.masked.items())}"
    yield f"Language:   {explanation.language}"
    score = "" if explanation.score is None else f" ({explanation.score:+.2f})"
    yield f"Sentiment:  {explanation.sentiment or 'not scored'}{score}"
    if explanation.mentions:
        yield f"Owner:      {explanation.owner} ({_SOURCES[explanation.owner_source]})"
    if explanation.flags:
        yield f"Flags:      {', '.join(explanation.flags)}"
    if explanation.asked:
        yield f"Question:   asks for {explanation.asked}, which decided the sentiment"
    yield f"Mentions:   {len(explanation.mentions)}"
    for number, mention in enumerate(explanation.mentions, start=1):
        yield ""
        yield from _mention_lines(number, mention, learnt=explanation.learnt)
    for reason in explanation.codes:
        yield ""
        yield from _code_lines(reason)


def _code_lines(reason: Reason) -> Iterator[str]:
    """A code that was given, or one that came near."""
    needs = "the likeliest is given" if reason.threshold is None else f"given from {reason.threshold:.2f}"
    yield f"Code:       {reason.code}: {'given' if reason.given else 'not given'} ({reason.probability:.2f}; {needs})"
    terms = ", ".join(f"{term.text} {term.weight:+.2f}" for term in reason.terms)
    yield f"  words       {reason.words:+.2f}: {terms or 'none is known'}"
    near = f" near “{_short(reason.example)}” (closeness {reason.closeness:.2f})" if reason.example else ""
    yield f"  meaning     {reason.meaning:+.2f}{near}; base {reason.base:+.2f}"


def _mention_lines(number: int, mention: MentionReading, *, learnt: bool) -> Iterator[str]:
    moved = ", ".join(f"{word.text} {word.weight:+.2f}" for word in mention.words[:MOST_WORDS])
    yield f"Mention {number}:  “{mention.text}”"
    for change in mention.cleaned:
        yield f"  cleaned     {change.step}: “{_short(change.before)}” → “{_short(change.after)}”"
    if mention.felt_as != mention.text:
        yield f"  felt as     {mention.felt_as}"
    yield f"  seen as     {mention.seen_as}"
    yield f"  sentiment   {mention.sentiment} ({mention.score:+.2f}): {moved or 'no word moves it'}"
    part = f": {mention.subtheme}" if mention.subtheme else ""
    fits = f"probability {mention.theme_score:.2f}" if mention.touchpoint else "no touchpoint"
    if learnt:
        fits = f"fits better than {mention.theme_score:.0%} of the mentions that it was learnt from"
    words = f"; words: {', '.join(mention.theme_words)}" if mention.theme_words else ""
    yield f"  theme       {mention.theme or 'none'}{part} ({fits}{words})"
    yield from _touchpoint_lines(mention)
    words = f": “{mention.owner_words}”" if mention.owner_words else ""
    yield f"  owner       {mention.owner} ({_SOURCES[mention.owner_source]}{words})"
    for facet, said in mention.facets:
        yield f"  facet       {facet}: “{_short(said)}”"


def _touchpoint_lines(mention: MentionReading) -> Iterator[str]:
    """The touchpoint and what speaks for it: a person's decision, or seed, words, threshold and runner-up."""
    link = mention.link
    if mention.linked_theme:
        yield f"  touchpoint  {mention.touchpoint or 'none'} (decided for the theme “{mention.linked_theme}”)"
    elif mention.touchpoint and link:
        yield (
            f"  touchpoint  {mention.touchpoint} (probability {link.probability:.2f}; given from {link.threshold:.2f})"
        )
        for seed in link.seeds:
            yield f"              near seed {seed.id} “{seed.text}” (likeness {seed.likeness:.2f})"
        if link.words:
            yield f"              words: {', '.join(link.words)}"
    elif link:
        why = "what names no touchpoint is nearer" if link.none else f"given from {link.threshold:.2f}"
        yield f"  touchpoint  none (likeliest: {link.touchpoint}, probability {link.probability:.2f}; {why})"
    else:
        yield "  touchpoint  none (it says nothing but praise or blame)"
    if link and mention.touchpoint and not mention.linked_theme:
        given = "given too" if mention.touchpoint_2 else f"given too from {link.runner_up_threshold:.2f}"
        yield f"              next: {link.runner_up} (probability {link.runner_up_probability:.2f}; {given})"
    if mention.department:
        yield f"  department  {mention.department}; stage: {mention.stage or 'none'}"


def _short(text: str) -> str:
    """One line of a text, its middle left out where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST // 2]} … {line[-LONGEST // 2 :]}"
