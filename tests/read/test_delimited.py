import codecs
import csv
import gzip
import io
import re
import time

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cxtext.errors import InputError, OptionError
from cxtext.read import Dialect, ReadOptions, delimited, physical_lines, read_batches, stream

IN_ONE_FOLDER = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def table(folder, content, name="feedback.csv"):
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read(path, **options):
    """All rows, rejects and record numbers of an input, and its dialect."""
    batches = list(read_batches(path, ReadOptions(**options)))
    rows = pl.concat([batch.rows for batch in batches])
    rejects = [reject for batch in batches for reject in batch.rejects]
    return rows, rejects, [number for batch in batches for number in batch.numbers], batches[0].dialect


def test_values_are_kept_as_written(tmp_path):
    path = table(tmp_path, 'id,comment\n1,""\n2,\n3," a, b "\n\n4,"line one\r\nline two"\n5,NULL\n6,007\n')
    rows, rejects, numbers, _ = read(path)
    assert rows["comment"].to_list() == ["", "", " a, b ", "line one\r\nline two", "NULL", "007"]
    assert rows.schema == {"id": pl.String, "comment": pl.String}
    assert rejects == []
    assert numbers == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("good", [b'%d,"fine, really"\n', b"%d,fine\n"], ids=["others-quoted", "others-bare"])
@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (b"2\n", "1 field where the header has 2"),
        (b"2,too,many\n", "3 fields where the header has 2"),
        (b"2,nul \0 byte\n", "a NUL byte at offset 6 of the record"),
        (b"2,caf\xe9\n", "byte 0xe9 at offset 5 of the record; .*--encoding cp1252"),
        (
            b'2,"never closed\n',
            "a quote is opened and never closed|text follows a closing quote|not closed within",
        ),
        (b'2,"said "no" again"\n', "text follows a closing quote"),
        (b"2,a lone\rreturn\n", "a carriage return stands outside quotes"),
        (b"2," + b"x" * (8 * 2**20 + 1) + b"\n", "a line longer than 8,388,608 bytes"),
    ],
)
def test_one_bad_record_costs_no_other(tmp_path, good, bad, reason):
    others = [1, *range(3, 3_000)]
    path = table(tmp_path, b"id,comment\n" + good % 1 + bad + b"".join(good % n for n in others[1:]))
    rows, rejects, numbers, _ = read(path)
    assert rows["id"].to_list() == [str(n) for n in others]
    assert numbers == others
    assert [reject.line for reject in rejects] == [3]
    assert re.search(reason, rejects[0].reason)
    assert rejects[0].raw.startswith("2")


def test_an_unclosed_quote_in_the_last_record_is_set_aside(tmp_path):
    rows, rejects, _, _ = read(table(tmp_path, 'id,comment\n1,good\n2,"bad'))
    assert rows["id"].to_list() == ["1"]
    assert (rejects[0].line, rejects[0].raw) == (3, '2,"bad')


def test_line_numbers_count_physical_lines(tmp_path):
    rows, rejects, numbers, _ = read(table(tmp_path, 'id,comment\n1,"two\nlines"\n\n2\n3,good\n'))
    assert [(reject.line, reject.raw) for reject in rejects] == [(5, "2")]
    assert numbers == [1, 3]
    assert rows["id"].to_list() == ["1", "3"]


def test_a_stray_quote_inside_a_bare_field_is_text(tmp_path):
    rows, rejects, _, _ = read(table(tmp_path, 'id,comment\n1,a 5" screen\n2,"other"\n'))
    assert rows["comment"].to_list() == ['a 5" screen', "other"]
    assert rejects == []


def test_quotes_opened_in_every_line_do_not_cost_the_square(tmp_path):
    # Each line closes the quote of the line before and opens one: 2,000 lines would be looked ahead for each.
    path = table(tmp_path, "a,b\n1,2\n" + 'x",",z\n' * 20_000)
    start = time.process_time()
    _, rejects, _, _ = read(path)
    assert len(rejects) == 20_000
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("content", "delimiter"),
    [
        ("id,comment\n1,good; really good\n2,bad; poor\n", ","),
        ("id;comment\n1;good, really, yes\n2;bad\n", ";"),
        ("id\tcomment\n1\tgood, really\n", "\t"),
        ("id|comment\n1|good, really\n", "|"),
        ('"What was good, or not?";Score\n"Food, drinks";5\nNothing, really;4\n', ";"),
        ("sep=|\nid|comment\n1|a,b\n", "|"),
    ],
)
def test_the_delimiter_is_told_from_the_file(tmp_path, content, delimiter):
    rows, rejects, _, dialect = read(table(tmp_path, content))
    assert dialect == Dialect(delimiter, "utf-8")
    assert rows.width == 2
    assert rejects == []


