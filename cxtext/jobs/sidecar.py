"""OUTPUT.cxtext.json: what labelled output cannot say of itself, for a report made from it later.

It holds which column was what, how many records were rejected, the model, and the names behind the ids. It is used as
long as the output's hash is the one that stands in it.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from cxtext.bundle import labelling_digest
from cxtext.duck_files import has_journal
from cxtext.errors import OutputError
from cxtext.insight import Catalogue, ThemeCard
from cxtext.insight.audited import Audited, audited_from
from cxtext.insight.provenance import MadeBy
from cxtext.pipeline.audits import KEPT_AUDITS
from cxtext.places import FACTS
from cxtext.schema import Columns

if TYPE_CHECKING:
    from cxtext.pipeline import Pipeline

SCHEMA = "cxtext-labelled/1"
ROLES = ("text", "rating", "date", "id", "source")


@dataclass(frozen=True)
class Sidecar:
    """What was written beside labelled output."""

    columns: Columns
    prefix: str
    origin: str  # the input's name
    labelled: int
    rejected: int
    catalogue: Catalogue
    mentions: str = ""  # SHA-256 of the table of mentions that was written with it; "" where none was
    made_by: MadeBy = field(default_factory=MadeBy)  # as read back; told from the pipeline on writing
    audited: Audited | None = None  # the last audit of the model; likewise
    taught: bool = False  # whether the model learnt from the answers of an audit; likewise


def sidecar_path(output: Path) -> Path:
    """Where the sidecar of an output stands."""
    return output.with_name(output.name + FACTS)


def sidecar_bytes(facts: Sidecar, pipeline: Pipeline, *, digest: str, saved: Path | None = None) -> bytes:
    """The file's content; `digest` is the SHA-256 of the output, `saved` the folder that the model was saved in."""
    taxonomy = pipeline.taxonomy
    content: dict[str, Any] = {
        "schema": SCHEMA,
        "cxtext": metadata.version("cxtext"),
        "sha256": digest,
        "origin": facts.origin,
        "prefix": facts.prefix,
        "columns": {role: getattr(facts.columns, role) for role in ROLES},
        **({"dialect": facts.columns.dialect} if facts.columns.dialect else {}),
        "records": {"labelled": facts.labelled, "rejected": facts.rejected},
        "model": {
            "name": pipeline.origin,
            "encoder": pipeline.encoder.digest,
            "sentiment": pipeline.settings.sentiment,
            "taxonomy": {
                "id": taxonomy.id,
                "version": taxonomy.version,
                "packs": taxonomy.packs,
                "digest": taxonomy.digest(),
            },
            "digest": model_digest(pipeline, saved),
        },
        "names": dataclasses.asdict(facts.catalogue),
        **({"mentions": {"sha256": facts.mentions}} if facts.mentions else {}),
    }
    if pipeline.audits.last is not None:
        content["audit"] = pipeline.audits.last
    if pipeline.audits.apart.learnt:
        content["taught"] = True
    return orjson.dumps(content, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def read_sidecar(output: Path) -> tuple[Sidecar | None, str]:
    """The sidecar of an output, and what is to be said of it; none where it is missing or of another state."""
    path = sidecar_path(output)
    if not path.is_file():
        return None, ""
    try:
        content = orjson.loads(path.read_bytes())
        sidecar = _sidecar(content)
        same = content["sha256"] == digest_of(output) and not has_journal(output)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None, f"{path} cannot be read, so columns and names are told anew"
    if not same:
        return None, f"{output} was changed after it was labelled, so {path.name} is not used: columns are told anew"
    return sidecar, ""


def digest_of(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal.

    Raises:
        OutputError: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise OutputError(f"{path} cannot be read: {error.strerror or error}; look at its permissions") from error


def _sidecar(content: dict[str, Any]) -> Sidecar:
    if content["schema"] != SCHEMA:
        raise ValueError(content["schema"])
    names = content["names"]
    themes = {n: ThemeCard(tuple(card["keywords"]), card["description"]) for n, card in names["themes"].items()}
    return Sidecar(
        columns=Columns(**{role: content["columns"][role] for role in ROLES}),
        prefix=content["prefix"],
        origin=content["origin"],
        labelled=int(content["records"]["labelled"]),
        rejected=int(content["records"]["rejected"]),
        catalogue=Catalogue(dict(names["touchpoints"]), dict(names["departments"]), dict(names["stages"]), themes),
        mentions=str(content.get("mentions", {}).get("sha256", "")),
        made_by=_made_by(content),
        audited=audited_from(content["audit"]) if "audit" in content else None,
        taught=bool(content.get("taught", False)),
    )


def _made_by(content: dict[str, Any]) -> MadeBy:
    model = content["model"]
    taxonomy = model["taxonomy"]
    return MadeBy(
        cxtext=content["cxtext"],
        model=model["name"],
        digest=model["digest"] or "",
        encoder=model["encoder"],
        sentiment=model["sentiment"],
        taxonomy=_taxonomy(taxonomy["id"], taxonomy["version"], taxonomy["packs"]),
        taxonomy_digest=taxonomy.get("digest", ""),
    )


def made_by(pipeline: Pipeline, saved: Path | None = None) -> MadeBy:
    """What stands in a report as its model; `saved` is the folder that the model was saved in, if it was."""
    taxonomy = pipeline.taxonomy
    return MadeBy(
        cxtext=metadata.version("cxtext"),
        model=pipeline.origin,
        digest=model_digest(pipeline, saved) or "",
        encoder=pipeline.encoder.digest,
        sentiment=pipeline.settings.sentiment,
        taxonomy=_taxonomy(taxonomy.id, taxonomy.version, taxonomy.packs),
        taxonomy_digest=taxonomy.digest(),
    )


def last_audit(pipeline: Pipeline) -> Audited | None:
    """What the last audit said of the model's labels."""
    return None if pipeline.audits.last is None else audited_from(pipeline.audits.last)


def _taxonomy(key: str, version: Any, packs: Sequence[str]) -> str:
    return " + ".join([f"{key} {version}", *packs])


def model_digest(pipeline: Pipeline, saved: Path | None = None) -> str | None:
    """SHA-256 of what labels in a saved model, so not of its audits; none of what was not saved."""
    folder = saved or pipeline.folder
    return labelling_digest(folder, beside=(KEPT_AUDITS,)) if folder else None
