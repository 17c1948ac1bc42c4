"""Links between sections in an import: what is written, what changes, and that undo restores."""

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from departments import importing
from departments.importing import Choices, Comparison, Journal, writing
from departments.importing.journal import unpack
from departments.importing.undoing import departments_in
from departments.models import Department, Region, Section, SectionLink, WorkItem
from tests.factories import DepartmentFactory, SectionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
BUREAU = "示例市财政局"
HEADER = ("部门", "科室", "往来科室", "强度", "往来事项")
TODAY = date(2026, 11, 22)
Row = Sequence[str | float | None]


@pytest.fixture
def bureau() -> Department:
    """A department with three sections, the later one named first."""
    made: Department = DepartmentFactory.create(name=BUREAU)
    for name in ("预算科", "国库科", "社保科"):
        SectionFactory.create(department=made, name=name)
    return made


def link(bureau: Department, a: str, b: str, strength: float, note: str = "") -> SectionLink:
    first, second = sorted((section(bureau, a), section(bureau, b)), key=lambda s: s.pk)
    return SectionLink.objects.create(
        department=bureau, a=first, b=second, strength=strength, note=note
    )


def section(bureau: Department, name: str) -> Section:
    return bureau.sections.get(name=name)


def book(*rows: Row, listed: Sequence[str] = ()) -> bytes:
    made = Workbook()
    page = made.active
    assert page is not None
    page.append(HEADER)
    for row in rows:
        page.append(row)
    if listed:
        sheet = made.create_sheet("科室")
        sheet.append(("部门名称", "科室名称", "科室类别"))
        for name in listed:
            sheet.append((BUREAU, name, "业务"))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def compared(data: bytes, choices: Choices | None = None) -> Comparison:
    reading = importing.read(data, "往来.xlsx", None, choices)
    return importing.compare(reading, Region.objects.get(), None, choices)


def written(data: bytes, choices: Choices | None = None) -> bytes:
    """The packed journal of an import that was written."""
    journal = Journal()
    importing.apply(compared(data, choices), Region.objects.get(), journal, on=TODAY)
    return journal.pack()


def stored() -> list[tuple[str, str, float, str]]:
    return [(str(row.a), str(row.b), row.strength, row.note) for row in SectionLink.objects.all()]


def rows_of(comparison: Comparison, status: str) -> list[str]:
    return [row.file.label for row in comparison.links.having(status)]


def test_a_link_is_written_between_the_sections_of_its_names(bureau: Department) -> None:
    written(book((BUREAU, "国库科", "预算科", "经常", "指标下达")))
    assert stored() == [("预算科", "国库科", 0.6, "指标下达")]
    assert SectionLink.objects.get().department == bureau


def test_a_link_may_name_sections_that_the_same_workbook_brings(bureau: Department) -> None:
    data = book((BUREAU, "预算科", "绩效科", 0.5, None), listed=("预算科", "国库科", "绩效科"))
    written(data)
    assert stored() == [("预算科", "绩效科", 0.5, "")]


def test_a_new_department_comes_with_its_sections_and_links() -> None:
    Region.objects.create(code="990100", name="示例市")
    written(book((BUREAU, "预算科", "国库科", 0.5, None), listed=("预算科", "国库科")))
    assert stored() == [("预算科", "国库科", 0.5, "")]


def test_the_other_order_is_the_same_link_and_only_what_differs_is_changed(
    bureau: Department,
) -> None:
    made = link(bureau, "预算科", "国库科", 0.5, "指标")
    data = book((BUREAU, "国库科", "预算科", 0.7, None), (BUREAU, "预算科", "社保科", 0.2, None))
    comparison = compared(data)
    assert rows_of(comparison, "new") == ["预算科 — 社保科"]
    (changed,) = comparison.links.having("updated")
    assert changed.changed == ("strength",)
    written(data)
    made.refresh_from_db()
    assert (made.strength, made.note) == (0.7, "指标")


def test_a_strength_left_open_changes_no_link_and_is_the_usual_one_in_a_new_one(
    bureau: Department,
) -> None:
    link(bureau, "预算科", "国库科", 0.5, "指标")
    data = book(
        (BUREAU, "预算科", "国库科", None, "指标"), (BUREAU, "预算科", "社保科", None, "测算")
    )
    assert rows_of(compared(data), "unchanged") == ["预算科 — 国库科"]
    written(data)
    assert stored() == [("预算科", "社保科", 0.6, "测算"), ("预算科", "国库科", 0.5, "指标")]


def test_a_section_that_neither_the_roster_nor_the_file_has_rejects_the_row(
    bureau: Department,
) -> None:
    comparison = compared(book((BUREAU, "预算科", "外经科", 0.5, None)))
    (rejected,) = comparison.links.having("rejected")
    assert BUREAU in rejected.file.reason
    assert "“外经科”" in rejected.file.reason
    assert not Section.objects.filter(name="外经科").exists()


def test_links_found_no_department(bureau: Department) -> None:
    comparison = compared(book(("示例市旅游局", "办公室", "规划科", 0.5, None)))
    (rejected,) = comparison.links.having("rejected")
    assert rejected.file.reason
    assert comparison.departments.rows == []
    written(book(("示例市旅游局", "办公室", "规划科", 0.5, None)))
    assert not Department.objects.filter(name="示例市旅游局").exists()


