"""What is said of a codebook, in lines for the terminal and in a section for the model's card."""

from __future__ import annotations

from collections.abc import Iterator

from cxtext.codes.codebook import Codebook
from cxtext.codes.learn import MOST_LEARNT
from cxtext.codes.quality import MORE, CodeQuality, Quality

FEW = 10  # comments of a code under which it is told by its name and its few examples


def codebook_lines(codebook: Codebook) -> Iterator[str]:
    """Size, learning curve, what more labels would bring, and the weakest codes."""
    kind = "one code a comment" if codebook.calibration.exclusive else "several codes a comment"
    few = sum(count < FEW for count in codebook.labelled)
    told = f"; {few:,} with fewer than {FEW} comments, told mostly by their names" if few else ""
    yield f"Codes: {len(codebook.names):,} learnt from column {codebook.column!r} ({kind}{told})."
    if codebook.quality is None:
        yield "Codes: too few labelled comments to hold some out, so how right they are is not known."
        return
    yield from _curve_lines(codebook.quality)


def _curve_lines(quality: Quality) -> Iterator[str]:
    last = quality.curve[-1]
    yield (
        f"On {quality.held_out:,} labelled comments held out: macro-F1 {last.f1:.2f} "
        f"[{last.low:.2f}, {last.high:.2f}], micro-F1 {quality.micro_f1:.2f}, "
        f"all codes right in {100 * quality.exact:.0f} %."
    )
    points = ", ".join(f"{p.labels:,} → {p.f1:.2f} [{p.low:.2f}, {p.high:.2f}]" for p in quality.curve)
    yield f"Macro-F1 by labelled comments learnt from: {points}."
    if quality.gain is None:
        yield f"What another {MORE} labels would bring: can't say, the curve is too uncertain."
    else:
        likely, low, high = quality.gain
        yield (
            f"Another {MORE} labels would bring about {likely:+.3f} [{low:+.3f}, {high:+.3f}] of macro-F1, "
            "if the curve goes on as a power law."
        )


def codebook_section(codebook: Codebook) -> str:
    """The section of the card."""
    rows = codebook.quality.codes if codebook.quality else _unmeasured(codebook)
    thresholds = codebook.calibration.threshold
    table = "\n".join(
        f"| {code.name} | {code.labelled:,} | {code.held_out:,} | {_share(code.precision)} | {_share(code.recall)} | "
        f"{_share(code.f1)} | {'likeliest' if codebook.calibration.exclusive else f'{threshold:.2f}'} |"
        for code, threshold in zip(rows, thresholds, strict=True)
    )
    said = "\n".join(f"- {line}" for line in codebook_lines(codebook))
    return f"""
## Codes

{said}

| code | labelled | held out | precision | recall | F1 | given from |
|---|---|---|---|---|---|---|
{table}

Figures are of a codebook learnt without the held-out comments (one in five, by its text); the one saved is learnt from
all, at most {MOST_LEARNT:,}. `model.json` holds up to five masked comments a code, which `cxtext explain` shows.
"""


def _unmeasured(codebook: Codebook) -> tuple[CodeQuality, ...]:
    pairs = zip(codebook.names, codebook.labelled, strict=True)
    return tuple(CodeQuality(name, count, 0, None, None, None) for name, count in pairs)


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
