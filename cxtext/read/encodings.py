"""Bytes in any encoding as a stream of UTF-8, without losing the bytes that do not belong to it."""

from __future__ import annotations

import codecs
import io
import itertools
from collections.abc import Iterator
from typing import NamedTuple

from cxtext.errors import InputError, OptionError
from cxtext.read.source import CHUNK, ChunkStream

UTF8 = "utf-8"
# Longest first: the mark of UTF-32 begins with that of UTF-16.
BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
FEW_BYTES = 8  # too few to tell anything from
MANY_NULS = 0.2  # share of NUL bytes from which text is taken for UTF-16 without a byte order mark
# First bytes of files that are no text, and what to do with each.
NOT_TEXT = {
    b"PK\x03\x04": "a zip archive or Excel workbook: read it with --format xlsx, or unpack it",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook (.xls): read it with --format xls",
    b"PAR1": "a Parquet file: read it with --format parquet",
    b"%PDF": "a PDF: export the table as .csv",
}


def _as_surrogates(error: UnicodeError) -> tuple[str, int]:
    """Stand a lone surrogate, which no valid UTF-8 holds, for each undecodable byte."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(chr(0xDC00 + byte) for byte in error.object[error.start : error.end]), error.end


codecs.register_error("cxtext_surrogates", _as_surrogates)


def check_encoding(encoding: str) -> str:
    """The encoding's normal name.

    Raises:
        OptionError: Python knows no text encoding of that name.
    """
    try:
        b"".decode(encoding)
        codecs.getincrementaldecoder(encoding)
        return codecs.lookup(encoding).name
    except (LookupError, ValueError) as error:
        known = "utf-8, utf-16, cp1252, latin-1, cp1250, shift_jis, gb18030 and Python's others"
        raise OptionError(f"unknown --encoding {encoding!r} (known: {known})") from error


class TextStream(NamedTuple):
    """Text as UTF-8."""

    head: bytes  # the first bytes
    stream: io.BufferedReader  # all of them
    encoding: str  # that they had
    begins: int | None  # how many bytes of the input stand before it, a byte order mark; None where it was transcoded


def text_stream(chunks: Iterator[bytes], *, name: str, encoding: str | None) -> TextStream:
    """The bytes as a stream of UTF-8.

    Order: the encoding asked for, else the byte order mark, else UTF-8. UTF-8 is passed on as it is,
    valid or not; in other encodings a byte that means nothing becomes an invalid UTF-8 sequence.

    Raises:
        InputError: the bytes are no text, or UTF-16 that does not say so.
    """
    head = next(chunks, b"")
    found = check_encoding(encoding) if encoding is not None else _encoding_of(head, name)
    everything: Iterator[bytes] = itertools.chain([head], chunks)
    transcoded = found not in (UTF8, "utf-8-sig")
    if transcoded:
        everything = _transcoded(everything, found)
    marked = next(everything, b"")
    first = marked.removeprefix(codecs.BOM_UTF8)
    stream: io.BufferedReader = io.BufferedReader(ChunkStream(itertools.chain([first], everything)), CHUNK)
    return TextStream(first, stream, found, None if transcoded else len(marked) - len(first))


def _encoding_of(head: bytes, name: str) -> str:
    for magic, advice in NOT_TEXT.items():
        if head.startswith(magic):
            raise InputError(f"{name} is {advice}")
    for mark, encoding in BYTE_ORDER_MARKS.items():
        if head.startswith(mark):
            return encoding
    for offset, guess in enumerate(("utf-16-be", "utf-16-le")):
        if len(head) >= FEW_BYTES and head[offset::2].count(0) > MANY_NULS * len(head):
            raise InputError(f"{name} is full of NUL bytes; if it is UTF-16 text, try --encoding {guess}")
    return UTF8


def _transcoded(chunks: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)(errors="cxtext_surrogates")
    for chunk in chunks:
        yield decoder.decode(chunk).encode(UTF8, "surrogatepass")
    yield decoder.decode(b"", final=True).encode(UTF8, "surrogatepass")


def shown(raw: bytes) -> str:
    """Bytes as text for a reject; what cannot be decoded stands in hexadecimal."""
    try:
        return raw.decode(UTF8)
    except UnicodeDecodeError:
        pass
    try:
        text = raw.decode(UTF8, "surrogatepass")
    except UnicodeDecodeError:
        return raw.decode(UTF8, "backslashreplace")
    return "".join(f"\\x{ord(c) - 0xDC00:02x}" if 0xDC00 <= ord(c) <= 0xDCFF else c for c in text)


def decoding_fault(raw: bytes, encoding: str) -> str | None:
    """Why a record's bytes cannot be decoded; None where they can."""
    try:
        raw.decode(UTF8)
    except UnicodeDecodeError as error:
        if encoding in (UTF8, "utf-8-sig"):
            where = f"byte 0x{raw[error.start]:02x} at offset {error.start} of the record"
            return f"invalid UTF-8: {where}; if the file comes from Windows, try --encoding cp1252"
        return f"not valid {encoding} at offset {error.start} of the record; try another --encoding"
    return None
