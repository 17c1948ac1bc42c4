"""Who may do what with a plan: ``check_x`` refuses with a reason, ``may_x`` answers for buttons."""

from bigsection.accounts.models import User
from bigsection.errors import NotAllowed
from departments.models import Department, Region, Role
from departments.models.region import code_prefix
from departments.scope import holds, memberships_of
from mergers.domain.workflow import TRANSITIONS, open_steps
from mergers.models import MergePlan

ROLE_NAMES = dict(Role.choices)
STEP_NAMES = {
    "submit": "提交审批",
    "recall": "撤回",
    "approve": "同意",
    "return": "退回",
    "withdraw": "作废",
}


def may_propose(user: User, department: Department) -> bool:
    """Whether the person may make and edit plans for a department."""
    return holds(user, department, (Role.CLERK, Role.OFFICER))


def check_propose(user: User, department: Department) -> None:
    """Refuse a person who may not make plans for ``department``."""
    if not may_propose(user, department):
        raise NotAllowed(
            f"您不能为“{department}”拟定方案。", hint="请联系该部门经办人或编办工作人员。"
        )


def is_officer_of(user: User, region: Region) -> bool:
    """Whether the person is an officer of the region or of one above it; a superuser only looks."""
    return any(
        membership.role == Role.OFFICER
        and not membership.department_id
        and region.code.startswith(code_prefix(membership.region.code))
        for membership in memberships_of(user)
    )


may_rule = may_study = is_officer_of
"""Ruling on duties of two departments, starting and changing studies of a region."""


def check_rule(user: User, region: Region) -> None:
    """Refuse a person who may not rule on the duties of ``region``."""
    if not may_rule(user, region):
        raise NotAllowed(f"您不能裁定“{region}”各部门的职责。", hint="请联系编办工作人员。")


def why_not(user: User, plan: MergePlan, verb: str) -> str:
    """Why the person may not take the step, in words; empty when they may.

    The status is not looked at here: that is the workflow's question.
    """
    step = TRANSITIONS[verb]
    if not holds(user, plan.department, step.roles):
        roles = "、".join(str(ROLE_NAMES[role]) for role in step.roles)
        return f"“{STEP_NAMES[verb]}”需要{roles}权限。"
    if not step.author_may and plan.author_id == user.pk:
        return "拟稿人不能审批自己的方案。"
    if verb == "approve":
        foreign = [d for d in _receiving(plan) if not holds(user, d, step.roles)]
        if foreign:
            return f"方案把职责划入“{foreign[0]}”，同意需要对该部门也有审批权限。"
    if step.author_may:
        return ""
    submitted_by = plan.decisions.filter(verdict="submit").order_by("-at", "-pk").first()
    if submitted_by and submitted_by.by_id == user.pk:
        return "提交人不能审批自己提交的方案。"
    return ""


def _receiving(plan: MergePlan) -> list[Department]:
    """The other departments that get a duty by the plan."""
    return list(
        Department.objects.filter(sections__duty_moves__plan=plan)
        .exclude(pk=plan.department_id)
        .select_related("region")
        .distinct()
    )


def check_step(user: User, plan: MergePlan, verb: str) -> None:
    """Refuse a step of the workflow that the person may not take."""
    reason = why_not(user, plan, verb)
    if reason:
        raise NotAllowed(reason, hint="请由有权限的同事办理。")


def steps_for(user: User, plan: MergePlan) -> list[str]:
    """The verbs that this person may take on the plan now, for buttons."""
    return [step.verb for step in open_steps(plan.status) if not why_not(user, plan, step.verb)]


def sees_studies(user: User) -> bool:
    """Whether the person answers for a whole region somewhere: studies compare departments."""
    return any(not m.department_id for m in memberships_of(user))


def check_see_studies(user: User) -> None:
    """Refuse a person who knows single departments only."""
    if not sees_studies(user):
        raise NotAllowed(
            "全域测算只对本地区的编办、领导和审计人员开放。", hint="请联系编办工作人员。"
        )


def check_study(user: User, region: Region) -> None:
    """Refuse a person who may not start or change studies of ``region``."""
    if not may_study(user, region):
        raise NotAllowed(f"测算“{region}”需要编办工作人员权限。", hint="您可以查看已有的测算结果。")
