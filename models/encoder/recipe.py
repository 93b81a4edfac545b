"""Rebuilds the encoder: corpus, vocabulary, teacher pass, two fits, files.

Needs what `pip install 'cxtext[recipes]'` brings; wordllama in it is only compared with.
CXTEXT_BENCHMARK_DATA names the folder of the *.csv.gz sets; MODEL_CARD.md says what they are.
"""

import argparse
import os
import time
from dataclasses import dataclass, replace
from pathlib import Path

import corpus
import evaluate
import fit
import numpy as np
import phrases
import table
import variants
import vocabulary
from table import Floats
from teacher import Teacher

SEED = 7
DIMS = 256
BLOCK = 8192  # texts a stored block of teacher vectors


@dataclass(frozen=True)
class Plan:
    """How much of everything goes in."""

    texts: int = 27 * BLOCK
    variants: int = 12 * BLOCK
    words: int = 3_000
    phrases: int = 3_000
    pieces: int | None = None  # of the teacher's tokens; all of them unless on trial
    first_epochs: int = 4
    epochs: int = 6


SMALL = Plan(texts=1500, variants=300, words=50, phrases=20, pieces=3000, first_epochs=1, epochs=1)
SMALL_LIMIT = 300  # texts of each evaluation set


def build(folder: Path, out: Path, plan: Plan, *, cache: Path | None, small: bool) -> None:
    """Write the encoder's files to `out`; `cache` keeps the teacher's vectors for a second run."""
    gathered = corpus.build(folder, seed=SEED, small=small)
    words = vocabulary.learn(gathered.texts, gathered.sources, words=plan.words, pieces=plan.pieces)
    _say(f"{len(gathered.texts)} texts, {len(words)} tokens")
    model = Teacher()
    token_vectors = model.encode_tokens(words.pieces)
    tokens = table.tokenise(vocabulary.tokenizer(words), gathered.texts)
    extra = variants.exchange(gathered.texts, words.pieces, token_vectors, tokens, seed=SEED)
    real = gathered.texts[: plan.texts]
    texts = real + extra[: plan.variants]
    targets = _teach(model, texts, cache)
    centre = targets.mean(axis=0)
    axes = fit.projection(targets - centre, DIMS)
    targets = _unit((targets - centre) @ axes)

    tokens = table.tokenise(vocabulary.tokenizer(words), texts)
    first = fit.fit((token_vectors - centre) @ axes, tokens, targets, fit.Settings(plan.first_epochs), seed=SEED)
    errors = (targets - table.pool(first, tokens))[: len(real)]
    _say("first fit done")

    words = replace(words, phrases=phrases.pick(real, gathered.sources[: len(real)], errors, plan.phrases))
    tokenizer = vocabulary.tokenizer(words)
    token_vectors = np.vstack([token_vectors, model.encode_tokens(words.phrases)])
    tokens = table.tokenise(tokenizer, texts)
    vectors = fit.fit((token_vectors - centre) @ axes, tokens, targets, fit.Settings(plan.epochs), seed=SEED)
    table.save(out, vectors, tokenizer)
    _say("second fit done")


def _teach(model: Teacher, texts: list[str], cache: Path | None) -> Floats:
    """The teacher's vectors, block by block; blocks already in the cache are read."""
    blocks = []
    for start in range(0, len(texts), BLOCK):
        path = cache / f"teacher_{start // BLOCK:04d}.npy" if cache else None
        if path and path.exists():
            blocks.append(np.load(path).astype(np.float32))
            continue
        blocks.append(model.encode(texts[start : start + BLOCK]))
        if path:
            np.save(path, blocks[-1])
        _say(f"taught {start + len(blocks[-1])} of {len(texts)}")
    return np.concatenate(blocks)


def _unit(vectors: Floats) -> Floats:
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def _say(done: str) -> None:
    print(f"{time.strftime('%H:%M:%S')}  {done}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="folder to write the encoder to")
    parser.add_argument("--cache", type=Path, help="existing folder for the teacher's vectors of this very corpus")
    parser.add_argument("--small", action="store_true", help="a tiny sample: shows that the path works")
    options = parser.parse_args()
    folder = Path(os.environ["CXTEXT_BENCHMARK_DATA"])
    plan = SMALL if options.small else Plan()
    build(folder, options.out, plan, cache=options.cache, small=options.small)
    limit = SMALL_LIMIT if options.small else None
    rows = evaluate.measure(options.out, folder, limit=limit, pieces=plan.pieces)
    print(evaluate.markdown(rows))


if __name__ == "__main__":
    main()
