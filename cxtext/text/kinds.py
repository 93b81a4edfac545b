"""The kinds of personal data with a shape: a pattern for google-re2 and a check each."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import re2

from cxtext.text import checks
from cxtext.text.checks import Check

Pattern: TypeAlias = re.Pattern[str] | re2._Regexp
_ADDRESSED = re.compile(r"@(?:(?<=[\w.+\-]@)\w|(?<=\w @) \w)")  # begins with a letter of its own, which re finds fast
_AT_IN_BRACKETS = re.compile(r"[aA][tT][)\]}>]")


def _is_spelt_out(text: str) -> bool:
    """Whether an address may stand in words: "jo [at] example [dot] org", "jo at example dot org"."""
    if " dot " in text or " DOT " in text or " Dot " in text:
        return True
    bracketed = ")" in text or "]" in text or "}" in text or ">" in text
    return bracketed and _AT_IN_BRACKETS.search(text) is not None


# Cheap signs that a kind may occur at all: most comments have no digit, no @ and no link.
NEEDS: dict[str, Callable[[str], object]] = {
    "@": lambda text: "@" in text,
    "address": lambda text: ("@" in text and _ADDRESSED.search(text)) or _is_spelt_out(text),
    "link": lambda text: "/" in text or "www." in text or "WWW." in text,
    "digit": re.compile(r"\d").search,
    "digits": re.compile(r"\d(?:\D{0,4}\d){3}").search,
    "many digits": re.compile(r"\d(?:\D{0,4}\d){5}").search,
    "points": re.compile(r"\d\.\d|[\da-fA-F]:").search,
}
# What an address ends with that is spelt out; without codes that are words ("in", "it", "me").
_DOMAIN = r"(?:com|org|net|edu|gov|info|biz|io|co|uk|de|fr|es|ie|au|ca|nz|eu|nl|ch)"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*"
_DATE = (
    r"(?:\d{1,2}[/.\- ]\d{1,2}[/.\- ](?:19|20)?\d\d|(?:19|20)\d\d[/.\-]\d{1,2}[/.\-]\d{1,2}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?[ \-](?:of )?{_MONTH}\.?,?[ \-](?:19|20)?\d\d"
    rf"|{_MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?,? (?:19|20)\d\d)"
)
_STREET_NAME = r"(?:[A-Z][\w'’.\-]*|\d{1,3}(?:st|nd|rd|th))(?: [A-Z][\w'’.\-]*){0,3}"
_STREET_KIND = (
    r"(?:Street|St|Road|Rd|Avenue|Ave|Av|Lane|Ln|Drive|Dr|Close|Court|Ct|Way|Place|Pl|Crescent|Cres|Terrace"
    r"|Gardens|Gdns"
    r"|Boulevard|Blvd|Highway|Hwy|Square|Sq|Grove|Hill|Mews|Row|Parkway|Pkwy|Circle|Cir|Rise|Walk|Green|Trail)"
)
_UK_CODE = r"(?:GIR ?0AA|[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2})"
_US_CODE = r"[A-Z]{2},? \d{5}(?:-\d{4})?"
_TOWN = r"[A-ZÀ-Ý][a-zà-ÿ'’\-]+(?: [A-ZÀ-Ý][a-zà-ÿ'’\-]+){0,2}"
_UNIT = r"(?:,? (?:Apt|Apartment|Flat|Unit|Suite|#)\.? ?\w{1,5})?"
_ADDRESS = "|".join(
    (
        rf"(?:Flat \w{{1,4}},? )?\b\d{{1,5}}[a-zA-Z]? {_STREET_NAME} {_STREET_KIND}\b\.?{_UNIT}"
        rf"(?:,? {_TOWN})?(?:,? (?:{_UK_CODE}|{_US_CODE}))?",
        rf"\b[A-ZÄÖÜ][\wäöüß\-]*(?:(?:straße|strasse|str\.|weg|platz|allee|gasse|ring|damm|ufer)| (?:Straße|Strasse"
        rf"|Str\.|Weg|Platz|Allee))"
        rf" \d{{1,4}} ?[a-z]?\b(?:,? (?:D-)?\d{{5}}(?: {_TOWN})?)?",
        rf"\b\d{{1,4}}(?: bis| ter)?,? (?:rue|avenue|av\.|boulevard|bd|place|chemin|allée|impasse"
        rf"|quai) [\wÀ-ÿ'’\- ]{{3,40}}?,? \d{{5}} {_TOWN}",
        rf"\b(?:Calle|C/|Avenida|Avda\.?|Plaza"
        rf"|Paseo) ?[\wÀ-ÿ'’\- ]{{3,40}}?,? \d{{1,4}}(?:,? \w{{1,3}})?,? \d{{5}} {_TOWN}",
        rf"\b(?:{_TOWN},? )?(?:AL|AK|AZ|AR|CA|CO|CT|DC|DE|FL|GA|HI|IA|ID|IL|IN|KS|KY|LA|MA|MD|ME|MI|MN|MO|MS|MT|NC"
        rf"|ND|NE|NH|NJ|NM|NV|NY|OH"
        rf"|OK|OR|PA|RI|SC|SD|TN|TX|UT|VA|VT|WA|WI|WV|WY),? \d{{5}}(?:-\d{{4}})?\b",
        rf"\b{_UK_CODE.replace(' ?', ' ')}\b",
        rf"(?i:\b(?:post ?code|zip(?: code)?|plz)(?: is|:)? )(?:{_UK_CODE}|\d{{5}}(?:-\d{{4}})?"
        rf"|(?i:[a-z]{{1,2}}\d[a-z\d]? ?\d[a-z]{{2}}))\b",
    )
)
_SUBJECT = (
    r"account|acct|order|ticket|case|booking|reservation|reference|ref|policy|invoice|customer|confirmation"
    r"|tracking|claim"
    r"|member(?:ship)?|complaint|incident|parcel|consignment|application|loan|card|hospital|patient|pnr"
    r"|record locator|a/c|receipt"
)
_MARK = r"number|num|no\.?|nr\.?|id|code|ref(?:erence)?\.?|nummer|ending(?: in| with)?|last (?:four|4)(?: digits)?"


@dataclass(frozen=True)
class Kind:
    """A kind of personal data; `needs` is a key of `NEEDS`, what a text must hold for it."""

    pattern: str
    check: Check = checks.always
    needs: str = "digits"
    simple: bool = False

    @property
    def compiled(self) -> Pattern:
        """The pattern, for google-re2 unless it is too simple to be slow; its first group, if any, is the value."""
        return re.compile(self.pattern) if self.simple else re2.compile(self.pattern)


# Order is precedence: an earlier kind keeps the characters that it has claimed.
KINDS: dict[str, Kind] = {
    "EMAIL": Kind(
        r"[\w.+\-]{1,64}@[\w\-]{1,63}(?:\.[\w\-]{1,63}){1,5}"
        r"|(?i)[\w.+\-]+ ?[(\[{<]at[)\]}>] ?[\w\-]+(?: ?[(\[{<]dot[)\]}>] ?[\w\-]+|\.[\w\-]+)+"
        rf"|[\w.+\-]+(?: dot [\w+\-]+)* at (?:[\w\-]+ dot )+{_DOMAIN}\b"
        rf"|[\w.+\-]+ @ [\w\-]+(?: ?\. ?[\w\-]+)* ?\. ?{_DOMAIN}\b",
        checks.is_address,
        needs="address",
    ),
    "URL": Kind(
        r"(?i)\b(?:https?://|www\.)[^\s<>\"')\]]*[^\s<>\"')\].,;:!?]"
        r"|\b(?:[a-z0-9\-]{1,63}\.){1,4}[a-z]{2,6}/[^\s<>\"')\]]*[^\s<>\"')\].,;:!?]",
        needs="link",
    ),
    "IBAN": Kind(r"(?i)\b[A-Z]{2}\d{2}(?:[ \-]?[A-Z0-9]){11,30}\b", checks.is_iban, needs="many digits"),
    "CARD": Kind(r"\b\d(?:[ \-]?\d){12,18}\b", checks.is_card, needs="many digits"),
    "ID": Kind(
        r"\b(?:[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z](?:\d{6}| \d\d \d\d \d\d )[A-D]|\d{3}[ \-]?\d{3}[ \-]?\d{4}"
        r"|\d{3}[ \-]?\d{2}[ \-]?\d{4})\b",
        checks.is_national_id,
        needs="many digits",
    ),
    "IP": Kind(
        r"\b(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)\b"
        r"|(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{0,4}",
        checks.is_ip,
        needs="points",
    ),
    "DOB": Kind(
        r"(?i)\b(?:d\.?o\.?b\.?|date of birth|birth ?date|born(?: on)?(?: the)?|birthday(?: is| on)?"
        r"|geb(?:oren)?\.?(?: am)?|née? le"
        rf"|nacid[oa] el|birth)\b[.:]?(?: is| was|:| -)?(?: on)?(?: the)?\s?({_DATE})\b"
    ),
    "ADDRESS": Kind(_ADDRESS, needs="digit"),
    "PHONE": Kind(r"(?:\+|\b00)?[ ]?\(?\d(?:[\d().\-/ ]{6,20})\d\b", checks.is_phone, needs="many digits"),
    "REFERENCE": Kind(
        rf"(?i)\b(?:(?:{_SUBJECT})s?\s?(?:{_MARK})?|(?:my|the|your) (?:{_MARK}))\s?(?:is|was|:|-|=)?\s?#?\s?"
        r"([a-z]{0,6}[\-/]?\d[a-z0-9]*(?:[\-/][a-z0-9]+)*|[a-z]{1,6}\d[a-z0-9]*)\b",
        checks.is_reference,
        needs="digit",
    ),
    "HANDLE": Kind(r"@(?<![\w@]@)[A-Za-z0-9_]{1,40}", needs="@", simple=True),
}
