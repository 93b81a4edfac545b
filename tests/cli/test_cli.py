"""The commands as a user meets them: a real process, its exit code, its one line."""

import itertools
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest
import spacy

from cxtext import choices
from cxtext.bundle import FORMAT
from cxtext.cli import main, options
from cxtext.cli.joblog import log_lines
from cxtext.errors import OptionError, OutputError

COMMANDS = (
    "run",
    "label",
    "watch",
    "train",
    "suggest",
    "report",
    "metrics",
    "drivers",
    "changes",
    "emerging",
    "explain",
    "redact",
    "demo",
    "taxonomy",
    "themes",
)
HEAVY = ("spacy", "sklearn", "polars", "numpy", "scipy", "rich.progress", "jinja2", "tokenizers")


def cxtext(*arguments, cwd=None, stdin=""):
    return subprocess.run(
        [sys.executable, "-m", "cxtext", *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=cwd,
        input=stdin,
        check=False,
    )


@pytest.fixture
def dump(tmp_path):
    path = tmp_path / "reviews.csv"
    texts = [
        "The food was cold.",
        "Lovely staff but a long wait.",
        "The app crashes all the time.",
        "My parcel came late.",
    ] * 10
    pl.DataFrame({"review": [f"{t} No {i}" for i, t in enumerate(texts)], "stars": [2, 4, 1, 3] * 10}).write_csv(path)
    return path


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command):
    done = cxtext(command, "--help")
    assert done.returncode == 0
    assert f"cxtext {command}" in done.stdout


def test_help_names_every_command():
    done = cxtext("--help")
    assert done.returncode == 0
    assert all(f"  {command} " in done.stdout for command in COMMANDS)


