"""Plans of departments without workload or duties: what is not known earns nothing and is said."""

import json
from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from bigsection.accounts.models import User
from departments.models import Department, Duty, Section, WorkItem
from mergers.actions import plans
from mergers.models import MergePlan, RegionStudy
from mergers.planning import PlanRequest, plan_facts
from mergers.presenting.proof import score_words
from mergers.presenting.studies_xlsx import study_workbook
from tests.integration.mergers.conftest import NOON

pytestmark = pytest.mark.both_databases

UNKNOWN, NOT_BEST, ADVICE = "负荷均衡未评估", "无法判断", "没有职责数据，无法判断是否最优"
Login = Callable[[User], Client]


@pytest.fixture
def busy(sections: dict[str, Section]) -> None:
    """One section has stated its work."""
    WorkItem.objects.create(
        section=sections["预算科"], matter="审核", counts={"2025": 100}, hours_per_unit=30
    )


@pytest.fixture
def without_duties(sections: dict[str, Section]) -> None:
    Duty.objects.all().delete()


def propose(department: Department, by: User) -> MergePlan:
    return plans.propose(department=department, request=PlanRequest(count=3), by=by, at=NOON)[0]


def test_without_workload_balance_weighs_nothing_and_has_no_figure(plan: MergePlan) -> None:
    assert plan.not_assessed == ["balance"]
    assert plan.problem["weights"]["balance"] == 0
    facts = plan_facts(plan)
    (balance,) = (part for part in facts.parts if part.name == "balance")
    assert (balance.weight, balance.value, balance.today) == (0, None, None)
    known = [part for part in facts.parts if part.value is not None]
    assert sum(part.weight for part in known) == pytest.approx(1)
    assert sum(part.weight * (part.value or 0) for part in known) == pytest.approx(plan.score)
    assert facts.unfounded == 0
    assert plan.proven


def test_with_the_workload_of_one_section_balance_is_assessed(
    department: Department, busy: None, clerk: User
) -> None:
    plan = propose(department, clerk)
    assert plan.not_assessed == []
    assert plan.problem["weights"]["balance"] > 0
    assert all(part.value is not None for part in plan_facts(plan).parts)


def test_without_duties_no_plan_is_called_the_best(
    department: Department, without_duties: None, clerk: User, officer: User, log_in: Login
) -> None:
    plan = propose(department, clerk)
    assert plan.not_assessed == ["overlap", "balance"]
    client = log_in(officer)
    for page in (reverse("plan_detail", args=[plan.pk]), reverse("plan_list")):
        text = client.get(page).content.decode()
        assert NOT_BEST in text
        assert "已证明" not in text
    assert ADVICE in score_words(plan)
    assert not any("职能" in big.reason for big in plan_facts(plan).big_sections)


def test_every_place_that_shows_the_score_says_what_it_leaves_out(
    plan: MergePlan, officer: User, log_in: Login
) -> None:
    client = log_in(officer)
    detail = reverse("plan_detail", args=[plan.pk])
    for page in (detail, reverse("plan_list"), reverse("region_overview")):
        assert UNKNOWN in client.get(page).content.decode()
    assert reverse("import_list") in client.get(detail).content.decode()
    assert UNKNOWN in score_words(plan)


@pytest.mark.parametrize("question", ["alternatives", "curve", "moves", "pareto", "why-not"])
def test_answers_have_no_figure_for_it(
    question: str, plan: MergePlan, sections: dict[str, Section], officer: User, log_in: Login
) -> None:
    a, b = sections["预算科"].pk, sections["会计科"].pk
    asked = {"a": a, "b": b, "k": 2}
    client = log_in(officer)
    page = client.get(reverse("plan_question", args=[plan.pk, question]), asked)
    assert page.status_code == 200
    assert "未评估" in page.content.decode()
    told = client.get(f"/api/plans/{plan.pk}/{question}/", asked).json()
    assert told["not_assessed"] == ["balance"]
    assert told["present"]["parts"]["balance"] is None
    assert told["present"]["parts"]["overlap"] is not None


def test_programs_get_null_and_the_names(plan: MergePlan, officer: User, log_in: Login) -> None:
    told = log_in(officer).get(f"/api/plans/{plan.pk}/").json()
    assert told["not_assessed"] == ["balance"]
    assert [big["parts"]["balance"] for big in told["big_sections"]] == [None] * 3
    out = StringIO()
    call_command(
        "plan_merges", plan.department.name, "--count", "3", "--format", "json", stdout=out
    )
    printed = json.loads(out.getvalue())
    assert printed["not_assessed"] == ["balance"]
    for scored in (printed, printed["today"], *printed["big_sections"]):
        assert scored["parts"]["balance"] is None
        assert scored["parts"]["span"] is not None


def test_a_study_names_it_for_every_department(
    study: RegionStudy, officer: User, log_in: Login
) -> None:
    assert [line.not_assessed for line in study.lines.all()] == [["balance"]] * 3
    assert UNKNOWN in log_in(officer).get(reverse("region_study", args=[study.pk])).content.decode()
    assert study_workbook(study)


def test_a_study_calls_nothing_the_best_where_no_duties_are_known(
    without_duties: None, study: RegionStudy, officer: User, log_in: Login
) -> None:
    Duty.objects.all().delete()
    study.lines.update(not_assessed=["overlap", "balance"])
    text = log_in(officer).get(reverse("region_study", args=[study.pk])).content.decode()
    assert text.count(NOT_BEST) >= 3


def test_a_plan_of_before_keeps_score_and_proof_and_says_what_is_unfounded_in_it(
    plan: MergePlan, officer: User, log_in: Login
) -> None:
    weights = plan.problem["weights"] | {"balance": 0.25}
    MergePlan.objects.filter(pk=plan.pk).update(problem=plan.problem | {"weights": weights})
    old = MergePlan.objects.get(pk=plan.pk)
    facts = plan_facts(old)
    assert facts.unfounded == pytest.approx(25)
    assert [part.value for part in facts.parts if part.name == "balance"] == [None]
    text = log_in(officer).get(reverse("plan_detail", args=[plan.pk])).content.decode()
    assert "25.0" in text
