"""What a plan's page says after edits: verdicts, reasons, change list, faults, charts, title."""

import re
from typing import Any

import pytest

from bigsection.accounts.models import User
from departments.models import Region, Section
from departments.orgchart.model import Box, Chart
from mergers.actions import approvals, duty_edits, edits, undo
from mergers.charts import charts_of
from mergers.models import BigSection, MergePlan
from mergers.planning import plan_facts
from mergers.planning.reasons import PHRASES
from mergers.queries.edit_steps import EditSteps, renew_steps, steps_of
from mergers.scope import get_plan
from tests.factories import DepartmentFactory, DutyFactory, SectionFactory
from tests.integration.mergers.conftest import NOON


@pytest.fixture
def by(clerk: User) -> dict[str, Any]:
    """The clerk at noon."""
    return {"by": clerk, "at": NOON}


def home(plan: MergePlan, section: Section) -> BigSection:
    found = plan.placements.get(section=section).big_section
    assert found is not None
    return found


@pytest.fixture
def rearranged(plan: MergePlan, sections: dict[str, Section], by: dict[str, Any]) -> MergePlan:
    """预算科 and 预算审核科 by 合署; 办公室 abolished; 绩效科 founded of two duties and a person."""
    merged, accounts = home(plan, sections["预算科"]), home(plan, sections["会计科"])
    edits.set_mode(plan=plan, big_section=merged, mode="co-locate", **by)
    founded = edits.found_big_section(plan=plan, name="绩效科", reason="新增绩效职能", **by)
    office = sections["办公室"]
    edits.abolish_section(plan=plan, section=office, people_to=accounts, reason="后勤外包", **by)
    first, second = office.duties.all()
    duty_edits.move_duties(plan=plan, duties=[first], to=accounts, **by)
    duty_edits.end_duties(plan=plan, duties=[second], reason="后勤外包", **by)
    duties = [sections["预算科"].duties.first(), sections["会计科"].duties.first()]
    duty_edits.move_duties(plan=plan, duties=duties, to=founded, reason="归口绩效", **by)
    duty_edits.move_people(plan=plan, section=sections["会计科"], to=founded, people=1, **by)
    plan.refresh_from_db()
    return plan


def test_every_section_has_a_verdict_with_targets_and_a_reason(rearranged: MergePlan) -> None:
    found = {one.name: one for one in plan_facts(rearranged).verdicts}
    assert {name: (one.verdict, one.targets) for name, one in found.items()} == {
        "预算科": ("整合", ("预算科", "绩效科")),
        "预算审核科": ("整合", ("预算科",)),
        "会计科": ("保留", ("会计科", "绩效科")),
        "办公室": ("撤销", ("会计科",)),
    }
    assert all(one.reason for one in found.values())
    assert [name for name, one in found.items() if one.own_reason] == ["办公室"]


def test_the_figures_say_why_sections_are_merged_and_why_one_is_kept(plan: MergePlan) -> None:
    found = {one.name: one.reason for one in plan_facts(plan).verdicts}
    merged = found["预算科"]
    assert merged.startswith("职能相近：预算科与预算审核科相似度 ")
    assert "共有“" in merged
    assert "消除两人科（预算科、预算审核科）" in merged
    assert "领导职数 4 → 1" in merged
    assert re.match(r"职能独立：与其他科室最高相似度 \d+\.\d 分（", found["会计科"])


def test_a_reason_that_a_person_writes_stands_instead(
    plan: MergePlan, sections: dict[str, Section], by: dict[str, Any]
) -> None:
    merged = home(plan, sections["预算科"])
    edits.explain(plan=plan, big_section=merged, reason="同一流程", **by)
    facts = plan_facts(plan)
    (big,) = [one for one in facts.big_sections if one.pk == merged.pk]
    assert (big.reason, big.own_reason) == ("同一流程", True)
    assert {one.reason for one in facts.verdicts if one.verdict == "整合"} == {"同一流程"}


