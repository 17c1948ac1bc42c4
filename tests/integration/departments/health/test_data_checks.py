"""When the data of a department are checked anew, and that no result seems newer than it is."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import unquote

import pytest
from django.db import connection, transaction
from django.utils import timezone

from bigsection.accounts.models import User
from bigsection.audit.record import record
from bigsection.audit.wording import VERBS
from bigsection.jobs.models import Job, JobStatus
from bigsection.jobs.registry import Parts
from departments import jobs
from departments.actions import data_checks, data_marks
from departments.health import checking, duplicates
from departments.health.check import Area
from departments.health.registry import BY_CODE
from departments.health.stored import StoredResults
from departments.models import Department, HealthMark, HealthMatch, HealthResult, StaffMember
from tests.factories import DepartmentFactory, RegionFactory, SectionFactory, StaffMemberFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)
NUMBER = "990000198001010017"


def change(department: Department, verb: str = "section.figures", at: datetime = NOON) -> None:
    """What every change does, besides changing something."""
    with transaction.atomic():
        record(verb, department, by=None, at=at, of=department)


def check(*departments: Department, at: datetime = NOON) -> int:
    return data_checks.check([one.pk for one in departments], at=at)


def results(*shown: Department, at: datetime = NOON) -> StoredResults:
    everything = Department.objects.standing()
    chosen = everything.filter(pk__in=[one.pk for one in shown]) if shown else everything
    return StoredResults(everything, chosen, at)


def test_a_change_marks_its_department_and_one_of_a_region_all_of_it(department) -> None:
    beside = DepartmentFactory.create(region=department.region)
    elsewhere = DepartmentFactory.create(region=RegionFactory.create(code="990200", name="邻市"))
    check(department, beside, elsewhere)
    change(department)
    assert results(department).stale == 1
    assert results(beside, elsewhere).stale == 0
    with transaction.atomic():
        record("rules.save", department, by=None, at=NOON, of=department.region)
    assert results(department, beside).stale == 2
    assert results(elsewhere).stale == 0


def test_a_change_that_is_taken_back_leaves_no_mark(department) -> None:
    with transaction.atomic():
        change(department)
        transaction.set_rollback(True)
    assert not HealthMark.objects.exists()


def test_every_verb_is_known_to_change_data_or_not() -> None:
    """A new verb marks its department until somebody says here that it need not."""
    changing = {verb for verb in VERBS if not verb.startswith(data_marks.UNRELATED)}
    assert changing == {
        *("department.import", "import.undo", "rules.save"),
        *("section.rename", "section.abolish", "section.establish", "section.staff"),
        *("section.figures", "duty.move", "duty.transfer", "duty.end"),
        *("group.establish", "group.dissolve"),
    }


def test_what_is_changed_during_a_check_stays_to_be_checked(department, monkeypatch) -> None:
    def find_while_others_work(*args: Any) -> checking.Found:
        found = checking.find(*args)
        change(department)
        return found

    monkeypatch.setattr(data_checks, "find", find_while_others_work)
    change(department)
    assert check(department) == 1
    assert results().stale == 1
    monkeypatch.undo()
    assert check(department, at=NOON + timedelta(minutes=1)) == 1
    assert results().stale == 0


def test_who_is_slower_does_not_overwrite_what_was_read_later(department, monkeypatch) -> None:
    later = NOON + timedelta(seconds=5)

    def find_while_another_does(*args: Any) -> checking.Found:
        found = checking.find(*args)
        monkeypatch.undo()
        SectionFactory.create(department=department, kind="")
        check(department, at=later)
        return found

    monkeypatch.setattr(data_checks, "find", find_while_another_does)
    assert check(department) == 0
    assert HealthResult.objects.get(pk=department.pk).checked_at == later
    assert results().count(BY_CODE["section_kind_missing"]) == 1


def test_a_department_that_cannot_be_checked_keeps_no_other_from_it(
    department, monkeypatch
) -> None:
    beside = DepartmentFactory.create(region=department.region)
    found = checking.find

    def faulty(departments: Any, today: Any) -> Any:
        if department.pk in departments:
            raise ZeroDivisionError
        return found(departments, today)

    monkeypatch.setattr(data_checks, "find", faulty)
    with pytest.raises(ZeroDivisionError):
        check(department, beside)
    assert list(data_checks.unchecked(NOON)) == [department]


def test_asking_for_some_departments_joins_no_check_of_others(department, officer) -> None:
    beside = DepartmentFactory.create(region=department.region)
    asked = [
        data_checks.ask(departments=[one.pk], by=officer, at=NOON)
        for one in (department, beside, beside)
    ]
    assert asked[0] != asked[1]
    assert asked[1] == asked[2]


def test_a_result_of_another_month_or_version_need_not_hold(department, settings) -> None:
    check(department)
    assert results(at=datetime(2026, 11, 30, 15, 59, tzinfo=UTC)).stale == 0
    assert results(at=datetime(2026, 11, 30, 16, 1, tzinfo=UTC)).stale == 1  # December in Beijing
    settings.VERSION = "99.0.0"
    assert results().stale == 1


def test_after_an_upgrade_everything_is_queued_once(department) -> None:
    assert results().unchecked == 1
    job = data_checks.ask_for_changed(at=NOON)
    assert job is not None
    assert data_checks.ask_for_changed(at=NOON) is None
    assert jobs.run_check(lambda *_: None, **job.arguments) == {"checked": 1}
    Job.objects.update(status=JobStatus.DONE)
    assert data_checks.ask_for_changed(at=timezone.now()) is None


def test_a_check_waits_until_nobody_changes_things_but_not_for_ever(department) -> None:
    check(department)
    for seconds in range(0, 100, 10):
        change(department, at=NOON + timedelta(seconds=seconds))
        assert data_checks.ask_for_changed(at=NOON + timedelta(seconds=seconds)) is None
    last = NOON + timedelta(seconds=90)
    assert data_checks.ask_for_changed(at=last + data_checks.QUIET) is not None
    Job.objects.all().delete()
    change(department, at=NOON + data_checks.LONGEST_WAIT)
    assert data_checks.ask_for_changed(at=NOON + data_checks.LONGEST_WAIT) is not None
    assert Job.objects.count() == 1


def test_many_departments_are_checked_in_parts(region, monkeypatch) -> None:
    monkeypatch.setattr(data_checks, "IN_ONE_JOB", 2)
    made = DepartmentFactory.create_batch(5, region=region)
    parts = jobs.run_check(lambda *_: None)
    assert isinstance(parts, Parts)
    ran = [jobs.run_check_part(lambda *_: None, **each) for each in parts.arguments]
    assert [each["checked"] for each in ran] == [2, 2, 1]
    assert jobs.run_check(lambda *_: None, parts=ran) == {"checked": len(made)}


@pytest.fixture
def twice() -> tuple[StaffMember, StaffMember]:
    """One ID number in two departments."""
    first, second = (
        StaffMemberFactory.create(section=SectionFactory.create(), id_number=NUMBER)
        for _ in range(2)
    )
    return first, second


def test_who_is_in_two_departments_is_found_from_both_by_checking_one(twice) -> None:
    first, second = twice
    check(first.department)
    for person in twice:
        (found,) = results(person.department).between(BY_CODE["same_id_number"], 0, 9)
        assert found.department_id == person.department_id
    assert results().count(BY_CODE["same_id_number"]) == 1
    check(second.department)
    assert results().count(BY_CODE["same_id_number"]) == 1


def test_who_has_left_one_department_is_no_finding_in_the_other(twice) -> None:
    first, second = twice
    check(first.department, second.department)
    StaffMember.objects.filter(pk=first.pk).update(standing="abolished")
    check(first.department)
    assert results(second.department).count(BY_CODE["same_id_number"]) == 0


def test_what_is_known_of_a_department_that_is_gone_is_forgotten(twice, department) -> None:
    first, _ = twice
    check(first.department)
    Department.objects.filter(pk=first.department_id).update(standing="abolished")
    check(department)
    gone = {"department_id": first.department_id}
    assert not HealthResult.objects.filter(**gone).exists()
    assert not HealthMatch.objects.filter(**gone).exists()


@pytest.mark.parametrize(
    ("members", "index"),
    [
        (duplicates.same_id_number, "staff_by_id_number"),
        (duplicates.same_name_and_birth, "staff_by_name_and_birth"),
    ],
)
def test_the_other_half_of_a_pair_is_looked_up_in_an_index(department, members, index) -> None:
    own = DepartmentFactory.create(region=department.region)
    StaffMember.objects.bulk_create(
        StaffMember(department=department, name=f"甲{n}", birth_date="1980-01-01", id_number=str(n))
        for n in range(1, 1_000)
    )
    StaffMember.objects.create(department=own, name="甲5", birth_date="1980-01-01", id_number="5")
    area = Area(Department.objects.filter(pk=own.pk), NOON.date())
    statements: list[tuple[str, Any]] = []

    def keep(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        statements.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        assert len(list(members(area))) == (2 if index == "staff_by_id_number" else 0)
    explain = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "postgresql":  # the table is still too small for what pays later
            for way in ("seqscan", "hashjoin", "mergejoin"):
                cursor.execute(f"SET LOCAL enable_{way} = off")
        for sql, params in statements[:1]:
            cursor.execute(f"{explain} {sql}", params)
            assert index in str(cursor.fetchall())


def test_a_person_has_what_they_see_checked_now_and_is_led_back(
    log_in, clerk: User, department
) -> None:
    other = DepartmentFactory.create(region=department.region)
    client = log_in(clerk)
    response = client.post("/data-health/check/", {"department": department.pk})
    job = Job.objects.get()
    assert (job.owner, job.arguments) == (clerk, {"departments": [department.pk]})
    assert str(job.pk) in response.url
    assert unquote(response.url).endswith(f"next=/data-health/?department={department.pk}")
    client.post("/data-health/check/")
    assert Job.objects.count() == 1
    assert client.post("/data-health/check/", {"department": other.pk}).status_code == 404
    assert client.get("/data-health/check/").status_code == 405


def test_the_page_tells_what_was_changed_since_and_what_is_under_way(
    look, log_in, officer: User, department
) -> None:
    assert log_in(officer).get("/data-health/").context["stored"].unchecked == 1
    page = look(officer).get("/data-health/")
    assert (page.context["stored"].stale, page.context["running"]) == (0, None)
    change(department)
    page = log_in(officer).get("/data-health/")
    assert page.context["stored"].stale == 1
    assert "▲" in page.text
    job = data_checks.ask_for_changed(at=NOON + timedelta(days=30))
    assert log_in(officer).get("/data-health/").context["running"] == job
