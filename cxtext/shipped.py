"""What this installation has: the files that ship with the package, and packages that are optional."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from cxtext.choices import LANGUAGES
from cxtext.errors import ModelError, OptionError, unknown

REPORT_PACKAGES = {".pdf": "weasyprint", ".pptx": "pptx"}  # ending → what writes such a report
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


def check_installed(needed_by: str, package: str = "onnxruntime", extra: str = "accurate") -> None:
    """Refuse what needs an optional package where that is missing.

    Raises:
        OptionError: it is missing.
    """
    if find_spec(package) is None:
        raise OptionError(f"{needed_by} needs the package {package}; pip install 'cxtext[{extra}]'")


def check_report(ending: str) -> None:
    """Refuse a report whose format needs an optional package where that is missing.

    Raises:
        OptionError: it is missing.
    """
    if package := REPORT_PACKAGES.get(ending):
        check_installed(f"a {ending} report", package, "reports")


def check_language(code: str) -> str:
    """The code of a language that reports are written in; raises where there is no such one."""
    if code not in LANGUAGES:
        raise OptionError(f"--language: {unknown('language', code, LANGUAGES)}")
    return code
