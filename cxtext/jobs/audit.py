"""Audits of labelled output: draw a sample for people to label, and score their answers."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from pathlib import Path

import polars as pl

from cxtext.audit import page, sheet
from cxtext.audit.again import relabelled
from cxtext.audit.apart import only
from cxtext.audit.draw import draw
from cxtext.audit.evaluate import Clustered, Evaluated, clustered, evaluated
from cxtext.audit.key import Key, Labeller, key_path, read_key
from cxtext.audit.score import Scores, score
from cxtext.bundle import MANIFEST
from cxtext.errors import InputError, OptionError
from cxtext.jobs.folder import COMMENTS
from cxtext.jobs.insight import Opening, material_of
from cxtext.jobs.sidecar import digest_of, model_digest, read_sidecar
from cxtext.pipeline import Pipeline
from cxtext.pipeline.auditing import Answered
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
    labeller = _labeller_of(path)
    key, comments = draw(material, n, asked=asked, by=by, source=path.name, seed=seed, where=where, labeller=labeller)
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
    model: Path | None = None,
    seed: int = 0,
    note: Callable[[str], None] = lambda _: None,
) -> Evaluated | Clustered:
    """Labelled output against a column that people filled; the theme by agreement, all else by name.

    Args:
        path: the labelled output.
        opening: how it is opened.
        gold: the column.
        aspect: what it labels.
        model: the folder of the model that labelled: only comments that it keeps apart from training count.
        seed: of the intervals.
        note: told what a reader should know.

    Raises:
        ModelError: there is no such model.
        OptionError: it keeps no comments apart, or the labels are another model's.
    """
    material = material_of(path, opening, note=note)
    if model is not None:
        pipeline = Pipeline.load(model)
        _check_labeller(_labeller_of(path), path.name, pipeline, model)
        apart = pipeline.audits.apart
        if not apart.kept:
            raise OptionError(f"{model} keeps no comments apart, as no audit has taught it; leave --model out")
        kept = [apart.keeps(text or "") for text in material.comments["masked_text"].to_list()]
        material = dataclasses.replace(material, comments=material.comments.filter(pl.Series(kept, dtype=pl.Boolean)))
        note(f"On the {sum(kept):,} comments alone that {model} keeps apart from training.")
    if aspect == "theme":
        return clustered(material, gold, seed=seed)
    return evaluated(material, gold, aspect, codes=f"{opening.prefix or 'cx_'}codes")


def answered_in(filled: Path, *, key: Path | None = None) -> Answered:
    """The answers of a filled sheet; `key` is another place of its key.

    Raises:
        InputError: it is none, or its key is missing.
    """
    known = read_key(key or key_path(filled))
    return Answered(filled.name, known, sheet.read(filled, known), sheet.texts(filled, known))


def scores_of(
    filled: Path,
    second: Path | None = None,
    *,
    key: Path | None = None,
    labelled: Path | None = None,
    model: Path | None = None,
) -> Scores:
    """The scores of a filled sheet.

    Args:
        filled: the sheet.
        second: another person's copy of it.
        key: another place of its key.
        labelled: another labelling of the same input, to be scored instead of the one that was audited.
        model: the folder of the model that labelled: it keeps the scores, and comments whose answers it learnt from
            do not count.

    Raises:
        InputError: the sheet is none, too few comments were answered, or the labelling is of others.
        ModelError: there is no such model.
        OptionError: the labels are another model's.
    """
    found = answered_in(filled, key=key)
    known = found.key
    others = sheet.read(second, known) if second is not None else None
    if labelled is not None:
        material = material_of(labelled, Opening())
        known = relabelled(known, found.texts, material, source=labelled.name, labeller=_labeller_of(labelled))
    if model is None:
        if known.labeller.taught:
            raise OptionError(
                f"the labels of {known.source} are of a model that has learnt from an audit; give it with --model, so "
                "that comments that taught it do not count"
            )
        return score(known, found.answers, others)
    pipeline = Pipeline.load(model)
    digest = _check_labeller(known.labeller, known.source, pipeline, model)
    scores = _of_unlearnt(found, known, others, pipeline)
    last = dataclasses.asdict(scores)
    pipeline.audits = dataclasses.replace(pipeline.audits, last=last, model=known.labeller.digest or digest)
    pipeline.save(model)
    return scores


def _check_labeller(labeller: Labeller, source: str, pipeline: Pipeline, model: Path) -> str:
    """The digest of the model, which must have made the labels, as far as that is known.

    Output of an earlier cxtext names its manifest instead.
    """
    digest = model_digest(pipeline, model) or ""
    if labeller.digest not in ("", digest, digest_of(model / MANIFEST), pipeline.audits.model):
        raise OptionError(
            f"the labels of {source} were made by another model than {model}, or before it was changed; label the "
            f"input with --model {model}, and give that labelling (audit score: with --on)"
        )
    return digest


def _of_unlearnt(found: Answered, key: Key, others: sheet.Answers | None, pipeline: Pipeline) -> Scores:
    """The scores on the comments whose answers the model has not learnt from."""
    apart = pipeline.audits.apart
    learnt = sum(apart.has_learnt(text) for text in found.texts)
    if not learnt:
        return score(key, found.answers, others)
    kept = only(found.answers, found.texts, lambda text: not apart.has_learnt(text))
    try:
        scores = score(key, kept, others)
    except InputError as error:
        raise InputError(
            f"{error}: {learnt} of the {len(found.texts)} comments taught the model and do not count"
        ) from error
    told = (
        f"Scored on the comments kept apart from training alone: the model learnt from the answers to {learnt:,} of "
        f"the {len(found.texts):,}, which do not count."
    )
    return dataclasses.replace(scores, notes=(told, *scores.notes))


def _labeller_of(labelled: Path) -> Labeller:
    """The model that made labelled output, as far as it is known."""
    sidecar, _ = read_sidecar(labelled / COMMENTS if labelled.is_dir() else labelled)
    return Labeller(sidecar.made_by.digest, sidecar.taught) if sidecar else Labeller()
