"""Audits of labelled output: draw a sample for people to label, and score their answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from cxtext.audit import page, sheet
from cxtext.audit.draw import draw
from cxtext.audit.evaluate import Clustered, Evaluated, clustered, evaluated
from cxtext.audit.key import Key, key_path, read_key
from cxtext.audit.score import Scores, score
from cxtext.jobs.insight import Opening, material_of
from cxtext.places import Place


def sample_of(
    path: Path,
    opening: Opening,
    output: Path,
    *,
    n: int,
    asked: Sequence[str],
    by: str,
    where: str | None = None,
    show: bool = False,
    seed: int = 0,
    force: bool = False,
    note: Callable[[str], None] = lambda _: None,
) -> Key:
    """Write a sheet with a sample of labelled output, and its key beside it; arguments as of `audit.draw.draw`.

    Raises:
        OutputError: one of the two cannot be written.
    """
    material = material_of(path, opening, note=note)
    key, comments = draw(material, n, asked=asked, by=by, source=path.name, seed=seed, where=where)
    ending = output.suffix.lower()
    if ending == page.ENDING:
        content = page.rendered(key, comments, output=output, show=show)
    else:
        content = sheet.written(key, comments, ending, show=show)
    with Place(output, force=force) as filled, Place(key_path(answers_path(output)), force=force) as beside:
        filled.write(content)
        beside.write(key.to_json())
        beside.commit()
        filled.commit()
    return key


def answers_path(output: Path) -> Path:
    """Where the answers will stand: in the sheet itself, or in the file that a page downloads."""
    return output.with_suffix(".csv") if output.suffix.lower() == page.ENDING else output


def evaluated_of(
    path: Path,
    opening: Opening,
    *,
    gold: str,
    aspect: str,
    seed: int = 0,
    note: Callable[[str], None] = lambda _: None,
) -> Evaluated | Clustered:
    """Labelled output against a column that people filled; the theme by agreement, all else by name."""
    material = material_of(path, opening, note=note)
    if aspect == "theme":
        return clustered(material, gold, seed=seed)
    return evaluated(material, gold, aspect, codes=f"{opening.prefix or 'cx_'}codes")


def scores_of(filled: Path, second: Path | None = None, *, key: Path | None = None) -> Scores:
    """The scores of a filled sheet; `second` is another person's copy of it, `key` another place of its key."""
    known = read_key(key or key_path(filled))
    return score(known, sheet.read(filled, known), sheet.read(second, known) if second is not None else None)
