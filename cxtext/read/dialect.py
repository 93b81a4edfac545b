"""How a delimited text file is written: its delimiter and its encoding."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass

from cxtext.errors import OptionError

DELIMITERS = (",", ";", "\t", "|")
ONE_COLUMN = "\x1f"  # the unit separator: stands in no text, so that each line is one field
SAMPLE_RECORDS = 200
CLEAR_SHARE = 0.9  # of the records have the same width: a delimiter, not punctuation
NAMED = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}


@dataclass(frozen=True)
class Dialect:
    """Delimited text as it was read; fields are quoted by `"`, doubled inside (RFC 4180)."""

    delimiter: str
    encoding: str

    def __str__(self) -> str:
        named = {"\t": "tab", ONE_COLUMN: "one column, no delimiter"}
        return f"delimiter {named.get(self.delimiter, self.delimiter)}, {self.encoding}"


def check_delimiter(delimiter: str) -> str:
    """The delimiter as one character; its name, such as "tab", is understood.

    Raises:
        OptionError: it is none that csv can work with.
    """
    character = NAMED.get(delimiter, delimiter)
    if len(character) != 1 or character in '"\r\n\0 ' or ord(character) > 127:
        raise OptionError(
            f"--delimiter {delimiter!r} is not one ASCII character other than a quote, blank or line end"
            f" (use one such as , ; | or tab)"
        )
    return character


def sniff_delimiter(sample: str) -> str:
    """The delimiter that cuts most of the sample's records to the width of its header.

    `csv.Sniffer` looks for regular letters and is led astray by prose; the header is no prose.
    A header that no delimiter cuts is one column, whatever punctuation its comments hold,
    unless nearly all records fall into the same number of fields.
    """
    widths = {delimiter: _widths(sample, delimiter) for delimiter in DELIMITERS}
    cut = [delimiter for delimiter in DELIMITERS if widths[delimiter][:1] > [1]]
    if cut:
        return max(cut, key=lambda d: (_share(widths[d], widths[d][0]), widths[d][0]))
    for delimiter in DELIMITERS:
        common = Counter(widths[delimiter][1:]).most_common(1)
        if common and common[0][0] > 1 and common[0][1] >= CLEAR_SHARE * len(widths[delimiter][1:]):
            return delimiter
    return ONE_COLUMN


def _widths(sample: str, delimiter: str) -> list[int]:
    widths: list[int] = []
    reader = csv.reader(sample.splitlines(keepends=True), delimiter=delimiter)
    while len(widths) < SAMPLE_RECORDS:
        try:
            fields = next(reader)
        except StopIteration:
            break
        except csv.Error:
            continue
        if fields:
            widths.append(len(fields))
    return widths


def _share(widths: list[int], width: int) -> float:
    rest = widths[1:]
    return rest.count(width) / len(rest) if rest else 1.0
