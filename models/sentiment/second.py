"""The teacher's second pass: mostly fresh texts, the upper layers only, and the mean of the weights on the way.

It evens out what one pass over a few sets leaves: the sets count more alike, made-up sentences teach negation,
emoji and plain facts, and the averaged weights hang less on the last batches.
"""

import re
from pathlib import Path

import constructs
import corpus
import numpy as np
import torch
from corpus import Corpus, Texts
from numpy.typing import NDArray
from teacher import WARM_UP, Classifier, batches, logits, make_tokenizer
from torch import Tensor, nn

WIDER = {"vader_movie": 12_000, "pros_cons": 40_000, "goemotions": 54_000}  # to find texts that the first pass lacked
LONGEST = 260  # characters
MADE_UP, ABOUT_PEOPLE, FACTS = 900, 600, 500  # made-up sentences of each kind (`constructs`)

MIX: tuple[tuple[str, str, bool, int], ...] = (
    ("goemotions", "poles", True, 1_600),
    ("goemotions", "neutral", True, 500),
    ("pros_cons", "all", True, 2_500),
    ("vader_tweets", "all", False, 1_700),
    ("vader_amazon", "all", False, 1_600),
    ("vader_nyt", "all", False, 900),
    ("vader_movie", "all", True, 1_500),
    ("nhs_patient_feedback", "all", False, 1_000),
    ("nhs_phase1", "all", False, 1_000),
    ("huliu_products9", "all", False, 1_500),
    ("huliu_products5", "all", False, 1_000),
    ("oposum_aspects", "all", False, 1_000),
    ("clinc150", "all", False, 200),
    ("hwu64", "all", False, 100),
)
"""Set, which of its classes, whether only texts that the first pass lacked, and the most taken."""

RATE, HEAD_RATE, DECAY = 5e-5, 3e-4, 0.9  # of the top layer, of the linear one, and from a layer to the one below
FROZEN = re.compile(r"embeddings\.|pooler|layer\.[012]\.")
SMOOTHING = 0.06  # of the labels
AVERAGED = 0.5  # share of the steps, at the end, whose weights are averaged
EVERY = 5  # steps between two that count in the average


def mix(folder: Path, first: Corpus, cases: Path, *, seed: int, small: bool) -> Texts:
    """What the second pass reads; `first` is what the first one had, its held-out texts stay out here too."""
    wide = corpus.build(folder, seed=seed, small=small, caps=WIDER).train
    rng = np.random.default_rng(seed)
    held_out = {corpus.comparison_key(text) for text in first.held_out.texts}
    seen = set(first.train.texts)
    usable = np.array([len(t) <= LONGEST and corpus.comparison_key(t) not in held_out for t in wide.texts])
    fresh = np.array([t not in seen for t in wide.texts])
    neutral = wide.targets.argmax(axis=1) == corpus.NEUTRAL
    of_classes = {"all": np.full(len(wide), True), "neutral": neutral, "poles": ~neutral}
    sources = np.array(wide.sources)
    taken: list[NDArray[np.int64]] = []
    for name, classes, only_fresh, most in MIX:
        rows = np.flatnonzero((sources == name) & of_classes[classes] & usable & (fresh | (not only_fresh)))
        taken.append(rng.permutation(rows)[: 20 if small else most])
    real = wide.take(np.concatenate(taken))
    short = [wide.texts[i] for i in constructs.neutral_texts(wide)]
    made = constructs.build(short, seed=seed, cases=cases, small=small)
    neutral_ones = constructs.people(), constructs.facts(seed=seed, cases=cases)
    parts = [real]
    for kind, most in zip((made, *neutral_ones), (MADE_UP, ABOUT_PEOPLE, FACTS), strict=True):
        parts.append(kind.take(rng.permutation(len(kind))[: 40 if small else most]))
    together = Texts(
        [text for part in parts for text in part.texts],
        np.concatenate([part.targets for part in parts]),
        [source for part in parts for source in part.sources],
    )
    return together.take(rng.permutation(len(together)))


def refine(model: Classifier, texts: Texts, *, seed: int) -> Classifier:
    """One more pass with smoothed targets, each class weighing the same; returns the averaged model."""
    torch.manual_seed(seed)
    tokenizer = make_tokenizer()
    optimiser = torch.optim.AdamW(_groups(model), weight_decay=0.01)
    order = list(batches(texts.texts, epochs=1, seed=seed))
    steps = len(order)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda i: min((i + 1) / (WARM_UP * steps + 1), max((steps - i) / steps, 0.0))
    )
    mass = texts.targets.sum(axis=0)
    weights = torch.tensor(mass.sum() / (3 * mass))
    smooth = torch.from_numpy(texts.targets * (1 - SMOOTHING) + SMOOTHING / 3)
    mean: dict[str, Tensor] = {}
    counted = 0
    model.train()
    for step, rows in enumerate(order):
        with torch.autocast("cpu", dtype=torch.bfloat16):
            odds = logits(model, tokenizer, [texts.texts[i] for i in rows])
        targets = smooth[rows] * weights
        loss = -(targets * torch.log_softmax(odds.float(), dim=1)).sum() / targets.sum()
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        if (step >= (1 - AVERAGED) * steps and step % EVERY == 0) or step == steps - 1:
            counted += 1
            for name, weight in _trained(model).items():
                now = weight.detach()
                mean[name] = now.clone() if name not in mean else mean[name] + (now - mean[name]) / counted
    model.load_state_dict(mean, strict=False)
    return model.eval()


def _trained(model: Classifier) -> dict[str, nn.Parameter]:
    return {name: weight for name, weight in model.named_parameters() if not FROZEN.search(name)}


def _groups(model: Classifier) -> list[dict[str, object]]:
    top = model.body.config.num_hidden_layers - 1
    trained = _trained(model)
    for name, weight in model.named_parameters():
        weight.requires_grad = name in trained
    groups: list[dict[str, object]] = []
    for name, weight in trained.items():
        layer = re.search(r"layer\.(\d+)\.", name)
        groups.append({"params": [weight], "lr": RATE * DECAY ** (top - int(layer[1])) if layer else HEAD_RATE})
    return groups
