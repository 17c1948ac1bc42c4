"""A draft is changed by hand: what each edit does, what it refuses, and that it can be undone."""

from typing import Any

import pytest

from bigsection.accounts.models import User
from bigsection.audit.models import AuditEvent
from bigsection.errors import Conflict, Invalid, NotAllowed
from departments.models import Section
from mergers.actions import approvals, duty_edits, edits, undo
from mergers.domain import arrangement
from mergers.models import BigSection, MergePlan, PlanMode
from tests.factories import SectionFactory
from tests.integration.mergers.conftest import NOON


@pytest.fixture
def by(clerk: User) -> dict[str, Any]:
    """The clerk at noon."""
    return {"by": clerk, "at": NOON}


def home(plan: MergePlan, section: Section) -> BigSection | None:
    return plan.placements.get(section=section).big_section


def groups(plan: MergePlan) -> set[frozenset[str]]:
    return {
        frozenset(place.section.name for place in big.placements.all())
        for big in plan.big_sections.all()
    }


def test_a_section_moves_to_another_big_section_and_its_empty_shell_goes(
    plan: MergePlan, sections: dict[str, Section], by: dict[str, Any]
) -> None:
    office = home(plan, sections["办公室"])
    edit = edits.move_section(plan=plan, section=sections["会计科"], to=office, **by)
    assert groups(plan) == {
        frozenset({"预算科", "预算审核科"}),
        frozenset({"办公室", "会计科"}),
    }
    assert edit.words
    plan.refresh_from_db()
    assert plan.sections_after == 2


def test_a_name_that_nobody_chose_follows_the_members_and_a_chosen_one_stays(
    plan: MergePlan, sections: dict[str, Section], by: dict[str, Any]
) -> None:
    merged = home(plan, sections["预算科"])
    edits.move_section(plan=plan, section=sections["预算科"], to=None, **by)
    merged.refresh_from_db()
    assert merged.name == "预算审核科"
    edits.rename_big_section(plan=plan, big_section=merged, name="财政监督科", **by)
    edits.move_section(plan=plan, section=sections["预算科"], to=merged, **by)
    merged.refresh_from_db()
    assert merged.name == "财政监督科"


def test_a_section_on_the_bench_keeps_the_plan_from_being_submitted(
    plan: MergePlan, sections: dict[str, Section], by: dict[str, Any]
) -> None:
    edits.move_section(plan=plan, section=sections["办公室"], to=None, **by)
    assert home(plan, sections["办公室"]) is None
    with pytest.raises(Invalid, match="待安置：办公室"):
        approvals.submit(plan=plan, **by)


def test_a_section_gets_a_big_section_of_its_own(
    plan: MergePlan, sections: dict[str, Section], by: dict[str, Any]
) -> None:
    made = edits.found_big_section(
        plan=plan, name="预算评审中心", section=sections["预算审核科"], **by
    )
    assert home(plan, sections["预算审核科"]) == made
    plan.refresh_from_db()
    assert plan.sections_after == 4
    assert {big.name for big in plan.big_sections.all()} == {
        "预算科",
        "预算评审中心",
        "会计科",
        "办公室",
    }


def test_an_empty_big_section_is_founded_and_removed(plan: MergePlan, by: dict[str, Any]) -> None:
    made = edits.found_big_section(plan=plan, name="绩效管理科", reason="新增职能", **by)
    assert (made.mode, made.reason) == (PlanMode.MERGE, "新增职能")
    with pytest.raises(Invalid, match="没有职责：“绩效管理科”"):
        approvals.submit(plan=plan, **by)
    edits.remove_big_section(plan=plan, big_section=made, **by)
    assert not plan.big_sections.filter(name="绩效管理科").exists()


def test_a_big_section_with_something_in_it_is_not_removed(
    plan: MergePlan, sections: dict[str, Section], by: dict[str, Any]
) -> None:
    with pytest.raises(Invalid, match="里还有科室"):
        edits.remove_big_section(plan=plan, big_section=home(plan, sections["会计科"]), **by)


