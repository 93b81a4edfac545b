"""Which audited comments may teach a model, and which are kept apart for ever to measure it by."""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cxtext.text.privacy import mask

if TYPE_CHECKING:
    from cxtext.audit.sheet import Answers  # which reads workbooks

PARTS = 2  # one comment in so many is kept apart
_BYTES = 16
_PLACEHOLDER = re.compile(r"\[[A-Z][A-Z0-9_]*\]")  # as masking leaves them
_OF_MENTIONS = "mention\0"  # a mention alone is another thing than a comment of the same words


@dataclass(frozen=True)
class Apart:
    """What a model remembers of audited comments: hashes, no text.

    A comment is known by its text, whatever file it comes in and however it is masked there.
    """

    learnt: frozenset[str] = frozenset()  # their answers taught the model
    kept: frozenset[str] = frozenset()  # their answers never will

    def with_comment(self, texts: Iterable[str], mentions: Iterable[str], *, kept: bool) -> Apart:
        """With one more audited comment: its text as read and as masked, and its mentions."""
        own = frozenset().union(*map(_hashes, texts), *(_hashes(text, of=_OF_MENTIONS) for text in mentions))
        if kept:
            return Apart(self.learnt - own, self.kept | own)
        return dataclasses.replace(self, learnt=self.learnt | (own - self.kept))

    def keeps(self, text: str) -> bool:
        """Whether no answer to this comment may teach the model."""
        return not self.kept.isdisjoint(_hashes(text)) if self.kept else False

    def keeps_mention(self, text: str) -> bool:
        """Whether the mention is one of a comment that is kept apart."""
        return not self.kept.isdisjoint(_hashes(text, of=_OF_MENTIONS)) if self.kept else False

    def has_learnt(self, text: str) -> bool:
        """Whether the model learnt from the answers to this comment."""
        return not self.learnt.isdisjoint(_hashes(text)) if self.learnt else False

    def to_json(self) -> dict[str, Any]:
        """As it is saved."""
        return {"learnt": sorted(self.learnt), "kept": sorted(self.kept)}


def apart_from(values: Mapping[str, Any]) -> Apart:
    """What `Apart.to_json` gave."""
    return Apart(*(frozenset(map(str, values[name])) for name in ("learnt", "kept")))


def hash_of(text: str) -> str:
    """What two texts have in common that say the same in the same words: no matter of blanks and case."""
    plain = " ".join(text.split()).casefold()
    return hashlib.blake2b(plain.encode(errors="surrogatepass"), digest_size=_BYTES).hexdigest()


def falls_apart(text: str) -> bool:
    """Whether a comment belongs to the part that is kept: told by its text alone, however it is masked."""
    return int(hash_of(bare(text))[-2:], 16) % PARTS == 0


def bare(text: str) -> str:
    """What is left of a text in whatever way it was masked: neither personal data nor what stands for it.

    The text itself where nothing else would be left. Patterns of the user's own are not known here.
    """
    return _PLACEHOLDER.sub(" ", mask(text).text).strip() or text


def _hashes(text: str, *, of: str = "") -> frozenset[str]:
    """By which a comment is known, or a mention."""
    return frozenset((hash_of(of + text), hash_of(of + bare(text))))


def only(answers: Answers, texts: Sequence[str], wanted: Callable[[str], bool]) -> Answers:
    """The answers to the comments whose text is wanted; the others count as not answered."""
    return {
        name: [answer if wanted(text) else None for answer, text in zip(own, texts, strict=True)]
        for name, own in answers.items()
    }
