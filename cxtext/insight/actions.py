"""The list of actions: a YAML file that people edit; suggestions are added at its end, and nothing else is changed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

import polars as pl
import yaml

from cxtext.errors import OptionError, OutputError, unknown
from cxtext.insight.cells import NUMBERS_FROM
from cxtext.insight.entries import Entry, Form, read_entries
from cxtext.insight.material import Material
from cxtext.insight.metrics import difference, share
from cxtext.insight.places import blames
from cxtext.insight.priorities import Priority
from cxtext.insight.results import Kind, Number

STATES = ("open", "done")
KINDS: tuple[Kind, ...] = ("theme", "touchpoint", "department", "stage")
FORM = Form(
    "list of actions", "cxtext-actions/1", "actions", needed=("id", "topic"), optional=("kind", "state"), free=True
)
HEAD = (
    "# What is being done about what customers write. Edit all you like: nothing here is ever changed or removed by\n"
    "# cxtext, which only adds suggestions at the end. state is open or done.\n"
    f"schema: {FORM.schema}\nactions:\n"
)


@dataclass(frozen=True)
class Action:
    """One action, as people left it."""

    id: str
    topic: str
    kind: Kind
    what: str
    owner: str
    state: Literal["open", "done"]
    opened: date | None
    closed: date | None
    because: str


@dataclass(frozen=True)
class ActionLine:
    """An action with its age and what became of its topic since."""

    action: Action
    age: int | None  # days from its opening to the last comment (or to its closing); None: not known
    since: Number | None  # change_in_share: of comments that blame the topic, since it was opened; None: too few
    is_new: bool  # suggested just now


def read_actions(path: Path) -> tuple[Action, ...]:
    """The actions of a file; none where there is no file yet.

    Raises:
        OptionError: it is not YAML or breaks the form; a line for each fault.
    """
    if not path.exists():
        return ()
    return tuple(_action(entry) for entry in read_entries(path, FORM)[0])


def suggestions(
    actions: Sequence[Action], topics: Sequence[Priority], *, most: int, day: date | None
) -> tuple[Action, ...]:
    """New actions for the topics of highest priority that have no open one; at most `most`.

    Only topics whose blame surely goes with a lower score count. Ids are the topic's name and a number that no action
    has had.
    """
    found: list[Action] = []
    for topic in topics:
        sure = topic.score.low is not None and topic.score.low > 0
        open_one = any(a.topic.casefold() == topic.name.casefold() and a.state == "open" for a in actions)
        if sure and not open_one and len(found) < most:
            taken = {action.id for action in (*actions, *found)}
            found.append(
                Action(
                    _fresh(topic.name, taken),
                    topic.name,
                    topic.kind,
                    "",
                    topic.owner,
                    "open",
                    day,
                    None,
                    _because(topic),
                )
            )
    return tuple(found)


def lines(material: Material, actions: Sequence[Action], new: Sequence[Action] = ()) -> tuple[ActionLine, ...]:
    """All actions with their age by the dates of the comments; open ones first, the oldest first."""
    last = material.comments["date"].max()
    today = last if isinstance(last, date) else None
    found = [ActionLine(a, _age(a, today), _since(material, a), a in new) for a in (*actions, *new)]
    return tuple(sorted(found, key=lambda line: (line.action.state == "done", -(line.age or 0), line.action.id)))


def add(path: Path, new: Sequence[Action], *, known: Sequence[Action]) -> None:
    """Append actions to the file; what stands in it stays as it is, byte for byte.

    Raises:
        OptionError: the list is written in a way that nothing can be added to.
        OutputError: the file changed meanwhile, or cannot be written.
    """
    old = path.read_text(encoding="utf-8") if path.exists() else HEAD
    indent = re.search(r"^( *)- ", old.partition("actions:")[2], re.MULTILINE)
    text = old + ("" if old.endswith("\n") else "\n")
    for action in new:
        entry = yaml.safe_dump([_plain(action)], sort_keys=False, allow_unicode=True, width=100)
        text += "".join(f"{indent.group(1) if indent else '  '}{line}\n" for line in entry.splitlines())
    draft = path.with_name(path.name + ".part")
    try:
        draft.write_text(text, encoding="utf-8")
        if not _holds(draft, (*known, *new)):
            raise OptionError(f"{path}: nothing can be added behind its list; write it as a block that ends the file")
        if path.exists() and path.read_text(encoding="utf-8") != old:
            raise OutputError(f"{path} was changed meanwhile; run it again")
        draft.replace(path)
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror or error}") from error
    finally:
        draft.unlink(missing_ok=True)


def _holds(path: Path, actions: Sequence[Action]) -> bool:
    try:
        return read_actions(path) == tuple(actions)
    except OptionError:
        return False


def _action(entry: Entry) -> Action:
    kind, state = entry.text("kind") or "theme", entry.text("state") or "open"
    for what, value, choices in (("kind", kind, KINDS), ("state", state, STATES)):
        if value not in choices:
            raise OptionError(f"{entry.place}: {unknown(what, value, choices)}")
    return Action(
        id=entry.text("id"),
        topic=entry.text("topic"),
        kind=kind,  # type: ignore[arg-type]
        what=entry.text("what"),
        owner=entry.text("owner"),
        state=state,  # type: ignore[arg-type]
        opened=_date(entry, "opened"),
        closed=_date(entry, "closed"),
        because=entry.text("because"),
    )


def _date(entry: Entry, key: str) -> date | None:
    text = entry.text(key)
    if not text or text == "null":
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise OptionError(f"{entry.place}: {key} {text!r} is no date such as 2025-03-31") from error


def _plain(action: Action) -> dict[str, str | date | None]:
    return {
        "id": action.id,
        "topic": action.topic,
        "kind": action.kind,
        "what": action.what,
        "owner": action.owner,
        "state": action.state,
        "opened": action.opened,
        "closed": action.closed,
        "because": action.because,
    }


def _because(topic: Priority) -> str:
    reach, impact = topic.reach, topic.impact
    return (
        f"blamed by {100 * (reach.value or 0):.1f} % of the comments; one such comment goes with a score "
        f"{impact.value:.1f} points worse [{impact.low:.1f}, {impact.high:.1f}]"
    )


def _fresh(name: str, taken: set[str]) -> str:
    stem = "-".join(re.findall(r"\w+", name.casefold())) or "topic"
    number = 1
    while f"{stem}-{number}" in taken:
        number += 1
    return f"{stem}-{number}"


def _age(action: Action, today: date | None) -> int | None:
    end = action.closed if action.state == "done" and action.closed else today
    return max((end - action.opened).days, 0) if action.opened and end else None


def _since(material: Material, action: Action) -> Number | None:
    """How the share of comments that blame the topic changed from before the action to after it."""
    if action.opened is None:
        return None
    dated = material.comments.drop_nulls("date").select("comment_id", "date")
    where = material.places(action.kind)
    topic = action.topic.casefold()
    keys = [
        key
        for key in where["place"].unique().sort()
        if topic in (key.casefold(), material.catalogue.name(action.kind, key).casefold())
    ]
    blamed = where.filter(pl.col("place").is_in(keys) & blames())
    dated = dated.with_columns(
        on=pl.col("comment_id").is_in(blamed["comment_id"].implode()), late=pl.col("date") > action.opened
    )
    parts = []
    for late in (True, False):
        rows = dated.filter(pl.col("late") == late)
        if len(rows) < NUMBERS_FROM:
            return None
        parts.append(share(int(rows["on"].sum()), len(rows)))
    return difference(*parts)