def test_one_column_of_prose_is_not_cut_at_its_commas(tmp_path):
    rows, rejects, _, _ = read(table(tmp_path, "comment\nGood, cheap, quick\nBad\nSlow; dear, too\n"))
    assert rows["comment"].to_list() == ["Good, cheap, quick", "Bad", "Slow; dear, too"]
    assert rejects == []


def test_options_overrule_what_is_told(tmp_path):
    path = table(tmp_path, "id,comment;x\n1,caf\xe9;y\n".encode("cp1252"))
    rows, _, _, dialect = read(path, delimiter=";", encoding="cp1252")
    assert rows.to_dict(as_series=False) == {"id,comment": ["1,café"], "x": ["y"]}
    assert dialect == Dialect(";", "cp1252")


def test_tsv_is_cut_at_tabs_whatever_else_it_holds(tmp_path):
    rows, _, _, _ = read(table(tmp_path, "a,b\tcomment\n1,2\tgood\n", "feedback.tsv"))
    assert rows.columns == ["a,b", "comment"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_byte_order_marks_are_obeyed(tmp_path, encoding):
    text = "id,comment\n1,naïve — 😀\n"
    mark = "\ufeff" if encoding == "utf-16-le" else ""
    rows, rejects, _, _ = read(table(tmp_path, (mark + text).encode(encoding)))
    assert rows.to_dict(as_series=False) == {"id": ["1"], "comment": ["naïve — 😀"]}
    assert rejects == []


def test_utf_16_that_does_not_say_so_is_recognised(tmp_path):
    path = table(tmp_path, "id,comment\n1,good\n".encode("utf-16-le"))
    with pytest.raises(InputError, match=r"feedback\.csv is full of NUL bytes.*--encoding utf-16-le"):
        read(path)
    assert read(path, encoding="utf-16-le")[0]["comment"].to_list() == ["good"]


def test_a_byte_the_given_encoding_has_not_costs_its_record_only(tmp_path):
    path = table(tmp_path, b"id,comment\n1,\x80\n2,\x81\n3,\xe9\n")
    rows, rejects, _, _ = read(path, encoding="cp1252")
    assert rows["comment"].to_list() == ["€", "é"]
    assert rejects[0].raw == "2,\\x81"
    assert "not valid cp1252" in rejects[0].reason


def test_half_a_surrogate_in_utf_16_costs_its_record_only(tmp_path):
    content = "id,comment\n1,ok\n2,".encode("utf-16") + b"\x00\xd8" + "\n3,ok\n".encode("utf-16-le")
    rows, rejects, _, _ = read(table(tmp_path, content))
    assert rows["id"].to_list() == ["1", "3"]
    assert [reject.line for reject in rejects] == [3]


def test_column_names_are_made_unique(tmp_path):
    rows, _, _, _ = read(table(tmp_path, "a,a,, b ,a_2,\n1,2,3,4,5,6\n"))
    assert rows.columns == ["a", "a_3", "column_3", "b", "a_2", "column_6"]


def test_old_mac_line_ends(tmp_path):
    rows, rejects, _, _ = read(table(tmp_path, 'id,comment\r1,good\r2,"two\rlines"\r'))
    assert rows["comment"].to_list() == ["good", "two\rlines"]
    assert rejects == []


def test_gzip_is_unpacked_whatever_the_name(tmp_path):
    packed = gzip.compress(b"id,comment\n1,good\n")
    for name in ("feedback.csv.gz", "feedback.csv"):
        assert read(table(tmp_path, packed, name))[0]["comment"].to_list() == ["good"]


def test_the_field_limit_of_the_host_program_is_left_alone(tmp_path):
    before = csv.field_size_limit()
    batches = read_batches(table(tmp_path, "id,comment\n" + "1,good\n" * 9), ReadOptions(batch_rows=2))
    next(batches)
    assert csv.field_size_limit() == before
    assert read(table(tmp_path, f"id,comment\n1,{'x' * 200_000}\n"))[0]["comment"].str.len_chars()[0] == 200_000
    assert csv.field_size_limit() == before


@pytest.mark.parametrize("delimiter", ["", "ab", '"', "\n", "é"])
def test_a_delimiter_that_cannot_be_one(tmp_path, delimiter):
    with pytest.raises(OptionError, match=r"--delimiter .* is not one ASCII character"):
        read(table(tmp_path, "a,b\n1,2\n"), delimiter=delimiter)


def test_an_encoding_that_does_not_exist(tmp_path):
    with pytest.raises(OptionError, match=r"unknown --encoding 'utf-9'"):
        read(table(tmp_path, "a,b\n1,2\n"), encoding="utf-9")


def test_a_header_that_cannot_be_read_names_its_line(tmp_path):
    with pytest.raises(InputError, match=r"the header in line 1 cannot be read: invalid UTF-8.*--encoding cp1252"):
        read(table(tmp_path, b"id,caf\xe9\n1,2\n"))


def test_too_many_columns(tmp_path):
    with pytest.raises(InputError, match=r"2,001 columns in line 1, more than 2,000"):
        read(table(tmp_path, ",".join("a" * 2001) + "\n"))


FIELD = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
# Good records, and whole lines that are bad on their own.
RECORDS = st.lists(
    st.one_of(
        st.tuples(FIELD, FIELD, FIELD),
        st.sampled_from([b"short\n", b"1,2,3,4\n", b"a,b\0,c\n", b"\xff,b,c\n", b'"a"b,"c",d\n']),
    ),
    max_size=25,
)


def _as_bytes(record):
    if isinstance(record, bytes):
        return record
    line = io.StringIO()
    csv.writer(line, quoting=csv.QUOTE_ALL, lineterminator="\n").writerow(record)
    return line.getvalue().encode()


@IN_ONE_FOLDER
@given(records=RECORDS, batch_rows=st.integers(1, 7))
def test_records_are_rows_or_rejects_whatever_the_batches(tmp_path, records, batch_rows):
    records = [("first", "record", "good"), *records]
    path = table(tmp_path, b'"a","b","c"\n' + b"".join(map(_as_bytes, records)))
    rows, rejects, numbers, _ = read(path, batch_rows=batch_rows)
    good = {number: record for number, record in enumerate(records, start=1) if isinstance(record, tuple)}
    assert dict(zip(numbers, rows.rows(), strict=True)) == good
    assert len(rejects) == len(records) - len(good)
    assert max(batch.rows.height for batch in read_batches(path, ReadOptions(batch_rows=batch_rows))) <= batch_rows


def test_heavy_records_make_smaller_batches(tmp_path, monkeypatch):
    monkeypatch.setattr(stream, "BATCH_BYTES", 1_000)
    path = table(tmp_path, "id,comment\n" + f"1,{'x' * 400}\n" * 10)
    assert [batch.rows.height for batch in read_batches(path, ReadOptions())] == [3, 3, 3, 1]


def lines_at(content, rejects):
    """What stands at the byte that each reject names, up to the end of the line."""
    return [content[reject.byte :].splitlines(keepends=True)[0].decode().rstrip("\r\n") for reject in rejects]


BAD = [b"a,b,c\n", b'"open,1\n', "ünfair\n".encode(), b'x "y" z",3,4\n']


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8, b"sep=,\r\n"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_rejects_name_the_byte_that_they_begin_at(tmp_path, mark, end):
    good = "möglich,5\n".encode()
    content = mark + b"".join([b"text,stars\n", good, BAD[0], good, BAD[1], good * 3, BAD[2], b"\n", BAD[3], good])
    content = content.replace(b"\r\n", b"\n").replace(b"\n", end)
    _, rejects, _, _ = read(table(tmp_path, content))
    assert lines_at(content, rejects) == [reject.raw for reject in rejects] == [bad.decode().strip() for bad in BAD]


def test_bytes_are_right_behind_lines_that_are_too_long(tmp_path, monkeypatch):
    monkeypatch.setattr(physical_lines, "MAX_RECORD_BYTES", 50)
    monkeypatch.setattr(delimited, "MAX_RECORD_BYTES", 50)
    long = b"x" * 175
    content = b"text,stars\n" + long + b'\nfine,1\n"open\n' + long + b"\nfine,2\nbad\n" + long
    _, rejects, _, _ = read(table(tmp_path, content))
    assert [line[:5] for line in lines_at(content, rejects)] == ["xxxxx", '"open', "xxxxx", "bad", "xxxxx"]


def test_the_byte_is_not_known_in_other_encodings(tmp_path):
    _, rejects, _, _ = read(table(tmp_path, "text,stars\nschön\n".encode("cp1252")), encoding="cp1252")
    assert [(reject.line, reject.byte) for reject in rejects] == [(2, None)]
