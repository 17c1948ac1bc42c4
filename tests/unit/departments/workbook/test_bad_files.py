"""A file that cannot be read gives one clear Chinese message, never a crash and never a guess."""

import io
import random
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from departments.workbook import opening
from departments.workbook.errors import WorkbookError
from departments.workbook.limits import Limits
from departments.workbook.reading import read_workbook
from departments.workbook.records import Reading

SAMPLES = Path(__file__).parents[3] / "data" / "workbooks"
LIST = [["示例市民政局科室表"], ["科室名称", "编制", "实有"], ["办公室", 3, 2], ["社救科", 2, 2]]


def xlsx(rows: list[list[object]]) -> bytes:
    book = Workbook()
    page = book.active
    assert page is not None
    for row in rows:
        page.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_sheet_xml(xml: bytes, data: bytes | None = None) -> bytes:
    """Return a workbook whose first sheet is the given XML."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data or xlsx(LIST))) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            target.writestr(name, xml if name.endswith("sheet1.xml") else source.read(name))
    return out.getvalue()


def sheet_xml(rows: str) -> bytes:
    head = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    )
    return (head + rows + "</sheetData></worksheet>").encode()


def text_cell(reference: str, text: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def ole_with(stream: str) -> bytes:
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\x00" * 504
        + stream.encode("utf-16-le")
        + b"\x00" * 512
    )


def zip_of(names: list[str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


def failure(data: bytes, limits: Limits | None = None, name: str = "a.xlsx") -> WorkbookError:
    with pytest.raises(WorkbookError) as caught:
        read_workbook(data, name, limits=limits or Limits())
    assert any("\u4e00" <= letter <= "\u9fff" for letter in caught.value.message)
    return caught.value


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: b"", "empty"),
        (lambda: b"%PDF-1.7 ...", "wrong_type"),
        (lambda: b"\x89PNG\r\n\x1a\n....", "wrong_type"),
        (lambda: b"<html><table><tr><td>1</td></tr></table></html>", "wrong_type"),
        (lambda: b"\x00\x01\x02\x03" * 50, "wrong_type"),
        (lambda: zip_of(["word/document.xml"]), "wrong_type"),
        (lambda: zip_of(["ppt/presentation.xml"]), "wrong_type"),
        (lambda: zip_of(["xl/workbook.bin"]), "wrong_type"),
        (lambda: zip_of(["readme.txt"]), "not_a_workbook"),
        (lambda: xlsx(LIST)[:-40], "damaged"),
        (lambda: xlsx(LIST)[:200], "damaged"),
        (lambda: with_sheet_xml(b"<worksheet><sheetData><row"), "damaged"),
        (lambda: with_sheet_xml(b'<!DOCTYPE x [<!ENTITY a "b">]>' + sheet_xml("")), "damaged"),
        (lambda: ole_with("EncryptedPackage"), "encrypted"),
        (lambda: ole_with("WordDocument"), "wrong_type"),
        (lambda: ole_with("Workbook"), "damaged"),
    ],
)
def test_each_kind_of_foreign_or_broken_file_has_its_own_message(
    make: Callable[[], bytes], code: str
) -> None:
    assert failure(make()).code == code


def test_the_kind_of_file_is_told_by_its_content_not_its_name() -> None:
    reading = read_workbook(xlsx(LIST), "其实是.csv")
    assert [section.values["section"] for section in reading.sections] == ["办公室", "社救科"]


def test_a_file_over_the_size_limit_is_refused_with_both_figures() -> None:
    error = failure(xlsx(LIST), Limits(file_bytes=1024 * 3))
    assert error.code == "too_big"
    assert "MB" in error.message


def test_a_zip_that_swells_a_thousand_times_is_refused_before_it_is_unpacked() -> None:
    data = with_sheet_xml(sheet_xml(" " * 30_000_000))
    assert failure(data).code == "zip_bomb"


def test_a_zip_that_lies_about_its_sizes_is_refused_while_it_is_unpacked() -> None:
    data = bytearray(with_sheet_xml(sheet_xml(text_cell("A1", "x" * 3_000_000))))
    place = data.rfind(b"PK\x01\x02")
    while b"sheet1.xml" not in data[place : place + 80]:
        place = data.rfind(b"PK\x01\x02", 0, place)
    data[place + 24 : place + 28] = struct.pack("<I", 100)
    error = failure(bytes(data), Limits(unzipped_bytes=1_000_000))
    assert error.code in ("zip_bomb", "damaged")


def test_too_many_rows_are_refused_with_the_number_found_and_the_limit() -> None:
    rows = "".join(f'<row r="{n}">{text_cell(f"A{n}", "办公室")}</row>' for n in range(1, 3001))
    error = failure(with_sheet_xml(sheet_xml(rows)), Limits(rows=2000))
    assert error.code == "too_many_rows"
    assert "3,000" in error.message
    assert "2,000" in error.message


def test_a_lone_cell_at_the_far_corner_is_refused_before_memory_is_taken() -> None:
    cells = f'<row r="1">{text_cell("A1", "x")}</row><row r="1048576">{text_cell("XFD1048576", "x")}</row>'
    assert failure(with_sheet_xml(sheet_xml(cells))).code == "too_many_rows"


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
FAR = {
    "single quotes": f"<worksheet xmlns='{MAIN}'><sheetData><row r='1'><c r='XFD1048576'><v>1</v></c></row></sheetData></worksheet>",
    "one single quote": sheet_xml("<row><c r='XFD1048576'><v>1</v></c></row>").decode(),
    "blanks around": sheet_xml('<row><c r = "XFD1048576"><v>1</v></c></row>').decode(),
    "lines of its own": sheet_xml("<row>\n <c r='XFD1048576'>\n  <v>1</v>\n </c>\n</row>").decode(),
    "a line break": sheet_xml('<row><c\nr="XFD1048576"><v>1</v></c></row>').decode(),
    "another attribute first": sheet_xml(
        '<row><c s="0" r="XFD1048576"><v>1</v></c></row>'
    ).decode(),
    "small letters": sheet_xml('<row><c r="xfd1048576"><v>1</v></c></row>').decode(),
    "a reference": sheet_xml('<row><c r="&#88;FD1048576"><v>1</v></c></row>').decode(),
    "no place of its own": sheet_xml('<row r="1048576"><c><v>1</v></c></row>').decode(),
    "rows without a place": sheet_xml('<row r="1048575"/><row><c><v>1</v></c></row>').decode(),
    "a prefix": f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>',
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("spelling", FAR)
def test_a_far_cell_is_refused_however_it_is_spelled(spelling: str, encoding: str) -> None:
    data = with_sheet_xml(FAR[spelling].encode(encoding))
    assert failure(data).code == "too_many_rows"


@pytest.mark.parametrize("old", [b"/xl/worksheets/sheet1.xml", b"worksheets/sheet1.xml"])
def test_no_sheet_is_read_without_having_been_looked_into(old: bytes) -> None:
    """Single quotes in the workbook, another case and a way round in the address of the sheet."""
    bomb = with_sheet_xml(FAR["single quotes"].encode())
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(bomb)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            part = source.read(name)
            if name.startswith("xl/") and name.endswith(("workbook.xml", "workbook.xml.rels")):
                part = part.replace(b'"', b"'").replace(
                    old, b"/XL/worksheets/../Worksheets/Sheet1.XML"
                )
            target.writestr(name, part)
    assert failure(out.getvalue()).code in {"too_many_rows", "damaged"}


def test_a_document_type_is_refused_in_every_part_and_encoding() -> None:
    declared = '<?xml version="1.0"?><!-- x --><!DOCTYPE x [<!ENTITY a "b">]>'
    for encoding in ("utf-8", "utf-16"):
        assert failure(with_sheet_xml((declared + "<x/>").encode(encoding))).code == "damaged"


def test_a_sheet_in_an_unusual_spelling_is_read_like_any_other() -> None:
    plain = (
        '<row r="1"><c r="A1" t="str"><v>科室名称</v></c><c r="B1" t="str"><v>编制</v></c></row>'
        '<row r="2" hidden="1"><c r="A2" t="str"><v>老科</v></c><c r="B2"><v>2</v></c></row>'
        '<row r="3"><c r="A3" t="str"><v>办公室</v></c><c r="B3"><v>3</v></c></row>'
    )
    usual = read_workbook(with_sheet_xml(sheet_xml(plain)), "甲局.xlsx")
    odd = read_workbook(
        with_sheet_xml(sheet_xml(plain.replace('"', "'")).replace(b"sheetData", b"sheetData ")),
        "甲局.xlsx",
    )
    assert [row.values for row in odd.sections] == [row.values for row in usual.sections]
    assert odd.sheets[0].hidden_rows == usual.sheets[0].hidden_rows == 1


def test_a_single_wide_line_does_not_make_a_long_csv_file_huge() -> None:
    data = ",".join(["列"] * 200).encode() + b"\n" + b"x\n" * 2000
    assert failure(data, Limits(cells=100_000)).code == "too_many_cells"


@pytest.mark.parametrize("limits", [Limits(cell_characters=3), Limits(characters=12)])
def test_a_text_without_end_and_one_that_all_cells_share_are_refused(limits: Limits) -> None:
    """A file of a few kilobytes would swell in whatever takes what was read."""
    for data in (xlsx(LIST), "科室名称\n综合协调办公室\n办公室\n".encode()):
        with pytest.raises(WorkbookError) as caught:
            read_workbook(data, "a.xlsx", limits=limits)
        assert caught.value.code == "too_big"


@pytest.mark.parametrize("said", [MemoryError(), BaseException("PyObject pointer is null")])
def test_a_reader_without_memory_does_not_call_the_file_damaged(
    monkeypatch: pytest.MonkeyPatch, said: BaseException
) -> None:
    def fail(_file: object) -> None:
        raise said

    monkeypatch.setattr(opening.calamine.CalamineWorkbook, "from_filelike", fail)
    with pytest.raises(MemoryError):
        read_workbook(xlsx(LIST), "a.xlsx")


def test_too_many_columns_are_refused() -> None:
    cells = f'<row r="1">{text_cell("A1", "x")}{text_cell("ZZZ1", "x")}</row>'
    assert failure(with_sheet_xml(sheet_xml(cells))).code == "too_many_columns"


def test_a_million_formatted_but_empty_rows_are_no_obstacle() -> None:
    rows = "".join(
        f'<row r="{n}">{text_cell(f"A{n}", text)}{text_cell(f"B{n}", number)}</row>'
        for n, (text, number) in enumerate([("科室名称", "编制"), ("办公室", "3")], start=1)
    )
    rows += '<row r="1048576" s="1"><c r="A1048576" s="1"/></row>'
    reading = read_workbook(with_sheet_xml(sheet_xml(rows)), "示例市民政局.xlsx")
    assert [section.values["section"] for section in reading.sections] == ["办公室"]


def test_a_csv_with_too_many_rows_is_refused() -> None:
    data = ("科室,编制\n" + "办公室,1\n" * 60).encode()
    assert failure(data, Limits(rows=50)).code == "too_many_rows"


def test_a_macro_workbook_gives_its_values_only() -> None:
    out = io.BytesIO(xlsx(LIST))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\x00macro")
    reading = read_workbook(out.getvalue(), "宏.xlsm")
    assert [section.values["quota"] for section in reading.sections] == [3, 2]


def test_formulas_as_names_are_reported_and_their_rows_not_taken() -> None:
    rows = [*LIST, ['=A1&"科"', 1, 1], ["=HYPERLINK(1)", 1, 1], ["人事科", "=1+1", 1]]
    reading = read_workbook(xlsx(rows), "a.xlsx")
    assert [s.values["section"] for s in reading.sections] == ["办公室", "社救科", "人事科"]
    found = [(p.row, p.code, p.rejected) for p in reading.problems]
    assert found == [
        (5, "required_missing", True),
        (6, "required_missing", True),
        (7, "text_in_number", False),
    ]
    assert len(reading.unread) == 2


def test_two_sections_of_one_name_are_reported_and_the_first_is_kept() -> None:
    reading = read_workbook(xlsx([*LIST, ["办 公 室", 9, 9]]), "a.xlsx")
    assert [(s.values["section"], s.values["quota"]) for s in reading.sections] == [
        ("办公室", 3),
        ("社救科", 2),
    ]
    (problem,) = reading.problems
    assert (problem.code, problem.row, problem.rejected) == ("duplicate", 5, True)


def read_or_refuse(data: bytes) -> Reading | WorkbookError:
    try:
        return read_workbook(data, "上传")
    except WorkbookError as error:
        return error


@settings(max_examples=150, deadline=None)
@given(data=st.binary(max_size=2000))
def test_any_bytes_end_as_a_reading_or_a_clear_refusal(data: bytes) -> None:
    assert isinstance(read_or_refuse(data), (Reading, WorkbookError))


@pytest.mark.parametrize(
    "name", ["财政局内设机构编制情况表.xlsx", "司法局机构和人员.xls", "审计局人员信息.csv"]
)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 2**32), changes=st.integers(1, 40))
def test_damaged_samples_end_as_a_reading_or_a_clear_refusal(
    name: str, seed: int, changes: int
) -> None:
    data = bytearray((SAMPLES / name).read_bytes())
    dice = random.Random(seed)  # noqa: S311 - reproducible damage, no secret
    for _ in range(changes):
        data[dice.randrange(len(data))] = dice.randrange(256)
    assert isinstance(read_or_refuse(bytes(data)), (Reading, WorkbookError))


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_damaged_sheet_xml_ends_as_a_reading_or_a_clear_refusal(seed: int) -> None:
    original = SAMPLES / "市直机构编制职数一览表.xlsx"
    with zipfile.ZipFile(original) as archive:
        xml = bytearray(archive.read("xl/worksheets/sheet1.xml"))
    dice = random.Random(seed)  # noqa: S311
    for _ in range(dice.randrange(1, 12)):
        place = dice.randrange(len(xml))
        xml[place : place + dice.randrange(4)] = bytes(
            dice.randrange(32, 127) for _ in range(dice.randrange(4))
        )
    assert isinstance(
        read_or_refuse(with_sheet_xml(bytes(xml), original.read_bytes())), (Reading, WorkbookError)
    )


@settings(max_examples=100, deadline=None)
@given(
    rows=st.lists(
        st.lists(
            st.one_of(
                st.text(max_size=12),
                st.integers(-(10**6), 10**20),
                st.floats(allow_nan=True),
                st.sampled_from(
                    [
                        "科室",
                        "姓名",
                        "编制",
                        "职责",
                        "合计",
                        "序号",
                        "办公室",
                        "张伟",
                        "2023年",
                        "注：",
                    ]
                ),
            ),
            max_size=6,
        ),
        max_size=14,
    )
)
def test_any_table_of_cells_ends_as_a_reading(rows: list[list[object]]) -> None:
    text = "\n".join(
        ",".join(str(cell).replace(",", "，").replace("\n", " ") for cell in row) for row in rows
    )
    assert isinstance(read_or_refuse(text.encode("utf-8", "replace")), (Reading, WorkbookError))
