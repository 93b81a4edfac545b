"""The themes of a new training under the ids and names of the training before."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cxtext.themes.decisions import NOT_APPLIED, Decision
from cxtext.themes.identity import SPECIAL, Identity, fingerprint, next_subtheme, next_theme
from cxtext.themes.matching import DRIFTED, Known, Matching, centre_of, counted, lineage, match, stacked
from cxtext.themes.themes import NONE, WISHED, Assigned, Subtheme, Theme, ThemeSet
from cxtext.themes.working import WHOLE

Where = NDArray[np.int64]  # (n,) index of the theme or subtheme that each mention of an input belongs to, or -1


@dataclass(frozen=True)
class Before:
    """A model before a training: what it found, what people made of it, and how it reads the new input."""

    themes: ThemeSet  # after decisions
    identity: Identity
    trained: Assigned  # of the new input's mentions, by the themes before decisions
    decided: Assigned  # by the themes after decisions


@dataclass(frozen=True)
class _Units:
    """Themes or subthemes, and where the mentions are among them."""

    known: tuple[Known, ...]
    where: Where


@dataclass(frozen=True)
class _PartIds:
    """Old ids for what training found: subthemes by their ids in the training, whole themes by theirs."""

    kept: dict[str, tuple[str, str]]  # subtheme → id and name
    wholes: dict[str, str]  # theme without subthemes → the subtheme that it was


def succeed(before: Before, trained: ThemeSet, assigned: Assigned) -> Identity:
    """The identity of a training that goes on from another: what is kept keeps its id and, unless it drifted, its name.

    Decisions are in it as they were; they are still to be carried out.

    Args:
        before: the model before.
        trained: what the new training found, with its sizes.
        assigned: the new input's mentions by `trained`.
    """
    base, of = before.identity.base, before.identity.of_subcentre
    first, second = _themes(base, before.themes, of, before.trained.theme), _split_off(before)
    new = _themes(trained.themes, trained, trained.of_subcentre, assigned.theme)
    found = _with_heirs(_match(first, new), first.known, before.identity.decisions)
    found = stacked(found, _match(second, new, taken=found.pairs.values()))
    old = (*first.known, *second.known)
    issued = dict(before.identity.issued)
    at = {j: i for i, j in found.pairs.items()}
    ids = [old[at[j]].id if j in at else next_theme(issued) for j in range(len(new.known))]
    by_wish = [known.id.startswith(WISHED) for known in new.known]  # a seeds file says what such a theme is called
    wished = [
        old[at[j]].name if j in at and found.jaccard[at[j], j] >= DRIFTED and not by_wish[j] else known.name
        for j, known in enumerate(new.known)
    ]
    names = _distinct(wished, [j in at or by_wish[j] for j in range(len(wished))], ids)
    kept = {old[i].id for i in found.pairs}
    gone = [i for i, theme in enumerate(base) if theme.id not in SPECIAL and theme.id not in kept]
    parts = _part_ids(before, trained, assigned, gone)
    fresh = dict(zip((known.id for known in new.known), zip(ids, names, strict=True), strict=True))
    return Identity(
        base=tuple(_succeeding(theme, fresh, parts.kept, issued) for theme in trained.themes),
        of_subcentre=trained.of_subcentre,
        chain=(*before.identity.chain, fingerprint(trained)),
        issued=issued,
        lineage=lineage(old, new.known, found, ids, names),
        decisions=before.identity.decisions,
        wholes={fresh[key][0]: part for key, part in parts.wholes.items()},
    )


def known_themes(themes: ThemeSet) -> tuple[Known, ...]:
    """The themes with a subject, as they are compared."""
    nowhere = np.zeros(0, dtype=np.int64)
    return _themes(themes.themes, themes, themes.of_subcentre, nowhere).known


def _match(old: _Units, new: _Units, taken: Collection[int] = ()) -> Matching:
    counts = counted(old.where, new.where, len(old.known), len(new.known))
    return match(old.known, new.known, counts, taken=taken)


def _split_off(before: Before) -> _Units:
    """The themes that people split off: training may find them by itself now."""
    own = {theme.id for theme in before.identity.base}
    extra = [i for i, theme in enumerate(before.themes.themes) if theme.id not in own and theme.id not in SPECIAL]
    themes = before.themes
    return _themes(themes.themes, themes, themes.of_subcentre, before.decided.theme, only=extra)


def _themes(
    themes: Sequence[Theme],
    found: ThemeSet,
    of_subcentre: Sequence[tuple[int, int]],
    where: Where,
    only: Sequence[int] | None = None,
) -> _Units:
    """The themes with a subject."""
    kept = [i for i, theme in enumerate(themes) if theme.id not in SPECIAL] if only is None else list(only)
    known = [
        Known(themes[i].id, themes[i].name, themes[i].keywords, _centre(themes[i], i, found, of_subcentre))
        for i in kept
    ]
    place = np.full(len(themes) + 1, NONE, dtype=np.int64)  # the last one answers the index -1
    place[kept] = np.arange(len(kept))
    return _Units(tuple(known), place[where])


def _centre(theme: Theme, index: int, found: ThemeSet, of_subcentre: Sequence[tuple[int, int]]) -> NDArray[np.float32]:
    rows = [(s, j) for s, (i, j) in enumerate(of_subcentre) if i == index]
    weights = np.array([theme.subthemes[j].mentions if j >= 0 else theme.mentions for _, j in rows], dtype=np.float64)
    return centre_of(found.tree.subcentres[[s for s, _ in rows]], weights)


def _parts(themes: Sequence[Theme], found: ThemeSet, assigned: Assigned, of: Sequence[tuple[int, int]]) -> _Units:
    """The subthemes of all themes."""
    keys = [(i, j) for i, theme in enumerate(themes) for j in range(len(theme.subthemes))]
    index = {key: n for n, key in enumerate(keys)}
    known = []
    for i, j in keys:
        part = themes[i].subthemes[j]
        rows = found.tree.subcentres[[s for s, key in enumerate(of) if key == (i, j)]]
        known.append(Known(part.id, part.name, part.keywords, centre_of(rows, np.ones(len(rows)))))
    pairs = zip(assigned.theme.tolist(), assigned.subtheme.tolist(), strict=True)
    return _Units(tuple(known), np.array([index.get(pair, NONE) for pair in pairs], dtype=np.int64))


def _part_ids(before: Before, trained: ThemeSet, assigned: Assigned, gone: Sequence[int]) -> _PartIds:
    """Which new subtheme is an old one, and where one is a theme now, or was one.

    `gone` are the indices of the old themes that do not go on as themes.
    """
    base, of = before.identity.base, before.identity.of_subcentre
    old = _joined(
        _parts(base, before.themes, before.trained, of),
        _themes(base, before.themes, of, before.trained.theme, only=gone),
    )
    whole = [i for i, theme in enumerate(trained.themes) if theme.id not in SPECIAL and not theme.subthemes]
    parts = _parts(trained.themes, trained, assigned, trained.of_subcentre)
    new = _joined(parts, _themes(trained.themes, trained, trained.of_subcentre, assigned.theme, only=whole))
    found = _match(old, new)
    ids = _PartIds({}, {})
    for i, j in found.pairs.items():
        then, now = old.known[i], new.known[j]
        if "." in then.id and "." in now.id:
            ids.kept[now.id] = (then.id, then.name if found.jaccard[i, j] >= DRIFTED else now.name)
        elif "." in now.id:
            ids.kept[now.id] = (then.id + WHOLE, then.name)
        elif "." in then.id:
            ids.wholes[now.id] = then.id
    return ids


def _joined(first: _Units, second: _Units) -> _Units:
    """The units of both; a mention that both have counts for the second."""
    where = np.where(second.where >= 0, second.where + len(first.known), first.where)
    return _Units((*first.known, *second.known), where)


def _succeeding(
    theme: Theme, fresh: Mapping[str, tuple[str, str]], kept: Mapping[str, tuple[str, str]], issued: dict[str, int]
) -> Theme:
    """A theme of the new training as it is called from now on, with its subthemes."""
    if theme.id in SPECIAL:
        return theme
    own, name = fresh[theme.id]
    ids = [kept[part.id][0] if part.id in kept else next_subtheme(own, issued) for part in theme.subthemes]
    wished = [kept.get(part.id, ("", part.name))[1] for part in theme.subthemes]
    names = _distinct(wished, [part.id in kept for part in theme.subthemes], ids)
    parts = zip(theme.subthemes, ids, names, strict=True)
    subthemes: tuple[Subtheme, ...] = tuple(dataclasses.replace(part, id=i, name=n) for part, i, n in parts)
    like = fresh[theme.nearest][0] if theme.nearest and theme.nearest in fresh else None
    return dataclasses.replace(theme, id=own, name=name, subthemes=subthemes, nearest=like)


def _distinct(names: Sequence[str], first: Sequence[bool], ids: Sequence[str]) -> list[str]:
    """The names, each once: of two that are the same, one that was there before keeps it, the other adds its id."""
    out, taken = list(names), set(map(str.casefold, SPECIAL.values()))
    for j in sorted(range(len(names)), key=lambda j: (not first[j], j)):
        if out[j].casefold() in taken:
            out[j] = f"{out[j]} ({ids[j]})"
        taken.add(out[j].casefold())
    return out


def _with_heirs(found: Matching, old: Sequence[Known], decisions: Sequence[Decision]) -> Matching:
    """A theme that others were merged into goes on, under its own id, if only one of those others does."""
    pairs, index = dict(found.pairs), {known.id: i for i, known in enumerate(old)}
    for decision in decisions:
        into = index.get(decision.theme)
        if decision.action != "merge" or decision.state == NOT_APPLIED or into is None or into in pairs:
            continue
        heirs = [index[key] for key in decision.others if key in index and index[key] in pairs]
        if heirs:
            pairs[into] = pairs.pop(heirs[0])
    return dataclasses.replace(found, pairs=pairs)
