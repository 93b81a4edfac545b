"""Decisions carried out on themes under edit.

They only put groups together otherwise and give names, so each of them can be carried out again on the groups of the
next training.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

from cxtext.errors import OptionError, unknown
from cxtext.themes.decisions import APPLIED, IN_PART, MOST_TEXT, Decision, one_line, shortened, theme_name
from cxtext.themes.identity import SPECIAL, Identity, is_beyond, next_theme, take_theme
from cxtext.themes.themes import ThemeSet
from cxtext.themes.working import WHOLE, AbsentError, Edited, Group, Working, WorkingTheme

Places = Mapping[str, str]  # id → "touchpoint" or "department"


class Draft:
    """The themes of a training, to be edited; `places` are the touchpoints and departments that links may name."""

    def __init__(self, identity: Identity, places: Places) -> None:
        self.places = places
        self.issued = dict(identity.issued)
        self.working = Working(identity)

    def edited(self, trained: ThemeSet) -> Edited:
        """The themes as they stand now; `trained` is what training found."""
        return self.working.edited(trained)

    def apply(self, decision: Decision, *, again: bool = False) -> Decision:
        """Carry out one decision; nothing is changed if it cannot be.

        Args:
            decision: what to do.
            again: it was carried out before. A name that training gave to another theme gives way to it, and of
                several themes or subthemes those are taken that are there.

        Returns:
            The decision with ids for names, the names of the time, and what is missing.

        Raises:
            OptionError: it names what is not there, or asks for what cannot be.
        """
        actions = {
            "rename": self._rename,
            "describe": self._describe,
            "link": self._link,
            "merge": self._merge,
            "split": self._split,
            "move": self._move,
            "retire": self._retire,
            "example": self._example,
        }
        return actions[decision.action](decision, again)

    def lost(self, decision: Decision) -> str:
        """Which themes and subthemes of a decision training found no more; empty if all are there."""
        keys = [key for key in (decision.theme, *decision.others, decision.to) if key in decision.names]
        gone = [f"{key} ({decision.names[key]})" for key in keys if not self._is_there(key)]
        return f"{', '.join(gone)} {'has' if len(gone) == 1 else 'have'} no counterpart among the new themes" * bool(
            gone
        )

    def _is_there(self, key: str) -> bool:
        try:
            self.working.find(key)
        except AbsentError:
            return False
        return True

    def _rename(self, decision: Decision, again: bool) -> Decision:
        name = theme_name(decision.text)
        theme, groups = self.working.find(decision.theme)
        if not groups or len(theme.groups) == 1:
            theme = self.working.theme(theme.id)
            self._make_room(name, theme, again)
            before, theme.name, theme.named = theme.name, name, True
            return _resolved(decision, theme.id, {theme.id: before}, text=name)
        if len(groups) > 1:
            raise OptionError(f"{decision.theme} has become {_listed(groups)}; rename one of them")
        if any(name.casefold() == group.name.casefold() for group in theme.groups if group is not groups[0]):
            raise OptionError(f"{theme.title} has a subtheme {name!r} already; choose another name")
        before, groups[0].name = groups[0].name, name
        return _resolved(decision, groups[0].id, {groups[0].id: before}, text=name)

    def _describe(self, decision: Decision, _again: bool) -> Decision:
        theme = self.working.theme(decision.theme)
        theme.description = one_line(decision.text, most=MOST_TEXT, what="the description")
        return _resolved(decision, theme.id, {theme.id: theme.name}, text=theme.description)

    def _link(self, decision: Decision, _again: bool) -> Decision:
        theme = self.working.theme(decision.theme)
        if decision.to not in self.places:
            raise OptionError(unknown("touchpoint or department", decision.to, self.places))
        theme.links[self.places[decision.to]] = decision.to
        return _resolved(decision, theme.id, {theme.id: theme.name})

    def _example(self, decision: Decision, _again: bool) -> Decision:
        text = one_line(decision.text, most=MOST_TEXT, what="the example")
        theme, groups = self.working.find(decision.theme)
        if groups:
            raise OptionError(f"{decision.theme} is a subtheme of {theme.title}; an example is one of a theme")
        return _resolved(decision, theme.id, {theme.id: theme.name}, text=text)

    def _merge(self, decision: Decision, again: bool) -> Decision:
        into = self.working.theme(decision.theme)
        others, missing = [], []
        for key in decision.others:
            try:
                others.append(self._mergeable(key, again))
            except OptionError as error:
                missing.append(self.lost(dataclasses.replace(decision, theme=key, others=(), to="")) or str(error))
        if missing and not (again and others):
            raise OptionError("; ".join(missing))
        if len({id(theme) for theme in (into, *others)}) <= len(others):
            raise OptionError(f"a theme is merged with itself: {', '.join(t.title for t in (into, *others))}")
        names = {theme.id: theme.name for theme in (into, *others)}
        into.name_whole()
        for other in others:
            other.name_whole()
            groups = [group for group in other.groups if group not in into.groups]  # training put them there already
            self.working.take(groups)
            into.groups = [*into.groups, *groups]
            into.description = into.description or other.description
            into.links = {**other.links, **into.links}
        if missing:
            return _resolved(decision, into.id, names, missing)
        return _resolved(decision, into.id, names, others=tuple(other.id for other in others))

    def _mergeable(self, key: str, again: bool) -> WorkingTheme:
        """A theme, or what it has become."""
        theme, groups = self.working.find(key)
        if not again or len(groups) != 1:
            return self.working.theme(key)
        return WorkingTheme(theme.base, key, groups[0].name, groups)

    def _split(self, decision: Decision, again: bool) -> Decision:
        theme = self.working.theme(decision.theme)
        keys = decision.others or tuple(group.id for group in theme.groups)
        parts: dict[str, list[Group]] = {}
        missing = []
        for key in keys if len(theme.groups) > 1 or again else ():
            try:
                owner, groups = self.working.find(key, of=theme)
                if owner is not theme and not again:
                    raise OptionError(f"{key!r} is a subtheme of {owner.title}, not of {theme.title}")
                parts[groups[0].id if len(groups) == 1 else key] = groups
            except OptionError as error:
                missing.append(self.lost(dataclasses.replace(decision, theme=key, others=(), to="")) or str(error))
        if missing and not (again and parts):
            raise OptionError("; ".join(missing))
        if not parts:
            raise OptionError(f"{theme.title} has no subthemes to be split off")
        names = {theme.id: theme.name, **{key: groups[0].name for key, groups in parts.items()}}
        for groups in parts.values():
            self.working.take(groups)
        gives = {
            key: self._split_off(groups, theme, self._id_for(key, decision.gives.get(key), again))
            for key, groups in parts.items()
        }
        if missing:
            return _resolved(decision, theme.id, names, missing)
        return _resolved(decision, theme.id, names, others=tuple(parts), gives=gives)

    def _move(self, decision: Decision, again: bool) -> Decision:
        theme, groups = self.working.find(decision.theme)
        to = self.working.theme(decision.to)
        if not groups or (len(theme.groups) == 1 and not again):
            raise OptionError(f"{theme.title} is no subtheme; merge it into {to.id} instead")
        if to is theme and not again:
            raise OptionError(f"{groups[0].id} ({groups[0].name}) is a part of {to.title} already")
        if to is not theme:
            to.name_whole()
            self.working.take(groups)
            to.groups = [*to.groups, *groups]
        key = groups[0].id if len(groups) == 1 else decision.theme
        return _resolved(decision, key, {key: groups[0].name, to.id: to.name}, to=to.id)

    def _retire(self, decision: Decision, _again: bool) -> Decision:
        theme, groups = self.working.find(decision.theme)
        key, name = theme.id, theme.name
        if groups:
            key, name = (groups[0].id if len(groups) == 1 else decision.theme), groups[0].name
        else:
            groups = self.working.theme(decision.theme).groups
        self.working.take(groups)
        self.working.rest.groups = [*self.working.rest.groups, *groups]
        return _resolved(decision, key, {key: name})

    def _split_off(self, groups: list[Group], parent: WorkingTheme, new: str) -> str:
        """A theme of its own for groups that belong to none now; returns the theme's id."""
        name = groups[0].name
        if self._is_taken(name):
            name = f"{name} ({parent.name})"
        if self._is_taken(name):
            name = f"{name} ({new})"
        base = dataclasses.replace(parent.base, id=new, name=name, keywords=groups[0].keywords, subthemes=())
        self.working.add(WorkingTheme(base, new, name, groups, links=dict(parent.links)))
        return new

    def _is_taken(self, name: str) -> bool:
        return name.casefold() in (theme.name.casefold() for theme in self.working.themes)

    def _id_for(self, key: str, known: str | None, again: bool) -> str:
        """The id of a theme made of a subtheme: the one that it had before, else a new one."""
        live = [theme.id for theme in self.working.themes]
        before = key.removesuffix(WHOLE)
        if key.endswith(WHOLE) and before not in live:
            return before
        if known and known not in live and (again or is_beyond(known, self.issued)):
            take_theme(known, self.issued)
            return known
        return next_theme(self.issued)

    def _make_room(self, name: str, theme: WorkingTheme, again: bool) -> None:
        """Let no two themes have one name: a theme that training named gives way to one that people name again."""
        same = [t for t in self.working.themes if t is not theme and t.name.casefold() == name.casefold()]
        if name.casefold() in map(str.casefold, SPECIAL.values()):
            raise OptionError(f"{name!r} is the name of what has no subject; choose another")
        for other in same:
            if not again or other.named:
                raise OptionError(f"{name!r} is the name of {other.id} already; choose another, or merge the two")
            other.name = f"{other.name} ({other.id})"


def _resolved(
    decision: Decision, theme: str, names: Mapping[str, str], missing: Sequence[str] = (), **more: object
) -> Decision:
    """The decision as it was carried out; what is missing stays in it, as the next training may find it again."""
    kept = {**names, **decision.names}  # those of the time when it was decided
    state, why = (IN_PART, shortened("; ".join(missing))) if missing else (APPLIED, "")
    return dataclasses.replace(decision, theme=theme, names=kept, state=state, why=why, **more)  # type: ignore[arg-type]


def _listed(groups: Sequence[Group]) -> str:
    return ", ".join(f"{group.id} ({group.name})" for group in groups)
