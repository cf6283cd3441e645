import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.web import csvs


@pytest.mark.parametrize(
    "text",
    [
        '=HYPERLINK("http://evil.example","Ana")',
        "+1+1",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "  =1",
        "\u202e=1",
        "\x1b[31m=1",
        "\u200b\u200b@x",
    ],
)
def test_a_cell_that_would_run_is_text(text):
    assert str(csvs.cell(text)).startswith("'")


@given(st.text())
def test_whatever_a_student_writes_no_cell_begins_like_a_formula(text):
    assert not str(csvs.cell(text)).lstrip().startswith(csvs.FORMULA)


def test_numbers_stay_numbers_and_nothing_stays_empty():
    assert [csvs.cell(value) for value in (-1.5, 3, None, "Ana")] == [
        -1.5,
        3,
        "",
        "Ana",
    ]


@given(st.lists(st.text(st.characters(exclude_categories=["C"])), min_size=1))
def test_a_table_reads_back_as_it_was_written(names):
    told = csvs.text(["pair"], [[name] for name in names])
    back = [row[0] if row else "" for row in csv.reader(io.StringIO(told, newline=""))]
    assert back == ["pair", *(str(csvs.cell(name)) for name in names)]


def test_a_download_is_a_file_no_cache_keeps(app):
    with app.app_context():
        answer = csvs.download("grades.csv", ["pair"], [["Jürgen"]])
    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="grades.csv"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.get_data().decode("utf-8-sig") == "pair\r\nJürgen\r\n"
