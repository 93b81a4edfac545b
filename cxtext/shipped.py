"""Where the files that ship with the package lie, installed from a wheel or run from a checkout."""

from __future__ import annotations

from pathlib import Path

from cxtext.errors import ModelError

_PACKAGE = Path(__file__).resolve().parent


def shipped_model(name: str) -> Path:
    """The folder of a model that ships with cxtext.

    Raises:
        ModelError: the installation lacks it.
    """
    for root in (_PACKAGE / "models", _PACKAGE.parent / "models"):
        if (root / name).is_dir():
            return root / name
    raise ModelError(f"this installation of cxtext lacks the shipped model {name!r}; install cxtext again")
