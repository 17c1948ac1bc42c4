"""提交、撤回、作废、同意、退回: each step by its page, in its order, by those who may."""

from datetime import timedelta

import pytest
from django.urls import reverse

from mergers.actions import approvals, edits, plans
from mergers.models import PlanStatus
from mergers.planning import PlanRequest
from tests.integration.mergers.conftest import NOON, seen
from tests.pages import main_part, press

LATER = NOON + timedelta(minutes=5)
STEPS = ["submit", "recall", "withdraw", "approve", "return"]


def url(plan, step) -> str:
    return reverse(f"plan_{step}", args=[plan.pk])


def page_of(plan) -> str:
    return reverse("plan_detail", args=[plan.pk])


def api(plan, step="detail") -> str:
    return reverse(f"api_plan_{step}", args=[plan.pk])


@pytest.fixture
def submitted(plan, clerk):
    return approvals.submit(plan=plan, by=clerk, at=NOON)


def test_the_author_submits_recalls_and_withdraws(log_in, clerk, plan):
    client = log_in(clerk)
    for step, status in (
        ("submit", PlanStatus.SUBMITTED),
        ("recall", PlanStatus.DRAFT),
        ("withdraw", PlanStatus.WITHDRAWN),
    ):
        response = client.post(url(plan, step), seen(plan))
        assert response["Location"] == reverse("plan_detail", args=[plan.pk])
        plan.refresh_from_db()
        assert plan.status == status


def test_the_leader_approves(log_in, leader, submitted):
    response = log_in(leader).post(url(submitted, "approve"), seen(submitted), follow=True)
    submitted.refresh_from_db()
    assert submitted.status == PlanStatus.EXECUTED
    assert "notice-good" in response.text


def test_the_leader_returns_with_a_reason(log_in, leader, submitted):
    log_in(leader).post(url(submitted, "return"), {"reason": "职责划转不清"} | seen(submitted))
    submitted.refresh_from_db()
    assert submitted.status == PlanStatus.RETURNED
    assert submitted.decisions.get(verdict="return").reason == "职责划转不清"


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_return_without_a_reason_changes_nothing(log_in, leader, submitted, reason):
    response = log_in(leader).post(url(submitted, "return"), {"reason": reason} | seen(submitted))
    assert response.status_code == 422
    assert "必须写明理由" in response.text
    assert response.templates[0].name == "mergers/plan_detail.html"
    assert 'aria-describedby="return-refused"' in response.text
    submitted.refresh_from_db()
    assert submitted.status == PlanStatus.SUBMITTED


def test_the_author_cannot_approve(log_in, clerk, submitted):
    assert log_in(clerk).post(url(submitted, "approve")).status_code == 403


@pytest.mark.parametrize(
    ("role", "step"), [("clerk", "recall"), ("leader", "approve"), ("leader", "return")]
)
def test_a_step_out_of_order_is_a_conflict(request, log_in, plan, role, step):
    client = log_in(request.getfixturevalue(role))
    response = client.post(url(plan, step), {"reason": "理由"})
    assert response.status_code == 409
    assert "草案" in response.text


@pytest.mark.parametrize("step", STEPS)
def test_a_link_changes_nothing(log_in, clerk, plan, step):
    assert log_in(clerk).get(url(plan, step)).status_code == 405


@pytest.mark.parametrize("step", STEPS)
def test_the_outsider_finds_nothing(log_in, outsider, plan, step):
    assert log_in(outsider).post(url(plan, step), {"reason": "理由"}).status_code == 404


@pytest.mark.parametrize("step", STEPS)
def test_asks_for_a_login(client, plan, step):
    assert client.post(url(plan, step)).status_code == 302


@pytest.fixture
def another_is_submitted(submitted, clerk, sections):
    """What the clerk does between the leader's look and the leader's click."""

    def resubmit():
        approvals.recall(plan=submitted, by=clerk, at=NOON)
        edit = edits.move_section(
            plan=submitted,
            section=sections["会计科"],
            to=submitted.placements.get(section=sections["办公室"]).big_section,
            by=clerk,
            at=NOON,
        )
        approvals.submit(plan=submitted, by=clerk, at=LATER, reason="会计归办公室")
        return edit

    return resubmit


@pytest.mark.both_databases
@pytest.mark.parametrize("step", ["approve", "return"])
def test_a_leader_decides_on_the_plan_that_was_seen_or_on_none(
    log_in, leader, submitted, another_is_submitted, step
):
    client = log_in(leader)
    old = client.get(page_of(submitted)).context["seen"]
    edit = another_is_submitted()
    response = client.post(url(submitted, step), {"reason": "理由", "seen": old})
    assert response.status_code == 409
    assert edit.words in response.text
    assert "周经办" in response.text
    submitted.refresh_from_db()
    assert submitted.status == PlanStatus.SUBMITTED
    assert submitted.department.sections.standing().count() == 4

    looked_again = client.get(page_of(submitted)).context["seen"]
    client.post(url(submitted, step), {"reason": "理由", "seen": looked_again})
    submitted.refresh_from_db()
    assert submitted.status != PlanStatus.SUBMITTED


def test_the_same_content_submitted_again_is_another_version(log_in, leader, submitted, clerk):
    old = seen(submitted)
    approvals.recall(plan=submitted, by=clerk, at=NOON)
    approvals.submit(plan=submitted, by=clerk, at=LATER, reason="补充说明")
    assert log_in(leader).post(url(submitted, "approve"), old).status_code == 409


