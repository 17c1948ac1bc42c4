"""Measures a list of people, a search and the first page beside Horilla, an HR system on Django.

Run: HORILLA=its checkout HORILLA_PYTHON=a Python with its requirements python benchmarks/hr_peer.py
Both get the same 10,000 people on SQLite, and each is asked through Django's test client in a
process of its own, by a person who may see everybody. Without HORILLA it says how it is called.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
PEOPLE = 10_000
ROUNDS = 7
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平"
SOUGHT = "王伟"
HORILLA = {
    "people, first page": "/employee/employee-filter-view?view=list",
    "search, hits": f"/employee/employee-filter-view?view=list&search={SOUGHT}",
    "search, no hit": "/employee/employee-filter-view?view=list&search=卌卌",
    "first page after the login": "/",
}


def names() -> Iterator[str]:
    """The names of the people, one after the other."""
    for number in range(PEOPLE):
        yield SURNAMES[number % 20] + GIVEN[number // 20 % 20] + GIVEN[number // 400 % 20]


def measured(client: Any, addresses: dict[str, str], **headers: str) -> dict[str, float]:
    """Median milliseconds of ROUNDS requests of each address, after one that warms up."""
    found = {}
    for name, address in addresses.items():
        spent = []
        for _ in range(ROUNDS + 1):
            started = time.perf_counter()
            response = client.get(address, **headers)
            spent.append(time.perf_counter() - started)
            assert response.status_code == 200, (address, response.status_code)  # noqa: S101
        found[name] = 1000 * statistics.median(spent[1:])
    return found


def measure_horilla() -> dict[str, float]:
    """Fill Horilla's database, which is migrated, and measure it."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "horilla.settings"
    import django

    sys.path.insert(0, os.getcwd())
    django.setup()
    from django.apps import apps
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.test import Client

    settings.ALLOWED_HOSTS = ["testserver"]
    people, company = apps.get_model("employee.Employee"), apps.get_model("base.Company")
    work = apps.get_model("employee.EmployeeWorkInformation")
    office = company.objects.create(
        company="示例市", hq=True, address="-", country="中国", state="-", city="-", zip="0"
    )
    manager = get_user_model().objects.create_superuser("manager", "m@example.org", "manager")
    made = people.objects.bulk_create(
        people(
            employee_first_name=name,
            email=f"{number}@example.org",
            phone="0",
            employee_user_id=None if number else manager,
        )
        for number, name in enumerate(names())
    )
    work.objects.bulk_create(work(employee_id=each, company_id=office) for each in made)
    client = Client()
    client.force_login(manager)
    session = client.session
    session["selected_company"] = "all"
    session.save()
    return measured(client, HORILLA, HTTP_HX_REQUEST="true")


def measure_ours(folder: str) -> dict[str, float]:
    """The same people in 20 sections of one department, one with a hundred on its first page."""
    sys.path.insert(0, str(HERE.parent))
    from benchmarks.pages import officer_and_client, prepare_django

    prepare_django(folder)
    _, client = officer_and_client()
    from departments.models import Region, StaffMember
    from departments.pinyin import initials_of_person
    from tests.factories import DepartmentFactory, SectionFactory

    department = DepartmentFactory.create(region=Region.objects.get())
    sections = [SectionFactory.create(department=department) for _ in range(20)]
    StaffMember.objects.bulk_create(
        StaffMember(
            department=department,
            section=sections[number % 20],
            name=name,
            initials=initials_of_person(name),
            position=number,
        )
        for number, name in enumerate(names())
    )
    addresses = {
        "people, first page": f"/sections/{sections[0].pk}/",
        "search, hits": f"/search/?q={SOUGHT}",
        "search, no hit": "/search/?q=卌卌",
        "first page after the login": "/",
    }
    return measured(client, addresses)


def apart(python: str, part: str, folder: str, cwd: Path) -> dict[str, float]:
    """One of the two in a process of its own."""
    done = subprocess.run(
        [python, __file__, part, folder],
        cwd=cwd,
        env=os.environ | {"DB_NAME": f"{folder}/horilla.sqlite3"},
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    result: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return result


def main() -> None:
    """Print the table."""
    if "HORILLA" not in os.environ:
        print(__doc__)
        return
    peer, python = Path(os.environ["HORILLA"]), os.environ["HORILLA_PYTHON"]
    with tempfile.TemporaryDirectory() as folder:
        given = os.environ | {"DB_NAME": f"{folder}/horilla.sqlite3"}
        for command in ("makemigrations", "migrate"):  # it comes without its migrations
            subprocess.run(
                [python, "manage.py", command, "-v", "0"], cwd=peer, env=given, check=True
            )
        theirs = apart(python, "horilla", folder, peer)
        ours = apart(sys.executable, "ours", folder, HERE.parent)
    print("| page | BigSection ms | Horilla ms | ratio |\n|---|---:|---:|---:|")
    for page, own in ours.items():
        print(f"| {page} | {own:.0f} | {theirs[page]:.0f} | {theirs[page] / own:.1f}× |")


if __name__ == "__main__":
    if len(sys.argv) == 3:
        print(
            json.dumps(measure_horilla() if sys.argv[1] == "horilla" else measure_ours(sys.argv[2]))
        )
    else:
        main()
