"""Who a theme is, over decisions and retrainings, in a world where it is known what each mention is about."""

import dataclasses
import json
from dataclasses import dataclass

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from cxtext.errors import OptionError
from cxtext.pipeline.census import Census, sized, take_census
from cxtext.pipeline.deciding import replay
from cxtext.schema import MENTIONS, OVERALL, REST
from cxtext.taxonomy.taxonomy import load_taxonomy
from cxtext.themes.assign import no_fit
from cxtext.themes.decisions import APPLIED, NOT_APPLIED, Decision
from cxtext.themes.discover import Tree
from cxtext.themes.draft import Draft
from cxtext.themes.encode import unit_rows
from cxtext.themes.identity import first_identity, identity_from
from cxtext.themes.space import Space
from cxtext.themes.succession import Before, succeed
from cxtext.themes.themes import NONE, Assigned, Subtheme, Theme, ThemeSet

SHAPE = (3, 1, 2, 1, 2, 3)  # subjects in each theme
DIMS = 16
SUBJECTS = [(t, s) for t, parts in enumerate(SHAPE) for s in range(parts)]


@dataclass(frozen=True)
class Training:
    """What one training found, and where each subject of the world went."""

    themes: ThemeSet
    vectors: np.ndarray
    assigned: Assigned
    census: Census

    def of_subject(self, themes: ThemeSet) -> list[Theme]:
        """The theme that each subject of the world lies in, under some themes of the same space."""
        found = themes.assign(ideal(), np.zeros(len(SUBJECTS), dtype=bool))
        return [themes.themes[i] for i in found.theme]


def ideal() -> np.ndarray:
    """One vector for each subject, those of one theme near each other."""
    rng = np.random.default_rng(7)
    theme, own = np.linalg.qr(rng.normal(size=(DIMS, DIMS)))[0][: len(SHAPE)], rng.normal(size=(len(SUBJECTS), DIMS))
    own = own / np.linalg.norm(own, axis=1, keepdims=True)
    return unit_rows(np.array([theme[t] + 0.5 * own[n] for n, (t, _) in enumerate(SUBJECTS)], dtype=np.float32))


def train(seed: int, *, mentions: int = 400) -> Training:
    """A training on a sample with noise: the themes stand in any order and have the ids and names of that order."""
    rng = np.random.default_rng(seed)
    subject = rng.integers(0, len(SUBJECTS), mentions)
    vectors = unit_rows((ideal()[subject] + 0.08 * rng.normal(size=(mentions, DIMS))).astype(np.float32))
    order = rng.permutation(len(SHAPE))
    themes, subcentres, parent, of = [], [], [], []
    for i, t in enumerate(order):
        parts = list(rng.permutation(SHAPE[t]))
        for j, s in enumerate(parts):
            subcentres.append(vectors[subject == SUBJECTS.index((t, s))].mean(axis=0))
            parent.append(i)
            of.append((i, j if len(parts) > 1 else NONE))
        subthemes = tuple(
            Subtheme(f"t{i + 1:03d}.{j + 1}", f"Part {t}{s} of {seed}", (f"word{t}{s}",)) for j, s in enumerate(parts)
        )
        words = tuple(f"word{t}{s}" for s in range(SHAPE[t]))
        name = f"Theme {t} of {seed}"
        themes.append(Theme(f"t{i + 1:03d}", name, words, 0, 0, subthemes=subthemes if len(parts) > 1 else ()))
    rest, overall = Theme("t999", REST, (), 0, 0), Theme("t000", OVERALL, (), 0, 0)
    unit = unit_rows(np.array(subcentres, dtype=np.float32))
    centres = unit_rows(np.array([unit[np.array(parent) == i].mean(axis=0) for i in range(len(order))]))
    nothing = np.zeros(DIMS, dtype=np.float32)
    tree = Tree(centres.astype(np.float32), unit, np.array(parent, dtype=np.int64))
    found = ThemeSet((*themes, rest, overall), tree, tuple(of), Space(nothing, nothing), no_fit(len(of)))
    assigned = found.assign(vectors, np.zeros(mentions, dtype=bool))
    return Training(found, vectors, assigned, take_census(found.themes, assigned, labelled(mentions)))


