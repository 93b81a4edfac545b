"""The page in a real browser: WCAG by axe-core, and corrections that become a file.

The page's own policy lets no other script in, so what is looked at is a copy without it.
"""

import csv
import io
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import polars as pl
import pytest

from cxtext.report import html
from cxtext.report.language import language
from cxtext.write.cells import unguarded

CHROMIUM = shutil.which("chromium")
AXE = Path(os.environ.get("CXTEXT_AXE", "axe.min.js"))  # npm's axe-core, axe.min.js
FLAGS = "--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-sync"
OPEN = "for (const part of document.querySelectorAll('details')) part.open = true;"
REPORTED = re.compile(r'<pre id="said">(.*?)</pre>', re.DOTALL)
RULES = "{runOnly: {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']}}"

needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")
needs_axe = pytest.mark.skipif(not AXE.is_file(), reason="CXTEXT_AXE names no axe.min.js of npm's axe-core")


def in_browser(page, script, folder, *, width=1280, dark=False):
    """What the script says: it runs in the page, and calls say(value) once."""
    page = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    say = (
        "const say = (value) => { const pre = document.createElement('pre'); pre.id = 'said';"
        " pre.textContent = JSON.stringify(value); document.body.append(pre); };"
    )
    target = folder / "page.html"
    target.write_text(page.replace("</body>", f"<script>{say}{script}</script></body>"), encoding="utf-8")
    looks = ["--blink-settings=preferredColorScheme=0"] if dark else []
    profile = f"--user-data-dir={folder / 'profile'}"
    command = [CHROMIUM, *FLAGS.split(), *looks, profile, f"--window-size={width},900", "--virtual-time-budget=20000"]
    done = subprocess.run([*command, "--dump-dom", target.as_uri()], capture_output=True, text=True, timeout=120)
    found = REPORTED.search(done.stdout)
    assert found, done.stderr[-2000:]
    return json.loads(found[1].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))


@needs_chromium
@needs_axe
@pytest.mark.parametrize(
    ("width", "dark", "code"), [(1280, False, "en"), (1280, True, "en"), (500, False, "en"), (500, False, "de")]
)
def test_axe_finds_no_violation(summary, tmp_path, width, dark, code):
    ask = "document.querySelector('.body .wrong').click();"
    run = f"axe.run(document, {RULES}).then((r) => say(r.violations.map((v) => [v.id, v.nodes[0].html])));"
    script = AXE.read_text(encoding="utf-8").replace("</script", "<\\/script") + f";{OPEN}{ask}{run}"
    page = html.render(summary, t=language(code))
    assert in_browser(page, script, tmp_path, width=width, dark=dark) == []


@needs_chromium
@needs_axe
def test_axe_would_find_one(summary, tmp_path):
    broken = html.render(summary).replace('<html lang="en">', "<html>", 1)
    script = AXE.read_text(encoding="utf-8").replace("</script", "<\\/script")
    script += f";axe.run(document, {RULES}).then((r) => say(r.violations.map((v) => v.id)));"
    assert "html-has-lang" in in_browser(broken, script, tmp_path)


@needs_chromium
@pytest.mark.parametrize("code", ["en", "de"])
def test_nothing_is_wider_than_a_narrow_window(summary, tmp_path, code):
    script = f"{OPEN}say([document.documentElement.scrollWidth, document.documentElement.clientWidth]);"
    wide, seen = in_browser(html.render(summary, t=language(code)), script, tmp_path, width=500)
    assert wide <= seen


@needs_chromium
def test_corrections_become_a_file_that_can_be_read_back(hostile, tmp_path):
    summary = hostile[1]
    script = """
        let blob; URL.createObjectURL = (given) => { blob = given; return "#"; };
        const opens = [...document.querySelectorAll(".theme[data-theme] .body .wrong")];
        const rows = [];
        for (const open of opens.slice(0, 12)) {
          const quote = open.closest(".quote");
          open.click();
          quote.querySelector(".to").value = "none";
          quote.querySelector(".keep").click();
          const theme = quote.closest(".theme").dataset.theme;
          rows.push([quote.dataset.id, quote.querySelector(".said").textContent, theme]);
        }
        opens[0].click();
        document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key: "Escape", bubbles: true}));
        const open = document.querySelectorAll(".correct").length;
        document.querySelector(".save").click();
        blob.text().then((text) => say([rows, text, open, document.querySelector(".state").textContent]));
    """
    rows, text, still_open, state = in_browser(html.render(summary), script, tmp_path)
    cells = list(csv.reader(io.StringIO(text)))
    found = pl.DataFrame(cells[1:], schema=cells[0], orient="row").with_columns(pl.all().map_batches(unguarded)).rows()
    assert state == "12 corrections"
    assert still_open == 0
    assert [len(rows), len(found)] == [12, 12]
    quotes = {(q.comment_id, q.text) for topic in summary.themes for q in topic.quotes}
    for row, (comment, said, theme) in zip(found, rows, strict=True):
        assert (row[0], row[3], row[4]) == (comment, theme, "none")
        assert row[1].split() == said.split()
        assert (comment, said) in quotes
    assert not [cell for line in cells[1:] for cell in line if cell.lstrip().startswith(("=", "+", "-", "@"))]
