"""Names proposed by a program of the user's own, or by a language model that runs on a server of theirs."""

from __future__ import annotations

import json
import shlex
import subprocess
import urllib.parse
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

from cxtext.errors import OptionError
from cxtext.jobs.themes import Done, decide_in
from cxtext.pipeline import Pipeline
from cxtext.themes.decisions import Decision, shortened, theme_name
from cxtext.themes.identity import SPECIAL
from cxtext.themes.themes import Theme

About: TypeAlias = dict[str, Any]  # a theme as the one who names it sees it
Proposer: TypeAlias = Callable[[About], str]

TIMEOUT = 60  # seconds for one name
EXAMPLES = 5  # masked comments of a theme
_ASK = (
    "Customer comments were grouped. Name this group in two to four plain words that say what it is about, without "
    "judging it. Answer with the name only.\n"
)


def by_command(command: str) -> Proposer:
    """Runs a command for each theme: it gets JSON on its standard input and prints the name.

    Raises:
        OptionError: the command cannot be read, fails, takes too long or prints nothing; raised by what is returned.
    """
    try:
        arguments = shlex.split(command)
    except ValueError as error:
        raise OptionError(f"--with {command!r} is no command: {error}") from error
    if not arguments:
        raise OptionError("--with is empty; give a command")

    def propose(about: About) -> str:
        try:
            done = subprocess.run(  # it is the user's own command, and no shell reads it
                arguments, input=json.dumps(about), capture_output=True, text=True, timeout=TIMEOUT, check=True
            )
        except subprocess.TimeoutExpired as error:
            raise OptionError(f"{command!r} gave no name for {about['id']} within {TIMEOUT} seconds") from error
        except (OSError, subprocess.CalledProcessError, UnicodeDecodeError) as error:
            raise OptionError(f"{command!r} gave no name for {about['id']}: {error}") from error
        return _cleaned(done.stdout, command, about)

    return propose


def by_server(url: str, model: str) -> Proposer:
    """Asks a server that speaks OpenAI's chat protocol; `url` is its base, such as http://localhost:11434/v1.

    Raises:
        OptionError: it is no http or https address; or, from what is returned, the server gives no answer.
    """
    if urllib.parse.urlsplit(url).scheme not in ("http", "https"):
        raise OptionError(f"--server {url!r} is no address that begins with http:// or https://")
    address = url.rstrip("/") + "/chat/completions"
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}), _Stays)  # past any proxy of the environment

    def propose(about: About) -> str:
        message = {"role": "user", "content": _ASK + json.dumps(about, ensure_ascii=False)}
        body = json.dumps({"model": model, "messages": [message], "temperature": 0}).encode()
        request = urllib.request.Request(address, body, {"Content-Type": "application/json"})  # checked above
        try:
            with direct.open(request, timeout=TIMEOUT) as answer:
                text = json.loads(answer.read(1_000_000))["choices"][0]["message"]["content"]
        except (OSError, ValueError, LookupError, TypeError) as error:
            raise OptionError(f"{address} gave no name for {about['id']}: {error}") from error
        return _cleaned(str(text), address, about)

    return propose


class _Stays(urllib.request.HTTPRedirectHandler):
    """Goes nowhere but to the address that was given: what customers wrote is for that server alone."""

    def redirect_request(self, *_: object) -> None:
        """No request: the redirect is the error that its status is."""


def name_themes(folder: Path, propose: Proposer, *, author: str, date: str) -> Done:
    """Have the themes of a model named, but for those that people named; each name is a decision of its own.

    Raises:
        ModelError: it is no model, or a damaged one.
        OptionError: no name was given, or one that another theme has.
    """

    def proposed(pipeline: Pipeline) -> list[Decision]:
        log = pipeline.identity.decisions if pipeline.identity else ()
        named = {decision.theme for decision in log if decision.action == "rename"}
        names = [(theme, propose(_about(theme, pipeline))) for theme in _open(pipeline, named)]
        return [
            Decision(
                "rename", theme.id, text=name, date=date, author=shortened(author), reason="proposed by the author"
            )
            for theme, name in names
            if name != theme.name
        ]

    return decide_in(folder, proposed)


def _open(pipeline: Pipeline, named: set[str]) -> list[Theme]:
    themes = pipeline.themes.themes if pipeline.themes else ()
    return [theme for theme in themes if theme.id not in SPECIAL and theme.id not in named]


def _about(theme: Theme, pipeline: Pipeline) -> About:
    """What is told of a theme: its words, and masked comments that the model keeps."""
    examples = [golden.text for golden in pipeline.golden if theme.name in golden.themes]
    return {
        "id": theme.id,
        "name": theme.name,
        "keywords": list(theme.keywords),
        "subthemes": [part.name for part in theme.subthemes],
        "examples": examples[:EXAMPLES],
    }


def _cleaned(text: str, source: str, about: About) -> str:
    """The first line of an answer as a name."""
    lines = [line.strip().strip("\"'“”*").strip() for line in text.splitlines()]
    try:
        return theme_name(next((line for line in lines if line), ""))
    except OptionError as error:
        raise OptionError(f"{source} gave no name for {about['id']}: {error}") from error
