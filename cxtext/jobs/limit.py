"""How many rejected records a job puts up with: a job that reads the wrong file should stop early."""

from __future__ import annotations

import math
import re

from cxtext.errors import InputError, OptionError

ENOUGH_FOR_A_SHARE = 1_000  # records from which a share of rejects is held against the limit


class RejectLimitError(InputError):
    """More records were rejected than the user puts up with."""


class RejectLimit:
    """How many rejected records are put up with: a number, or a share of the records with a % behind.

    Raises:
        OptionError: `limit` is neither.
    """

    def __init__(self, limit: str | None) -> None:
        self._limit = limit
        self._share = limit is not None and limit.endswith("%")
        self._most = math.inf if limit is None else _number(limit)
        self._read = self._rejected = 0

    def count(self, read: int, rejected: int) -> None:
        """Count a part of the input.

        Raises:
            RejectLimitError: a number is passed; of a share, only once there are records enough to tell.
        """
        self._read += read
        self._rejected += rejected
        if not self._share or self._read >= ENOUGH_FOR_A_SHARE:
            self.check()

    def check(self) -> None:
        """Look at what was counted.

        Raises:
            RejectLimitError: it is too much.
        """
        most = self._most / 100 * self._read if self._share else self._most
        if self._rejected > most:
            raise RejectLimitError(
                f"{self._rejected:,} of the first {self._read:,} records were rejected, more than "
                f"--max-rejects {self._limit}; is it the right file, with the right --delimiter and --encoding?"
            )


def _number(limit: str) -> float:
    """The number in the limit; a whole one where there is no %."""
    digits, share = limit.removesuffix("%"), limit.endswith("%")
    whole = digits.isascii() and digits.isdecimal()
    if whole or (share and re.fullmatch(r"[0-9]*[.][0-9]+", digits, re.ASCII)):
        number = float(digits)
        if not share or number <= 100:
            return number
    raise OptionError(f"--max-rejects {limit!r} is neither a whole number nor a share such as 5%")
