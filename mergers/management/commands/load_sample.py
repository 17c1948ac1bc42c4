"""Loads the sample regions, does the main job on two departments, and says where to look."""

import os
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from bigsection.accounts.models import User
from departments import importing
from departments.actions.import_runs import take
from departments.models import Department, Region, RegionCalibration, RuleSet, Section
from mergers.actions.calibrations import recalibrate
from mergers.actions.plans import propose
from mergers.models import MergePlan
from mergers.planning import PlanRequest, plan_facts, usual_rules
from mergers.planning.calibration_preview import preview
from mergers.presenting.proof import score_words
from mergers.sample.people import ACCOUNTS, create_accounts, password_of_installation

SAMPLE = Path(importing.__file__).parent.parent / "sample"
CITY = ("990100", "示例市")
REFORMED = "示例市委组织部"
MERGED = "示例市财政局"
WORKBOOKS = {REFORMED: "组织部.xlsx", MERGED: "财政局.xlsx"}
"""The departments of the city, each in a workbook of its own."""
WHOLE_CITY = ("990200", "模拟市")
WHOLE_WORKBOOK = "市直46部门机构人员职责汇总.xlsx"
COUNTS = {REFORMED: 10, MERGED: 19}
"""Big sections that the real reforms came to: 18 sections work as 10, 25 become 19."""


class Command(BaseCommand):
    help = "Load the sample regions (once), plan two departments, print a short account."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the account says that the product is reached."""
        host = os.environ.get("HOST", "127.0.0.1")
        port = os.environ.get("PORT", "8000")
        parser.add_argument("--address", default=f"http://{host}:{port}/")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what is missing; a second run only prints."""
        city, whole = (self.region(*place) for place in (CITY, WHOLE_CITY))
        departments = [self.department(city, *entry) for entry in WORKBOOKS.items()]
        if not whole.departments.exists():
            self.load(whole, WHOLE_WORKBOOK)
        if not MergePlan.objects.filter(department__region=city).exists():
            self.calibrate(city)
        password = password_of_installation(settings.DATA_DIR / "demo_password")
        create_accounts(departments, [city, whole], password)
        plans = [
            self.plan(department, mode)
            for department, mode in zip(departments, ("co-locate", "merge"), strict=True)
        ]
        self.account(plans, whole, password, options["address"])

    def region(self, code: str, name: str) -> Region:
        """The region, made where it is missing."""
        return Region.objects.get_or_create(code=code, defaults={"name": name})[0]

    def department(self, region: Region, name: str, file_name: str) -> Department:
        """A department of the sample, from its workbook unless it is there already."""
        standing = Department.objects.standing().filter(region=region, name=name)
        if not standing.exists():
            self.load(region, file_name)
        return standing.get()

    @transaction.atomic
    def load(self, region: Region, file_name: str) -> None:
        """Import one sample workbook into its region."""
        reading = importing.read(SAMPLE / file_name, file_name)
        comparison = importing.compare(reading, region)
        take(comparison, reading, region, subject=region, by=None, at=timezone.now())

    def calibrate(self, region: Region) -> None:
        """Measure by all departments of the region: its first import has brought one of them only."""
        found = preview(region, RegionCalibration.objects.in_force(region))
        recalibrate(region=region, seen=found.seen, by=None, at=timezone.now())

    def plan(self, department: Department, mode: str) -> MergePlan:
        """The newest plan of a sample department; made by the clerk when there is none."""
        found = department.plans.order_by("-created_at", "-pk").first()
        if found is not None:
            return found
        clerk = User.objects.get(username=ACCOUNTS[0].username)
        rules = usual_rules(RuleSet.objects.of(department.region))
        request = PlanRequest(count=COUNTS[department.name], mode=mode, **rules)
        return propose(department=department, request=request, by=clerk, at=timezone.now())[0]

    def account(
        self, plans: Sequence[MergePlan], whole: Region, password: str, address: str
    ) -> None:
        """What was done, where to look, and who can log in."""
        sections = Section.objects.standing().filter(department__region=whole).count()
        departments = whole.departments.standing().count()
        lines = [
            "示例已就绪 · sample ready",
            *(line for plan in plans for line in story_of(plan, address)),
            f"  另有{whole}：{departments} 个部门、{sections} 个科室可供试用",
            f"演示账号 · demo accounts（密码 password: {password}）：",
            *(
                f"  {account.username:<10}{account.full_name}　{account.role.label}"
                for account in ACCOUNTS
            ),
        ]
        self.stdout.write("\n".join(lines))


def story_of(plan: MergePlan, address: str) -> Iterator[str]:
    """What a plan makes of its department: sections, score, and its big sections line by line."""
    facts = plan_facts(plan)
    single = f"一人科 {facts.one_person_before} → {facts.one_person_after}"
    yield f"{plan.department}（{plan.get_mode_display()}）：{plan.change_words}，{single}"
    yield f"  {score_words(plan)}"
    proof = "proven optimal" if plan.proven else "not proven optimal"
    before, after = plan.before, plan.after
    yield (
        f"  {before.sections} → {after.sections} sections in {before.units} → {after.units} "
        f"working units, score {plan.today_score:.1f} → {plan.score:.1f}, {proof}"
    )
    lines: dict[str, list[str]] = {}
    for big in facts.big_sections:
        if len(big.members) > 1:
            line = "、".join(dict.fromkeys(one for own in big.members for one in own.lines))
            members = " + ".join(own.name for own in big.members)
            lines.setdefault(line or "整合", []).append(f"{big.name}（{members}）")
    for line, names in lines.items():
        yield f"  {line}：{'；'.join(names)}"
    yield f"  方案 {address}plans/{plan.pk}/　重叠矩阵 {address}departments/{plan.department_id}/overlap/"
