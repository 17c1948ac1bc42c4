"""Where sections work as one big section (合署, 统筹), every page counts both ways, and alike."""

from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from bigsection.accounts.models import User
from bigsection.audit.models import AuditEvent
from departments.actions import data_checks
from departments.models import Department, Section
from departments.structure_size import StructureSize, change_words
from mergers.actions import approvals, edits, plans
from mergers.models import MergePlan, RegionStudy
from mergers.planning import PlanRequest, plan_facts
from tests.integration.mergers.conftest import NOON

pytestmark = pytest.mark.both_databases

BEFORE, AFTER = StructureSize(4, 4), StructureSize(4, 3)
BOTH = "科室 4（不变），大科室 4 → 3"
Login = Callable[[User], Client]


@pytest.fixture
def lonely(sections: dict[str, Section]) -> None:
    """预算科 and 预算审核科 have one person each."""
    Section.objects.filter(name__startswith="预算").update(headcount=1)


@pytest.fixture
def together(department: Department, lonely: None, clerk: User) -> MergePlan:
    """A plan in which the two work as one big section and stay."""
    request = PlanRequest(count=3, mode="co-locate")
    return plans.propose(department=department, request=request, by=clerk, at=NOON)[0]


@pytest.fixture
def carried_out(together: MergePlan, clerk: User, leader: User) -> Department:
    approvals.submit(plan=together, by=clerk, at=NOON)
    together.refresh_from_db()
    approvals.approve(plan=together, by=leader, at=NOON)
    return together.department


def test_a_plan_says_how_many_stand_and_how_many_work(together: MergePlan) -> None:
    assert (together.before, together.after) == (BEFORE, AFTER)
    assert together.change_words == BOTH
    facts = plan_facts(together)
    assert (facts.one_person_before, facts.one_person_after) == (2, 0)
    recorded = AuditEvent.objects.of(together).get(verb="plan.propose").changes
    assert (recorded["sections"], recorded["units"]) == ([4, 4], [4, 3])


def test_a_merged_plan_has_one_number(plan: MergePlan) -> None:
    assert plan.after == StructureSize(3, 3)
    assert not plan.after.grouped


def test_it_follows_what_people_change(
    together: MergePlan, sections: dict[str, Section], clerk: User
) -> None:
    big = together.placements.get(section=sections["预算科"]).big_section
    edits.set_mode(plan=together, big_section=big, mode="merge", by=clerk, at=NOON)
    assert MergePlan.objects.get(pk=together.pk).after == StructureSize(3, 3)


def test_lists_and_the_page_of_a_plan_show_both(
    together: MergePlan, officer: User, log_in: Login
) -> None:
    client = log_in(officer)
    detail = reverse("plan_detail", args=[together.pk])
    for page in (detail, reverse("plan_list"), reverse("region_overview")):
        assert "大科室</" in client.get(page).content.decode()
    told = client.get(f"/api/plans/{together.pk}/").json()
    names = ("sections_before", "units_before", "sections_after", "standing_after")
    assert [told[name] for name in names] == [4, 4, 3, 4]
    out = StringIO()
    call_command(
        "plan_merges", together.department.name, "--count=3", "--mode=co-locate", stdout=out
    )
    assert BOTH in out.getvalue()


def test_once_carried_out_every_page_counts_units_and_one_person_sections_alike(
    carried_out: Department, officer: User, log_in: Login
) -> None:
    client = log_in(officer)
    overview = client.get(reverse("region_overview")).context["overview"]
    assert (overview.before, overview.done, overview.one_person) == (BEFORE, AFTER, 0)
    for name in ("department_list", "data_health"):
        assert client.get(reverse(name)).status_code == 200
    page = client.get(reverse("department_detail", args=[carried_out.pk]))
    assert (page.context["totals"].size, page.context["totals"].one_person) == (AFTER, 0)
    assert page.context["department"].one_person == 0
    assert "一人科</span>" not in page.content.decode()
    assert page.content.decode().count("大科室 3") == 2
    told = client.get(f"/api/departments/{carried_out.pk}/").json()
    assert (told["section_count"], told["unit_count"], told["one_person"]) == (4, 3, 0)
    again = plans.propose(
        department=carried_out, request=PlanRequest(count=2), by=officer, at=NOON
    )[0]
    assert (again.before, again.after) == (AFTER, StructureSize(2, 2))
    facts = plan_facts(again)
    assert facts.one_person_before == 0
    today = {part.name: part.today for part in facts.parts}
    assert today["one_person"] > 0, "they work in one big section already"
    assert today["overlap"] > 0
    assert again.today_score == again.outcome["today"]["score"]
    assert not any("一人科" in big.reason for big in facts.big_sections)


def test_the_health_check_counts_units(
    carried_out: Department, officer: User, log_in: Login
) -> None:
    client = log_in(officer)

    def found(check: str) -> list[str]:
        data_checks.check([carried_out.pk], at=NOON)
        (result,) = client.get(reverse("data_health"), {"check": check}).context["results"]
        return [finding.section for finding in result.findings]

    assert found("one_person_section") == []
    assert len(found("two_person_section")) == 3
    Section.objects.filter(name="预算科").update(headcount=0)
    assert found("one_person_section") == ["预算科"]


def test_people_of_whom_nothing_is_known_make_no_one_person_section(
    carried_out: Department, officer: User, log_in: Login
) -> None:
    pair = Section.objects.filter(name__startswith="预算")
    pair.update(headcount=None)
    Section.objects.get(name="预算科").staff.all().delete()
    page = log_in(officer).get(reverse("department_detail", args=[carried_out.pk]))
    assert page.context["department"].one_person == page.context["totals"].one_person == 0


def test_sizes_in_words() -> None:
    assert change_words(StructureSize(25, 25), StructureSize(19, 19)) == "科室 25 → 19"
    assert change_words(BEFORE, AFTER) == BOTH
    assert change_words(AFTER, StructureSize(3, 2)) == "科室 4 → 3，大科室 3 → 2"


def test_a_study_by_which_sections_stay_shares_out_big_sections(
    study: RegionStudy, officer: User, log_in: Login
) -> None:
    assert not study.keeps_sections
    study.request |= {"mode": "co-locate"}
    study.save()
    assert study.keeps_sections
    page = log_in(officer).get(reverse("region_study", args=[study.pk])).content.decode()
    assert "大科室总数" in page
    assert "科室 8（不变）" in page
