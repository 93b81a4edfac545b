"""People's answers in an audit as labels to learn from: half of the comments teach, the other half measures."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from cxtext.audit.apart import Apart, falls_apart, hash_of
from cxtext.audit.draw import machine_labels
from cxtext.audit.key import Key
from cxtext.audit.score import FEWEST, aspect_score
from cxtext.audit.sheet import LONGEST, Answers
from cxtext.errors import InputError
from cxtext.pipeline.audits import AspectTaught, Audits, Lessons
from cxtext.pipeline.reading import Reader, Reading
from cxtext.pipeline.theme_lessons import THEME, theme_ids
from cxtext.pipeline.touchpoints import NOTHING
from cxtext.schema import LIST_SEPARATOR, Feedback
from cxtext.sentiment.fast import FastScorer
from cxtext.themes.identity import SPECIAL

if TYPE_CHECKING:
    from cxtext.pipeline.pipeline import Pipeline

ABSENT = -1

Answer = frozenset[str] | None


@dataclass(frozen=True)
class Answered:
    """A filled sheet."""

    name: str  # of its file
    key: Key
    answers: Answers
    texts: list[str]  # (n,) masked, in the order of the key


@dataclass(frozen=True)
class Found:
    """The audited comments in the feedback that a model is to learn from."""

    audit: Answered
    feedback: Feedback
    comments: pl.DataFrame  # CANONICAL, those that were found
    reading: Reading  # of these
    at: tuple[int, ...]  # (n,) row of each sampled comment in `comments`, or ABSENT
    rows: tuple[int, ...]  # row of each of `comments` in the feedback
    kept: tuple[bool, ...]  # (n,) whether each sampled comment is kept apart

    def apart(self, known: Apart) -> Apart:
        """What a model remembers of them, beside what it knows."""
        quotes: list[list[str]] = [[] for _ in self.rows]
        for row, quote in zip(self.reading.comment.tolist(), self.reading.quotes, strict=True):
            quotes[row].append(quote)
        texts = self.comments["text"].to_list()
        found = known
        for row, text, kept in zip(self.at, self.audit.texts, self.kept, strict=True):
            if row != ABSENT:
                own = (texts[row], self.reading.masked[row].text, text)
                found = found.with_comment(own, quotes[row], kept=kept)
        return found

    def part(self) -> Feedback:
        """The found comments alone."""
        return dataclasses.replace(self.feedback, rows=self.feedback.rows[list(self.rows)], comments=self.comments)

    def kept_answers(self, aspect: str) -> Iterator[Answer]:
        """(n,) the answers to found comments that are kept apart, None for all others."""
        for row, kept, answer in zip(self.at, self.kept, self.audit.answers[aspect], strict=True):
            yield answer if kept and row != ABSENT else None

    def lessons(self, aspect: str) -> Iterator[tuple[int, frozenset[str]]]:
        """Of each found comment that may teach its row among `comments`, and what people answered."""
        for row, kept, answer in zip(self.at, self.kept, self.audit.answers[aspect], strict=True):
            if row != ABSENT and not kept and answer is not None:
                yield row, answer


def found_in(audit: Answered, feedback: Feedback, reader: Reader, known: Apart) -> Found:
    """The audited comments among some feedback, by their ids and their masked texts.

    Raises:
        InputError: most of them are not there, or are others.
    """
    ids = {comment: row for row, comment in enumerate(feedback.comments["comment_id"].to_list())}
    rows = sorted({ids[drawn.comment_id] for drawn in audit.key.drawn if drawn.comment_id in ids})
    comments = feedback.comments[rows]
    reading = reader.read(comments)
    place = {row: i for i, row in enumerate(rows)}
    at = []
    for drawn, text in zip(audit.key.drawn, audit.texts, strict=True):
        row = place.get(ids.get(drawn.comment_id, ABSENT), ABSENT)
        same = row != ABSENT and hash_of(reading.masked[row].text[:LONGEST]) == hash_of(text)
        at.append(row if same else ABSENT)
    there = sum(row != ABSENT for row in at)
    if 2 * there < len(at):
        raise InputError(
            f"{audit.name} was not drawn from {feedback.origin}: {there} of its {len(at)} comments are in it with the "
            f"same id and text; train with the input that {audit.key.source} was labelled from"
        )
    as_read = comments["text"].to_list()
    own = [text if row == ABSENT else as_read[row] for row, text in zip(at, audit.texts, strict=True)]
    kept = tuple(known.keeps(text) or (falls_apart(text) and not known.has_learnt(text)) for text in own)
    return Found(audit, feedback, comments, reading, tuple(at), tuple(rows), kept)


def teach_labels(pipeline: Pipeline, found: Found, *, taught: frozenset[str]) -> dict[str, tuple[int, str]]:
    """Let a pipeline learn sentiment and touchpoints from the answers; call it before `fit`.

    Answers of earlier audits are learnt again with them, where their comments are among the feedback.

    Args:
        pipeline: has not learnt themes; it keeps the lessons.
        found: the audited comments.
        taught: kinds of labels that a column of the input has taught already.

    Returns:
        By kind how many answers were learnt, and why not; kinds that were not asked for are left out.
    """
    said: dict[str, tuple[int, str]] = {}
    ways: tuple[tuple[str, Callable[[frozenset[str]], str], Callable[[Feedback, str], object]], ...] = (
        ("sentiment", lambda own: next(iter(own), ""), pipeline.adapt_sentiment),
        ("touchpoint", lambda own: LIST_SEPARATOR.join(sorted(own)) or NOTHING, pipeline.learn_touchpoints),
    )
    for aspect, cell, learn in ways:
        if aspect not in found.audit.answers:
            continue
        if aspect in taught:
            said[aspect] = (0, "a column of the input taught them")
        elif aspect == "sentiment" and pipeline.settings.sentiment != FastScorer.name:
            said[aspect] = (0, f"the sentiment model {pipeline.settings.sentiment!r} cannot be adapted")
        else:
            said[aspect] = _learnt(found, aspect, cell, learn, pipeline.audits.lessons.get(aspect, {}))
        pipeline.audits = dataclasses.replace(pipeline.audits, lessons=_with_lessons(pipeline.audits, found, aspect))
    return said


def _with_lessons(audits: Audits, found: Found, aspect: str) -> Lessons:
    """The lessons of a pipeline with those of one more audit, whose answers count where a comment has two."""
    texts = found.comments["text"].to_list()
    own = {hash_of(texts[row]): tuple(sorted(answer)) for row, answer in found.lessons(aspect)}
    return {**audits.lessons, aspect: {**audits.lessons.get(aspect, {}), **own}}


def _learnt(
    found: Found,
    aspect: str,
    cell: Callable[[frozenset[str]], str],
    learn: Callable[[Feedback, str], object],
    earlier: Mapping[str, tuple[str, ...]],
) -> tuple[int, str]:
    """Learn from the answers, and from those of earlier audits, as if they stood in a column of the input."""
    feedback = found.feedback
    column = f"audit: {aspect}"
    while column in feedback.rows.columns:
        column += "'"
    now = {found.rows[row]: answer for row, answer in found.lessons(aspect)}
    before = _again(feedback, earlier, but=now)
    lessons = {row: cell(answer) for row, answer in (before | now).items()}
    cells = [lessons.get(row) or None for row in range(len(feedback.rows))]
    given = feedback.rows.with_columns(pl.Series(column, cells, dtype=pl.String))
    taught = dataclasses.replace(feedback, rows=given)
    if aspect != "touchpoint":  # of which all comments tell what packs there are
        told = given[column].is_not_null()
        taught = dataclasses.replace(feedback, rows=given.filter(told), comments=feedback.comments.filter(told))
    try:
        learn(taught, column)
    except InputError as error:
        return 0, str(error).split(";")[0]
    texts = feedback.comments["text"].to_list()
    gone = len(earlier.keys() - {hash_of(texts[row]) for row in (*before, *now)})
    why = [f"{len(before)} of them of earlier audits"] if before else []
    why += [f"{gone} answers of earlier audits are left out, as their comments are not in the input"] if gone else []
    return sum(value is not None for value in cells), "; ".join(why)


def _again(
    feedback: Feedback, earlier: Mapping[str, tuple[str, ...]], *, but: Mapping[int, object]
) -> dict[int, frozenset[str]]:
    """By row of the feedback what earlier audits answered, once for each text, but of texts that were answered now."""
    if not earlier:
        return {}
    keys = [hash_of(text) for text in feedback.comments["text"].to_list()]
    left = {key: frozenset(answer) for key, answer in earlier.items() if key not in {keys[row] for row in but}}
    return {row: left.pop(key) for row, key in enumerate(keys) if key in left}


def outcome(pipeline: Pipeline, found: Found, said: dict[str, tuple[int, str]]) -> tuple[AspectTaught, ...]:
    """What was taught, and how right the kept comments are labelled before and after."""
    machine = machine_labels(pipeline.label(found.part()).comments, list(found.audit.answers))
    gone = found.at.count(ABSENT)
    absent = [f"{gone} of the sheet's comments are not in the input"] if gone else []
    told = []
    for aspect in found.audit.answers:
        learnt, why = said.get(aspect, (0, "nothing learns from them"))
        why = "; ".join([why] * bool(why) + absent)
        answers = list(found.kept_answers(aspect))
        own = [machine[aspect][row] if row != ABSENT else () for row in found.at]
        now = _as_named_now(pipeline, answers) if aspect == THEME else answers
        before = after = None
        if now is None:
            why += "; " * bool(why) + "not compared, as this model has not all themes of the audited one"
        elif sum(answer is not None for answer in answers) >= FEWEST:
            before = aspect_score(found.audit.key, aspect, answers).right
            after = aspect_score(_with_labels(found.audit.key, aspect, own), aspect, now).right
        told.append(AspectTaught(aspect, learnt, why, before, after))
    return tuple(told)


def _as_named_now(pipeline: Pipeline, answers: list[Answer]) -> list[Answer] | None:
    """Answered themes by the names that they have in the pipeline; None where one is not there."""
    known = theme_ids(pipeline)
    names = {**SPECIAL, **{theme.id: theme.name for theme in (pipeline.themes.themes if pipeline.themes else ())}}
    if any(label.casefold() not in known for own in answers for label in own or ()):
        return None
    return [own and frozenset(names[known[label.casefold()]] for label in own) for own in answers]


def _with_labels(key: Key, aspect: str, machine: list[tuple[str, ...]]) -> Key:
    drawn = (dataclasses.replace(one, machine={aspect: own}) for one, own in zip(key.drawn, machine, strict=True))
    return dataclasses.replace(key, drawn=tuple(drawn))
