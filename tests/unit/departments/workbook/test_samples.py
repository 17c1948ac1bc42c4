"""Every sample workbook is read as a careful clerk reads it (tests/data/workbooks)."""

import json
from pathlib import Path
from typing import Any

import pytest

from departments.workbook.document import document
from departments.workbook.errors import WorkbookError
from departments.workbook.packed import unpacked
from departments.workbook.reading import read_packed, read_workbook
from departments.workbook.records import Reading

SAMPLES = Path(__file__).parents[3] / "data" / "workbooks"
FILES = sorted(path for path in SAMPLES.iterdir() if path.suffix != ".json")
PROBLEM_KEYS = ("sheet", "row", "column", "code", "value")


def expected_of(path: Path) -> dict[str, Any]:
    return json.loads(path.with_name(path.stem + ".expected.json").read_text(encoding="utf-8"))


def read_document(path: Path) -> dict[str, Any]:
    """What the reader's process sends, as whoever asked for it has it."""
    try:
        return document(unpacked(read_packed(path, path.name)))
    except WorkbookError as error:
        return document(Reading(filename="", fatal=error.message))


def problem_set(document: dict[str, Any]) -> set[tuple[Any, ...]]:
    return {tuple(problem[key] for key in PROBLEM_KEYS) for problem in document["problems"]}


def without_accept(departments: list[dict[str, Any]]) -> list[dict[str, Any]]:
    def plain(item: dict[str, Any]) -> dict[str, Any]:
        return {key: value for key, value in item.items() if key != "_accept"}

    return [
        plain(item) | {"sections": [plain(section) for section in item["sections"]]}
        for item in departments
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_problems_and_other_names_are_exactly_those_expected(path: Path) -> None:
    expected, document = expected_of(path), read_document(path)
    assert problem_set(document) == problem_set(expected)
    assert len(document["problems"]) == len(expected["problems"])
    assert set(document["not_sections"]) == set(expected["not_sections"])
    assert document["fatal"] == expected["fatal"]
    assert document["staff_count"] == expected["staff_count"]


@pytest.mark.parametrize(
    "path", [path for path in FILES if "46" not in path.name], ids=lambda path: path.name
)
def test_departments_sections_duties_and_people_are_those_expected(path: Path) -> None:
    expected, document = expected_of(path), read_document(path)
    assert document["departments"] == without_accept(expected["departments"])
    assert document["staff"] == expected["staff"]


def test_the_whole_city_has_its_departments_sections_duties_people_and_work() -> None:
    path = SAMPLES / "市直46部门机构人员职责汇总.xlsx"
    expected, reading = expected_of(path), read_workbook(path, path.name)
    document = read_document(path)
    by_name = {item["name"]: item for item in document["departments"]}
    assert list(by_name) == [item["name"] for item in expected["departments"]]
    assert sum(len(item["sections"]) for item in by_name.values()) == expected["section_count"]
    for item in expected["departments"]:
        found = by_name[item["name"]]
        assert found["quota"] == item["quota"]
        assert len(found["sections"]) == item["section_count"]
        assert sum(len(s["duties"]) for s in found["sections"]) == item["duty_count"]
        people = [p for p in document["staff"] if p["department"] == item["name"]]
        assert len(people) == item["staff_count"]
        if "sections" in item:
            assert found["sections"] == item["sections"]
            assert people == [p for p in expected["staff"] if p["department"] == item["name"]]
    assert len(reading.workload) == expected["work_item_count"]


def test_the_workload_form_gives_matters_counts_and_hours() -> None:
    path = SAMPLES / "民政局科室工作量表.xlsx"
    reading = read_workbook(path, path.name)
    items = [
        {
            "department": row.department,
            "section": row.values["section"],
            "duty": row.values["duty"],
            "item": row.values["matter"],
            "unit": row.values["unit"],
            "counts": [count for _, count in row.values["counts"]],
            "hours": row.values["hours_per_unit"],
            "source": row.values["duty_kind"],
        }
        for row in reading.workload
    ]
    assert items == expected_of(path)["work_items"]
