"""Copies of earlier comments in one input: exact ones, near ones, and campaigns of many."""

from __future__ import annotations

import hashlib
import json
import zlib
from array import array
from collections.abc import Iterable, Sequence
from itertools import accumulate, takewhile
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cxtext.first_holders import NOBODY, FirstHolders
from cxtext.text.alike import AlikeTexts
from cxtext.text.clean import comparison_key

CAMPAIGN = 10  # comments of one wording from which it is a campaign
IDS_IN_PACK = 128
MIN_WORDS = 10  # in shorter texts strangers agree: "easy to use, good quality", "great service"


class Copy(NamedTuple):
    """What a comment repeats: the id of the first one so worded, whether only nearly, and whether many do."""

    first: str
    near: bool
    campaign: bool


class SeenTexts:
    """Remembers the texts of one input, in its order, and tells which came before.

    Exact copies are the same after case, punctuation and spacing are set aside, and are found in all of the input;
    near copies share most of their letters, and are found among the last `alike.MOST_REMEMBERED` wordings or more.
    A group is what is near to its first comment. Memory: see docs/labels.md.
    """

    def __init__(self) -> None:
        self._ids = _Ids()  # of the first comment of each wording
        self._firsts = FirstHolders()  # its number there, by the digest of the text
        self._sizes: dict[int, int] = {}  # of groups with more than one comment, by the same number
        self._alike = AlikeTexts()

    def copies(self, texts: Sequence[str], ids: Sequence[str]) -> list[Copy | None]:
        """For each text, what it repeats of the input so far, or None; a text without a word repeats nothing.

        Args:
            texts: comments as read, in the order of the input.
            ids: their ids, of which `Copy.first` is one.
        """
        keys = [comparison_key(text) for text in texts]
        found: list[Copy | None] = []
        while len(found) < len(keys):
            rest = keys[len(found) :]
            part = rest[: _until(map(_is_long, rest), self._alike.room)]
            found += self._copies(part, ids[len(found) : len(found) + len(part)])
        return found

    def _copies(self, keys: Sequence[str], ids: Sequence[str]) -> list[Copy | None]:
        """The same, of texts among which no more are long than can be sought at once."""
        long = [i for i, key in enumerate(keys) if _is_long(key)]
        sought = dict(zip(long, self._alike.sought([keys[i] for i in long]), strict=True))
        digests = _digests(keys)
        new: dict[int, int] = {}  # as `_firsts`, for these texts
        found: list[Copy | None] = []
        for i, (digest, before) in enumerate(zip(digests.tolist(), self._firsts.find(digests).tolist(), strict=True)):
            first, near = new.get(digest, before), False
            if first == NOBODY and i in sought:
                first = new[digest] = self._alike.find(sought[i])
                near = first != NOBODY
            if not keys[i]:
                found.append(None)
            elif first == NOBODY:
                first = new[digest] = self._ids.add(ids[i])
                if i in sought:
                    self._alike.add(sought[i], first)
                found.append(None)
            else:
                size = self._sizes[first] = self._sizes.get(first, 1) + 1
                found.append(Copy(self._ids[first], near, i in sought and size >= CAMPAIGN))
        self._firsts.add(np.fromiter(new, np.uint64, len(new)), np.fromiter(new.values(), np.int32, len(new)))
        self._alike.settle()
        return found


class _Ids:
    """Short texts by number; but for the last ones they are packed, some at a time, as ids are much alike."""

    def __init__(self) -> None:
        self._packed = bytearray()  # IDS_IN_PACK of them as JSON, which takes half a surrogate pair too; and so on
        self._ends = array("Q", [0])
        self._last: list[str] = []

    def add(self, text: str) -> int:
        number = (len(self._ends) - 1) * IDS_IN_PACK + len(self._last)
        self._last.append(text)
        if len(self._last) == IDS_IN_PACK:
            self._packed += zlib.compress(json.dumps(self._last).encode())
            self._ends.append(len(self._packed))
            self._last = []
        return number

    def __getitem__(self, number: int) -> str:
        pack, place = divmod(number, IDS_IN_PACK)
        if pack == len(self._ends) - 1:
            return self._last[place]
        start, end = self._ends[pack : pack + 2]
        return str(json.loads(zlib.decompress(self._packed[start:end]))[place])


def _is_long(key: str) -> bool:
    return key.count(" ") >= MIN_WORDS - 1


def _until(flags: Iterable[bool], most: int) -> int:
    """How many of the flags may be taken until more than `most` of them are set."""
    return sum(1 for _ in takewhile(lambda count: count <= most, accumulate(flags)))


def _digests(keys: Sequence[str]) -> NDArray[np.uint64]:
    """64 bits of each key: two of ten million different ones fall together with a chance of 1 in 400,000."""
    digests = (hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest() for key in keys)
    return np.frombuffer(b"".join(digests), dtype=np.uint64)
