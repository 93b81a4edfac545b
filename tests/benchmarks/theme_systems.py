"""One theme miner on one set, in a process of its own: what `theme_peers.py` and `names/make_sheets.py` start.

    python theme_systems.py SYSTEM SET.json ANSWERS.jsonl own k shuffled

SET.json holds `texts` (as given), `views` (cleaned), how many of them to `fit`, and the number of labels `k`; and the
file for MiniLM's `vectors`, if they are to be kept. Each part is written as one line as soon as it is done, so that a
process that is stopped for its time leaves what it had.
"""

from __future__ import annotations

import json
import os
import random
import resource
import sys
import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import theme_miners as miners
import theme_ours as ours

SEED = 42
SEEDS = (1, 2, 3)
ALONE = 30  # new texts that are also given one at a time

SYSTEMS: dict[str, Any] = {
    "cxtext": ours.Ours,
    "cxtext-accurate": ours.OursAccurate,
    "cxtext-whole": ours.OursWhole,
    "cxtext-whole-accurate": ours.OursWholeAccurate,
    "bertopic": miners.BERTopic,
    "bertopic-no-stop-words": miners.BERTopicNoStopWords,
    "tritopic": miners.TriTopic,
    "keynmf": miners.KeyNMF,
    "kmeans-minilm": miners.KMeansMiniLM,
    "nmf": miners.NMF,
    "obsei": miners.Obsei,
}


def spent() -> float:
    """CPU seconds of this process and of those that it has started and seen end."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in used)


def peak() -> float:
    """Peak memory in MB. Linux's own figure: getrusage's also counts what the parent held when it started this one."""
    status = Path("/proc/self/status")
    if status.is_file():
        line = next(line for line in status.read_text(encoding="utf-8").splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def answer(system: Any, part: str, given: dict[str, Any]) -> dict[str, Any]:
    """One part: its `own` number of themes, `k` of them, `shuffled` rows (k where it has no own number), or `seeds`."""
    texts, n_fit = given[system.reads], given["fit"]
    fitted, new = texts[:n_fit], texts[n_fit:]
    only_k = getattr(system, "takes_only_k", False)
    k = given["k"] if part == "k" or only_k else None
    if part == "seeds":
        return {"seeds": [seeded(system, seed, fitted, new) for seed in SEEDS] if hasattr(system, "seed") else []}
    if part == "shuffled":
        order = list(range(n_fit))
        random.Random(SEED).shuffle(order)
        found = dict(zip(order, system.fit([fitted[i] for i in order], k), strict=True))
        return {"fitted": [found[i] for i in range(n_fit)]}
    out: dict[str, Any] = {"fitted": system.fit(fitted, k), "new": system.predict(new) if new else []}
    out |= {
        "cpu": spent() + getattr(getattr(system, "encoder", None), "owed", 0.0),
        "mb": peak(),
        "words": system.words(),
    }
    if hasattr(system, "names"):
        out["names"] = system.names()
    if new and (part == "own" or only_k):
        out |= checks(system, fitted, new)
    return out


def seeded(system: Any, seed: int, fitted: list[str], new: list[str]) -> dict[str, Any]:
    """The miner's own number of themes with one seed."""
    system.seed = seed
    return {"fitted": system.fit(fitted, None), "new": system.predict(new)}


def checks(system: Any, fitted: list[str], new: Sequence[str]) -> dict[str, Any]:
    """The same texts labelled again: when fitted, one at a time, after saving and loading."""
    if getattr(system, "keeps_all", False):
        return {}
    out: dict[str, Any] = {"predicted": system.predict(fitted)}
    out["alone"] = [system.predict([text])[0] for text in new[:ALONE]]
    if hasattr(system, "reload"):
        with tempfile.TemporaryDirectory() as folder:
            system.reload(Path(folder) / "model")
            out["reloaded"] = system.predict(list(new))
    return out


def main(name: str, source: str, target: str, *parts: str) -> None:
    """Run the parts that a system can do and write each as a line."""
    warnings.simplefilter("ignore")
    given = json.loads(Path(source).read_text(encoding="utf-8"))
    if given.get("seconds"):  # of CPU, so that a busy machine changes nothing
        resource.setrlimit(resource.RLIMIT_CPU, (given["seconds"], given["seconds"] + 5))
    made = SYSTEMS[name]
    skipped = "own" if getattr(made, "takes_only_k", False) else "k" if getattr(made, "takes_no_k", False) else ""
    system = made()
    if given.get("vectors") and isinstance(getattr(system, "encoder", None), miners.MiniLM):
        system.encoder.use(Path(given["vectors"]), given["views"])
    for part in parts:
        if part != skipped:
            line = json.dumps({"part": part, **answer(system, part, given)})
            with Path(target).open("a", encoding="utf-8") as file:
                file.write(line + "\n")
                file.flush()
                os.fsync(file.fileno())


if __name__ == "__main__":
    main(*sys.argv[1:])
