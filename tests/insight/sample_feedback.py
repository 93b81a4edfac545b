"""A seeded, realistic Labelled for tests: 10 themes, ratings 1-5, six months, and a hostile one."""

import json
import os
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl

from cxtext.insight import Catalogue, ThemeCard
from cxtext.schema import CANONICAL, COMMENT_LABELS, MENTIONS, Labelled, Reject

WORDS = json.loads(Path(__file__).with_name("sample_words.json").read_text(encoding="utf-8"))
NEUTRAL = ("I ordered {n} things in this case", "It was my order number {n} with you")
# touchpoint, department, stage, weight, chance of negative and of positive
THEMES = {
    "Delivery time": ("delivery_time", "fulfilment", "onboarding", 0.20, 0.72, 0.18),
    "Reaching a person": ("contact_wait", "support", "support", 0.16, 0.85, 0.08),
    "Friendly agents": ("agent_attitude", "support", "support", 0.15, 0.12, 0.82),
    "App login and codes": ("app_login", "digital", "use", 0.07, 0.80, 0.08),
    "Product quality": ("product_quality", "product", "use", 0.14, 0.30, 0.60),
    "Refunds and returns": ("refund_status", "aftersales", "support", 0.10, 0.78, 0.12),
    "Price and value": ("price_value", "sales", "purchase", 0.10, 0.48, 0.34),
    "Packaging": ("packaging", "fulfilment", "onboarding", 0.05, 0.45, 0.40),
    "Website search and navigation of the catalogue": (
        *("site_search", "digital", "consideration"),
        *(0.05, 0.6, 0.2),
    ),
    "Gift cards": ("gift_cards", "billing", "purchase", 0.004, 0.6, 0.2),
}
CATALOGUE = Catalogue(
    departments={
        "support": "Customer Support",
        "fulfilment": "Fulfilment & Delivery",
        "digital": "Digital Channels",
        "product": "Product & Quality",
        "aftersales": "Returns & Refunds",
    },
    stages={
        "consideration": "Consideration",
        "purchase": "Purchase",
        "onboarding": "Receive and set up",
        "use": "Use",
        "support": "Get help",
    },
    themes={
        name: ThemeCard(tuple(words["keywords"]), f"What customers say about {name.lower()}.")
        for name, words in WORDS.items()
    },
)
START, DAYS = date(2025, 5, 1), 184
ONE = dict.fromkeys(("themes", "touchpoints", "departments", "stages"), "")
HOSTILE = (
    "<script>alert(1)</script>",
    "</script><script>alert(2)</script>",
    '"><img src=x onerror=alert(3)>',
    "=cmd|' /C calc'!A0",
    "' onmouseover='alert(4)",
    "{{ 7*7 }}{% raw %}",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "]]><!--",
    "https://evil.example/x?a=1&b=2",
    "[x](javascript:alert(5)) | `code` **bold**\n# heading",
    "\x01 control \u202e reversed \ufeff",
)
TORTURE = Path(os.environ.get("CXTEXT_TORTURE", Path(__file__).parents[2] / "../shared/torture"))


def make(comments=600, *, seed=7):
    """A Labelled of that many records with one to three mentions each, some of them set aside."""
    random = np.random.default_rng(seed)
    pairs = [_comment(number, random) for number in range(1, comments + 1)]
    said = [mention for row, mentions in pairs if not row["flags"] for mention in mentions]
    rejects = tuple(Reject(900 + n, "unclosed quote", '"abc') for n in range(3))
    return build([row for row, _ in pairs], said, rejects=rejects)


def build(rows, said, *, rejects=(), origin="survey_2025.csv"):
    """A Labelled from dicts; columns that are left out are null."""
    return Labelled(
        comments=pl.DataFrame(rows, schema={**CANONICAL, **COMMENT_LABELS}),
        mentions=pl.DataFrame(said, schema=MENTIONS),
        rejects=rejects,
        origin=origin,
    )


def comment(number, *, text="Some words of a customer", sentiment="neutral", **more):
    """One labelled comment; its lists are empty unless given."""
    scores = {"negative": -0.8, "positive": 0.8}
    base = {
        "row": number,
        "comment_id": f"c{number}",
        "text": text,
        "masked_text": text,
        "language": "en",
        "sentiment": sentiment,
        "score": scores.get(sentiment, 0.0),
        "confidence": 0.9,
        "flags": [],
        **{name: [] for name in ONE},
    }
    return {**base, **more}


def mention(row, order=1, *, text=None, theme=None, sentiment=None, **more):
    """One mention of a comment made by `comment`."""
    base = {
        "comment_id": row["comment_id"],
        "mention": order,
        "text": row["masked_text"] if text is None else text,
        "sentiment": sentiment or row["sentiment"],
        "score": {"negative": -0.8, "positive": 0.8}.get(sentiment or row["sentiment"], 0.0),
        "theme": theme,
        "theme_score": 0.5,
        "touchpoint_score": 0.5,
    }
    return {**base, **more}


