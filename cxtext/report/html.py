"""One self-contained page: no request to anywhere, readable without JavaScript, on paper and on a phone."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from cxtext.insight import Summary, Topic
from cxtext.insight.sections import Sections
from cxtext.report import beside, charts, maps, next_steps, words
from cxtext.report.language import Language, language
from cxtext.report.translated import translated

PAGE_ONE_TOPICS = 10
LIMITS = {"topics": PAGE_ONE_TOPICS, "owners": 6, "changes": 5, "differences": 15, "callbacks": 50, "segments": 6}


def render(summary: Summary, /, *, t: Language | None = None) -> str:
    """The page. Every value is escaped by the template engine; the script is allowed by its hash alone."""
    t = t or language()
    summary = translated(summary, t)
    topics = words.leading(summary)
    summary = summary if summary.sections else replace(summary, sections=Sections())
    return page(
        "report.html.j2",
        t,
        s=summary,
        topics=topics,
        shown=words.shown(topics),
        anchors=_anchors((*summary.themes, *summary.touchpoints, *summary.departments)),
        wording=words.words_for(summary, t),
        share_axis=charts.share_axis([topic.share for topic in words.shown(topics)[:PAGE_ONE_TOPICS]]),
        limits=LIMITS,
    )


def page(template: str, t: Language, **values: Any) -> str:
    """A template filled in, with the style, the script and the policy that lets nothing else in."""
    script = _asset("report.js")
    more = {"style": Markup(_asset("report.css")), "script": Markup(script), "policy": policy(script)}
    return _environment(t.code).get_template(template).render(t=t, **values, **more)


def policy(script: str) -> str:
    """The page's Content-Security-Policy: nothing is loaded, and only this script runs."""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
        f"script-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )


@cache
def _environment(code: str) -> Environment:
    t = language(code)
    environment = Environment(
        loader=PackageLoader("cxtext.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(beside=beside, charts=charts, maps=maps, next_steps=next_steps, words=words)
    environment.filters.update(count=t.count, day=t.day, lang=_language)
    return environment


@cache
def _asset(name: str) -> str:
    return files("cxtext.report").joinpath("templates", name).read_text(encoding="utf-8").strip()


def _anchors(topics: tuple[Topic, ...]) -> dict[tuple[str, str], str]:
    """An id for every topic's section: readable, the same in every report, and safe whatever the name."""
    anchors: dict[tuple[str, str], str] = {}
    for topic in topics:
        slug = re.sub(r"[^a-z0-9]+", "-", topic.id.lower())[:40].strip("-")
        anchor = "-".join(part for part in (topic.kind, slug) if part)
        if not slug or anchor in anchors.values():
            anchor = f"{anchor}-{hashlib.sha256(topic.id.encode()).hexdigest()[:8]}"
        anchors[topic.kind, topic.id] = anchor
    return anchors


def _language(code: str) -> str:
    """A language code fit for the attribute lang, or "" (unknown) for anything else."""
    return code if re.fullmatch(r"[a-z]{2,3}(-[A-Za-z]{2,4})?", code) else ""
