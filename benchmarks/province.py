"""Makes the data of a province: regions, departments, sections, people, plans, a study, a trail.

Run: python benchmarks/province.py DATABASE_URL [--regions 16] [--people 75] [--plans 3] …
The database must be empty; it is migrated first. Every city is the sample city of 46 departments,
imported from its workbook as a clerk would; the first has one department more, of 60 sections. The
people, the plans of the planner and the rest follow a fixed recipe: two runs make the same province.
province_pages.py and load.py measure on it.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.overlap import make_sections

if TYPE_CHECKING:
    from bigsection.accounts.models import User
    from departments.models import Department, Region, Section
    from mergers.models import MergePlan

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
PROVINCE = "980000"
PASSWORD = "province-2026"  # noqa: S105 - of a database that is made to be measured
LARGE_DEPARTMENT, LARGE_SECTIONS, LARGE_ROSTER = "示例市大局", 60, 437
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华建国文志玉红春梅海燕波鹏飞宇晨轩"
ROLES = {
    "jingban": "clerk",
    "bianban": "officer",
    "lingdao": "leader",
    "shenji": "auditor",
    "guanli": "administrator",
}
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643, of digits 1-17


@dataclass(frozen=True)
class Size:
    """How much of everything; ``people`` is the mean of a section, ``plans`` those of a department.

    ``departments`` cuts every city to so many (0: all).
    """

    regions: int
    departments: int
    people: int
    plans: int
    events: int
    study: bool


def prepare_django(url: str, folder: str) -> None:
    """Django on a database, migrated; jobs run where they are started."""
    os.environ |= {
        "DATABASE_URL": url,
        "DATA_DIR": folder,
        "DJANGO_SETTINGS_MODULE": "bigsection.settings",
    }
    import django
    from django.conf import settings
    from django.core.management import call_command

    immediate = "django_tasks.backends.immediate.ImmediateBackend"
    settings.TASKS = {"default": settings.TASKS["default"] | {"BACKEND": immediate}}
    django.setup()
    call_command("migrate", verbosity=0)


def make_province(size: Size) -> None:
    """Make everything, saying what is done; refuses a database that holds departments."""
    from departments.models import Department, Region

    if Department.objects.exists():
        raise SystemExit("The database holds departments already: give an empty one.")
    province = Region.objects.create(code=PROVINCE, name="示例省")
    cities = [
        Region.objects.create(code=f"98{number:02}00", name=f"示例{number}市")
        for number in range(1, size.regions + 1)
    ]
    for city in cities:
        fill(city, size.departments)
        said(f"{city}: {city.departments.count()} departments")
    if size.regions > 1:
        make_large_department(cities[0])
    users = make_users(province, Department.objects.filter(region=cities[0])[0])
    said(f"{make_people(size.people)} people")
    said(f"{make_plans(size.plans, users)} plans")
    if size.study:
        make_study(cities[0], users["bianban"])
        said("a study")
    make_events(size.events, users["bianban"])
    said(f"{size.events} events")


def said(words: str, started: float = time.monotonic()) -> None:
    """Print what is done, and after how many seconds."""
    print(f"{time.monotonic() - started:7.1f} s  {words}", flush=True)


def fill(city: Region, most: int) -> None:
    """Import the sample city into a region; only its first ``most`` departments (0: all)."""
    from django.db import transaction

    from departments import importing
    from departments.actions.import_runs import take
    from mergers.management.commands.load_sample import SAMPLE, WHOLE_WORKBOOK

    with transaction.atomic():
        reading = importing.read(SAMPLE / WHOLE_WORKBOOK, WHOLE_WORKBOOK)
        comparison = importing.compare(reading, city)
        take(comparison, reading, city, subject=city, by=None, at=NOON)
    if most:
        kept = city.departments.order_by("pk").values_list("pk", flat=True)[:most]
        remove(city.departments.exclude(pk__in=list(kept)))


def remove(departments: Any) -> None:
    """Delete departments that are not wanted, with all that belongs to them."""
    from departments.models import Duty, Post, Quota, Section, SectionLink, StaffMember, WorkItem

    gone = list(departments.values_list("pk", flat=True))
    sections = list(Section.objects.filter(department__in=gone).values_list("pk", flat=True))
    WorkItem.of_all_times.filter(section__in=sections).delete()
    Duty.of_all_times.filter(section__in=sections).delete()
    SectionLink.objects.filter(a__in=sections).delete()
    for model in (Post, Quota, StaffMember, Section):
        model.objects.filter(department__in=gone).delete()
    departments.delete()


def make_large_department(city: Region) -> None:
    """One department of LARGE_SECTIONS sections with duties and hours."""
    from departments.models import Department, Duty, Section, WorkItem
    from departments.pinyin import initials_of

    department = Department.objects.create(
        region=city, name=LARGE_DEPARTMENT, initials=initials_of(LARGE_DEPARTMENT)
    )
    rng = random.Random(LARGE_SECTIONS)
    for position, (name, texts) in enumerate(make_sections(LARGE_SECTIONS)):
        own = f"{name[:-1]}{position + 1}科"
        section = Section.objects.create(
            department=department,
            name=own,
            initials=initials_of(own),
            lines=[f"战线{position % 3 + 1}"],
            position=position,
        )
        for place, text in enumerate(texts):
            duty = Duty.objects.create(section=section, text=text, position=place)
            hours = {"2025": rng.randint(100, 900)}
            WorkItem.objects.create(
                section=section, duty=duty, matter=text, counts=hours, hours_per_unit=1
            )


def make_users(province: Region, department: Department) -> dict[str, User]:
    """One person for each role, of the whole province; the clerk of one department."""
    from bigsection.accounts.models import User
    from departments.models import Membership

    users = {}
    for name, role in ROLES.items():
        user = users[name] = User.objects.create_user(name, password=PASSWORD, full_name=name)
        own = department if role == "clerk" else None
        region = department.region if own else province
        Membership.objects.create(user=user, role=role, region=region, department=own)
    return users


def make_people(mean: int) -> int:
    """A roster for every section that has fewer; the largest has LARGE_ROSTER people. How many."""
    from departments.importing import bulk
    from departments.importing.journal import columns_of
    from departments.models import Department, StaffMember

    columns = columns_of(StaffMember)[1:]
    rng = random.Random(20_261_120)
    number = 0
    for department in Department.objects.order_by("pk"):
        rows = []
        for section in department.sections.order_by("pk"):
            large = (department.name, section.position) == (LARGE_DEPARTMENT, 0)
            people = LARGE_ROSTER if large else round(mean * rng.uniform(0.4, 1.6))
            for _ in range(people - section.staff.count()):
                number += 1
                person = make_person(section, number, rng)
                rows.append(tuple(person[name] for name in columns))
        bulk.insert(StaffMember, columns, rows)
    return StaffMember.objects.count()


def make_person(section: Section, number: int, rng: random.Random) -> dict[str, Any]:
    """The values of a person by column; one in fifty lacks an ID number, one in a hundred has left."""
    from departments.pinyin import initials_of_person

    born = NOON.date() - timedelta(days=rng.randint(22 * 365, 60 * 365))
    name = rng.choice(SURNAMES) + "".join(rng.choices(GIVEN, k=rng.choice((1, 2, 2))))
    return {
        "department_id": section.department_id,
        "section_id": section.pk,
        "name": name,
        "initials": initials_of_person(name),
        "gender": "男" if number % 2 else "女",
        "ethnicity": "汉族",
        "id_number": ""
        if number % 50 == 0
        else id_number(f"98{number // 1000 % 10_000:04}", born, number),
        "birth_date": born.isoformat(),
        "political_status": rng.choice(("中共党员", "群众", "")),
        "work_since": f"{born.year + 22}-07",
        "rank": rng.choice(("一级科员", "四级主任科员", "一级主任科员", "")),
        "quota_type": rng.choice(("行政", "行政", "事业", "工勤")),
        "education": rng.choice(("大学", "研究生", "大专")),
        "employment": "调出" if number % 100 == 0 else "在职",
        "remark": "",
        "position": number % 1000,
        "standing": "active",
    }


def id_number(place: str, born: Any, number: int) -> str:
    """An ID number of GB 11643 with a right check digit."""
    digits = f"{place}{born:%Y%m%d}{number % 1000:03}"
    rest = sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=True)) % 11
    return digits + "10X98765432"[rest]


def make_plans(each: int, users: dict[str, User]) -> int:
    """``each`` plans of the planner for every department, 18 → 10; one in three has one submitted."""
    from departments.models import Department
    from mergers.actions import plans
    from mergers.planning import PlanRequest

    made = 0
    for place, department in enumerate(Department.objects.order_by("pk")):
        count = max(1, round(department.sections.count() * 10 / 18))
        own: list[MergePlan] = []
        for extra in range(each):
            request = PlanRequest(count=min(count + extra, department.sections.count()))
            at = NOON + timedelta(minutes=len(own))
            own += plans.propose(department=department, request=request, by=users["bianban"], at=at)
        made += len(own)
        if own and place % 3 == 0:
            submit(own[0], users["bianban"])
        if place % 50 == 0:
            said(f"plans of {place} departments")
    return made


def submit(plan: MergePlan, by: User) -> None:
    """Have a plan wait for a decision, with the reason that broken rules need."""
    from mergers.actions import approvals

    approvals.submit(plan=plan, by=by, at=NOON + timedelta(hours=1), reason="按方案执行。")


def make_study(city: Region, by: User) -> None:
    """A finished study of all departments of a city, about 295 of 413 sections."""
    from mergers.actions import studies
    from mergers.models import StudyLine
    from mergers.planning import PlanRequest

    departments = [each for each in city.departments.all() if each.name != LARGE_DEPARTMENT]
    lines = [StudyLine(department=each, sections=each.sections.count()) for each in departments]
    total = round(sum(line.sections for line in lines) * 295 / 413)
    studies.start(
        region=city,
        title="全市大科室整合",
        total=total,
        request=PlanRequest(),
        participants=lines,
        by=by,
        at=NOON,
    )


def make_events(count: int, by: User) -> None:
    """A trail of ``count`` events, a minute apart."""
    from bigsection.audit.models import AuditEvent
    from departments.models import Department

    departments = list(Department.objects.select_related("region"))
    AuditEvent.objects.bulk_create(made_events(count, departments, by), batch_size=2000)


def made_events(count: int, departments: list[Department], by: User) -> Iterator[Any]:
    """The events of ``make_events``, before they are written."""
    from bigsection.audit.models import AuditEvent

    for number in range(count):
        of = departments[number % len(departments)]
        yield AuditEvent(
            at=NOON - timedelta(minutes=number),
            actor=by,
            verb="section.figures",
            subject_type="departments.department",
            subject_id=str(of.pk),
            subject_label=of.name,
            region_code=of.region.code,
            department_id=of.pk,
            changes={"headcount": [number % 7, number % 7 + 1]},
        )


def main() -> None:
    """Read the sizes and make the province; without a database, say how it is called."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url", nargs="?", help="sqlite:///… or postgres://… of an empty database")
    parser.add_argument("--regions", type=int, default=16, help="cities of the province")
    parser.add_argument("--departments", type=int, default=0, help="of each city; 0: all 46")
    parser.add_argument("--people", type=int, default=75, help="mean of a section")
    parser.add_argument("--plans", type=int, default=3, help="of each department")
    parser.add_argument("--events", type=int, default=50_000, help="of the audit trail")
    parser.add_argument("--no-study", dest="study", action="store_false")
    given = vars(parser.parse_args())
    url = given.pop("url")
    if url is None:
        parser.print_help()
        return
    with tempfile.TemporaryDirectory() as folder:
        prepare_django(url, folder)
        make_province(Size(**given))


if __name__ == "__main__":
    main()