def test_help_loads_nothing_heavy():
    code = (
        "import sys\nfrom cxtext.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass\n"
        "print(sorted(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = done.stdout.splitlines()[-1]
    assert not [name for name in HEAVY if f"'{name}'" in loaded]


def test_an_interrupt_while_loading_leaves_quietly():
    code = (
        "import sys\n"
        "class Interrupt:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'cxtext.cli': raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Interrupt())\n"
        "from cxtext.__main__ import main\nmain()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


MISTAKES = [
    ["label", "reviews.csv", "-o", "x.csv", "--max-rejects", "some"],
    ["label", "reviews.csv", "-o", "x.csv", "--resume", "--restart"],
    ["label", "nothere.csv", "-o", "x.csv"],
    ["label", "reviews.csv", "-o", "x.csv", "--modle", "x"],
    ["label", "reviews.csv", "-o", "x.csv", "--pack", "travle"],
    ["label", "reviews.csv", "-o", "x.csv", "--sentiment", "magic"],
    ["label", "reviews.csv", "-o", "x.csv", "--names", "nre"],
    ["label", "reviews.csv", "-o", "x.csv", "--names", "ner"],
    ["label", "reviews.csv", "-o", "reviews.csv", "--force"],
    ["label", "reviews.csv", "-o", "x.doc"],
    ["run", "reviews.csv", "--themes", "5000"],
    ["run", "reviews.csv", "--model", "nowhere"],
    ["run", "reviews.doc"],
    ["train", "reviews.csv", "-o", "reviews.csv"],
    ["report", "nothere.csv", "-o", "x.html"],
    ["drivers", "nothere.csv"],
    ["drivers", "reviews.csv", "--by", "themes"],
    ["metrics", "reviews.csv", "--metric", "nsp"],
    ["changes", "reviews.csv", "--unit", "day"],
    ["changes", "reviews.csv", "--scale", "1-5"],
    ["redact", "reviews.csv", "-o", "x.csv", "--kinds", "EMIAL"],
    ["redact", "reviews.csv", "-o", "x.csv", "--names", "ner"],
    ["demo", "nsh"],
    ["label", "reviews.csv", "-o", "x.csv", "--owners", "nothere.yaml"],
    ["taxonomy", "show", "retial"],
    ["taxonomy", "check", "nothere.yaml"],
    ["taxonomy", "diff", "default", "nothere.yaml"],
    ["taxonomy", "init", "reviews.csv", "-o", "reviews.csv", "--force"],
]


def test_a_mistake_is_answered_before_anything_heavy_is_loaded(dump):
    (dump.parent / "reviews.doc").touch()
    code = (
        "import json, sys\nfrom cxtext.cli import main\n"
        "for arguments in json.loads(sys.argv[1]):\n"
        "    try: main(arguments)\n"
        "    except SystemExit as end: assert end.code == 2, arguments\n"
        f"    loaded = [name for name in {HEAVY} if name in sys.modules]\n"
        "    assert not loaded, (arguments, loaded)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, json.dumps(MISTAKES)], capture_output=True, text=True, check=False, cwd=dump.parent
    )
    assert done.returncode == 0, done.stderr
    assert len(done.stderr.splitlines()) == len(MISTAKES)


def test_a_saved_model_is_loaded_before_the_input_is_read(dump, monkeypatch, capsys):
    monkeypatch.chdir(dump.parent)
    (dump.parent / "model").mkdir()
    manifest = {"format": FORMAT, "kind": "cxtext model", "files": {}}
    for name in ("model.json", "arrays.safetensors"):
        manifest["files"][name] = {"sha256": "", "bytes": 0}
    (dump.parent / "model" / "manifest.json").write_text(json.dumps(manifest))
    monkeypatch.setattr("cxtext.read.feedback.read_batches", lambda *_, **__: 1 / 0)
    with pytest.raises(SystemExit, match="2"):
        main(["run", "reviews.csv", "--model", "model"])
    assert "model.json is missing; train it again or restore the file" in capsys.readouterr().err


def test_accurate_without_its_package_is_said_at_once(dump, monkeypatch, capsys):
    monkeypatch.chdir(dump.parent)
    monkeypatch.setattr("cxtext.shipped.find_spec", lambda _: None)
    with pytest.raises(SystemExit, match="2"):
        main(["label", "reviews.csv", "-o", "x.csv", "--sentiment", "Accurate"])
    assert "needs the package onnxruntime; pip install 'cxtext[accurate]'" in capsys.readouterr().err


def test_an_encoder_that_is_not_there_is_said_at_once(tmp_path):
    (tmp_path / "s.toml").write_text('encoder = "nowhere"')
    with pytest.raises(OptionError, match=r"unknown encoder 'nowhere'.*no folder of that name"):
        options.Labelling(config=tmp_path / "s.toml").settings()


def test_a_run_does_not_replace_the_folder_that_holds_its_input(dump, monkeypatch, capsys):
    monkeypatch.chdir(dump.parent)
    folder = dump.parent / "old"
    folder.mkdir()
    (folder / "report.json").write_text("{}")
    (folder / "comments.csv").write_bytes(dump.read_bytes())
    with pytest.raises(SystemExit, match="2"):
        main(["run", "old/comments.csv", "-o", "old", "--force"])
    assert "old holds the input old/comments.csv, which it would replace" in capsys.readouterr().err
    assert (folder / "comments.csv").exists()


def test_an_input_is_not_overwritten_by_what_stands_beside_the_output(dump, monkeypatch, capsys):
    monkeypatch.chdir(dump.parent)
    dump.rename("out.csv.rejects.jsonl")
    with pytest.raises(SystemExit, match="2"):
        main(["label", "out.csv.rejects.jsonl", "-o", "out.csv", "--format", "csv"])
    assert "is the same file as the input" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("given", "setting", "expected"),
    [
        ({"pack": ["travel,banking"]}, "packs", ("travel", "banking")),
        ({"pack": ["Travel", "food-hospitality"]}, "packs", ("travel", "food_hospitality")),
        ({"kinds": ["email, Phone", "NAME"]}, "mask", ("EMAIL", "PHONE", "NAME")),
        ({"brands": ["Acme", "Roadrunner Ltd,Acme"]}, "brands", ("Acme", "Roadrunner Ltd")),
        ({"keep": ["Sarah Lee", "0800 1,0800 2"]}, "mask_keep", ("Sarah Lee", "0800 1", "0800 2")),
        ({"sentiment": "VADER"}, "sentiment", "vader"),
    ],
)
def test_lists_come_with_commas_or_again_and_names_in_any_case(given, setting, expected):
    assert getattr(options.settings_of(None, **given), setting) == expected


def test_a_column_may_have_a_comma_in_its_name():
    assert options.listed_columns(["Good, bad?", "a,b"], ["Good, bad?", "a", "b"]) == ("Good, bad?", "a", "b")


@pytest.mark.parametrize("command", ["run", "label", "train", "explain"])
def test_help_lists_what_an_option_takes(command):
    said = " ".join(cxtext(command, "--help").stdout.split())
    for names in (choices.PACKS, choices.SCORERS):
        assert all(name in said for name in names)


def test_help_of_redact_lists_the_kinds_and_formats():
    said = cxtext("redact", "--help").stdout
    assert all(name in said for name in (*choices.MASKS, *choices.TABLES))


def test_a_broken_taxonomy_shows_all_its_errors(dump, monkeypatch, capsys):
    monkeypatch.chdir(dump.parent)
    touchpoints = "".join(f"  - {{id: t{i}, name: T, department: d, seeds: []}}\n" for i in range(9))
    (dump.parent / "own.yaml").write_text(f"schema: cxtext-taxonomy/1\nid: own\ntouchpoints:\n{touchpoints}")
    with pytest.raises(SystemExit, match="2"):
        main(["run", "reviews.csv", "--taxonomy", "own.yaml"])
    said = capsys.readouterr().err.splitlines()
    assert said[0].startswith("cxtext: own.yaml, line 4: touchpoint 't0'")
    assert len(said) == 21
    assert re.fullmatch(r"  … and \d+ more errors", said[-1])


def test_many_rejects_of_one_kind_come_with_advice(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    bad = b"".join(b"caf\xe9 number %d was fine,3\n" % i for i in range(30))
    (tmp_path / "in.csv").write_bytes(b"text,stars\n" + b"the food was lovely,5\n" * 70 + bad)
    with pytest.raises(SystemExit, match="0"):
        main(["label", "in.csv", "-o", "out.csv"])
    out, err = capsys.readouterr()
    assert "Rejected: 30 × invalid UTF-8." in out
    assert "were 30.0 % of the records: if the file comes from Windows, try --encoding cp1252." in out
    assert "Taxonomy: core" in err


def started(folder, *arguments):
    """A command in a process group of its own, once its job has begun."""
    begun = folder / "out.csv.job/job.json"
    before = begun.stat().st_mtime_ns if begun.is_file() else 0
    process = subprocess.Popen(
        [sys.executable, "-m", "cxtext", *arguments],
        cwd=folder,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # the tests may run where it is ignored
    )
    while process.poll() is None and not (begun.is_file() and begun.stat().st_mtime_ns > before):
        time.sleep(0.01)
    return process


@pytest.mark.skipif(sys.platform == "win32", reason="signals are of Unix")
@pytest.mark.parametrize(("workers", "how"), [("1", signal.SIGTERM), ("2", signal.SIGINT)])
def test_what_is_stopped_leaves_nothing_and_what_is_killed_is_cleared_away(tmp_path, nhs, workers, how):
    nhs.rows.write_csv(tmp_path / "in.csv")
    arguments = ("label", "in.csv", "-o", "out.csv", "--mentions", "m.csv", "--workers", workers)
    killed = started(tmp_path, *arguments)
    os.killpg(killed.pid, signal.SIGKILL)
    killed.communicate()
    assert (tmp_path / "out.csv.job").is_dir()
    stopped = started(tmp_path, *arguments)
    os.killpg(stopped.pid, how)
    said = stopped.communicate()[1]
    assert stopped.returncode == 130
    assert said.splitlines()[-1] == "cxtext: stopped; nothing was written"
    assert "Traceback" not in said
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="children are listed by Linux")
def test_a_worker_that_is_killed_costs_one_line_and_nothing_that_was_done(tmp_path, nhs):
    nhs.rows.write_csv(tmp_path / "in.csv")
    process = started(tmp_path, "label", "in.csv", "-o", "out.csv", "--workers", "2")
    while process.poll() is None and not (workers := workers_of(process.pid)):
        time.sleep(0.01)
    os.kill(workers[0], signal.SIGKILL)
    said = process.communicate()[1].splitlines()[-1]
    assert process.returncode == 2
    assert re.fullmatch(r"cxtext: one of 2 labelling processes was killed, .* --resume, .* fewer --workers", said)
    assert not (tmp_path / "out.csv").exists()


def workers_of(process):
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [int(child) for child in children if b"LokyProcess" in Path(f"/proc/{child}/cmdline").read_bytes()]


def test_version():
    from cxtext import __version__

    assert cxtext("--version").stdout.strip() == f"cxtext {__version__}"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["run", "nowhere.csv"], "nowhere.csv"),
        (["label", ".", "-o", "out.csv"], "would be read as an input by the next run"),
        (["run", "reviews.csv", "--text", "reveiw"], "'reveiw'.*review"),
        (["run", "reviews.csv", "--themes", "many"], "--themes 'many' is neither a whole number from 1 nor 'auto'"),
        (["run", "reviews.csv", "--pack", "travle"], "unknown pack 'travle'; did you mean 'travel'"),
        (["run", "reviews.csv", "--sentiment", "magic"], "unknown sentiment model 'magic'"),
        (
            ["run", "reviews.csv", "--encoder", "magic"],
            "unknown encoder 'magic'.*accurate, fast.*no folder",
        ),
        (
            ["train", "reviews.csv", "-o", "model", "--encoder", "."],
            "is no encoder: it holds neither model",
        ),
        (["run", "reviews.csv", "--model", "m", "--encoder", "fast"], "--encoder does nothing here"),
        (
            ["run", "reviews.csv", "--neutral-band", "0.2,0.1"],
            "neutral_band .0.2, 0.1. is not two numbers from -1 to 1",
        ),
        (["run", "reviews.csv", "--neutral-band", "wide"], "--neutral-band 'wide' is not two numbers"),
        (["run", "reviews.csv", "--spacy-model", "xx_none"], "no spaCy pipeline 'xx_none' is installed"),
        (["run", "reviews.csv", "--model", "nowhere"], "no model folder at nowhere"),
        (["run", "reviews.csv", "--config", "no.toml"], "cannot read settings no.toml"),
        (["run", "reviews.csv", "-o", "."], "current folder"),
        (["label", "reviews.csv", "-o", "out.doc"], "unknown output format '.doc'"),
        (["label", "reviews.csv", "-o", "reviews.csv"], "exists already.*--force"),
        (["label", "reviews.csv", "-o", "out.csv", "--workers", "two"], "--workers"),
        (["label", "reviews.csv", "-o", "out.csv", "--workers", "0"], "--workers"),
        (["label", "reviews.csv", "-o", "reviews.csv", "--force"], "reviews.csv is the same file as the input"),
        (["label", "reviews.csv", "-o", "out.csv", "--mentions", "out.csv"], "are the same file"),
        (["label", "reviews.csv", "-o", "out.csv", "--model", "m", "--pack", "travel"], "--pack cannot change a saved"),
        (["label", "reviews.csv", "-o", "out.csv", "--format", "exel"], "unknown --format 'exel'"),
        (["label", "reviews.csv", "-o", "out.csv", "--encoding", "cp1525"], "unknown --encoding 'cp1525'"),
        (["label", "reviews.csv", "-o", "out.csv", "--delimiter", ",,"], "--delimiter ',,' is not one"),
        (["label", "reviews.csv", "-o", "nowhere/out.csv"], "there is no folder nowhere for out.csv; make it first"),
        (["label", "reviews.docx", "-o", "out.csv"], "no such file: reviews.docx"),
        (["redact", "reviews.csv", "-o", "reviews.csv", "--force"], "reviews.csv is the same file as the input"),
        (["redact", "reviews.csv", "-o", "out.csv", "--kinds", "email,phon"], "'phon'; did you mean 'PHONE'"),
        (["redact", "reviews.csv", "-o", "out.csv", "--own", "x"], "'x' is not NAME=pattern"),
        (["redact", "reviews.csv", "-o", "out.csv", "--name-columns", "reveiw"], "'reveiw'; did you mean 'review'"),
        (["redact", "reviews.csv", "-o", "out.csv", "--names", "nre"], "unknown way to find names 'nre'; did you mean"),
        (["run", "reviews.csv", "--names", "ner"], "--names ner needs an installed spaCy pipeline that finds entities"),
        (["redact", "reviews.csv", "-o", "out.csv", "--columns", "reveiw"], "'reveiw'; did you mean 'review'"),
        (["report", "reviews.csv", "-o", "reviews.csv", "--force"], "unknown report format '.csv'"),
        (["train", "reviews.csv", "-o", "model", "--themes", "5000"], "--themes 5000 is more than 400"),
        (["train", "reviews.csv", "-o", "reviews.csv"], "reviews.csv is a file; name a folder"),
        (
            ["run", "reviews.csv", "--model", "default", "--themes", "4"],
            "--themes does nothing here, as a run with --m",
        ),
        (["report", "folder", "-o", "r.html"], "no such file: folder"),
        (["report", ".", "-o", "r.html"], "is a folder without comments.csv, so no run wrote it"),
        (["run", "reviews.csv", "--taxonomy", "no.yaml"], "cannot read taxonomy 'no.yaml'"),
        (["label", "reviews.csv"], "--output"),
        (["report", "reviews.csv", "-o", "r.html"], "it is no labelled output"),
        (["report", "reviews.csv", "-o", "r.docx"], "unknown report format '.docx'"),
        (["explain"], "TEXT"),
        (["demo", "nsh"], "unknown sample 'nsh'; did you mean 'nhs'"),
        (["rum", "reviews.csv"], "rum"),
        (["run", "reviews.csv", "--outptu", "x"], "--outptu"),
    ],
)
def test_a_mistake_is_one_line_and_exit_code_2(dump, arguments, message, capsys, monkeypatch):
    monkeypatch.chdir(dump.parent)
    before = sorted(p.name for p in dump.parent.iterdir())
    with pytest.raises(SystemExit, match="2"):
        main(arguments)
    said = capsys.readouterr().err
    lines = [line for line in said.splitlines() if line.startswith("cxtext:")]
    assert len(lines) == 1
    assert re.search(message, lines[0])
    assert sorted(p.name for p in dump.parent.iterdir()) == before


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"", "empty"), (b"a,b\n", "no rows|no records|nothing"), (b"x,y\n1,2\n3,4\n", "--text")],
)
def test_an_input_without_text_is_one_line(tmp_path, content, message):
    (tmp_path / "in.csv").write_bytes(content)
    done = cxtext("run", "in.csv", cwd=tmp_path)
    assert done.returncode == 2
    assert re.search(message, done.stderr)
    assert "Traceback" not in done.stderr


