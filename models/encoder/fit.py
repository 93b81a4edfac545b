"""Fitting token vectors so that the mean of a text's vectors is the teacher's vector of that text."""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.cluster import MiniBatchKMeans
from table import Floats, Ids, Tokenised, pool
from torch import nn
from torch.nn.functional import embedding_bag, log_softmax, normalize

SIF = 1e-4  # model2vec's default: the weight of a token of frequency p is SIF / (SIF + p), by Zipf's law
TEMPERATURE = 0.05  # of the softmax over similarities: only the nearest of a batch count
RUN = 32  # neighbouring texts put together in a batch
GROUPS = 1_500
GROUPED_SAMPLE = 60_000
START_SIF = 1e-3  # the same for shares counted in the corpus
UNKNOWN_ID = 0
LEAST_RATE = 1e-3  # of the first one, at the end
FLATTENING = 0.2  # power by which pooled texts' axes are evened out; 0 leaves them, 0.5 whitens


@dataclass(frozen=True)
class Settings:
    """How long and how hard to fit."""

    epochs: int = 6
    batch: int = 1024
    rate: float = 4e-3
    weight_rate: float = 4e-3
    similarity: float = 3.0  # weight of the squared error of in-batch similarities beside 1 - cosine
    ranking: float = 1.0  # weight of the divergence of who is near whom in the batch


def projection(vectors: Floats, dims: int) -> Floats:
    """The directions (384, dims) that keep most of the vectors' length; not centred, so cosines stay."""
    _, axes = np.linalg.eigh(vectors.T @ vectors)
    return np.ascontiguousarray(axes[:, ::-1][:, :dims], np.float32)


def distilled(token_vectors: Floats, dims: int) -> Floats:
    """What model2vec's distillation gives: PCA of the token vectors, weights by rank in the vocabulary."""
    centred = token_vectors - token_vectors.mean(axis=0)
    ranks = 1.0 / np.arange(2, len(centred) + 2)
    weights = SIF / (SIF + ranks / ranks.sum())
    return np.asarray((centred @ projection(centred, dims)) * weights[:, None], np.float32)


def _without_unknown(tokens: Tokenised) -> Tokenised:
    """The same texts less their unknown tokens, which pool to nothing."""
    known = tokens.ids != UNKNOWN_ID
    before = np.concatenate([[0], np.cumsum(known)])
    return Tokenised(tokens.ids[known], before[tokens.starts])


def _start(token_vectors: Floats, tokens: Tokenised) -> tuple[Floats, Floats]:
    """The teacher's vectors of single tokens, and weights by how rare they are in the corpus."""
    share = np.bincount(tokens.ids, minlength=len(token_vectors)) / max(1, len(tokens.ids))
    weights = START_SIF / (START_SIF + share)
    weights[UNKNOWN_ID] = 0.0
    return token_vectors.copy(), weights.astype(np.float32)


