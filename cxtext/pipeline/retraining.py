"""A pipeline that goes on from another one: its themes keep their ids and names, and what people decided holds."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from cxtext.config import Settings
from cxtext.errors import OptionError
from cxtext.pipeline.deciding import replay
from cxtext.pipeline.reading import Reading
from cxtext.themes.encode import SHIPPED, make_encoder
from cxtext.themes.identity import Identity
from cxtext.themes.succession import Before, succeed
from cxtext.themes.themes import ThemeSet

if TYPE_CHECKING:
    from cxtext.pipeline.pipeline import Pipeline


def going_on(old: Pipeline, settings: Settings | None = None) -> Pipeline:
    """A new pipeline whose training will go on from an old one.

    Where the settings name none, it takes over the old one's taxonomy, packs and brands, its adapted sentiment and,
    with the taxonomy, what it was taught of touchpoints; new lessons take the place of old ones.

    Raises:
        OptionError: the settings ask for another encoder, whose vectors mean something else.
    """
    settings = settings or Settings()
    encoder = make_encoder(settings.encoder)
    if encoder.digest != old.encoder.digest:
        own = old.settings.encoder
        hint = own if own in SHIPPED and own != settings.encoder else str(old.folder or old.origin) + "/encoder"
        raise OptionError(
            f"{old.folder or old.origin} was trained with the encoder {own!r}, this one would be with another, "
            f"{settings.encoder!r}: their themes cannot be compared; give --encoder {hint}"
        )
    taxonomy = None if settings.packs is not None or settings.taxonomy else old.taxonomy
    settings = dataclasses.replace(
        settings,
        packs=old.settings.packs if taxonomy else settings.packs,
        brands=settings.brands or old.settings.brands,
    )
    adaptation = old.adaptation if settings.sentiment == old.settings.sentiment else None
    head = old.touchpoint_head if taxonomy else None  # it knows the touchpoints of that taxonomy
    pipeline = type(old)(settings, taxonomy=taxonomy, encoder=encoder, adaptation=adaptation, touchpoint_head=head)
    pipeline.since, pipeline.audits = old, old.audits.going_on()
    return pipeline


def go_on(pipeline: Pipeline, old: Pipeline, reading: Reading) -> None:
    """Give the themes that a pipeline has just learnt the ids and names of the old one's, and decide as people did."""
    trained, before, identity = pipeline.themes, old.themes, old.identity
    if trained is None or before is None or identity is None or pipeline.census is None:
        raise ValueError("both pipelines must have learnt themes")
    base = before.undecided(identity.base, identity.of_subcentre)
    found = Before(
        before,
        identity,
        trained=base.assign(reading.vectors, reading.generic),
        decided=before.assign(reading.vectors, reading.generic),
    )
    successor = succeed(found, trained, trained.assign(reading.vectors, reading.generic))
    after = replay(successor, trained, pipeline.census, pipeline.taxonomy)
    pipeline.adopt(after.themes, _with_names(after.identity, before, after.themes), answers=False)


def _with_names(identity: Identity, before: ThemeSet, after: ThemeSet) -> Identity:
    """The lineage with the names that people gave, and without the themes that their decisions made again."""
    then, now = ({theme.id: theme for theme in themes.themes} for themes in (before, after))
    again = {key for decision in identity.decisions for key in decision.gives.values()} & now.keys()
    rows = []
    for row in identity.lineage:
        if row.before in again and row.kind in ("merged", "gone"):
            continue
        old = then[row.before].name if row.before in then else row.name_before
        new = now[row.after].name if row.after in now else row.name
        kind = "drifted" if row.kind == "renamed" and old == new else row.kind
        rows.append(dataclasses.replace(row, kind=kind, name_before=old, name=new))
    return dataclasses.replace(identity, lineage=tuple(rows))