def test_the_mode_is_chosen_for_each_big_section(
    plan: MergePlan, sections: dict[str, Section], by: dict[str, Any]
) -> None:
    merged = home(plan, sections["预算科"])
    score = plan.score
    edit = edits.set_mode(plan=plan, big_section=merged, mode="co-locate", **by)
    merged.refresh_from_db()
    assert merged.mode == "co-locate"
    assert edit.words
    plan.refresh_from_db()
    assert plan.score == score
    assert (plan.bound, plan.proven, plan.certificate) == (None, False, None)
    assert plan.no_bound
    edits.set_mode(plan=plan, big_section=merged, mode="merge", **by)
    plan.refresh_from_db()
    assert (plan.proven, plan.no_bound) == (True, "")
    assert plan.certificate


def test_a_reason_is_written_and_given_back_to_the_figures(
    plan: MergePlan, sections: dict[str, Section], by: dict[str, Any]
) -> None:
    merged = home(plan, sections["预算科"])
    edits.explain(plan=plan, big_section=merged, reason="同一流程", **by)
    edits.explain(plan=plan, section=sections["会计科"], reason="保留原设置", **by)
    merged.refresh_from_db()
    assert merged.reason == "同一流程"
    assert plan.placements.get(section=sections["会计科"]).reason == "保留原设置"
    edits.explain(plan=plan, big_section=merged, reason="", **by)
    merged.refresh_from_db()
    assert merged.reason == ""


def test_every_edit_can_be_undone_and_done_again(
    plan: MergePlan, sections: dict[str, Section], by: dict[str, Any]
) -> None:
    merged, office = home(plan, sections["预算科"]), home(plan, sections["办公室"])
    duties = list(sections["预算科"].duties.all())
    steps = [
        lambda: edits.move_section(plan=plan, section=sections["会计科"], to=office, **by),
        lambda: edits.found_big_section(plan=plan, name="绩效管理科", **by),
        lambda: duty_edits.move_duties(
            plan=plan, duties=duties[:1], to=plan.big_sections.get(name="绩效管理科"), **by
        ),
        lambda: duty_edits.move_people(
            plan=plan,
            section=sections["预算科"],
            to=plan.big_sections.get(name="绩效管理科"),
            people=1,
            staff=[sections["预算科"].staff.first()],
            **by,
        ),
        lambda: edits.set_mode(plan=plan, big_section=merged, mode="group", **by),
        lambda: edits.rename_big_section(plan=plan, big_section=merged, name="财政科", **by),
        lambda: edits.explain(plan=plan, big_section=merged, reason="同一流程", **by),
        lambda: duty_edits.end_duties(plan=plan, duties=duties[1:], reason="依据取消", **by),
        lambda: duty_edits.return_duties(plan=plan, duties=duties[1:], **by),
        lambda: edits.abolish_section(
            plan=plan, section=sections["会计科"], people_to=merged, reason="职能划出", **by
        ),
    ]
    states = [(arrangement.read(plan), plan.score, plan.bound, plan.certificate)]
    for step in steps:
        step()
        plan.refresh_from_db()
        states.append((arrangement.read(plan), plan.score, plan.bound, plan.certificate))
    for expected in reversed(states[:-1]):
        undo.undo(plan=plan, **by)
        plan.refresh_from_db()
        assert (arrangement.read(plan), plan.score, plan.bound, plan.certificate) == expected
    with pytest.raises(Conflict, match="没有可以撤销"):
        undo.undo(plan=plan, **by)
    for expected in states[1:]:
        undo.redo(plan=plan, **by)
        plan.refresh_from_db()
        assert (arrangement.read(plan), plan.score, plan.bound, plan.certificate) == expected
    with pytest.raises(Conflict, match="没有可以重做"):
        undo.redo(plan=plan, **by)


def test_another_edit_gives_up_what_was_undone(
    plan: MergePlan, sections: dict[str, Section], by: dict[str, Any]
) -> None:
    edits.found_big_section(plan=plan, name="甲科", **by)
    undo.undo(plan=plan, **by)
    edits.found_big_section(plan=plan, name="乙科", **by)
    with pytest.raises(Conflict):
        undo.redo(plan=plan, **by)
    assert list(plan.edits.values_list("number", "words")) == [(1, "新设“乙科”")]


