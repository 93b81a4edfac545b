"""Small labelled tables of which every number can be told by hand."""

from datetime import date, timedelta

import polars as pl

from cxtext.insight.catalogue import Catalogue
from cxtext.insight.material import material
from cxtext.schema import CANONICAL, COMMENT_LABELS, MENTIONS, Labelled

DAY = date(2025, 1, 6)  # a Monday


def labelled(rows, *, own=(), facets=False):
    """A Labelled of dicts; `day` counts from DAY, `said` is a list of mentions as dicts, `own` columns of the user's.

    Args:
        rows: of each comment what is not usual of it.
        own: names of the keys that are columns of the user's.
        facets: give both tables a column of facets.
    """
    comments, mentions = [], []
    for number, row in enumerate(rows, 1):
        key = row.get("id", f"c{number:06d}")
        said = [
            {"comment_id": key, "mention": n, "text": "words", "sentiment": "neutral", "score": 0.0, **entry}
            for n, entry in enumerate(row.get("said", ()), 1)
        ]
        text = row.get("text") or ". ".join(entry["text"] for entry in said) or "words"
        lists = {
            f"{kind}s": sorted({m[kind] for m in said if m.get(kind)})
            for kind in ("theme", "touchpoint", "stage", "department")
        }
        comments.append(
            {
                "row": number,
                "comment_id": key,
                "text": text,
                "masked_text": text,
                "rating": row.get("rating"),
                "date": DAY + timedelta(days=row["day"]) if "day" in row else row.get("date"),
                "source": row.get("source", "web"),
                "sentiment": row.get("sentiment", "neutral"),
                "score": row.get("score", 0.0),
                "language": "en",
                "flags": row.get("flags", []),
                **lists,
                "facets": row.get("facets", sorted({f for m in said for f in m.get("facets", ())})) if facets else None,
            }
        )
        mentions += [{**entry, "facets": entry.get("facets", []) if facets else None} for entry in said]
    more = {"facets": pl.List(pl.String())} if facets else {}
    return Labelled(
        pl.DataFrame(comments, schema={**CANONICAL, **COMMENT_LABELS, **more}, strict=False),
        pl.DataFrame(mentions, schema={**MENTIONS, **more}, strict=False),
        rows=pl.DataFrame({name: [row.get(name) for row in rows] for name in own}) if own else None,
    )


def ready(rows, *, own=(), facets=False, catalogue=None, **how):
    """The same as a Material."""
    return material(labelled(rows, own=own, facets=facets), catalogue=catalogue or Catalogue(), **how)