def _comment(number, random):
    day = int(random.integers(DAYS))
    weights = np.array([entry[3] for entry in THEMES.values()])
    if day > 153:  # login trouble in the last month
        weights[list(THEMES).index("App login and codes")] *= 3.5
    size = random.choice([1, 2, 3], p=[0.6, 0.3, 0.1])
    picked = random.choice(list(THEMES), size=size, replace=False, p=weights / weights.sum())
    mentions, text = [], ""
    for order, name in enumerate(picked, 1):
        words, labels = _said(str(name), random)
        text = f"{text}. {words}" if text else words
        place = {"comment_id": f"c{number}", "mention": order, "text": words}
        mentions.append({**place, "start": len(text) - len(words), "end": len(text), **labels})
    return _row(number, START + timedelta(days=day), text, mentions, random), mentions


def _said(name, random):
    touchpoint, department, stage, _, negative, positive = THEMES[name]
    chances = [negative, positive, 1 - negative - positive]
    mood = str(random.choice(["negative", "positive", "neutral"], p=chances))
    words = str(random.choice(WORDS[name].get(mood, NEUTRAL))).format(n=int(random.integers(2, 60)))
    sign = {"negative": -1, "positive": 1, "neutral": 0}[mood]
    labels = {
        "sentiment": mood,
        "score": float(sign * random.uniform(0.3, 1)),
        "confidence": 0.8,
        "theme": None if random.random() < 0.05 else name,
        "subtheme": f"{name}: {mood}" if mood != "neutral" else None,
        "theme_score": float(random.uniform(0.3, 0.9)),
        "touchpoint": touchpoint,
        "touchpoint_score": float(random.uniform(0.3, 0.9)),
        "department": "support" if random.random() < 0.12 else department,
        "stage": stage,
        "evidence": "a seed",
    }
    return words, labels


def _row(number, day, text, mentions, random):
    moods = {mention["sentiment"] for mention in mentions}
    one = next((mood for mood in ("negative", "positive") if mood in moods), "neutral")
    mood = "mixed" if {"negative", "positive"} <= moods else one
    score = float(np.mean([mention["score"] for mention in mentions]))
    flags = ["", "empty", "no_content", "duplicate", "other_language"]
    flag = str(random.choice(flags, p=[0.94, 0.02, 0.01, 0.01, 0.02]))
    unscored = flag not in ("", "duplicate")
    rating = float(np.clip(round(3.1 + 1.7 * score + random.normal(0, 0.7)), 1, 5))
    unrated, source = random.random() < 0.1, str(random.choice(["survey", "ticket", "review"]))
    return comment(
        number,
        text="" if flag == "empty" else text,
        rating=None if unrated else rating,
        date=day,
        source=source,
        language="de" if flag == "other_language" else "en",
        sentiment=None if unscored else mood,
        score=None if unscored else score,
        flags=[flag] if flag else [],
        **{name: [] if unscored else _listed(mentions, name[:-1]) for name in ONE},
    )


def _listed(mentions, key):
    return list(dict.fromkeys(mention[key] for mention in mentions if mention[key]))


def hostile_strings():
    """Ours, and the collections on this machine where they are present."""
    strings = list(HOSTILE)
    naughty = TORTURE / "blns" / "blns.json"
    if naughty.exists():
        strings += [s for s in json.loads(naughty.read_text(encoding="utf-8")) if s.strip()]
    for path in sorted((TORTURE / "csv-injection" / "Intruder").glob("*")):
        strings += [s for s in path.read_text(encoding="utf-8").splitlines() if s.strip()]
    return list(dict.fromkeys(strings))


def make_hostile():
    """Hostile strings as theme name, quote, id, source, language, department, touchpoint, stage, keyword."""
    strings = hostile_strings()
    rows, said = [], []
    for index, bad in enumerate(strings):
        place = strings[index % 12]
        about = {"touchpoint": place, "department": place, "stage": strings[index % 5]}
        for copy in range(36 if index < 12 else 6 if index < 60 else 1):
            number = len(rows) + 1
            words = f"{bad} number {copy} of {number * 7} {bad}"
            day = START + timedelta(days=number % DAYS)
            mood = ("negative", "positive", "neutral")[copy % 3]
            more = {"rating": float(1 + copy % 5), "date": day, "source": bad, "language": bad}
            lists = {f"{key}s": [value] for key, value in {**about, "theme": bad}.items()}
            row = comment(number, text=words, sentiment=mood, comment_id=f"{bad}{number}", **more, **lists)
            rows.append(row)
            said.append(mention(row, theme=bad, **about))
    rejects = tuple(Reject(n, bad, bad) for n, bad in enumerate(strings[:12]))
    cards = {bad: ThemeCard((bad, bad[:20]), bad) for bad in strings}
    return build(rows, said, rejects=rejects, origin=strings[0]), Catalogue(themes=cards)