def fit(
    token_vectors: Floats,
    tokens: Tokenised,
    targets: Floats,
    settings: Settings,
    *,
    seed: int,
    apart: NDArray[np.bool_] | None = None,
) -> Floats:
    """Fit to unit target vectors, one row a text; a token that no text holds stays as it was.

    Texts marked `apart` share no batch with the others.
    """
    torch.manual_seed(seed)
    torch.set_num_threads(1)  # more threads fight over small batches: ten times slower on a busy machine
    tokens = _without_unknown(tokens)
    rows, row_weights = _start(token_vectors, tokens)
    vectors = nn.Parameter(torch.from_numpy(rows))
    weights = nn.Parameter(torch.from_numpy(row_weights)[:, None])
    optimisers = [
        torch.optim.SparseAdam([vectors], lr=settings.rate),
        torch.optim.SparseAdam([weights], lr=settings.weight_rate),
    ]
    rng = np.random.default_rng(seed)
    marked = np.zeros(len(tokens), bool) if apart is None else apart
    known = np.diff(tokens.starts) > 0
    parts = [np.flatnonzero(known & marked), np.flatnonzero(known & ~marked)]
    groups = neighbourhoods(targets, seed=seed)
    steps = settings.epochs * (int(known.sum()) // settings.batch + len(parts))
    schedules = [_falling(o, steps) for o in optimisers]
    for _ in range(settings.epochs):
        batches = [b for part in parts if len(part) for b in _batches(part, groups[part], settings.batch, rng)]
        for i in rng.permutation(len(batches)):
            batch = batches[i]
            loss = _loss(vectors, weights, _rows(tokens, batch), torch.from_numpy(targets[batch]), settings)
            for optimiser in optimisers:
                optimiser.zero_grad()
            loss.backward()
            for optimiser, schedule in zip(optimisers, schedules, strict=True):
                optimiser.step()
                schedule.step()
    return np.asarray((vectors * weights).detach().numpy())


def flatten(vectors: Floats, tokens: Tokenised) -> Floats:
    """The table turned and stretched so that texts differ in more directions: means of tokens crowd into a few."""
    pooled = pool(vectors, tokens)
    strengths, axes = np.linalg.eigh(pooled.T @ pooled)
    return np.asarray(vectors @ (axes * (strengths / strengths[-1]) ** -FLATTENING), np.float32)


def neighbourhoods(targets: Floats, *, seed: int) -> Ids:
    """A group number a text; texts of a group are near each other to the teacher."""
    sample = np.random.default_rng(seed).permutation(len(targets))[:GROUPED_SAMPLE]
    means = MiniBatchKMeans(
        max(1, min(GROUPS, len(sample) // RUN)),
        batch_size=4096,
        n_init=1,
        max_iter=15,
        init="random",
        random_state=seed,
    )
    return means.fit(targets[sample]).predict(targets).astype(np.int64)


def _batches(known: Ids, groups: Ids, size: int, rng: np.random.Generator) -> list[Ids]:
    """Every text once: batches of runs of neighbours, so that a batch holds close pairs to tell apart."""
    order = rng.permutation(len(known))
    order = np.roll(order[np.argsort(groups[order], kind="stable")], rng.integers(RUN))
    runs = np.array_split(known[order], max(1, len(known) // RUN))
    runs = [runs[i] for i in rng.permutation(len(runs))]
    step = max(1, size // RUN)
    return [np.concatenate(runs[i : i + step]) for i in range(0, len(runs), step)]


def _falling(optimiser: torch.optim.Optimizer, steps: int) -> torch.optim.lr_scheduler.LambdaLR:
    return torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: max(LEAST_RATE, 1 - step / steps))


def _rows(tokens: Tokenised, chosen: Ids) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids and offsets of the chosen texts, as embedding_bag takes them."""
    lengths = tokens.starts[chosen + 1] - tokens.starts[chosen]
    offsets = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    positions = np.arange(lengths.sum()) + np.repeat(tokens.starts[chosen] - offsets, lengths)
    return torch.from_numpy(tokens.ids[positions]), torch.from_numpy(offsets)


def _loss(
    vectors: torch.Tensor,
    weights: torch.Tensor,
    rows: tuple[torch.Tensor, torch.Tensor],
    targets: torch.Tensor,
    settings: Settings,
) -> torch.Tensor:
    """One minus the cosine to the target, and how far the batch's similarities are from the teacher's."""
    ids, offsets = rows
    token_weights = nn.functional.embedding(ids, weights, sparse=True)[:, 0]
    pooled = embedding_bag(ids, vectors, offsets, mode="sum", sparse=True, per_sample_weights=token_weights)
    pooled = normalize(pooled, dim=1)
    distance = 1 - (pooled * targets).sum(dim=1).mean()
    ours, theirs = pooled @ pooled.T, targets @ targets.T
    error = (ours - theirs).square().mean()
    return distance + settings.similarity * error + settings.ranking * _divergence(ours, theirs)


def _divergence(ours: torch.Tensor, theirs: torch.Tensor) -> torch.Tensor:
    """Kullback-Leibler divergence of each text's softmax over the others of its batch, ours from theirs."""
    itself = torch.eye(len(ours), dtype=torch.bool)
    log_ours, log_theirs = (
        log_softmax((similarities / TEMPERATURE).masked_fill(itself, -1e4), dim=1) for similarities in (ours, theirs)
    )
    return (log_theirs.exp() * (log_theirs - log_ours)).sum(dim=1).mean()
