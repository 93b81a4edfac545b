"""Whether what a pattern found is what it looks like: check digits, number plans, words before it.

A check is given the text and the candidate's offsets and says where the value ends; the candidate's
start stands for "none".
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable

import phonenumbers
from stdnum import iban, luhn
from stdnum.gb import nhs
from stdnum.us import ssn

Check = Callable[[str, int, int], int]

REGIONS = ("GB", "US", "DE", "FR", "ES", "IE", "AU")  # whose national numbers are told from digits
LOOK_BACK = 40  # characters before a candidate that may say what it is
_MORE_NUMBERS = re.compile(r"\.\d")
MIN_IPV6 = 4  # characters; "::1" is in no one's complaint, "1::2" is a score
_NO_NINO = frozenset({"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"})  # HMRC's NIM39110
_IBAN_LENGTHS = range(15, 35)  # ISO 13616: Norway 15 … 34
_CARD_LENGTHS = (19, 16, 15, 14, 13)
_PHONE = re.compile(r"\+?[ ]?\(?\d[\d().\-/ ]{6,20}\d\b")
_PHONE_DIGITS = (8, 15)  # the longest of E.164
_PHONE_CUE = re.compile(
    r"(?i)\b(?:phone|call\w*|tel|telephone|mobile|mob|cell|whats ?app|text|txt|sms|ring|reach\w*|contact|fax"
    r"|landline|dial\w*"
    r"|number|móvil|teléfono|handy|portable|tél)\b"
)
_REFERENCE_CUE = re.compile(
    r"(?i)\b(?:order|ticket|case|booking|reservation|ref|reference|account|acct|invoice|policy|tracking|confirmation"
    r"|claim|serial|model|nhs|ssn|social security|isbn|imei|sku|part)\b"
)
_NO_HOST = re.compile(r"(?i) at (?:the|a|an|this|that|these|any|some|every|each|my|your|our|his|her|their|its) dot ")
_MONEY = re.compile(r"(?i)(?:[$£€]|usd|eur|gbp)\s?\Z")
_VERSION_CUE = re.compile(r"(?i)\b(?:v|ver|version|release|build|firmware|ios|android|update)\.?\s*\Z")
_NHS_CUE = re.compile(r"(?i)\bnhs\b")
_SSN_CUE = re.compile(r"(?i)\b(?:ssn|social)\b")
# (555) 010-0199, 555-010-0199, 1-555-010-0199; 612 34 56 78; 06 12 34 56 78
_US_SHAPE = re.compile(r"(?:1[ .\-])?(?:\(\d{3}\) ?|\d{3}[ .\-])\d{3}[ .\-]\d{4}\Z")
_ES_SHAPE = re.compile(r"[6789]\d\d(?:[ .\-]\d{3}[ .\-]\d{3}|[ .\-]\d\d[ .\-]\d\d[ .\-]\d\d)\Z")
_AU_SHAPE = re.compile(r"1[38]00[ \-]\d{3}[ \-]\d{3}\Z")
_BRACKETED = re.compile(r"\(0\d{1,5}\)")


def always(_text: str, _start: int, end: int) -> int:
    """The pattern alone is enough."""
    return end


def is_address(text: str, start: int, end: int) -> int:
    """Any, but "laughing at the dot com boom"."""
    return start if _NO_HOST.search(text, start, end) else end


def is_iban(text: str, start: int, end: int) -> int:
    """The longest beginning with valid check digits: capitals behind the number may have joined it."""
    places = [i + 1 for i in range(start, end) if text[i].isalnum()]
    for length in reversed(_IBAN_LENGTHS):
        if length <= len(places) and iban.is_valid(text[start : places[length - 1]].replace("-", " ")):
            return places[length - 1]
    return start


def is_card(text: str, start: int, end: int) -> int:
    """The longest beginning of a length and with a first digit that issuers use, and a valid Luhn digit."""
    places = [i + 1 for i in range(start, end) if text[i].isdigit()]
    if text[start] not in "23456":
        return start
    for length in _CARD_LENGTHS:
        if length <= len(places) and not text[places[length - 1] : places[length - 1] + 1].isdigit():
            digits = _digits(text[start : places[length - 1]])
            if len(set(digits)) > 1 and luhn.is_valid(digits):
                return places[length - 1]
    return start


def is_ip(text: str, start: int, end: int) -> int:
    """Four numbers up to 255 that are no version number, or what the standard library reads as IPv6."""
    found = text[start:end]
    if ":" not in found:
        longer = text[start - 1 : start] == "." or _MORE_NUMBERS.match(text, end)
        return start if longer or _VERSION_CUE.search(_before(text, start)) else end
    try:
        ipaddress.IPv6Address(found)
    except ValueError:
        return start
    return end if any(c.isdigit() for c in found) and len(found) > MIN_IPV6 else start


def is_national_id(text: str, start: int, end: int) -> int:
    """A UK NHS number (check digit), announced or in groups of 3, 3 and 4, a US SSN, or a UK NINO."""
    found, before = text[start:end], _before(text, start)
    digits = _digits(found)
    if found[0].isalpha():
        return start if found[:2] in _NO_NINO else end
    if len(digits) == 10:
        shaped = found.count(" ") == 2 and not _PHONE_CUE.search(before)
        return end if nhs.is_valid(digits) and (shaped or _NHS_CUE.search(before)) else start
    shaped = found.count("-") == 2
    return end if (shaped and ssn.is_valid(digits)) or _SSN_CUE.search(before) else start


def is_phone(text: str, start: int, end: int) -> int:
    """The longest beginning that one of the number plans knows, in a shape or after a word that phones have."""
    before = _before(text, start)
    candidate = _PHONE.match(text, start)
    if candidate is None or _MONEY.search(before):
        return start
    announced = bool(_PHONE_CUE.search(before)) and not _REFERENCE_CUE.search(before)
    end = candidate.end()
    while end > start:
        found = text[start:end]
        digits = len(_digits(found))
        if digits < _PHONE_DIGITS[0]:
            break
        if digits <= _PHONE_DIGITS[1] and _is_phone(found, announced=announced):
            return end
        end = start + len(found.rstrip("0123456789").rstrip(" ().-/"))
    return start


def _is_phone(found: str, *, announced: bool) -> bool:
    digits = _digits(found)
    if found[0] == "+" or digits.startswith("00"):
        return _is_valid("+" + digits.removeprefix("00"), None) or _loosely_valid(found)
    return any(_is_valid(found, region) for region in _regions(found, digits, announced=announced))


def is_reference(text: str, start: int, end: int) -> int:
    """At least five digits, or four characters with a digit after "number", "no." or "#"."""
    found = text[start:end]
    digits = len(_digits(found))
    marked = re.search(
        r"(?i)(?:\b(?:number|num|no|nr|id|code|reference|ref|is|ending|in|with|digits)\b[.:]?|#|:)\s*\Z",
        _before(text, start),
    )
    return end if digits >= 5 or (digits >= 2 and len(found) >= 6) or (marked and digits and len(found) >= 4) else start


def _regions(found: str, digits: str, *, announced: bool) -> tuple[str, ...]:
    """The regions whose national numbers may look like this one."""
    if announced:
        return REGIONS
    if found.startswith("0") or _BRACKETED.match(found):
        return ("GB", "DE", "FR", "IE", "AU") if len(digits) >= 9 else ()
    if _US_SHAPE.match(found):
        return ("US",)
    if _ES_SHAPE.match(found):
        return ("ES",)
    return ("AU",) if _AU_SHAPE.match(found) else ()


def _is_valid(number: str, region: str | None) -> bool:
    try:
        return bool(phonenumbers.is_valid_number(phonenumbers.parse(number, region)))
    except phonenumbers.NumberParseException:
        return False


def _loosely_valid(found: str) -> bool:
    """+44 (0)20 …: the trunk zero in brackets, and numbers of a possible length."""
    try:
        return bool(phonenumbers.is_possible_number(phonenumbers.parse(found.replace("(0)", ""), None)))
    except phonenumbers.NumberParseException:
        return False


def _before(text: str, start: int) -> str:
    return text[max(0, start - LOOK_BACK) : start]


def _digits(found: str) -> str:
    return "".join(c for c in found if c.isdigit())
