"""The fixed texts of a report in the reader's language, and how numbers and dates are written in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

import yaml
from markupsafe import Markup

from cxtext.insight.trend import Unit
from cxtext.report import charts
from cxtext.shipped import check_language

Value = str | int | float | date | None


@dataclass(frozen=True)
class Language:
    """The texts of one language by their keys, such as "change.title".

    A value that stands in a text is written as the language writes numbers and dates; a str stays as it is.
    """

    code: str
    texts: Mapping[str, str]

    def __call__(self, key: str, **values: Value) -> str:
        """The text of that key, filled in."""
        return self.texts[key].format(**{name: self.written(value) for name, value in values.items()})

    def html(self, key: str, **values: Value) -> Markup:
        """The same as markup: what is filled in is escaped unless it is markup."""
        return Markup(self.texts[key]).format(**{name: self.written(value) for name, value in values.items()})

    def written(self, value: Value) -> str:
        """A value as it stands in a text."""
        if isinstance(value, str):
            return value
        if isinstance(value, date):
            return self.day(value)
        return self.count(value) if isinstance(value, int) else self.plain(value)

    def marks(self, number: str) -> str:
        """A number such as "1,234.5" with the language's own marks."""
        return number.translate({ord(","): self.texts["format.thousands"], ord("."): self.texts["format.decimal"]})

    def count(self, n: int | None) -> str:
        """A number of comments; hidden ones are said to be so."""
        return self.texts["number.few"] if n is None else self.marks(f"{n:,}")

    def plain(self, number: float | None) -> str:
        """A number as short as it can be written: "4.5", "10"."""
        return "" if number is None else self.marks(f"{number:g}")

    def percent(self, number: str | float) -> str:
        """With the language's percent sign; a str has its marks already."""
        text = number if isinstance(number, str) else self.plain(number)
        return self.texts["format.percent"].format(number=text)

    def tick(self, value: float, unit: str) -> str:
        """The label of a tick of an axis."""
        text = self.marks(charts.tick(value, unit))
        return self.percent(text.removesuffix("%")) if unit == "%" else text

    def day(self, when: date | None) -> str:
        """A date as "12 May 2025", the same on every machine; "" without one."""
        return self._dated("format.date", when) if when else ""

    def day_of(self, iso: str) -> str:
        """A date that is given as 2025-05-12."""
        return self.day(date.fromisoformat(iso))

    def period(self, start: date, unit: Unit) -> str:
        """Names a period: "May 2025", or "19 May 2025" for the week that begins on that Monday."""
        return self._dated("format.month" if unit == "month" else "format.date", start)

    def span(self, first: date | None, last: date | None) -> str:
        """From the first date to the last; "" without dates."""
        if first is None or last is None or first == last:
            return self.day(first)
        start = self.day(first) if first.year != last.year else self._dated("format.day_month", first)
        return self("format.span", start=start, end=self.day(last))

    def inside(self, name: str) -> str:
        """A name within a sentence: in small letters where the language does so, abbreviations apart."""
        small = self.texts["format.in_a_sentence"] == "small" and not name.isupper()
        return name[:1].lower() + name[1:] if small else name

    def name(self, name: str) -> str:
        """A name that ships with cxtext, of a touchpoint, say; any other stays as it is."""
        return self.texts.get(f"name.{name}", name)

    def known(self, section: str, word: str) -> str:
        """The text of a word in a section; one that is not there stays as it is, without underscores."""
        return self.texts.get(f"{section}.{word}", word.replace("_", " "))

    def aspect(self, name: str) -> str:
        """An aspect of an audit, to begin a sentence with."""
        found = self.known("aspect", name)
        return found[:1].upper() + found[1:]

    def _dated(self, key: str, when: date) -> str:
        months = self.texts["format.months"].split()
        return self.texts[key].format(day=when.day, month=months[when.month - 1], year=when.year)


@cache
def language(code: str = "en") -> Language:
    """The language of that code.

    Raises:
        OptionError: it does not ship.
    """
    check_language(code)
    text = files("cxtext.report").joinpath("texts", f"{code}.yaml").read_text(encoding="utf-8")
    content: dict[str, dict[str, str]] = yaml.safe_load(text)
    return Language(code, {f"{part}.{key}": said for part, texts in content.items() for key, said in texts.items()})
