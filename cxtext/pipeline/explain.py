"""How one comment is read: each step, and the evidence for each label."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

from cxtext.codes.codebook import Codebook
from cxtext.codes.reasons import Reason, reasons
from cxtext.pipeline.coding import whole
from cxtext.pipeline.inputs import table_of
from cxtext.pipeline.labelling import Labeller
from cxtext.pipeline.linked import DECIDED
from cxtext.pipeline.reading import Reader, Reading
from cxtext.read import read_feedback
from cxtext.schema import OVERALL, REST
from cxtext.sentiment.attribution import Word
from cxtext.taxonomy.owner import MENTION
from cxtext.taxonomy.reasons import MARKS, LinkReason, link_reason
from cxtext.taxonomy.taxonomy import Taxonomy
from cxtext.text.clean import Change, changes, for_sentiment
from cxtext.text.question import Asked, asked
from cxtext.themes.reasons import cited


@dataclass(frozen=True)
class MentionReading:
    """One mention: what was said, and why it was labelled as it was."""

    text: str
    cleaned: tuple[Change, ...]  # steps of cleaning that changed something
    felt_as: str  # the sentiment view
    seen_as: str  # the encoding view
    sentiment: str
    score: float
    words: tuple[Word, ...]  # what moved the score, strongest first
    theme: str | None
    subtheme: str | None
    theme_score: float
    theme_words: tuple[str, ...]  # without which a learnt theme would be less clear, the weightiest first
    touchpoint: str | None  # display name
    touchpoint_score: float  # its probability, 0 … 1
    touchpoint_2: str | None  # display name of a second one
    link: LinkReason | None  # what speaks for the touchpoint; None where the mention says nothing but praise or blame
    linked_theme: str | None  # the theme for which people decided touchpoint or department
    evidence: str | None  # the nearest seed utterance, or the decision
    department: str | None  # display name
    stage: str | None
    owner: str  # display name, or UNOWNED
    owner_source: str  # of OWNER_SOURCES
    owner_words: str | None  # that name the owner, where the source is the mention
    facets: tuple[tuple[str, str], ...]  # such as ("effort:hard", the words that say so)


@dataclass(frozen=True)
class Explanation:
    """One comment: its labels, and the reading of each of its mentions."""

    masked_text: str
    masked: dict[str, int]  # how many values of each kind were masked
    language: str
    sentiment: str | None
    score: float | None
    flags: tuple[str, ...]
    mentions: tuple[MentionReading, ...]
    owner: str  # display name, or UNOWNED
    owner_source: str  # of OWNER_SOURCES
    asked: Asked | None = None  # what the survey question asks for, where it decided the sentiment
    learnt: bool = False  # whether the themes were learnt, so that `theme_score` is a share and no probability
    codes: tuple[Reason, ...] = ()  # of the model's codebook: those given, and the next


def explain(
    text: str,
    reader: Reader,
    labeller: Labeller,
    *,
    question: str | None = None,
    codebook: Codebook | None = None,
) -> Explanation:
    """The explanation of one comment, as an answer to a survey question if one is given."""
    comments = read_feedback(table_of([text]), text="text", question_text=question).comments
    reading = reader.read(comments)
    labels = labeller.label(comments, reading, scale=None)
    comment = labels.comments.row(0, named=True)
    rows = labels.mentions.iter_rows(named=True)
    kind = asked(question) if question and "question" in comment["flags"] else None
    mentions = (
        _mention(row, view, reader, labeller, decided=kind is not None, generic=bool(generic))
        for row, view, generic in zip(rows, reading.views, reading.generic, strict=True)
    )
    return Explanation(
        masked_text=comment["masked_text"],
        masked=dict(sorted(Counter(span.kind for span in reading.masked[0].spans).items())),
        language=comment["language"],
        sentiment=comment["sentiment"],
        score=comment["score"],
        flags=tuple(comment["flags"]),
        mentions=tuple(mentions),
        owner=_owner_name(labeller, comment["owner"]),
        owner_source=comment["owner_source"],
        asked=kind,
        learnt=labeller.themes is not None,
        codes=_codes(reading, reader, codebook) if codebook else (),
    )


def _codes(reading: Reading, reader: Reader, codebook: Codebook) -> tuple[Reason, ...]:
    read = whole(reading, reader)
    return reasons(codebook, read.texts[0], read.vectors[:1])


def _mention(
    row: dict[str, Any], view: str, reader: Reader, labeller: Labeller, *, decided: bool, generic: bool
) -> MentionReading:
    taxonomy = labeller.taxonomy
    named = labeller.owners.names.find(row["text"])
    return MentionReading(
        text=row["text"],
        cleaned=tuple(changes(row["text"])),
        felt_as=for_sentiment(row["text"]),
        seen_as=view,
        sentiment=row["sentiment"],
        score=row["score"],
        words=() if decided else tuple(reader.scorer.explain(for_sentiment(row["text"]))),
        theme=row["theme"],
        subtheme=row["subtheme"],
        theme_score=row["theme_score"],
        theme_words=() if generic else _theme_words(row["theme"], view, reader, labeller),
        touchpoint=taxonomy.name_of(row["touchpoint"]) if row["touchpoint"] else None,
        touchpoint_score=row["touchpoint_score"],
        touchpoint_2=taxonomy.name_of(row["touchpoint_2"]) if row["touchpoint_2"] else None,
        link=None if generic else _named(link_reason(labeller.linker, view, reader.encoder.encode), taxonomy),
        linked_theme=row["theme"] if (row["evidence"] or "").startswith(DECIDED) else None,
        evidence=row["evidence"],
        department=taxonomy.name_of(row["department"]) if row["department"] else None,
        stage=taxonomy.name_of(row["stage"]) if row["stage"] else None,
        owner=_owner_name(labeller, row["owner"]),
        owner_source=row["owner_source"],
        owner_words=named.words if row["owner_source"] == MENTION and named else None,
        facets=tuple(zip(row["facets"], row["facet_evidence"], strict=True)),
    )


def _theme_words(theme: str | None, view: str, reader: Reader, labeller: Labeller) -> tuple[str, ...]:
    """The words that a learnt theme with a subject is told by."""
    themes = labeller.themes
    if themes is None or theme in (None, REST, OVERALL):
        return ()
    return tuple(word.strip(MARKS) for word in cited(themes, view, themes.names().index(theme), reader.encoder.encode))


def _named(reason: LinkReason, taxonomy: Taxonomy) -> LinkReason:
    """The reason with display names for ids."""
    return replace(reason, touchpoint=taxonomy.name_of(reason.touchpoint), runner_up=taxonomy.name_of(reason.runner_up))


def _owner_name(labeller: Labeller, owner: str) -> str:
    """The department's name; what is no department is a name already."""
    return next((d.name for d in labeller.taxonomy.departments if d.id == owner), owner)
