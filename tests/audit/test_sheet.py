import csv
import io

import openpyxl
import pytest

from cxtext.audit import sheet
from cxtext.audit.aspects import NONE
from cxtext.audit.draw import draw
from cxtext.audit.key import key_path, read_key
from cxtext.errors import InputError


@pytest.fixture
def drawn(comments):
    return draw(comments, 40, asked=("sentiment", "theme"), by="theme", source="x.csv")


def filled(drawn, tmp_path, ending, answer=None):
    """A sheet whose rows were answered as the machine has it, but for what `answer` makes of a row's cells."""
    key, comments = drawn
    path = tmp_path / f"audit{ending}"
    path.write_bytes(sheet.written(key, comments, ending, show=False))
    cells = {one.number: [*one.machine["sentiment"], *(one.machine["theme"] or [NONE])] for one in key.drawn}
    if answer:
        cells = {number: answer(number, own) for number, own in cells.items()}
    if ending == ".xlsx":
        book = openpyxl.load_workbook(path)
        for number, own in cells.items():
            for x, cell in enumerate(own, 3):
                book["Audit"].cell(number + 1, x, cell).data_type = "s"
        book.save(path)
    else:
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
        for number, own in cells.items():
            rows[number][2 : 2 + len(own)] = own
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file, delimiter=";").writerows(rows)  # as Excel saves it in some countries
    return path


@pytest.mark.parametrize("ending", sheet.ENDINGS)
def test_what_people_answer_comes_back(drawn, tmp_path, ending):
    answers = sheet.read(filled(drawn, tmp_path, ending), drawn[0])
    for name in ("sentiment", "theme"):
        assert answers[name] == [frozenset(one.machine[name]) for one in drawn[0].drawn]


@pytest.mark.parametrize("ending", sheet.ENDINGS)
def test_empty_is_not_none(drawn, tmp_path, ending):
    path = filled(drawn, tmp_path, ending, lambda number, _: [NONE.upper(), ""] if number == 1 else ["", ""])
    answers = sheet.read(path, drawn[0])
    assert answers["sentiment"] == [frozenset(), *[None] * 39]
    assert answers["theme"] == [None] * 40


def test_the_workbook_offers_lists_hides_the_machine_and_holds_no_formula(drawn, tmp_path):
    key, comments = drawn
    path = tmp_path / "a.xlsx"
    path.write_bytes(sheet.written(key, comments, ".xlsx", show=False))
    assert path.read_bytes() == sheet.written(key, comments, ".xlsx", show=False)
    book = openpyxl.load_workbook(path)
    rules = {str(rule.sqref): rule.formula1 for rule in book["Audit"].data_validations.dataValidation}
    assert rules == {"C2:C41": "Choices!$A$2:$A$6", "D2:G41": "Choices!$B$2:$B$6"}
    assert [cell.value for cell in book["Choices"]["B"]] == ["theme", "=cmd()", "Delivery", "Price", "Staff", NONE]
    assert all(cell.data_type != "f" for page in book for row in page.iter_rows() for cell in row)
    assert all(cell.value is None for row in book["Audit"].iter_rows(min_row=2, min_col=3) for cell in row)


def test_shown_answers_stand_in_columns_of_their_own(drawn):
    lines = sheet.written(*drawn, ".csv", show=True).decode("utf-8-sig").splitlines()
    assert lines[0].endswith(",theme_4,machine_sentiment,machine_theme")


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (lambda n, own: ["negativ", own[1]] if n == 3 else own, "row 3: unknown sentiment 'negativ'; did you mean"),
        (lambda n, own: [own[0], "Parking"] if n == 7 else own, "row 7: unknown theme 'Parking'"),
    ],
)
def test_an_answer_that_there_is_not(drawn, tmp_path, answer, message):
    with pytest.raises(InputError, match=message):
        sheet.read(filled(drawn, tmp_path, ".csv", answer), drawn[0])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda lines: lines[:-1], "row .* of the sample is gone"),
        (lambda lines: [*lines, lines[5]], "stands there twice"),
        (lambda lines: [lines[0], *lines[1:], "99,words"], "'99' in column 'no' is no number from 1 to 40"),
        (lambda lines: [lines[0].replace("theme_1", "topic"), *lines[1:]], "has no column 'theme_1'"),
    ],
)
def test_a_sheet_that_was_taken_apart(drawn, tmp_path, change, message):
    path = tmp_path / "a.csv"
    lines = sheet.written(*drawn, ".csv", show=False).decode("utf-8-sig").splitlines()
    path.write_text("\n".join(change(lines)))
    with pytest.raises(InputError, match=message):
        sheet.read(path, drawn[0])


def test_the_key_comes_back_and_a_wrong_one_is_refused(drawn, tmp_path):
    path = key_path(tmp_path / "a.xlsx")
    with pytest.raises(InputError, match=r"there is no .*a\.xlsx\.key\.json, which"):
        read_key(path)
    path.write_bytes(drawn[0].to_json())
    assert read_key(path) == drawn[0]
    path.write_text('{"schema": "cxtext-audit/1", "drawn": [{}]}')
    with pytest.raises(InputError, match="damaged key"):
        read_key(path)
    path.write_text("{}")
    with pytest.raises(InputError, match="no key of an audit"):
        read_key(path)
