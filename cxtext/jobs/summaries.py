"""Summaries of labelled output: of all of it, for one owner, or one for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from cxtext.errors import OptionError
from cxtext.insight import Summary, summarise
from cxtext.insight.audience import audience_note, of_comments, of_owner, owner_named, owners_of, persona_note
from cxtext.insight.cells import HIDDEN_BELOW
from cxtext.insight.funnel import analysed
from cxtext.insight.grades import graded
from cxtext.insight.material import material
from cxtext.insight.personas import Persona, belongs
from cxtext.insight.results import Scale
from cxtext.insight.since import Earlier, since
from cxtext.jobs.report import Reopened
from cxtext.jobs.sections import Read, completed


@dataclass(frozen=True)
class OwnersPart:
    """What one owner gets."""

    id: str
    name: str
    comments: int | None  # that speak of what it owns; None: fewer than HIDDEN_BELOW
    summary: Summary | None  # None: too few for a report


def summarised(
    found: Reopened,
    *,
    title: str | None = None,
    dedupe: bool = False,
    audience: str | None = None,
    earlier: Earlier | None = None,
    beside: Read | None = None,
) -> Summary:
    """The summary of labelled output, with all sections that can be told.

    Args:
        found: what `jobs.report.reopen` gave.
        title: of the report.
        dedupe: leave copies of an earlier comment out of its numbers.
        audience: an owner, by its id or name: what it owns alone; or one of the personas of `beside`.
        earlier: a report to compare with.
        beside: what else is asked for.

    Raises:
        OptionError: there is no such owner or persona, the persona has too few comments, or there is no such column.
        InputError: the earlier report is by other topics.
    """
    title = title or found.title
    if audience is None:
        summary = _completed(
            summarise(found.labelled, catalogue=found.catalogue, title=title, dedupe=dedupe, scale=found.scale),
            found,
            beside,
            dedupe=dedupe,
        )
    elif persona := _persona(audience, beside):
        summary = _for_persona(found, persona, title=title, dedupe=dedupe, beside=beside)
    else:
        owners = owners_of(found.labelled, dedupe=dedupe)
        owner = owner_named(audience, owners, found.catalogue, [one.name for one in beside.personas] if beside else ())
        summary = _for(found, owner, owners[owner], title=title, dedupe=dedupe, beside=beside)
    return replace(summary, since=since(summary, earlier)) if earlier else summary


def by_owner(
    found: Reopened, *, title: str | None = None, dedupe: bool = False, beside: Read | None = None
) -> Iterator[OwnersPart]:
    """The summary of each owner, the biggest first; owners of fewer than HIDDEN_BELOW comments have none."""
    for owner, n in owners_of(found.labelled, dedupe=dedupe).items():
        name = found.catalogue.name("department", owner)
        if n < HIDDEN_BELOW:
            yield OwnersPart(owner, name, None, None)
        else:
            part = _for(found, owner, n, title=title or found.title, dedupe=dedupe, beside=beside)
            yield OwnersPart(owner, name, n, part)


def _for(
    found: Reopened, owner: str, n: int, *, title: str | None, dedupe: bool, beside: Read | None = None
) -> Summary:
    name = found.catalogue.name("department", owner)
    whole = len(analysed(found.labelled, dedupe=dedupe)[0])
    own = replace(found, labelled=of_owner(found.labelled, owner), scale=_scale(found))
    summary = summarise(
        own.labelled,
        catalogue=found.catalogue,
        title=f"{title or 'What customers say'}, for {name}",
        dedupe=dedupe,
        with_drivers=False,  # what goes with the rating is told from all comments
        scale=own.scale,
    )
    summary = _completed(summary, own, beside, dedupe=dedupe, owner=name)
    return replace(summary, notes=(audience_note(name, n, whole), *summary.notes))


def _scale(found: Reopened) -> Scale | None:
    """The scale of all ratings where some are set aside, since a part of the comments may not show it."""
    whole = graded(found.labelled, found.scale)
    return whole.scale if whole.aside else found.scale


def _persona(name: str, beside: Read | None) -> Persona | None:
    return next((one for one in (beside.personas if beside else ()) if one.name.casefold() == name.casefold()), None)


def _for_persona(
    found: Reopened, persona: Persona, *, title: str | None, dedupe: bool, beside: Read | None = None
) -> Summary:
    ready = material(found.labelled, catalogue=found.catalogue, dedupe=dedupe)
    hers = ready.comments["comment_id"].filter(belongs(ready, [persona])[persona.name])
    if len(hers) < HIDDEN_BELOW:
        raise OptionError(
            f"--for {persona.name!r}: fewer than {HIDDEN_BELOW} comments are theirs, too few for a report"
        )
    if 0 < len(ready.comments) - len(hers) < HIDDEN_BELOW:
        raise OptionError(f"--for {persona.name!r}: all but a few comments are theirs, which would tell of these few")
    own = replace(found, labelled=of_comments(found.labelled, hers), scale=_scale(found))
    title = f"{title or 'What customers say'}, for {persona.name}"
    summary = summarise(own.labelled, catalogue=found.catalogue, title=title, dedupe=dedupe, scale=own.scale)
    asked = replace(beside, newcomers=None) if beside else None  # those speak of everybody's comments
    summary = _completed(summary, own, asked, dedupe=dedupe, settings={"for": persona.name})
    return replace(summary, notes=(persona_note(persona.name, len(hers), len(ready.comments)), *summary.notes))


def _completed(
    summary: Summary,
    found: Reopened,
    beside: Read | None,
    *,
    dedupe: bool,
    owner: str | None = None,
    settings: Mapping[str, str] | None = None,
) -> Summary:
    settings = {**({"dedupe": "yes"} if dedupe else {}), **({"for": owner} if owner else {}), **(settings or {})}
    if found.scale is not None:
        settings["scale"] = found.scale.written
    return completed(
        summary,
        found.labelled,
        found.catalogue,
        beside=beside,
        made_by=found.made_by,
        audited=found.audited,
        settings=settings,
        dedupe=dedupe,
        owner=owner,
        scale=found.scale,
    )
