"""Themes under edit, as groups of mentions that are put together otherwise, and what ids and names mean there.

A group is what training does not divide further: a subtheme, or a theme without any. Its id is the subtheme's;
that of a theme without subthemes is the theme's with ".0", or the id of the subtheme that it was before a training. So
".0" also ends the id of a subtheme that was a theme before a training.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass, field

from cxtext.errors import OptionError, unknown
from cxtext.themes.identity import SPECIAL, Identity
from cxtext.themes.themes import NONE, REST_ID, Subtheme, Theme, ThemeSet

WHOLE = ".0"  # ends the id of the group that is all of a theme
Key = tuple[int, int]  # of a group: the index of its theme in the base and of its subtheme there, or NONE


class AbsentError(OptionError):
    """There is no theme or subtheme of that id or name."""


@dataclass(eq=False)
class Group:
    """Mentions that stay together, whatever is decided."""

    id: str
    name: str
    keywords: tuple[str, ...]
    home: str  # the theme that training put it in
    key: Key


@dataclass(eq=False)
class WorkingTheme:
    """A theme as it stands between two decisions."""

    base: Theme  # gives the keywords, and whatever else no decision changes
    id: str
    name: str
    groups: list[Group]
    named: bool = False  # by a decision
    description: str = ""
    links: dict[str, str] = field(default_factory=dict)  # "touchpoint" or "department" → id

    @property
    def title(self) -> str:
        """Id and name, for messages."""
        return f"{self.id} ({self.name})"

    def name_whole(self) -> None:
        """Give the group that is all of the theme the theme's name: it is to be read as a subtheme from now on."""
        if len(self.groups) == 1:
            self.groups[0].name = self.name

    def finished(self) -> Theme:
        """The theme, its sizes and counted places to be filled in."""
        divided = len(self.groups) > 1 and self.id not in SPECIAL
        return dataclasses.replace(
            self.base,
            id=self.id,
            name=self.name,
            keywords=self._keywords(),
            subthemes=tuple(Subtheme(group.id, group.name, group.keywords) for group in self.groups if divided),
            description=self.description,
            linked_touchpoint=self.links.get("touchpoint"),
            linked_department=self.links.get("department", self.base.linked_department),  # the base's is a wish
        )

    def _keywords(self) -> tuple[str, ...]:
        """Those of the theme itself; after a merge those of its groups from elsewhere in turn with them."""
        own = self.base.keywords
        lists = [own, *(group.keywords for group in self.groups if group.home != self.base.id)]
        if len(lists) == 1 or not own or self.id in SPECIAL:
            return own
        turns = (words[i] for i in range(max(map(len, lists))) for words in lists if i < len(words))
        return tuple(dict.fromkeys(turns))[: len(own)]


@dataclass(frozen=True)
class Edited:
    """Themes after decisions, and the groups that each of them and of their subthemes consists of."""

    themes: ThemeSet
    groups: tuple[tuple[Key, ...], ...]  # of each theme, in the order of its subthemes where it has any


