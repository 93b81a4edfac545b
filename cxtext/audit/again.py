"""The labels of another labelling, to be scored by the answers that an earlier sheet holds."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from cxtext.audit.apart import hash_of
from cxtext.audit.aspects import ASPECTS, choices_of
from cxtext.audit.draw import counted, digest_of, machine_labels
from cxtext.audit.key import Key, Labeller
from cxtext.audit.sheet import LONGEST
from cxtext.errors import InputError
from cxtext.insight.expression import where as condition
from cxtext.insight.material import Material


def relabelled(key: Key, texts: Sequence[str], material: Material, *, source: str, labeller: Labeller) -> Key:
    """The key with what another labelling says of the same comments; strata and weights stay those of the draw.

    Args:
        key: of the sheet.
        texts: (n,) the sheet's masked comments, by which a comment is known to be the same.
        material: the other labelling of the same comments.
        source: its name.
        labeller: its model.

    Raises:
        InputError: a sampled comment is not there, or says something else.
    """
    comments = material.comments
    if key.where is not None:
        comments = comments.filter(condition(material, key.where, place="the audit's --where"))
    ids = comments["comment_id"].to_list()
    row_of = {comment: row for row, comment in enumerate(ids)}
    masked, sure = comments["masked_text"].to_list(), comments["confidence"].to_list()
    for drawn, text in zip(key.drawn, texts, strict=True):
        row = row_of.get(drawn.comment_id)
        if row is None or hash_of((masked[row] or "")[:LONGEST]) != hash_of(text):
            what = "is not in" if row is None else "says something else in"
            raise InputError(
                f"comment {drawn.number} of the sheet (id {drawn.comment_id}) {what} {source}; name a labelling of the "
                f"input that the sample was drawn from ({key.source}), with the same ids and masking"
            )
    machine = machine_labels(comments, list(key.choices))
    rows = [row_of[drawn.comment_id] for drawn in key.drawn]
    return dataclasses.replace(
        key,
        source=source,
        digest=digest_of(ids, machine),
        comments=len(comments),
        labelled=counted(machine),
        choices={
            name: {**choices_of(material.comments, ASPECTS[name], material.catalogue), **known}
            for name, known in key.choices.items()
        },
        drawn=tuple(
            dataclasses.replace(drawn, machine={name: own[row] for name, own in machine.items()}, confidence=sure[row])
            for drawn, row in zip(key.drawn, rows, strict=True)
        ),
        labeller=labeller,
    )
