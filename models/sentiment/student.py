"""The fast model: filters over windows of words, fitted to soft labels in torch and written for numpy."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import orjson
import torch
from corpus import Texts
from numpy.typing import NDArray
from quality import Floats, vector_scaling
from teacher import base_model, make_tokenizer
from torch import Tensor, nn
from transformers import AutoModel

from cxtext.sentiment.fast import FORMAT
from cxtext.sentiment.features import TONES, Tone, normal_form, tokens
from cxtext.sentiment.token_rows import FIRST, PAD, UNKNOWN, WINDOW

LONGEST = 64  # tokens of a training text
POOL = 50  # batches sorted by length together
DROPPED_WORDS = 0.04  # share of words read as unknown while training, so that the unknown word learns something
WARM_UP = 200  # steps
MIN_RATE = 0.02  # share of the learning rate at the end


@dataclass(frozen=True)
class Settings:
    """Sizes and schedule; chosen on held-out texts."""

    words: int = 24_000
    dims: int = 64
    windows: int = 96
    singles: int = 48
    tone: int = 16
    hidden: int = 64
    drop: float = 0.25
    epochs: int = 4
    batch: int = 128
    rate: float = 2e-3


class Network(nn.Module):
    """What `FastScorer` computes, in torch."""

    def __init__(self, table: Tensor, settings: Settings) -> None:
        super().__init__()
        s = settings
        self.words = nn.Embedding.from_pretrained(table, freeze=False, padding_idx=PAD)
        self.window = nn.Conv1d(s.dims, s.windows, WINDOW, padding=WINDOW // 2)
        self.single = nn.Conv1d(s.dims, s.singles, 1)
        self.tone = nn.Linear(TONES, s.tone)
        self.hidden = nn.Linear(s.windows + 2 * s.singles + s.tone, s.hidden)
        self.odds = nn.Linear(s.hidden, 3)
        self.drop = nn.Dropout(s.drop)

    def forward(self, rows: Tensor, tone: Tensor) -> Tensor:
        """(n, 3) log-odds from (n, length) rows of the word table and (n, TONES)."""
        real = (rows != PAD).float().unsqueeze(1)
        vectors = self.drop(self.words(rows).transpose(1, 2))
        phrases = torch.relu(self.window(vectors)) * real
        singles = torch.relu(self.single(vectors)) * real
        pooled = [
            phrases.amax(2),
            singles.sum(2) / real.sum(2).sqrt(),
            singles.amax(2),
            torch.relu(self.tone(tone)),
        ]
        return self.odds(torch.relu(self.hidden(self.drop(torch.cat(pooled, 1)))))


@dataclass(frozen=True)
class Model:
    """The network and the words of its table, most frequent first."""

    network: Network
    words: list[str]


def fit(texts: Texts, weights: Floats, settings: Settings, *, seed: int) -> Model:
    """Fit to the texts' targets; `weights` (n,) is what each text counts, and each class counts the same in sum."""
    torch.manual_seed(seed)
    count = Counter(normal_form(t) for text in texts.texts for t in tokens(text))
    words = [word for word, _ in count.most_common(settings.words - FIRST)]
    network = Network(_first_table(words, settings.dims), settings)
    rows, tone = _rows(texts.texts, words), torch.from_numpy(Tone().read(texts.texts))
    mass = (weights[:, None] * texts.targets).sum(axis=0)
    targets = torch.from_numpy(texts.targets * weights[:, None] * (mass.sum() / (3 * mass)).astype(np.float32))
    optimiser = torch.optim.Adam(network.parameters(), lr=settings.rate)
    steps = settings.epochs * (len(rows) // settings.batch + 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda i: max(MIN_RATE, min(1, i / WARM_UP) * (1 - i / steps))
    )
    network.train()
    for batch in _batches(rows, settings, seed=seed):
        read = _padded([rows[i] for i in batch])
        read[(torch.rand(read.shape) < DROPPED_WORDS) & (read != PAD)] = UNKNOWN
        target = targets[batch]
        loss = -(target * torch.log_softmax(network(read, tone[batch]), dim=1)).sum() / target.sum()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
    return Model(network.eval(), words)