def test_the_change_list_has_a_line_for_every_change(rearranged: MergePlan) -> None:
    lines = [(change.kind, change.text) for change in plan_facts(rearranged).changes]
    assert lines == [
        ("整合", "预算科、预算审核科 合署办公为 预算科"),
        ("新设", "新设 绩效科，承担 2 项职责，来自 预算科、会计科"),
        ("撤销", "撤销 办公室，人员到 会计科，2 项职责逐项安排"),
        ("职责划转", "预算科：“编制年度市级预算草案”划入 绩效科（归口绩效）"),
        ("职责划转", "会计科：“管理会计人员继续教育”划入 绩效科（归口绩效）"),
        ("职责划转", "办公室：“负责文电运转和会务”划入 会计科"),
        ("终止", "办公室：“负责机关后勤保障”终止（后勤外包）"),
        ("职数", "绩效科 领导职数 0 → 1"),
        ("编制", "会计科 编制 3 → 5（编随人走）"),
        ("编制", "绩效科 编制 0 → 1（编随人走）"),
        ("人员", "办公室 2 人转到 会计科"),
        ("人员", "会计科 1 人转到 绩效科"),
    ]


def test_figures_of_big_sections_count_what_comes_and_goes(rearranged: MergePlan) -> None:
    found = {big.name: big for big in plan_facts(rearranged).big_sections}
    accounts, founded = found["会计科"], found["绩效科"]
    assert (accounts.people, accounts.quota_after, accounts.verdict) == (3, 5, "保留")
    assert (founded.people, founded.verdict, founded.reason, founded.own_reason) == (
        1,
        "新设",
        "新增绩效职能",
        True,
    )
    assert [one.text for one in founded.incoming] == [
        "编制年度市级预算草案",
        "管理会计人员继续教育",
    ]
    assert [(move.section_name, move.people) for move in accounts.arriving] == [("办公室", 2)]
    assert {big.mode_label for big in found.values()} == {"合署办公", "合并"}


def test_one_section_in_a_founded_big_section_is_kept_wherever_it_is_told(
    plan: MergePlan, sections: dict[str, Section], by: dict[str, Any]
) -> None:
    founded = edits.found_big_section(plan=plan, name="绩效科", **by)
    edits.move_section(plan=plan, section=sections["预算审核科"], to=founded, **by)
    facts = plan_facts(plan)
    (big,) = [one for one in facts.big_sections if one.pk == founded.pk]
    (section,) = [one for one in facts.verdicts if one.name == "预算审核科"]
    assert (big.verdict, section.verdict) == ("保留", "保留")
    lines = [(one.kind, one.text) for one in facts.changes if "绩效科" in one.text]
    assert lines == [("更名", "预算审核科 保留，更名为 绩效科")]


def test_undo_and_redo_say_what_they_would_do(
    plan: MergePlan, by: dict[str, Any], clerk: User
) -> None:
    assert steps_of(get_plan(clerk, plan.pk)) == EditSteps()
    first = edits.found_big_section(plan=plan, name="甲科", **by)
    edits.found_big_section(plan=plan, name="乙科", **by)
    undo.undo(plan=plan, **by)
    read = get_plan(clerk, plan.pk)
    assert steps_of(read) == EditSteps("新设“甲科”", "新设“乙科”")
    edits.move_section(plan=plan, section=plan.placements.all()[0].section, to=first, **by)
    renew_steps(read)
    assert steps_of(read).redo_words == ""


def test_a_merge_without_any_reason_is_a_fault_until_somebody_writes_one(
    free: MergePlan, sections: dict[str, Section], by: dict[str, Any]
) -> None:
    target = home(free, sections["会计科"])
    edits.move_section(plan=free, section=sections["办公室"], to=target, **by)
    (fault,) = plan_facts(free).faults
    assert "没有整合理由" in fault
    edits.explain(plan=free, big_section=target, reason="便于协调", **by)
    assert plan_facts(free).faults == ()


@pytest.fixture
def free(department: Any, sections: dict[str, Section], clerk: User) -> MergePlan:
    """Sections of three people and one post each, and no number of big sections asked for."""
    from mergers.actions import plans
    from mergers.planning import PlanRequest

    Section.objects.update(headcount=3, chief_posts=1, deputy_posts=0)
    request = PlanRequest(min_count=2)
    return plans.propose(department=department, request=request, by=clerk, at=NOON)[0]


