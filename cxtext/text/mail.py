"""What mail programs put around a comment: quoted-printable codes, quoted lines, signatures."""

from __future__ import annotations

import re

# "=20" alone may be a sum; a soft line break or a code that prose does not have is proof.
_PROOF = re.compile(r"=\r?\n|=3D|=20(?=\s|\Z)|=0[AD]|=[C-F][0-9A-F]=[89AB][0-9A-F]")
_CODES = re.compile(r"(?:=[0-9A-F]{2})+")
_SOFT_BREAK = re.compile(r"=\r?\n")
_QUOTED = re.compile(r"[ \t]*(?:>[ \t]?)+")
_HEADER = re.compile(r"[ \t]*(?:On\b.{4,160}\bwrote:|-{2,}[ \t]?Original Message[ \t]?-{2,})[ \t]*\Z", re.IGNORECASE)
_SIGNATURE = re.compile(r"--[ \t]?\Z|_{8,}[ \t]*\Z")
_SENT_FROM = re.compile(r"[ \t]*(?:Sent from (?:my|Mail|Yahoo|Outlook)\b.{0,60}|Get Outlook for \w+)\Z", re.IGNORECASE)


def decoded(text: str) -> str:
    """The text without quoted-printable codes, where there is proof that they are such."""
    if "=" not in text or not _PROOF.search(text):
        return text
    return _CODES.sub(_letters, _SOFT_BREAK.sub("", text))


def own_words(text: str) -> str:
    """The lines that the customer wrote: without quoted ones, the header above them and the signature.

    A text that is nothing but quotation is kept, without the marks.
    """
    if ">" not in text and "--" not in text and "__" not in text and "ent from" not in text and "wrote:" not in text:
        return text
    kept: list[str] = []
    for line in text.splitlines():
        if _SIGNATURE.match(line) and kept:
            break
        if not (_QUOTED.match(line) or _HEADER.match(line) or _SENT_FROM.match(line)):
            kept.append(line)
    own = "\n".join(kept)
    return own if own.strip() else "\n".join(_QUOTED.sub("", line) for line in text.splitlines())


def _letters(codes: re.Match[str]) -> str:
    raw = bytes.fromhex(codes.group().replace("=", ""))
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")