class Working:
    """All themes of a training under edit; "Other remarks" is among them even if it is empty."""

    def __init__(self, identity: Identity) -> None:
        self.themes = [_working(theme, i, identity.wholes.get(theme.id)) for i, theme in enumerate(identity.base)]
        if REST_ID not in (theme.id for theme in self.themes):
            rest = Theme(REST_ID, SPECIAL[REST_ID], (), 0, 0)
            self.themes.insert(-1, WorkingTheme(rest, REST_ID, rest.name, []))

    @property
    def rest(self) -> WorkingTheme:
        """The theme that takes what is retired."""
        return next(theme for theme in self.themes if theme.id == REST_ID)

    def add(self, theme: WorkingTheme) -> None:
        """A new theme, behind the others and before the special ones."""
        self.themes.insert(self.themes.index(self.rest), theme)

    def take(self, groups: Iterable[Group]) -> None:
        """Take groups out of the themes that hold them; a theme without any left is no more."""
        out = set(map(id, groups))
        for theme in self.themes:
            theme.groups = [group for group in theme.groups if id(group) not in out]
        self.themes = [theme for theme in self.themes if theme.groups or theme.id == REST_ID]

    def theme(self, key: str) -> WorkingTheme:
        """The theme with that id or name.

        Raises:
            OptionError: there is none; or it is one that nothing is decided about.
        """
        theme, groups = self.find(key)
        if groups:
            raise OptionError(f"{key!r} is a subtheme of {theme.title}; name a theme")
        if theme.id in SPECIAL:
            raise OptionError(f"{theme.name!r} ({theme.id}) is no theme that training found; it stays as it is")
        return theme

    def find(self, key: str, *, of: WorkingTheme | None = None) -> tuple[WorkingTheme, list[Group]]:
        """The theme that an id or name means, without groups; or a subtheme, with its theme.

        A subtheme is one group; one that was all of a theme is as many as training found in that theme. A theme that is
        a subtheme since a training is found as one, and the other way round.

        Args:
            key: the id or name.
            of: look for a subtheme, first of this theme.

        Raises:
            AbsentError: there is none.
            OptionError: there are several.
        """
        wanted = key.strip().casefold()
        if of is None:
            for theme in self.themes:
                if wanted in (theme.id, theme.name.casefold()):
                    return theme, []
        found = self._by_id(wanted)
        if found is not None:
            return found
        named = [(t, g) for t in self._divided() for g in t.groups if wanted == g.name.casefold()]
        named = [pair for pair in named if pair[0] is of] or named
        if len(named) > 1:
            ids = ", ".join(f"{group.id} of {theme.title}" for theme, group in named)
            raise OptionError(f"{key!r} is a subtheme of several themes: name one of {ids}")
        if not named:
            raise AbsentError(self._unknown(wanted, key, of))
        return named[0][0], [named[0][1]]

    def _by_id(self, wanted: str) -> tuple[WorkingTheme, list[Group]] | None:
        """The groups of a subtheme's id, with their theme."""
        for theme in self.themes:
            for group in theme.groups:
                if theme.id not in SPECIAL and group.id in (wanted, wanted + WHOLE):
                    return theme, [group]
        for theme in self._divided():
            same = [group for group in theme.groups if wanted == group.home + WHOLE]
            if same and same != theme.groups:
                return theme, same
        return None

    def _divided(self) -> list[WorkingTheme]:
        return [theme for theme in self.themes if theme.id not in SPECIAL and len(theme.groups) > 1]

    def edited(self, trained: ThemeSet) -> Edited:
        """The themes as they stand now, made of the groups that training found."""
        live = [theme for theme in self.themes if theme.groups]
        place = {
            group.key: (i, j if len(theme.groups) > 1 and theme.id not in SPECIAL else NONE)
            for i, theme in enumerate(live)
            for j, group in enumerate(theme.groups)
        }
        return Edited(
            dataclasses.replace(
                trained,
                themes=tuple(theme.finished() for theme in live),
                of_subcentre=tuple(place[key] for key in trained.of_subcentre),
                of_wish=tuple(place[key] for key in trained.of_wish),
            ),
            tuple(tuple(group.key for group in theme.groups) for theme in live),
        )

    def _unknown(self, wanted: str, key: str, of: WorkingTheme | None) -> str:
        """That there is no such theme, and where it went if that is known."""
        for theme in self.themes:
            inside = [group for group in theme.groups if wanted in (group.home, group.id.rpartition(".")[0])]
            if inside and theme.id == REST_ID:
                return f"{key} was retired: its mentions are {theme.name!r}"
            if inside and theme.id != wanted:
                part = wanted + WHOLE if inside[0].home == wanted else inside[0].id
                return f"{key} is a part of {theme.title} now; split {theme.id} --subthemes {part} makes a theme of it"
        for theme in self.themes:
            if wanted == theme.base.name.casefold():
                return f"{key!r} is called {theme.name!r} now, its id is {theme.id}"
        if of is not None:
            return unknown(f"subtheme of {of.title}", key, [group.name for group in of.groups])
        by_id = wanted[:1] == "t" and wanted[1:2].isdecimal()
        return unknown("theme", key, [theme.id if by_id else theme.name for theme in self.themes])


def _working(theme: Theme, index: int, was: str | None) -> WorkingTheme:
    groups = [Group(part.id, part.name, part.keywords, theme.id, (index, j)) for j, part in enumerate(theme.subthemes)]
    whole = Group(was or theme.id + WHOLE, theme.name, theme.keywords, theme.id, (index, NONE))
    return WorkingTheme(theme, theme.id, theme.name, groups or [whole])
