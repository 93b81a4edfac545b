"""Rebuilds the encoder: corpus, vocabulary, two teachers, two fits, files.

Needs what `pip install 'cxtext[recipes]'` brings; wordllama in it is only compared with.
CXTEXT_BENCHMARK_DATA names the folder of the *.csv.gz sets; MODEL_CARD.md says what they are.
"""

import argparse
import atexit
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import compress
from pathlib import Path

import corpus
import evaluate
import fit
import numpy as np
import phrases
import table
import variants
import vocabulary
from second import DIMS as DIMS_OF_SECOND
from second import SecondTeacher
from table import Floats
from targets import learn, unit
from teacher import Teacher

SEED = 7
DIMS = 256
BLOCK = 8192  # texts a stored block of teacher vectors
FLATTENED_BY = 40_000  # texts


@dataclass(frozen=True)
class Plan:
    """How much of everything goes in."""

    texts: int = 32 * BLOCK
    second: int = 26 * BLOCK // 4  # how many of the first of them the second teacher reads
    variants: int = 12 * BLOCK
    words: int = 3_000
    phrases: int = 3_000
    pieces: int | None = None  # of the teacher's tokens; all of them unless on trial
    first_epochs: int = 4
    epochs: int = 6


SMALL = Plan(texts=1500, second=500, variants=300, words=50, phrases=20, pieces=3000, first_epochs=1, epochs=1)
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
    first = _teach(model.encode, texts, cache, "first")
    second = np.zeros((len(texts), DIMS_OF_SECOND), np.float32)
    other = SecondTeacher(_folder(cache, "second"))
    second[: plan.second] = _teach(other.encode, real[: plan.second], cache, "second")

    targets, started = _alone(first, token_vectors)
    tokens = table.tokenise(vocabulary.tokenizer(words), texts)
    draft = fit.fit(started, tokens, targets, fit.Settings(plan.first_epochs), seed=SEED)
    errors = (targets - table.pool(draft, tokens))[: len(real)]
    _say("first fit done")

    words = replace(words, phrases=phrases.pick(real, gathered.sources[: len(real)], errors, plan.phrases))
    tokenizer = vocabulary.tokenizer(words)
    token_vectors = np.vstack([token_vectors, model.encode_tokens(words.phrases)])
    names = [w if len(w) > 1 and not w.startswith("##") and w != vocabulary.UNKNOWN else "" for w in words.all]
    alone = np.array([bool(name) for name in names])
    by_second = np.where(alone[:, None], other.encode(names), 0).astype(np.float32)
    texts = texts + list(compress(words.all, alone))
    first, second = np.vstack([first, token_vectors[alone]]), np.vstack([second, by_second[alone]])
    joint = learn(first, second, DIMS, seed=SEED)
    targets, started = joint(first, second), joint(token_vectors, by_second)
    tokens = table.tokenise(tokenizer, texts)
    vectors = fit.fit(started, tokens, targets, fit.Settings(plan.epochs), seed=SEED, apart=second.any(axis=1))
    vectors = fit.flatten(vectors, table.tokenise(tokenizer, real[:FLATTENED_BY]))
    table.save(out, vectors, tokenizer)
    _say("second fit done")


def _alone(first: Floats, token_vectors: Floats) -> tuple[Floats, Floats]:
    """Targets and token vectors to start from, by the first teacher alone."""
    centre = first.mean(axis=0)
    axes = fit.projection(first - centre, DIMS)
    return unit((first - centre) @ axes), (token_vectors - centre) @ axes


def _teach(encode: Callable[[list[str]], Floats], texts: list[str], cache: Path | None, name: str) -> Floats:
    """A teacher's vectors, block by block; blocks already in the cache are read."""
    blocks = []
    for start in range(0, len(texts), BLOCK):
        path = cache / f"{name}_{start // BLOCK:04d}.npy" if cache else None
        if path and path.exists():
            blocks.append(np.load(path).astype(np.float32))
            continue
        blocks.append(encode(texts[start : start + BLOCK]))
        if path:
            np.save(path, blocks[-1])
        _say(f"{name} teacher: {start + len(blocks[-1])} of {len(texts)}")
    return np.concatenate(blocks)


def _folder(cache: Path | None, name: str) -> Path:
    """A folder in the cache, or one that vanishes when the run ends."""
    if cache is None:
        cache = Path(tempfile.mkdtemp())
        atexit.register(shutil.rmtree, cache)
    (cache / name).mkdir(exist_ok=True)
    return cache / name


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
