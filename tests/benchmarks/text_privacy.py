"""How much personal data is found, by kind: python tests/benchmarks/text_privacy.py [--split report] [--misses].

`--disguised` writes the same values in other characters first: references, wide letters, invisible marks.

The cases are real comments of public sets with generated values put in (formats of five countries), the
same comments untouched, and near misses written by hand. A value counts as found when every letter and
digit of it is covered by a span of any kind; a span is right when it touches a value.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

from cxtext.text.privacy import Span, find_personal_data

CASES = Path(__file__).resolve().parent.parent / "cases" / "privacy_eval.jsonl"
write = sys.stdout.write
Z = 1.959963985  # 97.5 % point of the normal distribution


def wilson(hits: int, total: int) -> str:
    """The share with its 95 % Wilson score interval (Wilson 1927)."""
    if not total:
        return "–"
    share, spread = hits / total, Z * Z / total
    middle = (share + spread / 2) / (1 + spread)
    half = Z / (1 + spread) * (share * (1 - share) / total + spread / (4 * total)) ** 0.5
    return f"{share:.3f} [{max(0, middle - half):.3f}, {min(1, middle + half):.3f}]"


def covered(text: str, value: list, spans: tuple[Span, ...]) -> bool:
    """Whether every letter and digit of a value lies in a span."""
    start, end, _ = value
    return all(any(s.start <= i < s.end for s in spans) for i in range(start, end) if text[i].isalnum())


WAYS = (
    lambda c: f"&#{ord(c)};",
    lambda c: chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c,
    lambda c: "\u200b" + c,
    lambda c: f"&amp;#x{ord(c):x};",
)


def disguised(case: dict, number: int) -> dict:
    """The case with its values written in another way; offsets follow."""
    way, text, values, end = WAYS[number % len(WAYS)], "", [], 0
    for start, stop, kind in sorted(case["values"]):
        text += case["text"][end:start]
        values.append([len(text), 0, kind])
        text += "".join(map(way, case["text"][start:stop]))
        values[-1][1] = len(text)
        end = stop
    return {**case, "text": text + case["text"][end:], "values": values}


def measure(cases: list[dict], *, misses: bool = False) -> dict[str, Counter]:
    """By kind: values, found, found as that kind; spans, right spans."""
    counts: dict[str, Counter] = {}
    for case in cases:
        text, values = case["text"], case["values"]
        spans = find_personal_data(text)
        for value in values:
            count = counts.setdefault(value[2], Counter())
            found = covered(text, value, spans)
            count.update(values=1, found=found)
            count["same kind"] += any(s.kind == value[2] and s.start < value[1] and value[0] < s.end for s in spans)
            if misses and not found:
                write(f"missed {value[2]:<9} {text[value[0] : value[1]]!r} in {case['label']}: {text}\n")
        for span in spans:
            right = any(span.start < value[1] and value[0] < span.end for value in values)
            counts.setdefault(span.kind, Counter()).update(spans=1, right=right)
            if misses and not right:
                write(f"wrong  {span.kind:<9} {text[span.start : span.end]!r} in {case['label']}: {text}\n")
    return counts


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--split", default="report", choices=("dev", "report"))
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--disguised", action="store_true")
    options = parser.parse_args()
    cases = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
    cases = [case for case in cases if case["split"] == options.split]
    if options.disguised:
        cases = [disguised(case, number) for number, case in enumerate(cases)]
    counts = measure(cases, misses=options.misses)
    write(f"{len(cases)} comments, {options.split} half\n\n")
    write("| kind | values | recall [95 %] | as this kind | spans | precision [95 %] |\n|---|---|---|---|---|---|\n")
    shaped = sum((count for kind, count in counts.items() if kind != "NAME"), Counter())
    for kind, count in [*sorted(counts.items()), ("all but names", shaped)]:
        write(
            f"| {kind} | {count['values']} | {wilson(count['found'], count['values'])} | {count['same kind']} "
            f"| {count['spans']} | {wilson(count['right'], count['spans'])} |\n"
        )


if __name__ == "__main__":
    main()
