"""What others do at the very moment of a submission or an approval: nothing is lost by it."""

import re
from collections.abc import Callable
from functools import partial
from threading import Thread
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext

from bigsection.accounts.models import User
from bigsection.errors import Conflict
from departments.models import Department, Duty, Region, Section, StaffMember, WorkItem
from mergers.actions import approvals, duty_edits, execution, plans, rulings, staffing
from mergers.models import DutyRuling, MergePlan, PlanStatus
from mergers.planning import PlanRequest
from tests.integration.mergers.conftest import NOON
from tests.integration.mergers.test_transfers import by, receiver, ruling

pytestmark = pytest.mark.both_databases

__all__ = ["by", "receiver", "ruling"]


def meanwhile(work: Callable[[], object]) -> list[object]:
    """Run ``work`` as another person would, waiting no longer than a moment; what came of it."""
    out: list[object] = []

    def run() -> None:
        try:
            with connection.cursor() as cursor:
                if connection.vendor == "postgresql":
                    cursor.execute("SET lock_timeout = '200ms'")
                else:
                    cursor.execute("PRAGMA busy_timeout = 200")
            out.append(work())
        except OperationalError as error:
            out.append(error)
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    thread.join()
    return out


def as_an_import_does(region: Region) -> None:
    with transaction.atomic():
        Region.objects.select_for_update().get(pk=region.pk)
        Section.objects.filter(department__region=region).update(kind="业务")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", ["submit", "approve"])