def labelled(mentions: int) -> pl.DataFrame:
    """Mentions of comments with one or two of them."""
    table = {"comment_id": [str(n * 2 // 3) for n in range(mentions)]}
    return pl.DataFrame(table).with_columns(
        pl.lit(None, kind).alias(name) for name, kind in MENTIONS.items() if name != "comment_id"
    )


TAXONOMY = load_taxonomy(())
PLACES = {"billing": "department", "delivery_time": "touchpoint"}
WORLD = train(0)
ASIDE = np.zeros(len(WORLD.vectors), dtype=bool)


def decided(training, decisions, identity=None):
    """The themes of a training after decisions that must be possible."""
    identity = identity or first_identity(training.themes)
    draft = Draft(identity, PLACES)
    log = [draft.apply(decision) for decision in decisions]
    edited = draft.edited(training.themes)
    themes = dataclasses.replace(edited.themes, themes=sized(edited, training.census, TAXONOMY))
    return themes, dataclasses.replace(identity, decisions=tuple(log), issued=draft.issued)


def retrained(training, themes, identity, seed):
    """Another sample of the world, trained to go on from the themes."""
    new = train(seed)
    generic = np.zeros(len(new.vectors), dtype=bool)
    base = dataclasses.replace(themes, themes=identity.base, of_subcentre=identity.of_subcentre)
    before = Before(themes, identity, base.assign(new.vectors, generic), themes.assign(new.vectors, generic))
    counted = dataclasses.replace(
        new.themes, themes=sized(Draft(first_identity(new.themes), {}).edited(new.themes), new.census, TAXONOMY)
    )
    return new, replay(succeed(before, counted, new.assigned), new.themes, new.census, TAXONOMY)


def test_a_wished_for_theme_is_called_as_the_seeds_file_says_whatever_it_was_called_before():
    new, (before, identity) = train(5), decided(WORLD, [])
    themes = list(new.themes.themes)
    themes[0] = dataclasses.replace(themes[0], id="g001", name="As wished")
    other = identity.base[1]
    themes[1] = dataclasses.replace(themes[1], id="g002", name=other.name)  # what another theme was called
    trained = dataclasses.replace(new.themes, themes=tuple(themes))
    found = Before(before, identity, before.assign(new.vectors, ASIDE), before.assign(new.vectors, ASIDE))
    base = succeed(found, trained, new.assigned).base
    assert [theme.name for theme in base[:2]] == ["As wished", other.name]
    assert len({theme.name for theme in base}) == len(base)
    assert {theme.id for theme in base} == {theme.id for theme in identity.base}, "the ids go on all the same"


def test_a_retraining_keeps_every_id_and_name_though_the_order_is_another():
    _, after = retrained(WORLD, *decided(WORLD, []), seed=5)
    assert {row.kind for row in after.identity.lineage} == {"kept"}
    then, now = WORLD.of_subject(WORLD.themes), WORLD.of_subject(after.themes)
    assert [(t.id, t.name) for t in now] == [(t.id, t.name) for t in then]
    parts = {part.id: part.name for theme in WORLD.themes.themes for part in theme.subthemes}
    assert {part.id: part.name for theme in after.themes.themes for part in theme.subthemes} == parts
    assert len(after.identity.chain) == 2


ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(
            ["rename", "describe", "link", "merge", "split", "move", "retire", "rename part", "split part"]
        ),
        st.integers(0, 20),
        st.integers(0, 20),
    ),
    max_size=8,
)


def decision(action, first, second, themes, number):
    """A decision about themes that are there."""
    live = [theme for theme in themes if theme.id not in ("t999", "t000")]
    parts = [part for theme in live for part in theme.subthemes]
    if not live or (action in ("move", "rename part", "split part") and not parts):
        return None
    one, other = live[first % len(live)], live[second % len(live)]
    part = parts[first % len(parts)] if parts else None
    home = next((theme for theme in live if part in theme.subthemes), None)
    return {
        "rename": lambda: Decision("rename", one.id, text=f"Name {number}"),
        "rename part": lambda: Decision("rename", part.id, text=f"Part name {number}"),
        "describe": lambda: Decision("describe", one.id, text=f"Text {number}"),
        "link": lambda: Decision("link", one.id, to=sorted(PLACES)[second % 2]),
        "merge": lambda: Decision("merge", one.id, (other.id,)),
        "split": lambda: Decision("split", one.id),
        "split part": lambda: Decision("split", home.id, (part.id,)),
        "move": lambda: Decision("move", part.id, to=other.id),
        "retire": lambda: Decision("retire", one.id),
    }[action]()


def random_decisions(actions):
    """A log of decisions, each of which was possible when it was made."""
    themes, _ = decided(WORLD, [])
    log = []
    for number, (action, first, second) in enumerate(actions):
        new = decision(action, first, second, themes.themes, number)
        if new is None:
            continue
        try:
            themes, _ = decided(WORLD, [*log, new])
        except OptionError:
            continue  # such as a theme merged with itself
        log.append(new)
    return decided(WORLD, log)


@settings(max_examples=60, deadline=None)
@given(actions=ACTIONS, seed=st.integers(1, 40))
def test_every_decision_holds_after_a_retraining(actions, seed):
    themes, identity = random_decisions(actions)
    _, after = retrained(WORLD, themes, identity, seed)
    assert [d.state for d in after.identity.decisions] == [APPLIED] * len(identity.decisions)
    told = ("id", "name", "description", "linked_touchpoint", "linked_department")
    then, now = WORLD.of_subject(themes), WORLD.of_subject(after.themes)
    assert [[getattr(t, key) for key in told] for t in now] == [[getattr(t, key) for key in told] for t in then]
    parts = {part.id: part.name for theme in themes.themes for part in theme.subthemes}
    assert {part.id: part.name for theme in after.themes.themes for part in theme.subthemes} == parts
    assert len({theme.name.casefold() for theme in after.themes.themes}) == len(after.themes.themes)
    assert after.identity.issued == identity.issued


@settings(max_examples=40, deadline=None)
@given(actions=ACTIONS)
def test_sizes_are_those_that_assignment_counts(actions):
    themes, _ = random_decisions(actions)
    found = themes.assign(WORLD.vectors, np.zeros(len(WORLD.vectors), dtype=bool))
    comment = np.arange(len(WORLD.vectors)) * 2 // 3
    for i, theme in enumerate(themes.themes):
        mine = found.theme == i
        assert (theme.mentions, theme.comments) == (mine.sum(), len(set(comment[mine])))
        for j, part in enumerate(theme.subthemes):
            own = mine & (found.subtheme == j)
            assert (part.mentions, part.comments) == (own.sum(), len(set(comment[own])))


def test_a_new_theme_gets_an_id_that_none_ever_had():
    themes, identity = decided(
        WORLD,
        [
            Decision("retire", "t006"),
            Decision("split", "t001") if WORLD.themes.themes[0].subthemes else Decision("retire", "t001"),
        ],
    )
    given_ids = {key for d in identity.decisions for key in d.gives.values()}
    assert given_ids.isdisjoint(theme.id for theme in WORLD.themes.themes)
    _, once = retrained(WORLD, themes, identity, 3)
    again = Draft(once.identity, PLACES)
    for d in once.identity.decisions:
        again.apply(d, again=True)
    split = next(theme for theme in once.themes.themes if theme.subthemes)
    fresh = again.apply(Decision("split", split.id)).gives.values()
    assert given_ids.isdisjoint(fresh)


def test_what_cannot_be_carried_out_again_is_kept_and_says_why():
    first = WORLD.themes.themes[0]
    decisions = [Decision("rename", first.id, text="Ours", reason="so we say"), Decision("merge", "t002", ("t003",))]
    _, identity = decided(WORLD, decisions)
    lost = tuple(theme if theme.id != first.id else dataclasses.replace(theme, id="t077") for theme in identity.base)
    after = replay(dataclasses.replace(identity, base=lost), WORLD.themes, WORLD.census, TAXONOMY).identity.decisions
    assert [d.state for d in after] == [NOT_APPLIED, APPLIED]
    assert after[0].why == f"{first.id} ({first.name}) has no counterpart among the new themes"
    assert (after[0].reason, after[0].text) == ("so we say", "Ours")


def test_a_theme_without_counterpart_is_gone_and_one_without_origin_is_new():
    themes, identity = decided(WORLD, [])
    far = dataclasses.replace(
        WORLD.themes.tree, subcentres=-WORLD.themes.tree.subcentres, centres=-WORLD.themes.tree.centres
    )
    other = tuple(dataclasses.replace(theme, keywords=("else",)) for theme in WORLD.themes.themes)
    new = dataclasses.replace(WORLD.themes, tree=far, themes=other)
    nowhere = WORLD.assigned
    here = np.where(np.arange(len(nowhere.theme)) % 2 == 0, nowhere.theme, -1)
    there = np.where(np.arange(len(nowhere.theme)) % 2 == 1, nowhere.theme, -1)
    before = Before(themes, identity, *[dataclasses.replace(nowhere, theme=here)] * 2)
    after = succeed(before, new, dataclasses.replace(nowhere, theme=there))
    assert sorted(row.kind for row in after.lineage) == ["gone"] * len(SHAPE) + ["new"] * len(SHAPE)
    ids = {theme.id for theme in after.base} - {"t999", "t000"}
    assert ids.isdisjoint(theme.id for theme in identity.base)


def test_a_link_to_a_place_that_the_taxonomy_has_no_more_is_kept_in_words_that_can_be_read_again():
    identity = dataclasses.replace(
        first_identity(WORLD.themes), decisions=(Decision("link", "t001", to="boarding_crew", date="2026-01-01"),)
    )
    kept = replay(identity, WORLD.themes, WORLD.census, TAXONOMY).identity
    assert kept.decisions[0].state == NOT_APPLIED
    assert kept.decisions[0].why.startswith("unknown touchpoint or department 'boarding_crew'")
    assert identity_from(json.loads(json.dumps(kept.to_json()))) == kept
