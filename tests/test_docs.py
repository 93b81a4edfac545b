"""What the README and the notebooks show works as shown."""

import re
import shutil
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from cxtext.cli import app
from cxtext.taxonomy.check import check
from cxtext.taxonomy.taxonomy import load_taxonomy

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
COMMANDS = sorted(command.name for command in app.registered_commands)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_readme(command):
    assert re.search(rf"cxtext {command}\b", README)


def test_the_python_of_the_readme_runs(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    code = re.search(r"```python\n(.+?)\n```", README, re.DOTALL).group(1)
    exec(compile(code, "README.md", "exec"), {})
    assert (tmp_path / "report.html").stat().st_size > 50_000
    assert (tmp_path / "model" / "manifest.json").is_file()
    assert "negative" in capsys.readouterr().out


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.name)
def test_notebooks_show_no_warnings_of_the_computer_they_ran_on(path):
    cells = nbformat.read(path, as_version=4).cells
    assert not [o for cell in cells for o in cell.get("outputs", []) if o.get("name") == "stderr"]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.name)
def test_notebooks_run_from_top_to_bottom(path):
    if path.stem.endswith("spark"):
        pytest.importorskip("pyspark", reason="Spark is not installed: pip install 'cxtext[spark]'")
        if not shutil.which("java"):
            pytest.skip("Spark needs Java 17 or later, and there is none")
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=300, kernel_name="python3").execute()
    errors = [o for cell in notebook.cells for o in cell.get("outputs", []) if o["output_type"] == "error"]
    assert not errors


def test_links_of_the_readme_lead_somewhere():
    for target in re.findall(r"\]\((?!http)([^)#]+)\)", README):
        assert (ROOT / target).exists(), target


@pytest.mark.parametrize("name", ["demo", "tests"])
def test_the_two_commands_are_one_line_each(name):
    found = re.search(rf"<!-- command: {name} -->\n```sh\n(.+?)\n```", README, re.DOTALL)
    assert found is not None
    assert "\n" not in found.group(1)


def test_the_changelog_names_the_version():
    from cxtext import __version__

    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_taxonomy_of_the_documents_loads_without_a_warning(tmp_path):
    page = (ROOT / "docs" / "taxonomy.md").read_text(encoding="utf-8")
    example = re.search(r"<!-- example: taxonomy -->\n```yaml\n(.+?)\n```", page, re.DOTALL).group(1)
    (tmp_path / "bikes.yaml").write_text(example)
    assert check(tmp_path / "bikes.yaml") == []
    taxonomy = load_taxonomy(["retail"], tmp_path / "bikes.yaml")
    assert taxonomy.department_of("brakes").name == "Workshop"
    assert taxonomy.name_of("support") == "Rider Care"
    core = load_taxonomy()
    for part in (*core.departments, *core.stages, *core.dimensions):
        assert f"`{part.id}`" in page or part.id == "support"


def test_the_file_of_facets_of_the_documents_is_read(tmp_path):
    from cxtext.facets.document import scheme_of
    from cxtext.facets.find import FacetFinder

    page = (ROOT / "docs" / "facets.md").read_text(encoding="utf-8")
    example = re.search(r"<!-- example: facets -->\n```yaml\n(.+?)\n```", page, re.DOTALL).group(1)
    (tmp_path / "facets.yaml").write_text(example)
    scheme = scheme_of(tmp_path / "facets.yaml")
    found = [f.label for f in FacetFinder(scheme).find("Globex has it packed in so much plastic")]
    assert found == ["competitor:Globex", "packaging:plastic"]
    for facet, value in scheme_of().values():
        assert f"`{facet.id}`" in page
        assert f"`{value.id}`" in page
