"""Which format an input is in, by what was said of it or by its name."""

from __future__ import annotations

from cxtext.choices import INPUTS, STREAMED
from cxtext.errors import InputError, OptionError, unknown
from cxtext.read.packed import ENDINGS
from cxtext.read.source import Source


def ending_of(source: Source, format_name: str | None) -> str | None:
    """The ending that stands for the input's format; None for a stream that says nothing of itself.

    Raises:
        OptionError: there is no format of that name.
        InputError: the file's ending is none that is read.
    """
    if format_name is not None:
        return _ending_of_format(format_name)
    name = source.file_name
    if name is None:
        return None
    suffixes = [suffix.lower() for suffix in name.suffixes]
    ending = suffixes[-1] if suffixes else ""
    if ending in ENDINGS and suffixes[-2:-1] and suffixes[-2] in STREAMED:
        return suffixes[-2]
    if ending not in INPUTS:
        packed = ", ".join(ENDINGS)
        named = f"ending {ending!r}" if ending else "format, as it has no ending"
        raise InputError(
            f"{source.name}: unknown {named} (known: {', '.join(INPUTS)}; {', '.join(STREAMED)} also with {packed} "
            "behind); say what it is with --format"
        )
    return ending


def _ending_of_format(name: str) -> str:
    ending = "." + name.lower().removeprefix(".")
    for packed in ENDINGS:
        ending = ending.removesuffix(packed)
    if ending not in INPUTS:
        raise OptionError(unknown("--format", name, [known.removeprefix(".") for known in INPUTS]))
    return ending