def test_a_section_left_out_takes_its_links_with_it(bureau: Department) -> None:
    data = book((BUREAU, "预算科", "绩效科", 0.5, None), listed=("预算科", "绩效科"))
    choices = Choices(left_out=frozenset({("科室", 3)}))
    (rejected,) = compared(data, choices).links.having("rejected")
    assert "绩效科" in rejected.file.reason


def test_a_renamed_section_keeps_its_links(bureau: Department) -> None:
    link(bureau, "预算科", "国库科", 0.5)
    data = book(
        (BUREAU, "预算绩效科", "国库科", 0.5, None), listed=("预算绩效科", "国库科", "社保科")
    )
    choices = Choices(renames={(BUREAU, "预算绩效科"): "预算科"})
    comparison = compared(data, choices)
    assert rows_of(comparison, "unchanged") == ["预算绩效科 — 国库科"]
    assert comparison.links.missing == []


def test_a_note_too_long_to_keep_is_refused_in_words(bureau: Department) -> None:
    comparison = compared(book((BUREAU, "预算科", "国库科", 0.5, "事" * 201)))
    (rejected,) = comparison.links.having("rejected")
    assert rejected.file.reason == "往来事项有 201 字，最多 200 字，请缩短"


def test_a_link_that_the_file_no_longer_has_goes_only_when_a_person_says_so(
    bureau: Department,
) -> None:
    gone = link(bureau, "预算科", "国库科", 0.5, "指标")
    data = book((BUREAU, "预算科", "社保科", 0.3, None))
    assert [row.label for row in compared(data).links.missing] == ["预算科 — 国库科"]
    written(data)
    assert SectionLink.objects.count() == 2
    journal = written(data, Choices(abolish={"links": frozenset({gone.pk})}))
    assert stored() == [("预算科", "社保科", 0.3, "")]
    importing.undo(journal)
    assert SectionLink.objects.get(pk=gone.pk).note == "指标"


def test_the_link_of_an_abolished_section_is_neither_missing_nor_exported(
    bureau: Department,
) -> None:
    link(bureau, "预算科", "国库科", 0.5)
    Section.objects.filter(name="国库科").update(standing="abolished")
    assert compared(book((BUREAU, "预算科", "社保科", 0.3, None))).links.missing == []
    reading = importing.read(importing.template_of([bureau], id_numbers=False), "导出.xlsx")
    assert reading.links == ()


STRENGTHS = st.floats(min_value=0.001, max_value=1)
NOTES = st.text("指标拨款测算=+-@、 ", max_size=20)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    before=st.lists(st.tuples(STRENGTHS, NOTES), min_size=3, max_size=3),
    after=st.lists(st.tuples(STRENGTHS, NOTES), min_size=3, max_size=3),
    kept=st.integers(0, 3),
)
def test_undo_restores_the_links_exactly_and_an_export_imports_without_a_change(
    bureau: Department, before: list[Any], after: list[Any], kept: int
) -> None:
    SectionLink.objects.all().delete()
    sides = [("预算科", "国库科"), ("社保科", "国库科"), ("预算科", "社保科")]
    for (a, b), (strength, note) in list(zip(sides, before, strict=True))[:kept]:
        link(bureau, a, b, strength, note)
    rows = list(SectionLink.objects.order_by("pk").values())
    data = book(*((BUREAU, *pair, *what) for pair, what in zip(sides, after, strict=True)))
    journal = written(data)
    assert len(stored()) == 3
    again = compared(importing.template_of([bureau], id_numbers=False))
    assert again.links.counts() | {"unchanged": 3} == again.links.counts()
    assert again.links.missing == []
    importing.undo(journal)
    assert list(SectionLink.objects.order_by("pk").values()) == rows


def test_undo_is_refused_when_a_link_was_changed_since(bureau: Department) -> None:
    journal = written(book((BUREAU, "预算科", "国库科", 0.5, None)))
    SectionLink.objects.update(strength=0.9)
    with pytest.raises(importing.ChangedSince) as refused:
        importing.undo(journal)
    (label,) = refused.value.labels
    assert "预算科 — 国库科" in label


def test_undo_is_refused_when_somebody_linked_a_section_that_the_import_made(
    bureau: Department,
) -> None:
    journal = written(book(listed=("预算科", "绩效科")))
    link(bureau, "预算科", "绩效科", 0.4, "绩效目标")
    with pytest.raises(importing.ChangedSince) as refused:
        importing.undo(journal)
    assert refused.value.labels == ["预算科 — 绩效科"]
    assert SectionLink.objects.count() == 1


def test_the_department_of_what_an_import_only_removed_is_known_before_and_after_it_comes_back(
    bureau: Department,
) -> None:
    item = WorkItem.objects.create(section=section(bureau, "预算科"), matter="编制预算")
    for rows in (
        SectionLink.objects.filter(pk=link(bureau, "预算科", "国库科", 0.5).pk),
        WorkItem.objects.filter(pk=item.pk),
    ):
        journal = Journal()
        writing.remove(rows, journal)
        packed = journal.pack()
        assert departments_in(unpack(packed)) == {bureau.pk}
        assert importing.undo(packed) == ({"removed": 0, "restored": 1}, {bureau.pk})
        assert rows.exists()