def odds_of(model: Model, texts: list[str], *, batch: int = 256) -> Floats:
    """(n, 3) log-odds, not calibrated."""
    rows, tone = _rows(texts, model.words), torch.from_numpy(Tone().read(texts))
    with torch.inference_mode():
        found = [
            model.network(_padded(rows[i : i + batch]), tone[i : i + batch]).numpy() for i in range(0, len(rows), batch)
        ]
    return np.concatenate(found)


def calibrate(model: Model, texts: Texts) -> None:
    """Scale and offset the last layer so that the probabilities fit these texts."""
    scale, offsets = vector_scaling(odds_of(model, texts.texts), texts.targets)
    with torch.no_grad():
        last = model.network.odds
        last.weight *= scale
        last.bias.copy_(last.bias * scale + torch.from_numpy(offsets).float())


def save(folder: Path, model: Model) -> None:
    """Write model.json and model.safetensors; the word table in half precision."""
    from safetensors.numpy import save_file

    net = model.network
    layers = {"words": net.words.weight.detach().numpy().astype(np.float16)}
    dense = {"tone": net.tone, "hidden": net.hidden, "odds": net.odds}
    for name, layer in dense.items():
        layers[name] = layer.weight.detach().numpy().T
        layers[f"{name}_offset"] = layer.bias.detach().numpy()
    for name, layer in {"window": net.window, "single": net.single}.items():
        filters = layer.weight.detach().numpy()
        layers[name] = filters.transpose(2, 1, 0).reshape(-1, len(filters))
        layers[f"{name}_offset"] = layer.bias.detach().numpy()
    save_file({name: np.ascontiguousarray(layer) for name, layer in layers.items()}, folder / "model.safetensors")
    (folder / "model.json").write_bytes(orjson.dumps({"format": FORMAT, "words": model.words}))


def _first_table(words: list[str], dims: int) -> Tensor:
    """The base model's token vectors, each word the mean of its tokens, on their first axes."""
    tokenizer = make_tokenizer()
    tokenizer.no_padding()
    vectors = AutoModel.from_pretrained(str(base_model())).embeddings.word_embeddings.weight.detach().numpy()
    encoded = tokenizer.encode_batch(words, add_special_tokens=False)
    table = np.array([vectors[e.ids].mean(axis=0) if e.ids else np.zeros(vectors.shape[1]) for e in encoded])
    table -= table.mean(axis=0)
    axes = np.linalg.svd(table[:6000], full_matrices=False)[2][:dims]
    table = table @ axes.T
    table *= 0.5 / table.std()
    return torch.from_numpy(np.vstack([np.zeros((FIRST, dims)), table]).astype(np.float32))


def _rows(texts: list[str], words: list[str]) -> list[NDArray[np.int64]]:
    row = {word: i for i, word in enumerate(words, start=FIRST)}
    return [np.array([row.get(normal_form(t), UNKNOWN) for t in tokens(text)[:LONGEST]] or [UNKNOWN]) for text in texts]


def _padded(rows: list[NDArray[np.int64]]) -> Tensor:
    padded = np.full((len(rows), max(len(r) for r in rows)), PAD)
    for i, row in enumerate(rows):
        padded[i, : len(row)] = row
    return torch.from_numpy(padded)


def _batches(rows: list[NDArray[np.int64]], settings: Settings, *, seed: int) -> Iterator[NDArray[np.int64]]:
    rng = np.random.default_rng(seed)
    lengths, size = np.array([len(row) for row in rows]), settings.batch
    for _ in range(settings.epochs):
        order = rng.permutation(len(rows))
        pools = [order[i : i + size * POOL] for i in range(0, len(order), size * POOL)]
        pools = [pool[np.argsort(lengths[pool], kind="stable")] for pool in pools]
        batches = [pool[i : i + size] for pool in pools for i in range(0, len(pool), size)]
        for i in rng.permutation(len(batches)):
            yield batches[i]