@pytest.mark.parametrize("what", ["duty", "person", "section", "import", "receiver"])
def test_nobody_writes_between_the_look_at_the_baseline_and_the_end_of_the_step(
    what: str,
    step: str,
    department: Department,
    sections: dict[str, Section],
    receiver: Section,
    ruling: DutyRuling,
    by: dict[str, Any],
    leader: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    request = PlanRequest(count=3, rulings=(ruling.pk,))
    plan = plans.propose(department=department, request=request, **by)[0]
    merged = sections["预算科"]
    write: dict[str, Callable[[], object]] = {
        "duty": lambda: Duty.objects.create(section_id=merged.pk, text="刚导入的职责"),
        "person": lambda: StaffMember.objects.create(
            department_id=department.pk, section_id=merged.pk, name="新人"
        ),
        "section": lambda: Section.objects.create(department_id=department.pk, name="新科"),
        "import": lambda: as_an_import_does(department.region),
        "receiver": lambda: Section.objects.filter(pk=receiver.pk).update(standing="abolished"),
    }
    came: list[object] = []
    look = approvals.changed_since

    def look_while_another_writes(plan: MergePlan) -> list[str]:
        came.extend(meanwhile(write[what]))
        return look(plan)

    if step == "approve":
        approvals.submit(plan=plan, **by)
    monkeypatch.setattr(approvals, "changed_since", look_while_another_writes)
    if step == "approve":
        done = approvals.approve(plan=plan, by=leader, at=NOON)
    else:
        done = approvals.submit(plan=plan, **by)
    assert done.status in (PlanStatus.SUBMITTED, PlanStatus.EXECUTED)
    assert [type(one) for one in came] == [OperationalError]


@pytest.mark.django_db(transaction=True)
def test_nobody_revises_a_ruling_while_it_is_made_part_of_a_plan(
    department: Department,
    ruling: DutyRuling,
    by: dict[str, Any],
    officer: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plan = plans.propose(department=department, request=PlanRequest(count=3), **by)[0]
    keep = rulings.Decision("keep", "各自保留")
    came: list[object] = []
    given_by = duty_edits.given_by

    def read_while_another_revises(held: DutyRuling, structure: Any) -> Any:
        given = given_by(held, structure)
        revise = partial(rulings.revise, ruling=ruling, decision=keep, by=officer, at=NOON)
        came.extend(meanwhile(revise))
        return given

    monkeypatch.setattr(duty_edits, "given_by", read_while_another_revises)
    duty_edits.apply_ruling(plan=plan, ruling=ruling, **by)
    assert [type(one) for one in came] == [OperationalError]
    assert plan.duty_moves.get().ruling.verdict == "transfer"


@pytest.mark.django_db(transaction=True)
def test_of_two_submissions_at_once_the_second_is_told_of_the_first(
    department: Department, sections: dict[str, Section], by: dict[str, Any]
) -> None:
    first, second = (
        plans.propose(department=department, request=PlanRequest(count=count), **by)[0]
        for count in (2, 3)
    )
    told: list[object] = []

    def submit(plan: MergePlan) -> None:
        try:
            approvals.submit(plan=plan, **by)
        except Conflict as conflict:
            told.append(conflict.message)
        finally:
            connection.close()

    threads = [Thread(target=submit, args=(plan,)) for plan in (first, second)]
    for thread in threads:
        thread.start()
        if not connection.features.has_select_for_update:  # SQLite has one writer at a time anyway
            thread.join()
    for thread in threads:
        thread.join()
    assert len(told) == 1
    assert MergePlan.objects.filter(status=PlanStatus.SUBMITTED).count() == 1


def test_nobody_holds_a_plan_who_waits_for_those_that_note_plans_as_outdated(
    department: Department, ruling: DutyRuling, by: dict[str, Any], leader: User
) -> None:
    """They hold the region (an import, an approval) and the department, and wait for the plan."""
    plan = plans.propose(department=department, request=PlanRequest(count=3), **by)[0]
    steps: list[Callable[[], object]] = [
        lambda: duty_edits.apply_ruling(plan=plan, ruling=ruling, **by),
        lambda: approvals.submit(plan=plan, **by),
        lambda: approvals.approve(plan=plan, by=leader, at=NOON),
    ]
    above = ["departments_region", "departments_department"]
    for step, first in zip(steps, (above[1:], above, above), strict=True):
        with CaptureQueriesContext(connection) as sent:
            step()
        held = [
            table[1]
            for query in sent
            if re.search("FOR (NO KEY )?UPDATE", query["sql"])
            and (table := re.search(r'FROM "(\w+)"', query["sql"]))
        ]
        wanted = [*first, "mergers_mergeplan"] if connection.features.has_select_for_update else []
        assert held[: len(wanted)] == wanted


@pytest.mark.parametrize(
    ("leave", "words"),
    [
        (
            lambda section: Duty.objects.create(section=section, text="晚到的职责"),
            "职责“晚到的职责”留在撤销的科室",
        ),
        (
            lambda section: StaffMember.objects.filter(section__name="预算科").update(
                section=section
            ),
            "留在撤销的科室",
        ),
        (
            lambda section: WorkItem.objects.create(section=section, matter="晚到的事项"),
            "工作事项“晚到的事项”留在撤销的科室",
        ),
    ],
)
def test_what_is_left_in_an_abolished_section_takes_the_whole_approval_back(
    leave: Callable[[Section], object],
    words: str,
    department: Department,
    sections: dict[str, Section],
    by: dict[str, Any],
    leader: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plan = plans.propose(department=department, request=PlanRequest(count=3), **by)[0]
    approvals.submit(plan=plan, **by)
    settle = staffing.settle_headcounts

    def settle_and_leave(ground: Any) -> None:
        settle(ground)
        leave(sections["预算科"])

    monkeypatch.setattr(staffing, "settle_headcounts", settle_and_leave)
    with transaction.atomic(), pytest.raises(execution.Unbalanced, match=words):
        approvals.approve(plan=plan, by=leader, at=NOON)
    plan.refresh_from_db()
    assert plan.status == PlanStatus.SUBMITTED
    assert department.sections.standing().count() == 4


def test_work_items_of_an_ended_duty_may_stay_with_the_section_that_ended(
    department: Department, sections: dict[str, Section], by: dict[str, Any], leader: User
) -> None:
    duty = sections["预算科"].duties.first()
    item = WorkItem.objects.create(section=sections["预算科"], duty=duty, matter="编制")
    plan = plans.propose(department=department, request=PlanRequest(count=3), **by)[0]
    duty_edits.end_duties(plan=plan, duties=[duty], reason="不再办理", **by)
    approvals.submit(plan=plan, **by)
    approvals.approve(plan=plan, by=leader, at=NOON)
    item.refresh_from_db()
    assert item.section == sections["预算科"]
