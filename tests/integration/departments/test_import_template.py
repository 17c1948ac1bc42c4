"""The workbook to fill in."""

import io

import openpyxl

URL = "/imports/template.xlsx"


def book_of(response) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(response.content))


def test_hands_out_a_template_without_data(log_in, clerk, section, person):
    response = log_in(clerk).get(URL)
    assert "attachment" in response.headers["Content-Disposition"]
    book = book_of(response)
    assert {"科室", "职责", "人员"} <= set(book.sheetnames)
    values = {cell.value for sheet in book for row in sheet for cell in row}
    assert not {"人事科", "孙小美", person.id_number} & values


def test_those_who_only_read_are_refused(log_in, leader):
    assert log_in(leader).get(URL).status_code == 403


def test_refuses_post(log_in, clerk):
    assert log_in(clerk).post(URL).status_code == 405
