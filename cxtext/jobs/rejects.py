"""Rejected records on their way to a file: they hold what the rows hold, so they are masked as well."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator

from cxtext.schema import Reject
from cxtext.text.masking import Masking
from cxtext.text.privacy import mask


def masked(rejects: Iterable[Reject], masking: Masking) -> Iterator[Reject]:
    """The rejected records without personal data."""
    return (dataclasses.replace(reject, raw=mask(reject.raw, masking).text) for reject in rejects)
