"""Loads the sample regions, does the main job on one of them, and says where to look."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from bigsection.accounts.models import User
from departments import importing
from departments.actions.import_runs import take
from departments.models import Department, Region, Section
from mergers.actions.plans import propose
from mergers.models import MergePlan
from mergers.planning import PlanRequest
from mergers.presenting.proof import score_words
from mergers.sample.people import ACCOUNTS, create_accounts, password_of_installation

SAMPLE = Path(importing.__file__).parent.parent / "sample"
CITY_OF_ONE = ("990100", "示例市", "组织部.xlsx")
WHOLE_CITY = ("990200", "示范市", "市直46部门机构人员职责汇总.xlsx")
DEPARTMENT = "示例市委组织部"


class Command(BaseCommand):
    help = "Load the sample regions (once), plan one department, print a short account."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the account says that the product is reached."""
        host = os.environ.get("HOST", "127.0.0.1")
        port = os.environ.get("PORT", "8000")
        parser.add_argument("--address", default=f"http://{host}:{port}/")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what is missing; a second run only prints."""
        regions = [self.load(*place) for place in (CITY_OF_ONE, WHOLE_CITY)]
        department = Department.objects.standing().get(region=regions[0], name=DEPARTMENT)
        password = password_of_installation(settings.DATA_DIR / "demo_password")
        create_accounts(department, regions, password)
        self.account(self.plan(department), regions[1], password, options["address"])

    @transaction.atomic
    def load(self, code: str, name: str, file_name: str) -> Region:
        """Import one sample workbook into its region, unless the region is there already."""
        region, created = Region.objects.get_or_create(code=code, defaults={"name": name})
        if created:
            reading = importing.read(SAMPLE / file_name, file_name)
            comparison = importing.compare(reading, region)
            take(comparison, reading, region, subject=region, by=None, at=timezone.now())
        return region

    def plan(self, department: Department) -> MergePlan:
        """The newest plan of the sample department; made by the clerk when there is none."""
        found = department.plans.order_by("-created_at", "-pk").first()
        if found is not None:
            return found
        clerk = User.objects.get(username=ACCOUNTS[0].username)
        request = PlanRequest(count=10, separate_kinds=True)
        return propose(department=department, request=request, by=clerk, at=timezone.now())[0]

    def account(self, plan: MergePlan, city: Region, password: str, address: str) -> None:
        """What was done, where to look, and who can log in."""
        sections = Section.objects.standing().filter(department__region=city).count()
        departments = city.departments.standing().count()
        lines = [
            f"示例已就绪：{plan.department} {plan.change_words}，" + score_words(plan),
            f"  Sample ready: {plan.sections_before} → {plan.sections_after} sections, score "
            f"{plan.today_score:.1f} → {plan.score:.1f}, "
            + ("proven optimal" if plan.proven else f"at most {plan.gap:.2f} points from the best"),
            f"  方案      {address}plans/{plan.pk}/",
            f"  重叠矩阵  {address}departments/{plan.department_id}/overlap/",
            f"  另有{city}：{departments} 个部门、{sections} 个科室可供试用",
            f"演示账号 · demo accounts（密码 password: {password}）：",
            *(
                f"  {account.username:<10}{account.full_name}　{account.role.label}"
                for account in ACCOUNTS
            ),
        ]
        self.stdout.write("\n".join(lines))