def test_an_edit_is_recorded_with_its_words_and_the_scores_around_it(
    plan: MergePlan, sections: dict[str, Section], by: dict[str, Any]
) -> None:
    old = plan.score
    edits.move_section(
        plan=plan, section=sections["会计科"], to=home(plan, sections["办公室"]), **by
    )
    plan.refresh_from_db()
    event = AuditEvent.objects.of(plan).get(verb="plan.edit")
    moved = event.reason
    assert "“会计科”" in moved
    assert event.changes == {"score": [old, plan.score]}
    undo.undo(plan=plan, **by)
    last = AuditEvent.objects.of(plan).filter(verb="plan.edit").order_by("-pk").first()
    assert last is not None
    assert last.reason == f"撤销：{moved}"


@pytest.mark.parametrize("status", ["submitted", "executed", "withdrawn"])
def test_only_a_draft_or_a_returned_plan_is_edited(
    status: str, plan: MergePlan, by: dict[str, Any]
) -> None:
    MergePlan.objects.filter(pk=plan.pk).update(status=status)
    with pytest.raises(Conflict, match="不能修改"):
        edits.found_big_section(plan=plan, name="甲科", **by)
    MergePlan.objects.filter(pk=plan.pk).update(status="returned")
    assert edits.found_big_section(plan=plan, name="甲科", **by).name == "甲科"


def test_leaders_auditors_and_outsiders_edit_nothing(
    plan: MergePlan, leader: User, auditor: User, outsider: User
) -> None:
    for user in (leader, auditor, outsider):
        with pytest.raises(NotAllowed):
            edits.found_big_section(plan=plan, name="甲科", by=user, at=NOON)
        with pytest.raises(NotAllowed):
            undo.undo(plan=plan, by=user, at=NOON)


def test_what_a_stale_page_names_is_refused_in_words(
    plan: MergePlan, sections: dict[str, Section], by: dict[str, Any]
) -> None:
    gone = edits.found_big_section(plan=plan, name="甲科", **by)
    undo.undo(plan=plan, **by)
    with pytest.raises(Invalid, match="没有这个大科室了"):
        edits.move_section(plan=plan, section=sections["会计科"], to=gone, **by)
    with pytest.raises(Invalid, match="没有这个科室"):
        edits.move_section(plan=plan, section=SectionFactory.create(), to=None, **by)


@pytest.mark.parametrize("name", ["", "  ", "会计科", "长" * 121])
def test_a_new_big_section_needs_a_free_name(
    name: str, plan: MergePlan, by: dict[str, Any]
) -> None:
    with pytest.raises(Invalid):
        edits.found_big_section(plan=plan, name=name, **by)
    assert plan.edits.count() == 0


def test_edits_that_change_nothing_are_refused(
    plan: MergePlan, sections: dict[str, Section], by: dict[str, Any]
) -> None:
    accounts = home(plan, sections["会计科"])
    with pytest.raises(Invalid, match="已经在"):
        edits.move_section(plan=plan, section=sections["会计科"], to=accounts, **by)
    with pytest.raises(Invalid, match="已经是合并"):
        edits.set_mode(plan=plan, big_section=accounts, mode="merge", **by)
    with pytest.raises(Invalid, match="没有变化"):
        edits.explain(plan=plan, big_section=accounts, reason=" ", **by)
    assert plan.edits.count() == 0


def test_a_section_that_is_moved_back_forgets_why_it_was_abolished(
    plan: MergePlan, sections: dict[str, Section], by: dict[str, Any]
) -> None:
    section, office = sections["会计科"], home(plan, sections["办公室"])
    for back in (
        lambda: edits.move_section(plan=plan, section=section, to=office, **by),
        lambda: edits.found_big_section(plan=plan, name="会计科", section=section, **by),
    ):
        edits.abolish_section(
            plan=plan, section=section, people_to=office, reason="职能消失，予以撤销", **by
        )
        back()
        assert plan.placements.get(section=section).reason == ""


def test_a_section_that_moves_keeps_the_reason_of_its_verdict(
    plan: MergePlan, sections: dict[str, Section], by: dict[str, Any]
) -> None:
    edits.explain(plan=plan, section=sections["会计科"], reason="业务独立", **by)
    edits.move_section(
        plan=plan, section=sections["会计科"], to=home(plan, sections["办公室"]), **by
    )
    assert plan.placements.get(section=sections["会计科"]).reason == "业务独立"