def test_the_whole_way(dump):
    folder = dump.parent
    done = cxtext("run", "reviews.csv", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "Read 40 records: 40 labelled, 0 rejected." in done.stdout
    assert "cxtext-reviews/report.html" in done.stdout
    assert "text = 'review'" in done.stderr

    done = cxtext(
        "label", "reviews.csv", "-o", "out.csv", "--model", "cxtext-reviews/model", "--mentions", "m.csv", cwd=folder
    )
    assert done.returncode == 0, done.stderr
    assert "Read 40 rows: 40 labelled, 0 rejected." in done.stdout

    done = cxtext("report", "out.csv", "--mentions", "m.csv", "-o", "r.md", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert (folder / "r.md").read_text().startswith("# ")

    done = cxtext("train", "reviews.csv", "-o", "model", "--themes", "3", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "Model: model" in done.stdout

    done = cxtext("explain", "The food was cold but the staff were lovely.", "--model", "model", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "Mention 2:" in done.stdout


def test_standard_input(dump):
    done = cxtext("label", "-", "-o", "out.jsonl", cwd=dump.parent, stdin=dump.read_text())
    assert done.returncode == 0, done.stderr
    assert len((dump.parent / "out.jsonl").read_text().splitlines()) == 40


def test_the_samples_are_listed():
    done = cxtext("demo", "--list")
    assert done.returncode == 0
    assert done.stdout.startswith("nhs ")


def test_explain_shows_each_step_without_what_was_masked():
    text = "Sarah Jones said it&#39;s <b>FINE</b>, mail jo&#64;example.org 😡 but the room was coooold"
    done = cxtext("explain", text)
    assert done.returncode == 0, done.stderr
    for line in (
        "Masked:     1 EMAIL, 1 NAME",
        "cleaned     character references resolved: ",
        "cleaned     mark-up left out: ",
        "seen as     but the room was coold",
    ):
        assert line in done.stdout, done.stdout
    found = json.loads(cxtext("explain", text, "--json").stdout)
    assert found["masked"] == {"EMAIL": 1, "NAME": 1}
    assert found["mentions"][0]["cleaned"][0]["step"] == "character references resolved"
    for secret in ("Jones", "example.org"):
        assert secret not in done.stdout + json.dumps(found)


def test_explain_shows_evidence():
    done = cxtext("explain", "I was on hold for an hour and the agent was rude to jo@example.org.")
    assert done.returncode == 0, done.stderr
    assert "jo@example.org" not in done.stdout
    assert "near seed contact_wait:" in done.stdout
    assert "words: " in done.stdout
    assert "next: " in done.stdout


def test_redact_masks_the_names_that_a_spacy_pipeline_knows(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "PERSON", "pattern": [{"LOWER": "apolinar"}]}])
    nlp.to_disk(tmp_path / "en_people")
    (tmp_path / "in.csv").write_text("review,seller\n" + "apolinar was so kind to us,Quill\n" * 3)
    command = ["redact", "in.csv", "-o", "out.csv", "--spacy-model", "en_people"]
    with pytest.raises(SystemExit, match="2"):
        main(command)
    assert "--spacy-model does nothing here without --names ner" in capsys.readouterr().err
    with pytest.raises(SystemExit, match="0"):
        main([*command, "--names", "NER", "--columns", "review", "--name-columns", "seller"])
    assert (tmp_path / "out.csv").read_text().splitlines()[1] == '"[NAME_1] was so kind to us","[NAME_2]"'


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is always full is of Linux")
def test_a_log_on_a_full_disk_is_one_line():
    said = "--log-json /dev/full cannot be written: No space left on device; free the disk"
    with pytest.raises(OutputError, match=said), log_lines(Path("/dev/full")) as log:
        log({"event": "begun"})


def test_a_log_tells_what_a_job_did_a_line_a_part(tmp_path, monkeypatch, nhs):
    monkeypatch.chdir(tmp_path)
    nhs.rows.head(300).write_csv(tmp_path / "in.csv")
    with pytest.raises(SystemExit, match="0"):
        main(["label", "in.csv", "-o", "out.csv", "--log-json", "job.log"])
    lines = [json.loads(line) for line in (tmp_path / "job.log").read_text().splitlines()]
    assert [line["event"] for line in lines] == ["begun", *["part"] * (len(lines) - 2), "done"]
    assert sum(line["records"] for line in lines if line["event"] == "part") == lines[-1]["records"] == 300
    assert all(one["seconds"] <= other["seconds"] for one, other in itertools.pairwise(lines))
    with pytest.raises(SystemExit, match="2"):
        main(["label", "in.csv", "-o", "out2.csv", "--log-json", "in.csv"])