def walk(chart: Chart) -> dict[str, Box]:
    return {box.title: box for box in chart.root.walk() if box.title}


@pytest.mark.both_databases
def test_the_charts_show_each_mode_new_sections_and_duties_that_move(
    rearranged: MergePlan,
) -> None:
    charts = charts_of(rearranged, plan_facts(rearranged))
    boxes = walk(charts.changes)
    assert boxes["绩效科"].state == "new"
    assert boxes["绩效科"].former == ("预算科", "会计科")
    assert boxes["绩效科"].lines == ("编1", "1人", "划入2项")
    assert boxes["办公室"].state == "abolished"
    assert boxes["预算科"].lines == ("编6", "4人", "划出1项")
    bundles = {box.outcome.title: box for box in charts.changes.root.children if box.outcome}
    assert bundles["预算科"].keeps_members
    assert not bundles["会计科"].keeps_members


def test_a_section_on_the_bench_is_marked_as_waiting(
    plan: MergePlan, sections: dict[str, Section], by: dict[str, Any]
) -> None:
    edits.move_section(plan=plan, section=sections["办公室"], to=None, **by)
    facts = plan_facts(plan)
    assert [one.name for one in facts.verdicts if one.verdict == "待安置"] == ["办公室"]
    waiting = [
        box.outcome
        for box in charts_of(plan, facts).after.root.children
        if box.outcome and box.outcome.title == "办公室"
    ]
    assert waiting[0].lines[-1] == "待安置"


def test_the_title_counts_again_and_says_that_people_changed_the_plan(
    plan: MergePlan, by: dict[str, Any], sections: dict[str, Section]
) -> None:
    assert plan.title == "合并 4→3"
    edits.found_big_section(plan=plan, name="预算科", section=sections["预算科"], **by)
    plan.refresh_from_db()
    assert plan.title == "合并 4→4（已调整）"
    undo.undo(plan=plan, **by)
    plan.refresh_from_db()
    assert plan.title == "合并 4→3"


def test_what_is_decided_upon_covers_modes_reasons_duties_and_people(
    plan: MergePlan, sections: dict[str, Section], by: dict[str, Any]
) -> None:
    merged, accounts = home(plan, sections["预算科"]), home(plan, sections["会计科"])
    duty = sections["预算科"].duties.first()
    seen = [approvals.content_hash(plan)]
    for change in (
        lambda: edits.set_mode(plan=plan, big_section=merged, mode="group", **by),
        lambda: edits.explain(plan=plan, big_section=merged, reason="同一流程", **by),
        lambda: edits.explain(plan=plan, section=sections["会计科"], reason="保留", **by),
        lambda: duty_edits.move_duties(plan=plan, duties=[duty], to=accounts, **by),
        lambda: duty_edits.end_duties(plan=plan, duties=[duty], reason="取消", **by),
        lambda: duty_edits.move_people(
            plan=plan, section=sections["预算科"], to=accounts, people=1, **by
        ),
        lambda: edits.abolish_section(
            plan=plan, section=sections["办公室"], people_to=accounts, reason="撤", **by
        ),
    ):
        change()
        seen.append(approvals.content_hash(plan))
    assert len(set(seen)) == len(seen)


def test_the_phrase_of_a_reason_stays_when_the_texts_of_the_region_change(
    plan: MergePlan, sections: dict[str, Section], region: Region
) -> None:
    def quoted() -> str:
        facts = plan_facts(MergePlan.objects.get(pk=plan.pk))
        (merged,) = [big for big in facts.big_sections if len(big.members) > 1]
        return merged.reason.partition("“")[2].partition("”")[0]

    before = quoted()
    assert before
    other = DepartmentFactory.create(region=region, name="示例市审计局")
    for number in range(6):  # what everybody says tells nothing any more
        section = SectionFactory.create(department=other, name=f"审计{number}科")
        DutyFactory.create(section=section, text=before)
    assert quoted() == before
    plan.outcome.pop(PHRASES)
    plan.save()
    assert quoted() == before  # worked out anew, by the calibration of the plan
