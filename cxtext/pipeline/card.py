"""The card that lies in every saved model: what it learnt, from how much, and what it cannot do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cxtext.config import Settings
from cxtext.pipeline.learnt import Learnt
from cxtext.sentiment.adapt import NO_CHANGE, OFFSETS_ONLY, SHRUNK, Adaptation
from cxtext.taxonomy.taxonomy import Taxonomy
from cxtext.themes.decisions import APPLIED
from cxtext.themes.identity import Identity
from cxtext.themes.themes import Theme, ThemeSet

LONGEST = 200  # characters of a mention in the card
NOT_MEASURED = "How right it is has not been measured on this feedback; label a random sample by hand to know."
MEASURED = "How right it is was measured by an audit, below: of labels as they were then."

_TEXT = """# Theme model

Learnt by cxtext. Nothing in this folder is code: JSON, safetensors and this card.
`model.json` holds up to 50 masked comments with the labels they had, which loading checks.
`arrays.safetensors` holds no text, but vectors of training mentions that fit no theme well, of up to 3,000 comments,
and, to tell later whether new comments are like these, hashes of the words, and scores and vectors of 1,000 comments.

| theme | comments | mentions | mostly at | keywords | consists of |
|---|---|---|---|---|---|
{rows}

{portraits}
Sizes are what assignment gives for the comments it was trained on; a comment may have several themes.
{learnt}
## Made with

settings: seed {seed}, sentiment {sentiment}, encoder {encoder}, taxonomy {taxonomy} with packs {packs}
{adapted}{history}
## Limits

- It reads English; comments in another language are kept and not scored.
- Themes describe the feedback it was trained on. A new subject is put to the nearest theme or to none.
- {measured}
"""


def adaptation_line(adaptation: Adaptation) -> str:
    """One line: what the sentiment model was adapted to, and what that brought on comments held out."""
    negative, neutral, positive = adaptation.labelled
    how = {
        NO_CHANGE: "nothing changed",
        OFFSETS_ONLY: "the offsets of the classes moved",
        SHRUNK: "the last layer moved a little, as they are few",
    }
    return (
        f"Sentiment adapted to {negative + neutral + positive:,} labelled comments ({negative:,} negative, "
        f"{neutral:,} neutral, {positive:,} positive; {how.get(str(adaptation.penalty), 'the last layer moved')}): "
        f"macro-F1 {adaptation.before:.3f} before, {adaptation.after:.3f} after, "
        f"on {adaptation.held_out:,} of them that were held out."
    )


def model_card(
    themes: ThemeSet,
    taxonomy: Taxonomy,
    settings: Settings,
    adaptation: Adaptation | None = None,
    identity: Identity | None = None,
    learnt: Learnt | None = None,
    *,
    audited: bool = False,
) -> str:
    """The card as Markdown; `audited`: people have said how right it is."""
    rows = "\n".join(
        f"| {t.name} | {t.comments:,} | {t.mentions:,} | {t.touchpoint or '–'} | {', '.join(t.keywords)} |"
        f" {', '.join(f'{p.name} ({p.mentions:,})' for p in t.subthemes) or '–'} |"
        for t in themes.themes
    )
    return _TEXT.format(
        rows=rows,
        portraits="\n".join(line for theme in themes.themes for line in _portrait(theme, themes)),
        learnt="\n".join(learnt_lines(learnt)) if learnt else "",
        seed=settings.seed,
        sentiment=settings.sentiment,
        encoder=Path(settings.encoder).name,
        taxonomy=f"{taxonomy.id} {taxonomy.version}",
        adapted=f"\n{adaptation_line(adaptation)}\n" if adaptation else "",
        packs=", ".join(settings.packs or ()) or "none",
        measured=MEASURED if audited else NOT_MEASURED,
        history="\n".join(_history(themes, identity)) if identity else "",
    )


def learnt_lines(learnt: Learnt) -> Iterator[str]:
    """What the themes were found in and what they have learnt from since."""
    first, *updates = learnt.batches
    sample = f", found in a sample of {first.sampled:,} of these comments" if first.sampled else ""
    yield f"Trained on {first.comments:,} comments with {first.mentions:,} mentions{sample}."
    if updates:
        comments, mentions = (sum(getattr(batch, of) for batch in updates) for of in ("comments", "mentions"))
        times = "once" if len(updates) == 1 else f"{len(updates)} times"
        yield (
            f"Updated {times} since, with {comments:,} comments ({mentions:,} mentions): centres, scores and sizes "
            "count them; keywords and examples are of the training."
        )
    yield ""


def _portrait(theme: Theme, themes: ThemeSet) -> Iterator[str]:
    """A theme by example: its size, how steady it is, what is in it, what is nearly in it, what it is not."""
    if not theme.typical:
        return
    steady = "" if theme.stability is None else f", stability {theme.stability:.2f} of 1"
    yield from (f"### {theme.name}", "", f"{theme.share:.1%} of the mentions{steady}.", "")
    yield from (f"- {_inline(text)}" for text in theme.typical)
    yield from (f"- on its border: {_inline(text)}" for text in theme.borderline)
    other = next((t for t in themes.themes if t.id == theme.nearest), None)
    if other:
        words = f" ({', '.join(theme.unlike)})" if theme.unlike else ""
        yield f"- not to be confused with: {other.name}{words}"
    yield ""


def _inline(text: str) -> str:
    """A mention as Markdown that shows it as it is, shortened."""
    short = text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"
    return "".join(f"\\{c}" if c in "\\`*_<>[]#|" else c for c in short)


def _history(themes: ThemeSet, identity: Identity) -> Iterator[str]:
    """What people wrote and decided about the themes, and what became of those of the training before."""
    about = [f"- {theme.name}: {theme.description}" for theme in themes.themes if theme.description]
    if about:
        yield from ("", "## What the themes are about", "", *about, "")
    if identity.decisions:
        yield from ("", "## Decisions", "", "The same as in decisions.yaml, with dates and reasons.", "")
        examples = sum(decision.action == "example" for decision in identity.decisions)
        if examples:
            yield f"- {examples} corrected mentions, which keep the theme that people gave them"
        for decision in identity.decisions:
            if decision.action == "example":
                continue
            state = "" if decision.state == APPLIED else f" – {decision.state}: {decision.why}"
            yield f"- {decision.date or 'no date'}: {decision.line()}{state}"
        yield ""
    if identity.lineage:
        yield from ("", "## Since the training before", "", "| | before | now | shared mentions |", "|---|---|---|---|")
        for row in identity.lineage:
            before = f"{row.before} {row.name_before}" if row.before else "–"
            after = f"{row.after} {row.name}" if row.after else "–"
            yield f"| {row.kind} | {before} | {after} | {row.overlap:.0%} |"
        yield ""
