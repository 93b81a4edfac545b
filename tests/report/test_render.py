from pathlib import Path

import pytest

from cxtext.errors import OptionError, OutputError
from cxtext.insight import summarise
from cxtext.report import RENDERERS, render, write_report

ENDINGS = sorted(RENDERERS)


@pytest.mark.parametrize("ending", ENDINGS)
def test_two_runs_give_the_same_bytes(ending, labelled, catalogue_of, tmp_path):
    first, second = tmp_path / f"a{ending}", tmp_path / f"b{ending.upper()}"
    for path in (first, second):
        write_report(labelled, path, catalogue=catalogue_of)
    assert first.read_bytes() == second.read_bytes()
    assert first.stat().st_size > 1000


@pytest.mark.parametrize("ending", ENDINGS)
def test_every_renderer_copes_with_what_is_missing(ending, bare):
    for summary in bare.values():
        assert RENDERERS[ending](summary)


@pytest.mark.parametrize("ending", ENDINGS)
def test_small_groups_appear_in_no_format(ending, samples):
    big = [samples.comment(n, text=f"An ordinary comment number {n}") for n in range(100)]
    small = [samples.comment(n, text=f"secretword {n}", sentiment="negative") for n in range(200, 204)]
    said = [samples.mention(row, theme="Big", department="big") for row in big]
    said += [samples.mention(row, theme="Small", department="tiny") for row in small]
    rendered = RENDERERS[ending](summarise(samples.build(big + small, said)))
    content = rendered.encode() if isinstance(rendered, str) else rendered
    assert b"secretword" not in _unzipped(content)


def _unzipped(content):
    import io
    import zipfile

    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return b"".join(book.read(name) for name in book.namelist())


@pytest.fixture(scope="session")
def catalogue_of(samples):
    return samples.CATALOGUE


def test_an_unknown_ending_names_the_known_ones(labelled, tmp_path):
    with pytest.raises(OptionError, match=r"unknown report format '\.htm'; did you mean '\.html'.*\.json, \.md"):
        write_report(labelled, tmp_path / "report.htm")
    with pytest.raises(OptionError, match="unknown report format 'report'"):
        write_report(labelled, tmp_path / "report")
    assert list(tmp_path.iterdir()) == []


def test_an_existing_file_is_kept_unless_forced(labelled, tmp_path):
    target = tmp_path / "report.md"
    target.write_text("mine")
    with pytest.raises(OutputError, match=r"report\.md exists already.*--force"):
        write_report(labelled, target)
    assert target.read_text() == "mine"
    write_report(labelled, target, force=True)
    assert target.read_text().startswith("# ")


def test_a_missing_folder_and_a_folder_are_said_so(labelled, tmp_path):
    with pytest.raises(OutputError, match=r"there is no folder .*absent for report\.md; make it first"):
        write_report(labelled, tmp_path / "absent" / "report.md")
    (tmp_path / "folder.md").mkdir()
    with pytest.raises(OutputError, match="is a folder; name a file in it"):
        write_report(labelled, tmp_path / "folder.md", force=True)


def test_a_failed_write_leaves_the_old_file_and_no_other(labelled, tmp_path, monkeypatch):
    target = tmp_path / "report.md"
    target.write_text("old")

    def refuse(self, other):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OutputError, match=r"cannot write .*report\.md: Permission denied"):
        write_report(labelled, target, force=True)
    assert [path.name for path in tmp_path.iterdir()] == ["report.md"]
    assert target.read_text() == "old"


def test_a_failed_rendering_writes_nothing(labelled, tmp_path, monkeypatch):
    def fail(summary, /, *, t):
        raise RuntimeError("no ink")

    monkeypatch.setitem(render.RENDERERS, ".md", fail)
    with pytest.raises(RuntimeError, match="no ink"):
        write_report(labelled, tmp_path / "report.md")
    assert list(tmp_path.iterdir()) == []


def test_mentions_can_be_given_apart(labelled, tmp_path):
    summary = write_report(labelled, tmp_path / "report.json", mentions=labelled.mentions.clear())
    assert "comment_level" in {note.id for note in summary.notes}