def test_who_decides_on_a_plan_that_was_recalled_reads_what_happened(
    log_in, leader, submitted, clerk
):
    client = log_in(leader)
    old = client.get(page_of(submitted)).context["seen"]
    approvals.recall(plan=submitted, by=clerk, at=NOON, reason="数字要改")
    response = client.post(url(submitted, "approve"), {"seen": old})
    assert response.status_code == 409
    assert "数字要改" in response.text
    assert page_of(submitted) in response.text


@pytest.mark.parametrize("step", ["submit", "withdraw"])
def test_a_draft_that_somebody_edited_meanwhile_is_not_decided_upon(
    log_in, clerk, officer, plan, sections, step
):
    old = seen(plan)
    edits.move_section(plan=plan, section=sections["会计科"], to=None, by=officer, at=NOON)
    assert log_in(clerk).post(url(plan, step), old).status_code == 409
    plan.refresh_from_db()
    assert plan.status == PlanStatus.DRAFT


def test_while_a_plan_of_the_department_waits_no_other_is_offered_for_submission(
    log_in, clerk, submitted, department
):
    other = plans.propose(department=department, request=PlanRequest(count=2), by=clerk, at=NOON)[0]
    client = log_in(clerk)
    page = client.get(page_of(other)).text
    assert url(other, "submit") not in page
    assert page_of(submitted) in main_part(client.get(page_of(other)))
    refused = client.post(url(other, "submit"), seen(other))
    assert refused.status_code == 409
    assert page_of(submitted) in refused.text


@pytest.mark.parametrize("version", [{}, {"seen": ""}, {"seen": "²-x"}, {"seen": "9" * 5_000}])
def test_a_step_that_names_no_version_is_not_taken(log_in, clerk, plan, version):
    assert log_in(clerk).post(url(plan, "submit"), version).status_code == 409


@pytest.mark.both_databases
class TestForPrograms:
    """The same steps in the API: If-Match names the version."""

    def test_the_tag_that_was_read_is_decided_upon(self, log_in, leader, submitted):
        client = log_in(leader)
        tag = client.get(api(submitted), headers={"Accept-Encoding": "gzip"}).headers["ETag"]
        done = client.post(api(submitted, "approve"), headers={"If-Match": tag})
        assert (done.status_code, done.json()["status"]) == (200, "executed")
        assert done.headers["ETag"] not in ("", tag)

    def test_another_tag_is_refused_with_what_happened(
        self, log_in, leader, submitted, another_is_submitted
    ):
        client = log_in(leader)
        tag = client.get(api(submitted)).headers["ETag"]
        edit = another_is_submitted()
        refused = client.post(api(submitted, "approve"), headers={"If-Match": tag})
        assert refused.status_code == 412
        assert any(edit.words in line for line in refused.json()["since"])
        submitted.refresh_from_db()
        assert submitted.status == PlanStatus.SUBMITTED

    @pytest.mark.parametrize("headers", [{}, {"If-Match": "*"}])
    def test_no_tag_is_asked_for(self, log_in, leader, submitted, headers):
        refused = log_in(leader).post(api(submitted, "approve"), headers=headers)
        assert refused.status_code == 428

    def test_who_and_when_as_on_the_page(self, log_in, clerk, outsider, plan):
        headers = {"If-Match": seen(plan)["seen"]}
        for who, step, status in ((clerk, "approve", 403), (outsider, "submit", 404)):
            assert log_in(who).post(api(plan, step), headers=headers).status_code == status
        client = log_in(clerk)
        assert client.post(api(plan, "recall"), headers=headers).status_code == 409
        assert client.get(api(plan, "submit")).status_code == 405


@pytest.mark.both_databases
class TestBrokenRules:
    """A plan that breaks a planner's rule is submitted with a reason, and the leader reads both."""

    REASON = "三定方案已明确四个科室"

    @pytest.fixture
    def broken(self, plan, sections, clerk):
        """Four big sections where three were asked for."""
        name = "预算审核科"
        edits.found_big_section(plan=plan, name="", section=sections[name], by=clerk, at=NOON)
        return plan

    def test_without_a_reason_it_is_asked_for_on_the_page(self, log_in, clerk, broken):
        page = log_in(clerk).get(page_of(broken))
        assert len(page.context["broken"]) == 1
        refused = press(log_in(clerk), page_of(broken), url(broken, "submit"), {"reason": " "})
        assert refused.status_code == 422
        assert 'aria-describedby="submit-refused"' in refused.text
        assert page.context["broken"][0] in refused.text
        broken.refresh_from_db()
        assert broken.status == PlanStatus.DRAFT

    def test_the_leader_first_reads_rule_and_reason(self, log_in, clerk, leader, broken):
        press(log_in(clerk), page_of(broken), url(broken, "submit"), {"reason": self.REASON})
        opened = log_in(leader).get(page_of(broken))
        first = opened.text.partition('id="decision-title"')[2].partition("</p>")[0]
        assert opened.context["broken"][0] in first
        assert self.REASON in first
        answer = log_in(leader).get(api(broken)).json()
        assert [rule["rule"] for rule in answer["rules"] if not rule["passed"]] == ["count"]
        assert [one["reason"] for one in answer["decisions"]] == [self.REASON]
        assert self.REASON in log_in(leader).get(page_of(broken), {"tab": "record"}).text

    def test_no_reason_lifts_a_bench(self, log_in, clerk, broken, sections):
        edits.move_section(plan=broken, section=sections["会计科"], to=None, by=clerk, at=NOON)
        wish = {"reason": self.REASON} | seen(broken)
        assert log_in(clerk).post(url(broken, "submit"), wish).status_code == 422
        broken.refresh_from_db()
        assert broken.status == PlanStatus.DRAFT
