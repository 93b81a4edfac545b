"""The card that lies in every saved model: what it learnt, from how much, and what it cannot do."""

from __future__ import annotations

from pathlib import Path

from cxtext.config import Settings
from cxtext.sentiment.adapt import NO_CHANGE, OFFSETS_ONLY, Adaptation
from cxtext.taxonomy.taxonomy import Taxonomy
from cxtext.themes.themes import ThemeSet

_TEXT = """# Theme model

Learnt by cxtext. Nothing in this folder is code: JSON, safetensors and this card.
`model.json` holds up to 50 masked comments with the labels they had, which loading checks.
`arrays.safetensors` holds no text, but vectors of training mentions that fit no theme well, of up to 3,000 comments.

| theme | comments | mentions | mostly at | keywords | consists of |
|---|---|---|---|---|---|
{rows}

Sizes are what assignment gives for the comments it was trained on; a comment may have several themes.

## Made with

settings: seed {seed}, sentiment {sentiment}, encoder {encoder}, taxonomy {taxonomy} with packs {packs}
{adapted}
## Limits

- It reads English; comments in another language are kept and not scored.
- Themes describe the feedback it was trained on. A new subject is put to the nearest theme or to none.
- How right it is has not been measured on this feedback; label a random sample by hand to know.
"""


def adaptation_line(adaptation: Adaptation) -> str:
    """One line: what the sentiment model was adapted to, and what that brought on comments held out."""
    negative, neutral, positive = adaptation.labelled
    how = {NO_CHANGE: "nothing changed", OFFSETS_ONLY: "the offsets of the classes moved"}
    return (
        f"Sentiment adapted to {negative + neutral + positive:,} labelled comments ({negative:,} negative, "
        f"{neutral:,} neutral, {positive:,} positive; {how.get(str(adaptation.penalty), 'the last layer moved')}): "
        f"macro-F1 {adaptation.before:.3f} before, {adaptation.after:.3f} after, "
        f"on {adaptation.held_out:,} of them that were held out."
    )


def model_card(themes: ThemeSet, taxonomy: Taxonomy, settings: Settings, adaptation: Adaptation | None = None) -> str:
    """The card as Markdown."""
    rows = "\n".join(
        f"| {t.name} | {t.comments:,} | {t.mentions:,} | {t.touchpoint or '–'} | {', '.join(t.keywords)} |"
        f" {', '.join(f'{p.name} ({p.mentions:,})' for p in t.subthemes) or '–'} |"
        for t in themes.themes
    )
    return _TEXT.format(
        rows=rows,
        seed=settings.seed,
        sentiment=settings.sentiment,
        encoder=Path(settings.encoder).name,
        taxonomy=f"{taxonomy.id} {taxonomy.version}",
        adapted=f"\n{adaptation_line(adaptation)}\n" if adaptation else "",
        packs=", ".join(settings.packs or ()) or "none",
    )
