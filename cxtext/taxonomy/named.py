"""A taxonomy by the name that a user gives it: `default`, a shipped pack, or a file."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import Path

from cxtext.errors import TaxonomyError
from cxtext.taxonomy.taxonomy import Taxonomy, load_taxonomy, pack_names

DEFAULT = "default"


def taxonomy_named(name: str, packs: Sequence[str] = ()) -> Taxonomy:
    """The shipped core (`default`), the core with a pack (the pack's name), or the user's file, with packs laid over.

    A pack's name comes before a file's; `./retail` is the file.

    Raises:
        OptionError: there is no pack of a name in `packs`.
        TaxonomyError: the name is none of the three, or the file is broken.
    """
    if name == DEFAULT:
        return load_taxonomy(packs)
    pack = name.replace("-", "_")
    if pack in pack_names():
        return load_taxonomy([*packs, pack])
    if not Path(name).exists():
        near = difflib.get_close_matches(pack, [DEFAULT, *pack_names()], n=1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        known = ", ".join((DEFAULT, *pack_names()))
        raise TaxonomyError(f"no taxonomy {name!r}: it is neither a file nor shipped{hint} (shipped: {known})")
    return load_taxonomy(packs, Path(name))
