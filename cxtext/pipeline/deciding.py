"""Decisions carried out on a learnt pipeline."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cxtext.errors import ModelError, OptionError
from cxtext.pipeline.census import Census, sized
from cxtext.pipeline.linked import places_of
from cxtext.taxonomy.taxonomy import Taxonomy
from cxtext.themes.decisions import NOT_APPLIED, Decision, shortened
from cxtext.themes.draft import Draft
from cxtext.themes.identity import Identity
from cxtext.themes.themes import ThemeSet

if TYPE_CHECKING:
    from cxtext.pipeline.pipeline import Pipeline


@dataclass(frozen=True)
class Decided:
    """Themes after decisions, and the identity that remembers them."""

    themes: ThemeSet
    identity: Identity


def decide(pipeline: Pipeline, decisions: Sequence[Decision]) -> tuple[Decision, ...]:
    """Carry out decisions on a pipeline that has learnt themes, all of them or none.

    Returns:
        The decisions with ids for names.

    Raises:
        ModelError: nothing was learnt, or by a cxtext that kept no counts.
        OptionError: a decision names what is not there, or asks for what cannot be.
    """
    identity, census, themes = pipeline.identity, pipeline.census, pipeline.themes
    if identity is None or themes is None:
        raise ModelError("there are no themes to decide about: the pipeline has not learnt any (call fit first)")
    if census is None:
        raise ModelError(f"{pipeline.folder} keeps no counts to size decided themes with; train it again")
    draft = Draft(identity, places_of(pipeline.taxonomy))
    for known in identity.decisions:
        if known.state != NOT_APPLIED:
            draft.apply(known, again=True)
    done = tuple(_applied(draft, entry, n, len(decisions)) for n, entry in enumerate(decisions, start=1))
    after = _settled(draft, identity, themes, (*identity.decisions, *done), census, pipeline.taxonomy)
    pipeline.adopt(after.themes, after.identity)
    return done


def not_yet(identity: Identity | None, decisions: Sequence[Decision]) -> list[Decision]:
    """Those of some decisions that an identity does not hold already; one that it holds twice stands for two."""
    known = list(identity.decisions) if identity else []
    new = []
    for decision in decisions:
        same = next((entry for entry in known if entry.same_as(decision)), None)
        if same is None:
            new.append(decision)
        else:
            known.remove(same)
    return new


def replay(identity: Identity, trained: ThemeSet, census: Census, taxonomy: Taxonomy) -> Decided:
    """The decisions of an identity carried out on newly trained themes; what cannot be is kept and says why."""
    draft = Draft(identity, places_of(taxonomy))
    log = []
    for decision in identity.decisions:
        try:
            log.append(draft.apply(decision, again=True))
        except OptionError as error:
            why = draft.lost(decision) or str(error)
            log.append(dataclasses.replace(decision, state=NOT_APPLIED, why=shortened(why)))
    return _settled(draft, identity, trained, log, census, taxonomy)


def _applied(draft: Draft, decision: Decision, number: int, of: int) -> Decision:
    try:
        return draft.apply(decision)
    except OptionError as error:
        if of == 1:
            raise
        raise OptionError(f"decision {number} of the {of} new ones ({decision.line()}): {error}") from error


def _settled(
    draft: Draft,
    identity: Identity,
    themes: ThemeSet,
    log: Sequence[Decision],
    census: Census,
    taxonomy: Taxonomy,
) -> Decided:
    trained = themes.undecided(identity.base, identity.of_subcentre)
    edited = draft.edited(trained)
    after = dataclasses.replace(edited.themes, themes=sized(edited, census, taxonomy))
    return Decided(after, dataclasses.replace(identity, issued=draft.issued, decisions=tuple(log)))
