"""A folder of Parquet into a folder of Parquet: every row once, whatever stops the job."""

import polars as pl
import pytest

from cxtext import Pipeline, Settings
from cxtext.errors import InputError, OptionError, OutputError
from cxtext.jobs.columns import labelled_table

SAID = ["Cold food again.", "Lovely staff, long wait.", None, "Parking is a nightmare."]
SETTINGS = Settings(packs=(), brands=("Acme",))


class StoppedError(Exception):
    """What a test stops a job with."""


@pytest.fixture
def files(tmp_path):
    """Four files of 30 rows; no text stands twice."""
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(4):
        rows = range(30 * number, 30 * number + 30)
        texts = [f"{SAID[i % 4]} No {i}" if SAID[i % 4] else None for i in rows]
        pl.DataFrame({"visit": rows, "comment": texts}).write_parquet(folder / f"{number} [a=b, 50%].parquet")
    return sorted(folder.iterdir())


def label(spark, files, output, **options):
    from cxtext.spark.dataset import label_folder

    return label_folder(spark, files, output, settings=SETTINGS, rows_a_slice=50, **options)


def expected(files):
    from cxtext import read_feedback

    rows = pl.concat(pl.read_parquet(path, glob=False) for path in files)
    return labelled_table(Pipeline(SETTINGS).label(read_feedback(rows)))


def labelled_rows(output, kind="labelled"):
    found = sorted(output.glob(f"slice=*/kind={kind}/*.parquet"))
    return pl.concat(pl.read_parquet(path, hive_partitioning=False) for path in found).sort("visit")


def test_a_job_that_is_stopped_goes_on_and_holds_every_row_once(spark, files, tmp_path):
    def stop(_):
        raise StoppedError

    output = tmp_path / "out"
    with pytest.raises(StoppedError):
        label(spark, files, output, progress=stop)
    assert not output.exists()
    with pytest.raises(OutputError, match="holds slices of an unfinished job; go on with --resume"):
        label(spark, files, output)
    first = tmp_path / "out.job" / "table" / "slice=000000"
    begun = {path: path.stat().st_mtime_ns for path in first.rglob("*.parquet")}
    assert begun
    unfinished = first.with_name("slice=000001")
    unfinished.mkdir()  # what a killed driver leaves of a slice
    (unfinished / "part-00000.parquet").write_bytes(b"PAR1")
    tally = label(spark, files, output, resume=True)
    assert (tally.read, tally.labelled, tally.rejected, tally.slices) == (120, 120, 0, 2)
    assert {path.name: path.stat().st_mtime_ns for path in output.glob("slice=000000/*/*.parquet")} == {
        path.name: when for path, when in begun.items()
    }
    got = labelled_rows(output)
    assert got.drop("cx_rejected").equals(expected(files))
    assert not (tmp_path / "out.job").exists()
    assert spark.read.parquet(str(output)).count() == 120


def test_a_poison_row_and_a_killed_worker_cost_no_other_row(spark, files, tmp_path):
    marker = tmp_path / "killed"
    rows = pl.read_parquet(files[1], glob=False)
    texts = rows["comment"].to_list()
    texts[5], texts[9] = "POISON from 07700 900123", f"{texts[9]} KILL {marker}"
    rows.with_columns(comment=pl.Series(texts)).write_parquet(files[1])
    tally = label(spark, files, tmp_path / "out")
    assert marker.exists(), "no worker was killed"
    assert (tally.read, tally.labelled, tally.rejected) == (120, 119, 1)
    assert sorted(labelled_rows(tmp_path / "out")["visit"]) == [i for i in range(120) if i != 35]
    rejected = labelled_rows(tmp_path / "out", "rejected")
    assert rejected["visit"].to_list() == [35]
    assert rejected["cx_rejected"][0].startswith("cannot be labelled: ValueError")


def test_another_input_and_a_slice_that_lost_rows_are_not_gone_on_with(spark, files, tmp_path):
    def stop(_):
        raise StoppedError

    output = tmp_path / "out"
    with pytest.raises(StoppedError):
        label(spark, files, output, progress=stop)
    with pytest.raises(OutputError, match="begun with another files; call it as before"):
        label(spark, files[:3], output, resume=True)
    lost = next((tmp_path / "out.job").rglob("slice=000000/*/*.parquet"))
    pl.read_parquet(lost).head(1).write_parquet(lost)
    tally = label(spark, files, output, resume=True)
    assert tally.read == 120
    assert labelled_rows(output)["visit"].to_list() == list(range(120))


def test_files_that_do_not_fit_are_refused_before_any_work(spark, files, tmp_path):
    pl.DataFrame({"visit": [1.5], "comment": ["x"]}).write_parquet(files[2])
    with pytest.raises(InputError, match=r"2 .*parquet has other columns or types than"):
        label(spark, files, tmp_path / "out")
    files[2].write_bytes(b"PAR1 and no more")
    with pytest.raises(InputError, match=r"2 .*parquet cannot be read as Parquet"):
        label(spark, files, tmp_path / "out")
    pl.DataFrame({"kind": [1], "comment": ["The food was cold"]}).write_parquet(files[0])
    with pytest.raises(OptionError, match="the input has a column 'kind'"):
        label(spark, files[:1], tmp_path / "out")
    assert list(tmp_path.iterdir()) == [tmp_path / "in"]


def test_the_command_refuses_what_cannot_be_a_folder(tmp_path):
    from cxtext.cli.dataset import checked
    from cxtext.cli.job import Job

    (tmp_path / "in.csv").write_text("text\nx\n")
    with pytest.raises(OptionError, match=r"Spark fills from Parquet, and .*in.csv is none; name a file, such as"):
        checked(str(tmp_path / "in.csv"), tmp_path / "out", Job(), elsewhere={})
    with pytest.raises(OptionError, match="--raw is for a file as output"):
        checked(str(tmp_path / "in.csv"), tmp_path / "out", Job(), elsewhere={"--raw": True})
    pl.DataFrame({"text": ["x"]}).write_parquet(tmp_path / "in.parquet")
    with pytest.raises(OutputError, match="exists already"):
        checked(str(tmp_path / "in.parquet"), tmp_path, Job(), elsewhere={})
    assert checked(str(tmp_path / "in.parquet"), tmp_path / "out", Job(), elsewhere={}) == [tmp_path / "in.parquet"]
